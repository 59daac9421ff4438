import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hash64 } from '../../src/core/text/hash.ts'
import { hashText } from '../../src/core/text/hash.ts'
import { KeyReader, KeyTableBuilder } from '../../src/index/key-table.ts'

const word32 = fc.integer({ min: 0, max: 0xffffffff })
const nearby = fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff)
const anyKey = fc.record({ high: fc.oneof(nearby, word32), low: fc.oneof(nearby, word32) })

const readerOf = (entries: readonly (readonly [Hash64, number])[]): KeyReader => {
  const builder = new KeyTableBuilder()
  for (const [key, value] of entries) builder.add(key, value)
  return new KeyReader(builder.build())
}

const visited = (reader: KeyReader, key: Hash64): number[] => {
  const values: number[] = []
  reader.visit(key, (value) => values.push(value))
  return values
}

const nameOf = ({ high, low }: Hash64): string => `${String(high)}-${String(low)}`

const mapOf = (entries: readonly (readonly [Hash64, number])[]): Map<string, number[]> => {
  const map = new Map<string, number[]>()
  for (const [key, value] of entries) map.set(nameOf(key), [...(map.get(nameOf(key)) ?? []), value])
  return map
}

describe('a key table', () => {
  // Keys with different low halves are told apart for certain.
  const distinctKeys = fc.uniqueArray(anyKey, { minLength: 1, maxLength: 40, selector: ({ low }) => low })

  it('answers as a map of lists does, values in the order they were added', () => {
    fc.assert(
      fc.property(distinctKeys, fc.array(fc.tuple(fc.nat({ max: 39 }), word32)), (keys, choices) => {
        const entries = choices.flatMap(([at, value]) => {
          const key = keys[at % keys.length]
          return key ? [[key, value] as const] : []
        })
        const [reader, oracle] = [readerOf(entries), mapOf(entries)]
        for (const key of keys) expect(visited(reader, key)).toEqual(oracle.get(nameOf(key)) ?? [])
        const several = [...oracle.values()].filter((values) => values.length > 1)
        expect([...reader.groups()].map(String).sort()).toEqual(several.map(String).sort())
      }),
    )
  })

  it('never misses a value, and gives one of another key only when the low halves are the same', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 60 }), anyKey, (keys, absent) => {
        const entries = keys.map((key, at) => [key, at] as const)
        const [reader, oracle] = [readerOf(entries), mapOf(entries)]
        for (const key of [...keys, absent]) {
          const values = visited(reader, key)
          expect(values).toEqual(expect.arrayContaining(oracle.get(nameOf(key)) ?? []))
          expect(values.every((value) => keys[value]?.low === key.low)).toBe(true)
        }
      }),
    )
  })

  it('holds a hundred thousand keys', () => {
    const key = { high: 0, low: 0 }
    const builder = new KeyTableBuilder()
    for (let at = 0; at < 100_000; at++) builder.add(hashText(`name ${String(at)}`, 1, key), at)
    const reader = new KeyReader(builder.build())
    const missing = Array.from({ length: 100_000 }, (_, at) => at).filter(
      (at) => !visited(reader, hashText(`name ${String(at)}`, 1, key)).includes(at),
    )
    expect(missing).toEqual([])
    expect(visited(reader, hashText('name 5', 2, key))).toEqual([])
  })

  it('may be empty', () => {
    const reader = readerOf([])
    expect(visited(reader, { high: 0xffffffff, low: 7 })).toEqual([])
    expect([...reader.groups()]).toEqual([])
  })
})
