import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairedBootstrap, type Statistic } from '../../src/eval/bootstrap.ts'

/** Documents as mentions, right ones of the first run, of the second. */
const accuracy: Statistic = (sums) => ((sums[1] ?? 0) - (sums[2] ?? 0)) / (sums[0] ?? 1)

const first = (documents: readonly (readonly number[])[], resamples = 10_000) => {
  const [found] = pairedBootstrap(documents, [accuracy], { resamples })
  if (found === undefined) throw new Error('no difference')
  return found
}

describe('the paired bootstrap', () => {
  it('finds nothing between a run and itself', () => {
    const same = Array.from({ length: 30 }, (_, index) => [5, index % 5, index % 5])
    expect(first(same)).toEqual({ difference: 0, low: 0, high: 0, p: 1 })
  })

  it('is sure where every document says the same', () => {
    const better = Array.from({ length: 30 }, () => [4, 3, 2])
    expect(first(better)).toEqual({ difference: 0.25, low: 0.25, high: 0.25, p: 2 / 10_001 })
  })

  it('has the interval of the normal distribution where there are many documents', () => {
    // 400 documents of one mention: 60 right in the first alone, 40 in the second alone. The mean difference is .05, its
    // standard error √(100/400 − .05²)/20 = .0249; two-sided p of z = 2.01 is .045.
    const documents = Array.from({ length: 400 }, (_, index) => [1, Number(index < 60), Number(index >= 360)])
    const { difference, low, high, p } = first(documents)
    expect(difference).toBeCloseTo(0.05, 12)
    expect(low).toBeGreaterThan(0.05 - 1.96 * 0.0249 - 0.004)
    expect(low).toBeLessThan(0.05 - 1.96 * 0.0249 + 0.004)
    expect(high).toBeGreaterThan(0.05 + 1.96 * 0.0249 - 0.004)
    expect(high).toBeLessThan(0.05 + 1.96 * 0.0249 + 0.004)
    expect(p).toBeGreaterThan(0.03)
    expect(p).toBeLessThan(0.07)
  })

  it('draws documents, not mentions: what stands and falls together is less sure', () => {
    const apart = Array.from({ length: 200 }, (_, index) => [1, Number(index < 60), Number(index >= 160)])
    const together = [
      ...Array.from({ length: 6 }, () => [10, 10, 0]),
      ...Array.from({ length: 10 }, () => [10, 0, 0]),
      ...Array.from({ length: 4 }, () => [10, 0, 10]),
    ]
    const width = ({ low, high }: { low: number; high: number }): number => high - low
    expect(width(first(together))).toBeGreaterThan(2 * width(first(apart)))
  })

  it('says the same each time, and the other way round for runs the other way round', () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.nat(9)).map((row): number[] => row),
      { minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(rows, (documents) => {
        const given = first(documents, 200)
        expect(first(documents, 200)).toEqual(given)
        const turned = first(
          documents.map(([n = 0, a = 0, b = 0]) => [n, b, a]),
          200,
        )
        expect(turned.difference).toBeCloseTo(-given.difference, 12)
        expect(turned.low).toBeCloseTo(-given.high, 12)
        expect(turned.p).toBe(given.p)
        expect(given.p).toBeGreaterThan(0)
        expect(given.p).toBeLessThanOrEqual(1)
      }),
      { numRuns: 50 },
    )
  })

  it('takes 10,000 resamples of a thousand documents in seconds', { timeout: 20_000 }, () => {
    const documents = Array.from({ length: 1000 }, (_, index) => [5, index % 5, (index * 7) % 5, 4, 3])
    expect(first(documents).p).toBeGreaterThan(0)
  })
})
