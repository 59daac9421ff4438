import type { Index } from 'usearch'
import {
  cosine,
  type Found,
  type KeyedRows,
  lowWords,
  nearestOf,
  nearestRows,
  queryBytes,
  toNeighbours,
} from './byte-rows.ts'
import type { KeyFilter, Neighbours, VectorIndex } from './contract.ts'
import { type Accepted, FilterMemory } from './filter-memory.ts'
import { VECTORS_AT } from './usearch-file.ts'
import { asGiven, newIndex } from './usearch-library.ts'
import { type VectorFile, closed, damaged } from './vector-file.ts'

/** A filtered search asks the graph for no more; a scan is faster then. */
const FETCH_AT_MOST = 8192
/** As many rows are scanned in the time that a candidate more takes in the graph. */
const ROWS_A_CANDIDATE = 64
const BLOCK_ROWS = 16_384
/** So many more are asked for at least where some vectors are gone. */
const GONE_ROOM = 8

export interface GraphSettings {
  /** Up to so many accepted vectors are kept and scanned. */
  readonly scanUpTo: number
  /** Candidates held while searching: more find more, and take longer. */
  readonly expansionSearch: number
}

/** A graph mapped from its file. */
export class GraphIndex implements VectorIndex {
  readonly length: number
  readonly dimensions: number
  readonly encoder: string
  readonly isExact = false
  readonly #file: VectorFile
  /** Vectors in the graph; some may be gone. */
  readonly #count: number
  readonly #filters: FilterMemory
  readonly #scanUpTo: number
  readonly #expansion: number
  #index: Index | undefined
  /** Keys by row, and rows by key. */
  #keys: Uint32Array | undefined
  #rowOf: Uint32Array | undefined

  constructor(file: VectorFile, { scanUpTo, expansionSearch }: GraphSettings) {
    const { length, rows, dimensions, encoder } = file.footer
    this.#count = rows
    this.length = length
    this.dimensions = dimensions
    this.encoder = encoder
    this.#file = file
    this.#scanUpTo = scanUpTo
    this.#expansion = expansionSearch
    this.#filters = new FilterMemory(length, dimensions, () => this.#blocks())
    this.#index = this.#map()
  }

  search(query: Float32Array, limit: number, filter?: KeyFilter): Neighbours {
    const bytes = queryBytes(query, this.dimensions)
    const found = filter === undefined ? this.#inGraph(bytes, limit) : this.#filtered(bytes, limit, filter)
    return toNeighbours(nearestOf(found, limit))
  }

  similarities(query: Float32Array, keys: Uint32Array): Float32Array {
    if (this.#index === undefined) throw closed()
    const bytes = queryBytes(query, this.dimensions)
    const rowOf = this.#rows()
    const row = new Int8Array(this.dimensions)
    return Float32Array.from(keys, (key) => {
      this.#file.read(new Uint8Array(row.buffer), VECTORS_AT + (rowOf[key] ?? 0) * this.dimensions)
      return cosine(bytes, row)
    })
  }

  close(): void {
    this.#index = undefined
    this.#file.close()
  }

  /** usearch trusts what it maps: a changed link would lead it outside. So the graph is read through first. */
  #map(): Index {
    const { file, footer } = this.#file
    const head = Buffer.alloc(VECTORS_AT)
    this.#file.read(head, 0)
    const { bytes } = this.#file.place('vectors')
    const isSame = head.readUInt32LE(0) === this.#count && head.readUInt32LE(4) === this.dimensions
    if (!isSame || bytes !== VECTORS_AT + this.#count * this.dimensions)
      throw damaged(file, 'its vectors are not as many, or as long, as it says')
    this.#file.check('graph')
    const index = newIndex(footer.dimensions, this.#expansion)
    try {
      index.view(file)
    } catch (cause) {
      throw damaged(file, 'usearch cannot read it', cause)
    }
    return index
  }

  #inGraph(query: Int8Array, limit: number): Found[] {
    if (this.#index === undefined) throw closed()
    if (limit < 1 || this.length === 0) return []
    const wanted = Math.min(limit, this.length)
    const isWhole = this.#count === this.length
    // Of what is gone some may be near: then it is asked for more.
    for (let fetch = isWhole ? wanted : wanted + (wanted >> 2) + GONE_ROOM; ; fetch *= 2) {
      const found = this.#index.search(asGiven(query), Math.min(fetch, this.#count), 1)
      const all = Array.from(lowWords(found.keys), (key, rank) => ({
        key,
        similarity: 1 - (found.distances[rank] ?? 1),
      }))
      const here = isWhole ? all : all.filter(({ key }) => key < this.length)
      if (here.length >= wanted || fetch >= this.#count) return here.slice(0, wanted)
    }
  }

  /**
   * usearch cannot filter: more is fetched until enough is accepted among the nearer half, which is found more surely than
   * the farther. What accepts few, or nothing near, is scanned.
   */
  #filtered(query: Int8Array, limit: number, filter: KeyFilter): Found[] {
    const accepted = this.#filters.accepted(filter)
    const isKept = accepted.count <= this.#scanUpTo
    const expected = Math.max(this.#expansion, (2 * limit * this.length) / accepted.count)
    if (isKept && accepted.count < expected * ROWS_A_CANDIDATE)
      return nearestRows(this.#filters.rows(filter), query, limit)
    for (let fetch = Math.max(this.#expansion, limit * 2); fetch <= FETCH_AT_MOST; fetch *= 4) {
      const found = this.#inGraph(query, fetch)
      const near = found.slice(0, Math.ceil(found.length / 2)).filter(({ key }) => accepted.has(key))
      if (near.length >= limit) return near
      if (isKept && fetch > expected) break
    }
    return isKept
      ? nearestRows(this.#filters.rows(filter), query, limit)
      : this.#scanned(query, limit, accepted)
  }

  #scanned(query: Int8Array, limit: number, accepted: Accepted): Found[] {
    let best: Found[] = []
    for (const block of this.#blocks()) {
      const keys = block.keys.filter((key) => accepted.has(key))
      const rows = new Int8Array(keys.length * this.dimensions)
      let filled = 0
      for (const [row, key] of block.keys.entries())
        if (accepted.has(key))
          rows.set(
            block.rows.subarray(row * this.dimensions, (row + 1) * this.dimensions),
            filled++ * this.dimensions,
          )
      best = nearestOf([...best, ...nearestRows({ keys, rows }, query, limit)], limit)
    }
    return best
  }

  *#blocks(): Generator<KeyedRows> {
    const keys = this.#allKeys()
    for (let from = 0; from < this.#count; from += BLOCK_ROWS) {
      const some = keys.subarray(from, from + BLOCK_ROWS)
      const rows = new Int8Array(some.length * this.dimensions)
      this.#file.read(new Uint8Array(rows.buffer), VECTORS_AT + from * this.dimensions)
      yield { keys: some, rows }
    }
  }

  #allKeys(): Uint32Array {
    const keys = this.#keys ?? new Uint32Array(this.#file.part('keys').buffer)
    if (keys.length !== this.#count) throw damaged(this.#file.file, 'its keys are not as many as its vectors')
    this.#keys = keys
    return keys
  }

  #rows(): Uint32Array {
    if (this.#rowOf === undefined) {
      this.#rowOf = new Uint32Array(this.length)
      for (const [row, key] of this.#allKeys().entries()) if (key < this.length) this.#rowOf[key] = row
    }
    return this.#rowOf
  }
}
