import type { KeyedRows } from './byte-rows.ts'
import type { KeyFilter } from './contract.ts'

/** The keys a filter accepts, worked out once. */
export interface Accepted {
  readonly count: number
  has(key: number): boolean
}

/** Names of filters come from a configuration; should they come from requests, memory stays bounded all the same. */
const FILTERS_KEPT = 64
const ROW_BYTES_KEPT = 96 * 1024 * 1024

/** What filters accept, by their names, and the vectors of those that accept few. */
export class FilterMemory {
  readonly #length: number
  readonly #dimensions: number
  readonly #blocks: () => Iterable<KeyedRows>
  readonly #accepted = new Map<string, Accepted>()
  readonly #rows = new Map<string, KeyedRows>()
  #rowBytes = 0

  /** @param blocks goes through all vectors of the index */
  constructor(length: number, dimensions: number, blocks: () => Iterable<KeyedRows>) {
    this.#length = length
    this.#dimensions = dimensions
    this.#blocks = blocks
  }

  accepted(filter: KeyFilter): Accepted {
    const known = this.#accepted.get(filter.name)
    const accepted = known ?? acceptedBy(filter, this.#length)
    // Moved to the end: the first is what was not asked for longest.
    this.#accepted.delete(filter.name)
    this.#accepted.set(filter.name, accepted)
    const [oldest] = this.#accepted.keys()
    if (this.#accepted.size > FILTERS_KEPT && oldest !== undefined) this.#accepted.delete(oldest)
    return accepted
  }

  /** The accepted vectors, gathered. For filters that accept few: they stay in memory. */
  rows(filter: KeyFilter): KeyedRows {
    const known = this.#rows.get(filter.name)
    if (known !== undefined) {
      this.#rows.delete(filter.name)
      this.#rows.set(filter.name, known)
      return known
    }
    const gathered = this.#gather(this.accepted(filter))
    this.#rows.set(filter.name, gathered)
    this.#rowBytes += gathered.rows.length
    for (const [name, { rows }] of this.#rows) {
      if (this.#rowBytes <= ROW_BYTES_KEPT || name === filter.name) break
      this.#rows.delete(name)
      this.#rowBytes -= rows.length
    }
    return gathered
  }

  #gather(accepted: Accepted): KeyedRows {
    const dimensions = this.#dimensions
    const gathered = {
      keys: new Uint32Array(accepted.count),
      rows: new Int8Array(accepted.count * dimensions),
    }
    let filled = 0
    for (const { keys, rows } of this.#blocks())
      for (const [row, key] of keys.entries()) {
        if (!accepted.has(key)) continue
        gathered.keys[filled] = key
        gathered.rows.set(rows.subarray(row * dimensions, (row + 1) * dimensions), filled * dimensions)
        filled++
      }
    return gathered
  }
}

const acceptedBy = (filter: KeyFilter, length: number): Accepted => {
  const bits = new Uint8Array(Math.ceil(length / 8))
  let count = 0
  for (let key = 0; key < length; key++) {
    if (!filter.accepts(key)) continue
    bits[key >> 3] = (bits[key >> 3] ?? 0) | (1 << (key & 7))
    count++
  }
  return { count, has: (key) => ((bits[key >> 3] ?? 0) & (1 << (key & 7))) !== 0 }
}
