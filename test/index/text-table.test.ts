import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growingU16, growingU32, growingU8 } from '../../src/index/growing-array.ts'
import { TextTable, TextTableBuilder } from '../../src/index/text-table.ts'

const tableOf = (texts: readonly string[]): TextTable => {
  const builder = new TextTableBuilder()
  for (const text of texts) builder.add(text)
  return new TextTable(builder.bytes, builder.starts)
}

describe('a text table', () => {
  it('gives back every text as it was added', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 40 }), (texts) => {
        const table = tableOf(texts)
        expect(table.length).toBe(texts.length)
        expect(texts.map((_, at) => table.get(at))).toEqual(texts)
      }),
    )
  })

  it('tells whether a text is the one at a place, as comparing the two would', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\u0080', '語', '😀'), maxLength: 3 })
    fc.assert(
      fc.property(fc.array(short, { minLength: 1 }), short, (texts, text) => {
        const table = tableOf(texts)
        expect(texts.map((_, at) => table.is(at, text))).toEqual(texts.map((one) => one === text))
      }),
      { numRuns: 300 },
    )
  })

  it('grows past its first size', () => {
    const texts = Array.from({ length: 5000 }, (_, at) => `Größe ${String(at)} ✓`)
    const table = tableOf(texts)
    expect(texts.filter((text, at) => table.get(at) !== text)).toEqual([])
  })

  it('takes a text longer than all that stands there', () => {
    const long = 'ä'.repeat(10_000)
    const table = tableOf(['a', long, ''])
    expect([table.get(0), table.get(1), table.get(2)]).toEqual(['a', long, ''])
  })
})

describe('a growing array', () => {
  it.each([
    { type: 'u8', make: growingU8, max: 0xff },
    { type: 'u16', make: growingU16, max: 0xffff },
    { type: 'u32', make: growingU32, max: 0xffffffff },
  ])('of $type holds what was pushed and appended', ({ make, max }) => {
    const lists = fc.array(fc.array(fc.integer({ min: 0, max }), { maxLength: 900 }), { maxLength: 8 })
    fc.assert(
      fc.property(lists, (chunks) => {
        const array = make()
        for (const [at, chunk] of chunks.entries()) {
          if (at % 2 === 0) array.append(chunk)
          else for (const value of chunk) array.push(value)
        }
        expect(Array.from(array.finish())).toEqual(chunks.flat())
        expect(array.length).toBe(chunks.flat().length)
      }),
      { numRuns: 30 },
    )
  })
})
