import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offsetMapOf } from '../../src/core/text/code-points.ts'

describe('offsets in code points', () => {
  it('agree with counting, both ways', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', '😀', '\ud83d', '\ude00', 'İ', '\r\n'),
      maxLength: 20,
    })
    fc.assert(
      fc.property(texts, (text) => {
        const map = offsetMapOf(text)
        const characters = Array.from(text)
        expect(map.length).toBe(characters.length)
        for (let count = 0; count <= characters.length; count++) {
          const before = characters.slice(0, count).join('').length
          expect(map.toUtf16(count)).toBe(before)
          expect(map.toCodePoints(before)).toBe(count)
        }
        for (const none of [-1, characters.length + 1, 0.5, NaN, Infinity])
          expect(map.toUtf16(none)).toBeUndefined()
      }),
    )
  })

  it('puts the middle of a pair before it', () => {
    expect(offsetMapOf('a😀b').toCodePoints(2)).toBe(1)
  })
})
