import hnswlib from 'hnswlib-node'
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type {
  KeyFilter,
  Neighbours,
  VectorBackend,
  VectorIndex,
  VectorIndexBuilder,
  VectorIndexSettings,
} from '../../../src/index/vectors/contract.ts'

/**
 * HNSW by hnswlib, over numbers of 32 bits: what the shipped backend is held against. Not shipped itself: its files are
 * three times as large, it reads them whole, and builds on one thread (`docs/benchmarks.md`).
 */
export const hnswlibBackend = (expansionSearch = 128): VectorBackend => ({
  name: 'hnswlib',
  build: (settings) => new HnswlibBuilder(settings),
  open: (file) => new HnswlibIndex(file, expansionSearch),
})

const metaSchema = z.object({ encoder: z.string(), dimensions: z.int(), length: z.int() })

class HnswlibBuilder implements VectorIndexBuilder {
  length = 0
  readonly #settings: VectorIndexSettings
  readonly #index: hnswlib.HierarchicalNSW

  constructor(settings: VectorIndexSettings) {
    this.#settings = settings
    this.#index = new hnswlib.HierarchicalNSW('ip', settings.dimensions)
    this.#index.initIndex(Math.max(1, settings.capacity), 16, 128)
  }

  add(rows: Float32Array): void {
    const { dimensions } = this.#settings
    for (let at = 0; at < rows.length; at += dimensions) {
      if (this.length === this.#index.getMaxElements()) this.#index.resizeIndex(this.length * 2)
      this.#index.addPoint([...rows.subarray(at, at + dimensions)], this.length++)
    }
  }

  write(file: string): void {
    const { encoder, dimensions } = this.#settings
    this.#index.writeIndexSync(file)
    writeFileSync(`${file}.json`, JSON.stringify({ encoder, dimensions, length: this.length }))
  }
}

class HnswlibIndex implements VectorIndex {
  readonly length: number
  readonly dimensions: number
  readonly encoder: string
  readonly isExact = false
  readonly #index: hnswlib.HierarchicalNSW

  constructor(file: string, expansionSearch: number) {
    const meta = metaSchema.parse(JSON.parse(readFileSync(`${file}.json`, 'utf8')))
    this.length = meta.length
    this.dimensions = meta.dimensions
    this.encoder = meta.encoder
    this.#index = new hnswlib.HierarchicalNSW('ip', meta.dimensions)
    this.#index.readIndexSync(file)
    this.#index.setEf(expansionSearch)
  }

  search(query: Float32Array, limit: number, filter?: KeyFilter): Neighbours {
    const wanted = Math.min(limit, this.length)
    const accepts = filter === undefined ? undefined : (key: number): boolean => filter.accepts(key)
    const { neighbors, distances } = this.#index.searchKnn([...query], wanted, accepts)
    return {
      keys: Uint32Array.from(neighbors),
      similarities: Float32Array.from(distances, (distance) => 1 - distance),
    }
  }

  similarities(query: Float32Array, keys: Uint32Array): Float32Array {
    return Float32Array.from(keys, (key) =>
      this.#index.getPoint(key).reduce((sum, value, column) => sum + value * (query[column] ?? 0), 0),
    )
  }

  close(): void {
    // Freed with the object.
  }
}
