import type { Abbreviation } from '../../core/document.ts'
import { align, type Alignment } from './align.ts'
import type { ShortForm } from './short-form.ts'
import { alignTurned } from './turned.ts'
import { precisionOf, strategyOf, type Strategy } from './strategies.ts'
import type { WordPart } from './words.ts'

/** How the text brings the two forms together. */
export type Pattern = 'long (short)' | 'short (long)' | 'list' | 'phrase' | 'equation'

/** A definition, with what speaks for it. */
export interface Definition extends Abbreviation {
  /** 0–1, higher is better: that the text defines just this. */
  readonly score: number
  readonly strategy: Strategy
  readonly pattern: Pattern
}

export interface PairOptions {
  readonly pattern: Pattern
  /** The long form begins with the first word and ends with the last. */
  readonly whole?: boolean
  /** Nothing but first letters will do. */
  readonly strict?: boolean
  /** Nothing may be missing or passed over. */
  readonly close?: boolean
}

/** The long form that `parts` hold for `short`, if any. */
export const pair = (
  text: string,
  short: ShortForm,
  parts: readonly WordPart[],
  { pattern, whole = false, strict = false, close = false }: PairOptions,
): Definition | null => {
  const near = whole ? parts : parts.slice(-reachOf(short, parts))
  if (near.length === 0) return null
  const { found, strategy } = aligned(short, near, { pattern, whole })
  if (found === null || strategy === null) return null
  if (whole && (found.trailing > Number(short.symbols.length > 3) || found.missing > 0)) return null
  if (close && found.missing + found.skipped + found.trailing > 0) return null
  if (strict && strategy !== 'first-letters') return null
  const [longStart, longEnd] = extentOf(text, near, found)
  const long = text.slice(longStart, longEnd)
  if (!isPlausible(short, long, found) || (whole && isVariant(short, long))) return null
  const score = precisionOf(strategy, short.symbols.length)
  const { text: written, start, end } = short
  return { short: written, long, start, end, longStart, longEnd, score, strategy, pattern }
}

/** How the forms fit together, if they do. */
const aligned = (
  short: ShortForm,
  parts: readonly WordPart[],
  { pattern, whole }: Pick<PairOptions, 'pattern' | 'whole'>,
): { readonly found: Alignment | null; readonly strategy: Strategy | null } => {
  const found = align(short, parts, whole)
  const strategy = found === null ? null : strategyOf(short, found)
  if (strategy !== null || pattern !== 'long (short)') return { found, strategy }
  const turned = alignTurned(short, parts)
  return { found: turned, strategy: turned && 'turned-letters' }
}

/** How many parts back the long form may begin: a few more than there are symbols, stop words not counted. */
const reachOf = ({ symbols }: ShortForm, parts: readonly WordPart[]): number => {
  let left = symbols.length === 1 ? 1 : symbols.length + Math.min(symbols.length, 5)
  let reach = 0
  for (let at = parts.length - 1; at >= 0 && left > 0; at--) {
    reach++
    if (parts[at]?.stop !== true) left--
  }
  return reach
}

const isPlausible = (short: ShortForm, long: string, found: Alignment): boolean => {
  if (long.length <= short.end - short.start || !/\p{Ll}{3}/u.test(long)) return false
  if (long.split(/[\s(]+/).includes(short.text)) return false
  if (short.symbols.length === 1) return long.length >= 4
  if (short.plain) {
    // "(apps)", "(cal)": a word cut short, and no more.
    return (
      found.words === 1 &&
      found.inner <= (/[aeiou]/.test(short.text) ? 1 : 2) &&
      found.initials === 1 &&
      short.symbols.length <= 5
    )
  }
  return true
}

/** "PO2 (PaO2)", "DAS (DAS28)": another short form, no long one. */
const isVariant = (short: ShortForm, long: string): boolean =>
  long.includes(short.text) || !/\p{Ll}{4}/u.test(long)

/** Where the long form begins and ends in the text. */
const extentOf = (text: string, parts: readonly WordPart[], found: Alignment): readonly [number, number] => {
  let last = found.last
  // "rapid diagnostic tests for malaria (RDTs)": what comes after a preposition is not part of it.
  for (let at = found.lastHit + 1; at <= last; at++) {
    if (parts[at]?.stop === true) last = at - 1
  }
  const end = parts[last]
  if (end?.joined === true && end.letters === 's' && /['’]/.test(text.charAt(end.start - 1))) last--
  let first = found.first
  // "omega-3 polyunsaturated fatty acids (n-3 PUFAs)".
  if (found.headless && first > 0 && parts[first]?.joined === true) first--
  // "2'-deoxyadenosine": numbers and single letters joined to the front belong to the name.
  while (first > 0 && parts[first]?.joined === true && (parts[first - 1]?.letters.length ?? 9) === 1) first--
  const stop = parts[last]?.end ?? 0
  return [parts[first]?.start ?? 0, /[®™]/.test(text.charAt(stop)) ? stop + 1 : stop]
}
