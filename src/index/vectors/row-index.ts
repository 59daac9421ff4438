import { cosine, type KeyedRows, nearestOf, nearestRows, queryBytes, toNeighbours } from './byte-rows.ts'
import type {
  KeyFilter,
  Neighbours,
  VectorIndex,
  VectorIndexBuilder,
  VectorIndexSettings,
} from './contract.ts'
import { FilterMemory } from './filter-memory.ts'
import { toBytes } from './unit-bytes.ts'
import { type VectorFile, appendPieces, closed, damaged, footerBytes, writingIndex } from './vector-file.ts'
import { crc32 } from 'node:zlib'

/** All vectors in memory, all looked at for each query: what few vectors need, and no more. */
export class RowIndex implements VectorIndex {
  readonly length: number
  readonly dimensions: number
  readonly encoder: string
  readonly isExact = true
  #rows: KeyedRows | undefined
  readonly #filters: FilterMemory

  /** Reads the file and closes it. @throws KnownError `KB_DAMAGED` */
  constructor(file: VectorFile) {
    const { length, dimensions, encoder } = file.footer
    const bytes = file.part('rows')
    file.close()
    if (bytes.length !== length * dimensions)
      throw damaged(file.file, 'its vectors are not as many as it says')
    const all = { keys: Uint32Array.from({ length }, (_, key) => key), rows: new Int8Array(bytes.buffer) }
    this.length = length
    this.dimensions = dimensions
    this.encoder = encoder
    this.#rows = all
    this.#filters = new FilterMemory(length, dimensions, () => [all])
  }

  search(query: Float32Array, limit: number, filter?: KeyFilter): Neighbours {
    if (this.#rows === undefined) throw closed()
    const rows = filter === undefined ? this.#rows : this.#filters.rows(filter)
    return toNeighbours(nearestOf(nearestRows(rows, queryBytes(query, this.dimensions), limit), limit))
  }

  similarities(query: Float32Array, keys: Uint32Array): Float32Array {
    if (this.#rows === undefined) throw closed()
    const { rows } = this.#rows
    const bytes = queryBytes(query, this.dimensions)
    return Float32Array.from(keys, (key) =>
      cosine(bytes, rows.subarray(key * this.dimensions, (key + 1) * this.dimensions)),
    )
  }

  close(): void {
    this.#rows = undefined
  }
}

export class RowIndexBuilder implements VectorIndexBuilder {
  length = 0
  readonly #settings: VectorIndexSettings
  #rows: Int8Array

  constructor(settings: VectorIndexSettings) {
    this.#settings = settings
    this.#rows = new Int8Array(settings.capacity * settings.dimensions)
  }

  add(rows: Float32Array): void {
    const { dimensions } = this.#settings
    const filled = this.length * dimensions
    if (filled + rows.length > this.#rows.length) {
      const larger = new Int8Array(Math.max(filled + rows.length, this.#rows.length * 2))
      larger.set(this.#rows)
      this.#rows = larger
    }
    toBytes(rows, dimensions, this.#rows, filled)
    this.length += rows.length / dimensions
  }

  write(file: string): void {
    const { dimensions, encoder } = this.#settings
    const bytes = Buffer.from(this.#rows.buffer, 0, this.length * dimensions)
    const footer = footerBytes({
      ...{ layout: 'rows', encoder, dimensions, length: this.length, rows: this.length },
      parts: [{ name: 'rows', bytes: bytes.length, crc32: crc32(bytes) }],
    })
    writingIndex(file, () => {
      appendPieces(file, 'wx', [bytes, footer])
    })
    this.#rows = new Int8Array()
  }
}
