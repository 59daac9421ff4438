import { foldPrefix } from '../core/curie.ts'
import { foldCase } from '../core/text/fold.ts'
import type { Curie } from '../core/term.ts'
import type { Curation } from './curation.ts'

/** Names are compared as they are on the `case` rung. */
export const foldName = (text: string): string => foldCase(text).text

export const foldConcept = (concept: Curie): string => foldPrefix(concept)

/** What a curation is about: two with one key are about the same names. */
export const curationKey = ({ text, concept }: Pick<Curation, 'text' | 'concept'>): string =>
  JSON.stringify([
    text === undefined ? null : foldName(text),
    concept === undefined ? null : foldConcept(concept),
  ])

/** `"text" of CONCEPT`, for people. */
export const describeKey = ({ text, concept }: Pick<Curation, 'text' | 'concept'>): string => {
  if (text === undefined) return `all names of ${concept ?? ''}`
  return concept === undefined ? `"${text}"` : `"${text}" of ${concept}`
}
