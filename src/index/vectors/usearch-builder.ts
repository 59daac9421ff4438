import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { crc32 } from 'node:zlib'
import type { Index } from 'usearch'
import type { VectorIndexBuilder, VectorIndexSettings } from './contract.ts'
import { toBytes } from './unit-bytes.ts'
import { VECTORS_AT, keysOfGraph } from './usearch-file.ts'
import { EXPANSION_SEARCH, asGiven, newIndex } from './usearch-library.ts'
import { appendPieces, closed, damaged, footerBytes, writingIndex } from './vector-file.ts'

/** Adds vectors to a graph as they come, on several threads. */
export class GraphBuilder implements VectorIndexBuilder {
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
