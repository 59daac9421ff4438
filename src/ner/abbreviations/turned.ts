import type { Alignment } from './align.ts'
import type { ShortForm } from './short-form.ts'
import type { WordPart } from './words.ts'

/**
 * The last words as the long form where each begins with one of the letters, in another order: a name said the other way
 * round, or abbreviated in another language ("myotonic dystrophy (DM)").
 */
export const alignTurned = ({ symbols }: ShortForm, parts: readonly WordPart[]): Alignment | null => {
  const count = symbols.length
  const words = parts.slice(-count)
  if (count < 2 || words.length < count) return null
  if (symbols.some(({ kind }) => kind !== 'capital') || words.some(({ stop, joined }) => stop || joined))
    return null
  const letters = symbols.map(({ text }) => text)
  const initials = words.map(({ letters: [first = ''] }) => first)
  if (letters.toSorted().join() !== initials.toSorted().join()) return null
  const [first, last] = [parts.length - count, parts.length - 1]
  return {
    ...{ first, last, lastHit: last, words: count, initials: count, cost: 1 },
    ...{ runs: 0, inner: 0, missing: 0, skipped: 0, trailing: 0, headless: false },
  }
}
