import type { Span } from '../core/document.ts'

/**
 * What becomes of mentions that share text: `all` stay; `longest` leaves out those within another; `flat` leaves the set
 * without any overlap that has the greatest weight.
 */
export const OVERLAPS = ['all', 'longest', 'flat'] as const
export type Overlaps = (typeof OVERLAPS)[number]

interface Placed {
  readonly spans: readonly Span[]
  readonly score?: number
}

/** @param items by start, longer before shorter */
export const withoutOverlaps = <Item extends Placed>(items: readonly Item[], overlaps: Overlaps): Item[] => {
  if (overlaps === 'all') return [...items]
  return overlaps === 'longest' ? outermost(items) : heaviest(items)
}

const startOf = ({ spans }: Placed): number => spans[0]?.[0] ?? 0
const endOf = ({ spans }: Placed): number => spans.at(-1)?.[1] ?? 0

/**
 * Without items all of whose text lies within one other. A discontinuous one holds nothing within: "lung cancer" and
 * "liver cancer" in "lung and liver cancer" are two things.
 */
const outermost = <Item extends Placed>(items: readonly Item[]): Item[] => {
  const kept: Item[] = []
  let reach = -1
  for (const item of items) {
    if (item.spans.length === 1 && endOf(item) <= reach) continue
    kept.push(item)
    if (item.spans.length === 1) reach = Math.max(reach, endOf(item))
  }
  return kept
}

/** Weighted interval choice: length counts, and each item's doubt speaks against it. Cost: n log n. */
const heaviest = <Item extends Placed>(items: readonly Item[]): Item[] => {
  const byEnd = items.toSorted((a, b) => endOf(a) - endOf(b) || startOf(b) - startOf(a))
  const ends = byEnd.map(endOf)
  const best: { readonly weight: number; readonly taken: boolean; readonly before: number }[] = []
  byEnd.forEach((item, index) => {
    const before = lastUpTo(ends, startOf(item), index) - 1
    const weight = weightOf(item) + (best[before]?.weight ?? 0)
    const without = best[index - 1]?.weight ?? 0
    best.push(
      weight > without
        ? { weight, taken: true, before }
        : { weight: without, taken: false, before: index - 1 },
    )
  })
  const kept: Item[] = []
  for (let index = byEnd.length - 1; index >= 0;) {
    const step = best[index]
    const item = byEnd[index]
    if (step === undefined || item === undefined) break
    if (step.taken) kept.push(item)
    index = step.before
  }
  return kept.reverse()
}

const weightOf = (item: Placed): number =>
  (item.score ?? 1) * item.spans.reduce((sum, [start, end]) => sum + end - start, 0)

/** How many of the first `count` ends are at most `place`. */
const lastUpTo = (ends: readonly number[], place: number, count: number): number => {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ends[middle] ?? 0) <= place) low = middle + 1
    else high = middle
  }
  return low
}
