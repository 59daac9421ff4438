/** `fuzzy.bin`: what the builder writes and the reader reads. Sections: `docs/kb-format.md`. */
import { normalForms, profileOf } from '../../core/text/ladder.ts'

export const FUZZY_INDEX_MAGIC = 'OGFUZZY1'

export interface FuzzyIndexMeta {
  /** Trigrams are numbers of so many bits. */
  readonly gramBits: number
}

const GENERAL = profileOf('')

/** The words by which names are likened: singular, one spelling, Greek letters and numerals written out. */
export const comparedWords = (text: string): readonly string[] =>
  normalForms(text, GENERAL).inflection.split(' ')

/** How much a word tells that `holders` of `all` names have. Above 0. */
export const idfOf = (holders: number, all: number): number => Math.log(1 + all / Math.max(1, holders))
