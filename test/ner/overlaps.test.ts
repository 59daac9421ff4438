import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Span } from '../../src/core/document.ts'
import { comparePlaces } from '../../src/ner/merge.ts'
import { withoutOverlaps } from '../../src/ner/overlaps.ts'

interface Item {
  readonly spans: readonly Span[]
  readonly score: number
}

const at = (start: number, end: number, score = 0.9): Item => ({ spans: [[start, end]], score })

describe('longest', () => {
  it('leaves out what lies within another, and keeps what crosses it', () => {
    const items = [at(0, 10), at(0, 4), at(2, 8), at(8, 12), at(12, 14)]
    expect(withoutOverlaps(items, 'longest')).toEqual([at(0, 10), at(8, 12), at(12, 14)])
  })

  it('keeps discontinuous ones, and what lies within them: lung cancer and liver cancer', () => {
    const pieces: Item = {
      spans: [
        [0, 4],
        [15, 21],
      ],
      score: 0.9,
    }
    const items = [pieces, at(9, 21), at(15, 21)]
    expect(withoutOverlaps(items, 'longest')).toEqual([pieces, at(9, 21)])
  })
})

describe('flat', () => {
  it('takes the heaviest set: two that fit together rather than one in the middle', () => {
    expect(withoutOverlaps([at(0, 6), at(4, 12), at(10, 18)], 'flat')).toEqual([at(0, 6), at(10, 18)])
    expect(withoutOverlaps([at(0, 6, 0.3), at(4, 12), at(10, 18, 0.3)], 'flat')).toEqual([at(4, 12)])
  })

  const items = fc
    .array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 })), {
      maxLength: 9,
    })
    .map((places) =>
      places
        .map(([start, length, score]) => at(start, start + length, score / 10))
        .sort((a, b) => comparePlaces(a.spans, b.spans)),
    )

  it('no two overlap, and no other set without overlaps weighs more', () => {
    fc.assert(
      fc.property(items, (some) => {
        const flat = withoutOverlaps(some, 'flat')
        expect(isFlat(flat)).toBe(true)
        expect(weight(flat)).toBeCloseTo(heaviestByTrying(some), 9)
      }),
    )
  })
})

it('all keeps all', () => {
  expect(withoutOverlaps([at(0, 4), at(0, 4), at(1, 2)], 'all')).toHaveLength(3)
})

const isFlat = (items: readonly Item[]): boolean =>
  items.every((item, index) => (items[index - 1]?.spans[0]?.[1] ?? 0) <= (item.spans[0]?.[0] ?? 0))

const weight = (items: readonly Item[]): number =>
  items.reduce((sum, { spans, score }) => sum + score * ((spans[0]?.[1] ?? 0) - (spans[0]?.[0] ?? 0)), 0)

const heaviestByTrying = (items: readonly Item[]): number => {
  let best = 0
  for (let choice = 0; choice < 2 ** items.length; choice++) {
    const some = items.filter((_, index) => (choice >> index) % 2 === 1)
    if (isFlat(some)) best = Math.max(best, weight(some))
  }
  return best
}
