// The hand-annotated abbreviations, as documents to score on.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Abbreviation } from '../../../src/core/document.ts'
import { drawPassages, type Passage } from './sample.ts'

export interface GoldPassage {
  readonly id: string
  readonly kind: Passage['kind']
  readonly text: string
  readonly definitions: readonly Abbreviation[]
}

/** A line of `dev.jsonl` or `test.jsonl`. */
interface Line {
  readonly id: string
  readonly kind: Passage['kind']
  readonly sha256: string
  /** Length of the passage, UTF-16 code units. */
  readonly length: number
  /** Where a sentence with a definition or with brackets begins in the passage, and what it says. None of abstracts. */
  readonly extracts: readonly (readonly [at: number, text: string])[]
  readonly definitions: readonly Abbreviation[]
}

export type Split = 'dev' | 'test'

const linesOf = (split: Split): Line[] =>
  readFileSync(join(import.meta.dirname, `${split}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

/** Passages of articles alone: what is between the extracts is blank. */
export const goldExtracts = (split: Split): readonly GoldPassage[] =>
  linesOf(split)
    .filter(({ kind }) => kind !== 'abstract')
    .map(({ id, kind, length, extracts, definitions }) => ({
      id,
      kind,
      text: extracts.reduce((text, [at, extract]) => text.padEnd(at) + extract, '').padEnd(length),
      definitions,
    }))

/**
 * All passages with their whole text, drawn from the data in `folder`; `null` when they are not there.
 *
 * @throws Error when the texts there are not the annotated ones.
 */
export const goldPassages = (split: Split, folder: string): readonly GoldPassage[] | null => {
  if (!existsSync(join(folder, 'text', 'pubmed-abstracts.txt.gz'))) return null
  const drawn = new Map(drawPassages(folder).map((passage) => [passage.id, passage]))
  return linesOf(split).map(({ id, kind, sha256, definitions }) => {
    const passage = drawn.get(id)
    if (passage?.sha256 !== sha256) throw new Error(`The text of ${id} is not the one that was annotated.`)
    return { id, kind, text: passage.text, definitions }
  })
}
