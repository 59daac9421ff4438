import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHalves, unitVectorOf } from '../../src/encoder/embedding-cache-half.ts'

const toHalf = (value: number): number => toHalves(Float32Array.of(value))[0] ?? NaN

/** The value of a half, from the definition of binary16. */
const valueOf = (half: number): number => {
  const exponent = (half >> 10) & 31
  const fraction = half & 1023
  const magnitude = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15)
  return half & 0x8000 ? -magnitude : magnitude
}

describe('halves', () => {
  it('come back as they were, all that are finite', () => {
    const finite = Array.from({ length: 65_536 }, (_, half) => half).filter(
      (half) => ((half >> 10) & 31) !== 31,
    )
    expect(finite.filter((half) => toHalf(valueOf(half)) !== half)).toEqual([])
    expect([Infinity, -Infinity, 1e6, NaN].map(toHalf)).toEqual([0x7c00, 0xfc00, 0x7c00, 0x7e00])
  })

  it('are the nearest there is, ties to even', () => {
    const within = fc.float({ min: -65_504, max: 65_504, noNaN: true })
    const tiny = fc.float({ min: Math.fround(-(2 ** -13)), max: Math.fround(2 ** -13), noNaN: true })
    fc.assert(
      fc.property(fc.oneof(within, tiny), (value) => {
        const half = toHalf(value)
        const off = Math.abs(valueOf(half) - value)
        for (const other of [half - 1, half + 1])
          if (((other >> 10) & 31) !== 31 && other >= 0 && (other ^ half) < 0x8000) {
            const otherOff = Math.abs(valueOf(other) - value)
            expect(off < otherOff || (off === otherOff && (half & 1) === 0)).toBe(true)
          }
      }),
      { numRuns: 2000 },
    )
  })

  it('of a vector of length one give a vector of length one, close by', () => {
    const numbers = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 400 })
    fc.assert(
      fc.property(numbers, (values) => {
        const length = Math.hypot(...values)
        fc.pre(length > 1e-3)
        const unit = values.map((value) => value / length)
        const back = new Float32Array(unit.length)
        unitVectorOf(toHalves(Float32Array.from(unit)), back)
        expect(Math.hypot(...back)).toBeCloseTo(1, 6)
        expect(Math.hypot(...back.map((value, at) => value - (unit[at] ?? NaN)))).toBeLessThan(5e-4)
      }),
    )
  })
})
