import type { ShortForm, Symbol } from './short-form.ts'
import type { WordPart } from './words.ts'

/** How the symbols of a short form lie in a run of words. */
export interface Alignment {
  /** Parts of the long form, inclusive. */
  readonly first: number
  readonly last: number
  /** Lower is better; 0: every symbol begins a word, and every word but stop words has one. */
  readonly cost: number
  /** Symbols that begin a word, or a part of one. */
  readonly initials: number
  /** Symbols that go on where the one before left off: `Asx` in `astaxanthin`. */
  readonly runs: number
  /** Symbols from further inside of a word. */
  readonly inner: number
  /** Symbols that have no letter in the long form. */
  readonly missing: number
  /** Words within the long form that have no symbol; stop words and joined parts not counted. */
  readonly skipped: number
  /** The same, after the word with the last symbol. */
  readonly trailing: number
  /** Words that have a symbol. */
  readonly words: number
  /** The last part that has a symbol. */
  readonly lastHit: number
  /** The first symbol is among the missing. */
  readonly headless: boolean
}

/** What it costs, in skipped words. */
const COST = {
  joinedInitial: 0.1,
  run: 0.3,
  inner: 0.55,
  /** The first symbol of a word stands inside of it. */
  unbegun: 1.6,
  skipWord: 1.2,
  skipJoined: 0.45,
  skipStop: 0.1,
  trailingWord: 0.9,
  /** A stop word that the short form makes use of. */
  stopUsed: 0.15,
  missing: { capital: 2.6, small: 1.3, number: 1.5, sign: 0.3 },
} as const

interface Step {
  readonly cost: number
  /** Symbols taken by the part; 0: passed over. -1: the symbol was left out, the part still stands. */
  readonly taken: number
}

const NONE: Step = { cost: Infinity, taken: 0 }

interface Match {
  readonly cost: number
  readonly runs: number
  readonly inner: number
  readonly initials: number
}

/**
 * The cheapest way to find the symbols of `short`, in order, in `parts`: the long form ends with the last part and
 * begins where the first symbol is. After Schwartz and Hearst (2003), but over words, with a price for all that is
 * less than a first letter, so that of several beginnings the best wins and not the shortest. Cost: parts × symbols².
 *
 * @param anchored the long form must begin with the first part that is no stop word.
 */
export const align = (short: ShortForm, parts: readonly WordPart[], anchored = false): Alignment | null => {
  const { symbols } = short
  const steps = bestSteps(symbols, parts)
  let best: { first: number; cost: number } | null = null
  const firsts = anchored ? [parts.findIndex(({ stop }) => !stop), 0] : parts.keys()
  for (const first of firsts) {
    if (first < 0) continue
    if (parts[first]?.link === true) continue
    const step = startAt(symbols, parts, steps, first)
    // Of equal ones the shorter.
    if (step.cost < Infinity && (best === null || step.cost <= best.cost)) best = { first, cost: step.cost }
  }
  return best === null ? null : retrace(symbols, parts, steps, best.first, best.cost)
}

const mayBegin = ([first, second]: readonly Symbol[], part: WordPart | undefined): boolean =>
  part !== undefined &&
  [first, second].some(
    (symbol) =>
      symbol !== undefined &&
      (symbol.kind === 'sign' || part.number === symbol.text || part.letters.startsWith(symbol.text)),
  )

/** The first part must hold the first symbol at its beginning; a small or numeric one may be missing (tHcy). */
const startAt = (
  symbols: readonly Symbol[],
  parts: readonly WordPart[],
  steps: readonly (readonly Step[])[],
  first: number,
): Step & { readonly from: number } => {
  let best = { ...NONE, from: 0 }
  if (!mayBegin(symbols, parts[first])) return best
  const droppable = symbols[0]?.kind !== 'capital' && symbols.length > 2 ? 1 : 0
  for (let from = 0; from <= droppable; from++) {
    const missing = from === 0 ? 0 : COST.missing[symbols[0]?.kind ?? 'small']
    for (let taken = 1; from + taken <= symbols.length; taken++) {
      const match = matchPart(symbols, from, taken, parts[first])
      if (match === null) break
      if (match.initials === 0) continue
      const cost = missing + match.cost + (steps[first + 1]?.[from + taken]?.cost ?? Infinity)
      if (cost < best.cost) best = { cost, taken, from }
    }
  }
  return best
}

/** `steps[p][j]`: the best from part `p` on, when the symbols before `j` are placed. */
const bestSteps = (symbols: readonly Symbol[], parts: readonly WordPart[]): readonly (readonly Step[])[] => {
  const steps: Step[][] = Array.from({ length: parts.length + 1 }, () => [])
  const end = steps[parts.length]
  if (end === undefined) return steps
  let left = 0
  for (let j = symbols.length; j >= 0; j--) {
    end[j] = { cost: left, taken: -1 }
    left += j > 0 ? COST.missing[symbols[j - 1]?.kind ?? 'small'] : 0
  }
  for (let p = parts.length - 1; p >= 0; p--) {
    for (let j = symbols.length; j >= 1; j--) {
      const row = steps[p]
      if (row !== undefined) row[j] = bestStep(symbols, parts, steps, p, j)
    }
  }
  return steps
}

const bestStep = (
  symbols: readonly Symbol[],
  parts: readonly WordPart[],
  steps: readonly (readonly Step[])[],
  p: number,
  j: number,
): Step => {
  const part = parts[p]
  if (part === undefined) return NONE
  let best: Step = {
    cost: skipCost(part, j === symbols.length) + (steps[p + 1]?.[j]?.cost ?? Infinity),
    taken: 0,
  }
  const symbol = symbols[j]
  if (symbol === undefined) return best
  const without = COST.missing[symbol.kind] + (steps[p]?.[j + 1]?.cost ?? Infinity)
  if (without < best.cost) best = { cost: without, taken: -1 }
  for (let taken = 1; j + taken <= symbols.length; taken++) {
    const match = matchPart(symbols, j, taken, part)
    if (match === null) break
    const cost = match.cost + (steps[p + 1]?.[j + taken]?.cost ?? Infinity)
    if (cost < best.cost) best = { cost, taken }
  }
  return best
}

const skipCost = (part: WordPart, isTrailing: boolean): number => {
  if (part.stop) return COST.skipStop
  if (part.joined) return COST.skipJoined
  return isTrailing ? COST.trailingWord : COST.skipWord
}

const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '+': ['positive', 'positives', 'plus', 'and'],
  '&': ['and'],
  '∞': ['infinity', 'infinite'],
}

/** Symbols `from` … `from + taken` in one part, the first at its beginning if it can be. */
const matchPart = (
  symbols: readonly Symbol[],
  from: number,
  taken: number,
  part: WordPart | undefined,
): Match | null => {
  const first = symbols[from]
  if (part === undefined || first === undefined) return null
  if (first.kind === 'sign') {
    const fits = taken === 1 && SIGNS[first.text]?.includes(part.letters) === true
    return fits ? { cost: 0, runs: 0, inner: 0, initials: 1 } : null
  }
  if (first.kind === 'number' && part.number === first.text && taken === 1) {
    return { cost: 0, runs: 0, inner: 0, initials: 1 }
  }
  let at = part.letters.indexOf(first.text)
  if (at < 0) return null
  const begins = at === 0
  let cost = begins ? (part.joined ? COST.joinedInitial : 0) : COST.unbegun
  if (begins && part.stop && first.kind === 'capital') cost += COST.stopUsed
  let [runs, inner] = [0, begins ? 0 : 1]
  at += first.text.length
  for (let next = from + 1; next < from + taken; next++) {
    const symbol = symbols[next]
    if (symbol === undefined || symbol.kind === 'sign') return null
    const found = part.letters.indexOf(symbol.text, at)
    if (found < 0) return null
    const goesOn = found === at
    cost += goesOn ? COST.run : COST.inner
    if (goesOn) runs++
    else inner++
    at = found + symbol.text.length
  }
  return { cost, runs, inner, initials: begins ? 1 : 0 }
}

const retrace = (
  symbols: readonly Symbol[],
  parts: readonly WordPart[],
  steps: readonly (readonly Step[])[],
  first: number,
  cost: number,
): Alignment => {
  const sum = {
    initials: 0,
    runs: 0,
    inner: 0,
    missing: 0,
    skipped: 0,
    trailing: 0,
    words: 0,
    lastHit: first,
  }
  const start = startAt(symbols, parts, steps, first)
  sum.missing = start.from
  let j = start.from
  let step: Step = start
  let p = first
  while (p < parts.length) {
    const part = parts[p]
    if (part === undefined) break
    if (step.taken > 0) {
      const match = matchPart(symbols, j, step.taken, part)
      sum.initials += match?.initials ?? 0
      sum.runs += match?.runs ?? 0
      sum.inner += match?.inner ?? 0
      if (!part.joined || sum.words === 0) sum.words++
      sum.lastHit = p
      j += step.taken
    } else if (step.taken < 0) {
      sum.missing++
      j++
      step = steps[p]?.[j] ?? NONE
      continue
    } else if (!part.stop && !part.joined) {
      if (j === symbols.length) sum.trailing++
      else sum.skipped++
    }
    p++
    step = steps[p]?.[j] ?? NONE
  }
  sum.missing += symbols.slice(j).filter(({ kind }) => kind !== 'sign').length
  return { ...sum, first, last: parts.length - 1, cost, headless: start.from > 0 }
}
