import { foldCase } from './fold.ts'
import { geneLetters, spellGreek } from './greek.ts'
import { digitNumerals } from './numerals.ts'
import { singular } from './plural.ts'
import { americanSpelling } from './spelling.ts'
import { foldedWords } from './tokens.ts'

/**
 * The ladder of normal forms, surest rung first. Each rung's form is made from the form of the rung named in
 * {@link RUNG_BELOW}, so two names that meet on one rung meet on every rung built on it; the answer to "do these two
 * mean the same string?" is the surest rung on which they meet.
 *
 * - `exact`: the same code units
 * - `case`: case, width, composition, dashes, quotes and blanks folded
 * - `punctuation`: words only; hyphens and punctuation part them, accents dropped
 * - `symbol`: Greek letters, Roman numerals, number words, `+` and `-` written out, by class
 * - `inflection`: singular, one spelling for British and American, head words a class implies dropped
 * - `spacing`: the words run together (MCF 7, MCF-7, MCF7)
 * - `order`: the words sorted, without "of", "the", "in", "and" (cancer of the breast)
 */
export const RUNGS = ['exact', 'case', 'punctuation', 'symbol', 'inflection', 'spacing', 'order'] as const
export type Rung = (typeof RUNGS)[number]

/** The rung each form is made from. `spacing` and `order` are two ends of one ladder. */
export const RUNG_BELOW: Readonly<Record<Rung, Rung | null>> = {
  exact: null,
  case: 'exact',
  punctuation: 'case',
  symbol: 'punctuation',
  inflection: 'symbol',
  spacing: 'inflection',
  order: 'inflection',
}

/** How the rungs above `punctuation` differ by entity class. */
export interface LadderProfile {
  readonly name: 'general' | 'gene' | 'cell-line'
  /** Greek letters and their names as the letters gene symbols use. */
  readonly geneLetters: boolean
  readonly romanNumerals: boolean
  /** Words that say only what the class says already ("MCF-7 cells", "TESTIN gene"): dropped from the end. */
  readonly impliedHeads: ReadonlySet<string>
}

const GENERAL: LadderProfile = {
  name: 'general',
  geneLetters: false,
  romanNumerals: true,
  impliedHeads: new Set(),
}
const GENE: LadderProfile = {
  name: 'gene',
  geneLetters: true,
  romanNumerals: true,
  impliedHeads: new Set(['gene', 'protein', 'mrna']),
}
const CELL_LINE: LadderProfile = {
  name: 'cell-line',
  geneLetters: false,
  romanNumerals: false,
  impliedHeads: new Set(['cell', 'line', 'cellline', 'hybridoma']),
}

export const LADDER_PROFILES: readonly LadderProfile[] = [GENERAL, GENE, CELL_LINE]

export const profileOf = (entityClass: string): LadderProfile => {
  if (entityClass === 'gene') return GENE
  return entityClass === 'cell_line' ? CELL_LINE : GENERAL
}

export type NormalForms = Readonly<Record<Rung, string>>

/** What all profiles share: the forms up to `punctuation`. */
interface WordForms {
  readonly exact: string
  readonly case: string
  readonly words: readonly string[]
}

/** All normal forms of `text` for one class profile. Cost: linear in the text, about 2 µs for a name. */
export const normalForms = (text: string, profile: LadderProfile): NormalForms =>
  climb(wordForms(text), profile)

/** The normal forms of `text` under several profiles, in their order; the shared rungs are made once. */
export const normalFormsOfEach = (text: string, profiles: readonly LadderProfile[]): NormalForms[] => {
  const base = wordForms(text)
  const made: { readonly symbols: readonly string[]; readonly forms: NormalForms }[] = []
  return profiles.map((profile) => {
    const symbols = symbolWords(base.words, profile)
    // Of most texts the profiles make the same.
    const same = dropsHeads(symbols, profile)
      ? undefined
      : made.find((other) => areEqual(other.symbols, symbols))
    const forms = same?.forms ?? climb(base, profile, symbols)
    if (!dropsHeads(symbols, profile)) made.push({ symbols, forms })
    return forms
  })
}

const areEqual = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((word, index) => word === b[index]))

const dropsHeads = (words: readonly string[], { impliedHeads }: LadderProfile): boolean =>
  words.length > 1 && impliedHeads.has(inflected(words.at(-1) ?? ''))

const wordForms = (text: string): WordForms => {
  const folded = foldCase(text).text
  const words = foldedWords(folded)
  // A name of signs alone has no words; it stays what it is rather than meet every other such name.
  return { exact: text, case: folded, words: words.length === 0 ? [folded] : words }
}

const climb = (
  { exact, case: folded, words }: WordForms,
  profile: LadderProfile,
  symbols = symbolWords(words, profile),
): NormalForms => {
  const singulars = inflectedWords(symbols, profile)
  const punctuation = words.join(' ')
  const symbol = symbols === words ? punctuation : symbols.join(' ')
  if (singulars.length === 1) {
    const only = singulars[0] ?? ''
    return { exact, case: folded, punctuation, symbol, inflection: only, spacing: only, order: only }
  }
  const inflection = singulars.join(' ')
  return {
    exact,
    case: folded,
    punctuation,
    symbol,
    inflection,
    spacing: inflection.replace(CLOSABLE_BLANK, ''),
    order: orderedWords(singulars).join(' '),
  }
}

// Between two numbers the blank stays: 1,2-octadecanediol is not 12-octadecanediol.
const CLOSABLE_BLANK = /(?<!\d) | (?!\d)/g

export const SIGNS: Readonly<Record<string, string>> = { '+': 'positive', '-': 'negative' }

const symbolWords = (words: readonly string[], profile: LadderProfile): readonly string[] => {
  let symbols = spellGreek(words)
  if (profile.geneLetters) symbols = geneLetters(symbols)
  if (profile.romanNumerals) symbols = digitNumerals(symbols)
  return symbols.includes('+') || symbols.includes('-') ? symbols.map((word) => SIGNS[word] ?? word) : symbols
}

const inflectedWords = (words: readonly string[], profile: LadderProfile): readonly string[] => {
  const singulars = words.map(inflected)
  let end = singulars.length
  while (end > 1 && profile.impliedHeads.has(singulars[end - 1] ?? '')) end--
  return end === singulars.length ? singulars : singulars.slice(0, end)
}

// Names are made of few words: remembering them spares most of the work. A memo of a pure function, emptied when full.
const inflections = new Map<string, string>()

export const inflected = (word: string): string => {
  const known = inflections.get(word)
  if (known !== undefined) return known
  const form = americanSpelling(singular(word))
  if (inflections.size >= 1 << 16) inflections.clear()
  if (word.length < 40) inflections.set(word, form)
  return form
}

const STOP_WORDS = new Set(['of', 'the', 'in', 'and'])
const BOUND_TO_WORD_BEFORE = /^(?:\d+|positive|negative)$/

/** Sorted, but a number or a sign stays with the word before it: "type 1, stage 2" is not "type 2, stage 1". */
const orderedWords = (words: readonly string[]): readonly string[] => {
  const units: string[] = []
  for (const word of words) {
    const before = units.length - 1
    if (before >= 0 && BOUND_TO_WORD_BEFORE.test(word)) units[before] = `${units[before] ?? ''}~${word}`
    else if (!STOP_WORDS.has(word)) units.push(word)
  }
  return (units.length === 0 ? [...words] : units).sort()
}

/** The surest rung on which two names meet; `null` when they meet on none. */
export const meetingRung = (a: NormalForms, b: NormalForms): Rung | null =>
  RUNGS.find((rung) => a[rung] === b[rung]) ?? null

/** As {@link meetingRung}, with a name of which no more forms are made than it takes. */
export const meetingRungOf = (forms: NormalForms, name: string, profile: LadderProfile): Rung | null => {
  if (name === forms.exact) return 'exact'
  const base = wordForms(name)
  if (base.case === forms.case) return 'case'
  if (base.words.join(' ') === forms.punctuation) return 'punctuation'
  return meetingRung(forms, climb(base, profile))
}
