import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { crc32 } from 'node:zlib'
import { Index, MetricKind, ScalarKind } from 'usearch'
import {
  type Found,
  type KeyedRows,
  lowWords,
  nearestOf,
  nearestRows,
  queryBytes,
  toNeighbours,
} from './byte-rows.ts'
import type {
  KeyFilter,
  Neighbours,
  VectorBackend,
  VectorIndex,
  VectorIndexBuilder,
  VectorIndexSettings,
} from './contract.ts'
import { type Accepted, FilterMemory } from './filter-memory.ts'
import { RowIndex, RowIndexBuilder } from './row-index.ts'
import { toBytes } from './unit-bytes.ts'
import { VECTORS_AT, keysOfGraph } from './usearch-file.ts'
import { VectorFile, appendPieces, closed, damaged, footerBytes, writingIndex } from './vector-file.ts'

/** Numbers of HNSW (Malkov and Yashunin, 2018): links a vector, candidates held while adding and while searching. */
const CONNECTIVITY = 16
const EXPANSION_ADD = 128
const EXPANSION_SEARCH = 128

/** Up to so many vectors are scanned, all of them, where filtered or not: faster than it takes to build a graph. */
const SCAN_UP_TO = 50_000
/** A filtered search asks the graph for no more; a scan is faster then. */
const FETCH_AT_MOST = 8192
/** As many rows are scanned in the time that a candidate more takes in the graph. */
const ROWS_A_CANDIDATE = 64
const BLOCK_ROWS = 16_384

export interface UsearchOptions {
  /** Tests build graphs of few vectors. */
  readonly scanUpTo?: number
  readonly expansionSearch?: number
}

/**
 * HNSW by usearch over vectors in 8 bits a number, mapped from disk; up to 50,000 vectors are all looked at instead.
 * `docs/benchmarks.md` has the figures.
 */
export const usearchBackend = (options: UsearchOptions = {}): VectorBackend => ({
  name: 'usearch',
  build: (settings) =>
    settings.capacity <= (options.scanUpTo ?? SCAN_UP_TO)
      ? new RowIndexBuilder(settings)
      : new GraphBuilder(settings),
  open: (file) => {
    const opened = new VectorFile(file)
    try {
      return opened.footer.layout === 'rows' ? new RowIndex(opened) : new GraphIndex(opened, options)
    } catch (error) {
      opened.close()
      throw error
    }
  },
})

const newIndex = (dimensions: number, expansionSearch: number): Index =>
  new Index({
    dimensions,
    metric: MetricKind.Cos,
    quantization: ScalarKind.I8,
    connectivity: CONNECTIVITY,
    expansion_add: EXPANSION_ADD,
    expansion_search: expansionSearch,
    multi: false,
  })

/**
 * Bytes that usearch takes as they are. Its JavaScript side (2.25.3) widens an `Int8Array` to floats, which its other side
 * brings back to bytes by cutting off digits; it leaves an array alone whose `constructor` is `Float32Array`.
 */
const asGiven = (bytes: Int8Array): Int8Array =>
  Object.defineProperty(bytes, 'constructor', { value: Float32Array, configurable: true })

class GraphBuilder implements VectorIndexBuilder {
  length = 0
  readonly #settings: VectorIndexSettings
  readonly #threads: number
  #index: Index | undefined

  constructor(settings: VectorIndexSettings) {
    this.#settings = settings
    this.#threads = settings.threads ?? availableParallelism()
    this.#index = newIndex(settings.dimensions, EXPANSION_SEARCH)
  }

  add(rows: Float32Array): void {
    if (this.#index === undefined) throw closed()
    const bytes = new Int8Array(rows.length)
    toBytes(rows, this.#settings.dimensions, bytes)
    const first = this.length
    const count = rows.length / this.#settings.dimensions
    const keys = BigUint64Array.from({ length: count }, (_, at) => BigInt(first + at))
    if (count > 0) this.#index.add(keys, asGiven(bytes), this.#threads)
    this.length += count
  }

  write(file: string): void {
    const index = this.#index
    if (index === undefined) throw closed()
    const { dimensions, encoder } = this.#settings
    writingIndex(file, () => {
      appendPieces(file, 'wx', [])
      index.save(file)
      this.#index = undefined
      const vectors = VECTORS_AT + this.length * dimensions
      const graph = readFrom(file, vectors)
      const keys = Buffer.from(keysOfGraph(graph, this.length, file).buffer)
      const footer = footerBytes({
        ...{ layout: 'usearch', encoder, dimensions, length: this.length },
        parts: [
          { name: 'vectors', bytes: vectors, crc32: null },
          { name: 'graph', bytes: graph.length, crc32: crc32(graph) },
          { name: 'keys', bytes: keys.length, crc32: crc32(keys) },
        ],
      })
      appendPieces(file, 'a', [keys, footer])
    })
  }
}

const readFrom = (file: string, start: number): Buffer => {
  const bytes = Buffer.from(new ArrayBuffer(statSync(file).size - start))
  const handle = openSync(file, 'r')
  try {
    for (let at = 0; at < bytes.length;) {
      const read = readSync(handle, bytes, at, Math.min(2 ** 28, bytes.length - at), start + at)
      if (read === 0) throw damaged(file, 'the file ends too early')
      at += read
    }
  } finally {
    closeSync(handle)
  }
  return bytes
}

class GraphIndex implements VectorIndex {
  readonly length: number
  readonly dimensions: number
  readonly encoder: string
  readonly isExact = false
  readonly #file: VectorFile
  readonly #filters: FilterMemory
  readonly #scanUpTo: number
  readonly #expansion: number
  #index: Index | undefined
  #keys: Uint32Array | undefined

  constructor(
    file: VectorFile,
    { scanUpTo = SCAN_UP_TO, expansionSearch = EXPANSION_SEARCH }: UsearchOptions,
  ) {
    const { length, dimensions, encoder } = file.footer
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
    const isSame = head.readUInt32LE(0) === this.length && head.readUInt32LE(4) === this.dimensions
    if (!isSame || bytes !== VECTORS_AT + this.length * this.dimensions)
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
    const found = this.#index.search(asGiven(query), Math.min(limit, this.length), 1)
    return Array.from(lowWords(found.keys), (key, rank) => ({
      key,
      similarity: 1 - (found.distances[rank] ?? 1),
    }))
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
    this.#keys ??= new Uint32Array(this.#file.part('keys').buffer)
    for (let from = 0; from < this.length; from += BLOCK_ROWS) {
      const keys = this.#keys.subarray(from, from + BLOCK_ROWS)
      const rows = new Int8Array(keys.length * this.dimensions)
      this.#file.read(new Uint8Array(rows.buffer), VECTORS_AT + from * this.dimensions)
      yield { keys, rows }
    }
  }
}
