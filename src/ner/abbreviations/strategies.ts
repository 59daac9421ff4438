import type { Alignment } from './align.ts'
import type { ShortForm } from './short-form.ts'

/** How the letters of a short form come from its long form; from the surest to the least sure. */
export const STRATEGIES = [
  'first-letters',
  'first-letters-but-one',
  'letters-in-words',
  'one-word',
  'letters-with-gaps',
  'one-missing',
  'single-letter',
  'turned-letters',
] as const
export type Strategy = (typeof STRATEGIES)[number]

/** Which of {@link STRATEGIES} an alignment is; null: none that is worth anything. */
export const strategyOf = ({ symbols }: ShortForm, found: Alignment): Strategy | null => {
  const gaps = found.skipped + found.trailing
  const onlyInitials = found.runs + found.inner === 0
  if (symbols.length === 1) return found.words === 1 && gaps + found.missing === 0 ? 'single-letter' : null
  if (found.missing > 0) return isMostlyThere(symbols.length, found) ? 'one-missing' : null
  if (onlyInitials && gaps === 0) return 'first-letters'
  if (found.words === 1 && gaps === 0) return 'one-word'
  if (symbols.length === 2) return null
  if (onlyInitials && gaps === 1) return 'first-letters-but-one'
  if (gaps === 0) return 'letters-in-words'
  const most = onlyInitials && symbols.length > 3 ? 3 : 2
  return gaps <= most && found.initials * 2 >= symbols.length ? 'letters-with-gaps' : null
}

/** One symbol of three or more is not in the long form, all others begin words. */
const isMostlyThere = (symbols: number, found: Alignment): boolean =>
  found.missing === 1 &&
  symbols > 2 &&
  found.inner <= 1 &&
  found.skipped + found.trailing === 0 &&
  (symbols > 3 || found.words > 1)

/**
 * How often each strategy is right, after the pseudo-precision of Sohn et al. (2008, Ab3P): the share of its matches
 * over 20,000 abstracts that are more than one would get if the short forms were exchanged at random.
 * `bench/accuracy/abbreviations.ts --chance` prints it anew. One entry per number of symbols: 1, 2, 3, 4, 5 or more.
 */
const PRECISION: Readonly<Record<Strategy, readonly number[]>> = {
  'first-letters': [0, 0.99, 0.99, 0.99, 0.99],
  'first-letters-but-one': [0, 0, 0.98, 0.99, 0.99],
  'letters-in-words': [0, 0, 0.98, 0.99, 0.99],
  'one-word': [0, 0.96, 0.98, 0.99, 0.99],
  'letters-with-gaps': [0, 0, 0.8, 0.88, 0.97],
  'one-missing': [0, 0, 0.57, 0.9, 0.96],
  'single-letter': [0.96, 0, 0, 0, 0],
  'turned-letters': [0, 0.62, 0.96, 0.96, 0.96],
}

/** 0–1: share of pairs of that strategy and that many symbols that are true. */
export const precisionOf = (strategy: Strategy, symbols: number): number =>
  PRECISION[strategy][Math.min(symbols, 5) - 1] ?? 0
