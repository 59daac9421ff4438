import type { Hash64 } from '../core/text/hash.ts'
import { growingU32 } from './growing-array.ts'

/**
 * A map from 64-bit keys to numbers, several per key, in flat arrays: entries sorted into buckets by the high bits of
 * the key, the low half kept as a tag. About 9 bytes an entry, two or three comparisons a look-up.
 */
export interface KeyTable {
  /** Where each bucket begins; one more entry holds the end. */
  readonly buckets: Uint32Array
  readonly tags: Uint32Array
  readonly values: Uint32Array
}

export class KeyTableBuilder {
  readonly #highs = growingU32()
  readonly #tags = growingU32()
  readonly #values = growingU32()

  add(key: Hash64, value: number): void {
    this.#highs.push(key.high)
    this.#tags.push(key.low)
    this.#values.push(value)
  }

  /** Entries of one key keep the order they were added in. Cost: linear. */
  build(): KeyTable {
    const [highs, tags, values] = [this.#highs.finish(), this.#tags.finish(), this.#values.finish()]
    const bits = Math.max(1, Math.floor(Math.log2(Math.max(2, highs.length))) - 1)
    const shift = 32 - bits
    const buckets = new Uint32Array(2 ** bits + 1)
    for (const high of highs) buckets[(high >>> shift) + 1] = (buckets[(high >>> shift) + 1] ?? 0) + 1
    for (let bucket = 1; bucket < buckets.length; bucket++)
      buckets[bucket] = (buckets[bucket] ?? 0) + (buckets[bucket - 1] ?? 0)
    const next = buckets.slice()
    const table = { buckets, tags: new Uint32Array(tags.length), values: new Uint32Array(values.length) }
    for (let entry = 0; entry < highs.length; entry++) {
      const bucket = (highs[entry] ?? 0) >>> shift
      const place = next[bucket] ?? 0
      next[bucket] = place + 1
      table.tags[place] = tags[entry] ?? 0
      table.values[place] = values[entry] ?? 0
    }
    return table
  }
}

/** Reads a {@link KeyTable}. */
export class KeyReader {
  readonly #table: KeyTable
  readonly #shift: number

  constructor(table: KeyTable) {
    this.#table = table
    this.#shift = Math.clz32(table.buckets.length - 1) + 1
  }

  /** Calls `visit` with each value under the key. Keys are told apart by 32 bits and more, not by all: verify. */
  visit(key: Hash64, visit: (value: number) => void): void {
    const { buckets, tags, values } = this.#table
    const bucket = key.high >>> this.#shift
    const end = buckets[bucket + 1] ?? 0
    for (let entry = buckets[bucket] ?? 0; entry < end; entry++) {
      if (tags[entry] === key.low) visit(values[entry] ?? 0)
    }
  }

  /** The values of each key that has several. */
  *groups(): Generator<readonly number[]> {
    const { buckets, tags, values } = this.#table
    for (let bucket = 0; bucket + 1 < buckets.length; bucket++) {
      const byTag = new Map<number, number[]>()
      for (let entry = buckets[bucket] ?? 0; entry < (buckets[bucket + 1] ?? 0); entry++) {
        const group = byTag.get(tags[entry] ?? 0)
        if (group) group.push(values[entry] ?? 0)
        else byTag.set(tags[entry] ?? 0, [values[entry] ?? 0])
      }
      for (const group of byTag.values()) if (group.length > 1) yield group
    }
  }
}
