import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { crc32 } from 'node:zlib'
import type { Index } from 'usearch'
import type { VectorIndexBuilder, VectorIndexSettings } from './contract.ts'
import { toBytes } from './unit-bytes.ts'
import { VECTORS_AT, keysOfGraph } from './usearch-file.ts'
import type { GraphStart } from './usearch-extension.ts'
import { EXPANSION_SEARCH, asGiven, newIndex } from './usearch-library.ts'
import { appendPieces, closed, damaged, footerBytes, writingIndex } from './vector-file.ts'

/** Adds vectors to a graph as they come, on several threads. */
export class GraphBuilder implements VectorIndexBuilder {
  length = 0
  readonly #settings: VectorIndexSettings
  readonly #threads: number
  readonly #start: GraphStart | undefined
  #index: Index | undefined

  /** @param start a graph to go on from; an empty one when absent */
  constructor(settings: VectorIndexSettings, start?: GraphStart) {
    this.#settings = settings
    this.#threads = settings.threads ?? availableParallelism()
    this.#start = start
    this.#index = start?.index ?? newIndex(settings.dimensions, EXPANSION_SEARCH)
  }

  add(rows: Float32Array): void {
    if (this.#index === undefined) throw closed()
    const bytes = new Int8Array(rows.length)
    toBytes(rows, this.#settings.dimensions, bytes)
    const first = (this.#start?.firstFresh ?? 0) + this.length
    const count = rows.length / this.#settings.dimensions
    const keys = BigUint64Array.from({ length: count }, (_, at) => BigInt(first + at))
    if (count > 0) this.#index.add(keys, asGiven(bytes), this.#threads)
    this.length += count
  }

  write(file: string): void {
    const index = this.#index
    if (index === undefined) throw closed()
    const { dimensions, encoder } = this.#settings
    const rows = (this.#start?.rows ?? 0) + this.length
    const length = (this.#start?.kept ?? 0) + this.length
    writingIndex(file, () => {
      appendPieces(file, 'wx', [])
      index.save(file)
      this.#index = undefined
      const vectors = VECTORS_AT + rows * dimensions
      const graph = readFrom(file, vectors)
      const keys = Buffer.from(keysOfGraph(graph, rows, file, this.#start?.renamed).buffer)
      if (this.#start !== undefined) writeAt(file, vectors, graph)
      const footer = footerBytes({
        ...{ layout: 'usearch', encoder, dimensions, length, rows },
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

/** As much is read or written at once. */
const BLOCK_BYTES = 2 ** 28

const readFrom = (file: string, start: number): Buffer => {
  const bytes = Buffer.from(new ArrayBuffer(statSync(file).size - start))
  const handle = openSync(file, 'r')
  try {
    for (let at = 0; at < bytes.length;) {
      const read = readSync(handle, bytes, at, Math.min(BLOCK_BYTES, bytes.length - at), start + at)
      if (read === 0) throw damaged(file, 'the file ends too early')
      at += read
    }
  } finally {
    closeSync(handle)
  }
  return bytes
}

const writeAt = (file: string, start: number, bytes: Buffer): void => {
  const handle = openSync(file, 'r+')
  try {
    for (let at = 0; at < bytes.length;)
      at += writeSync(handle, bytes, at, Math.min(BLOCK_BYTES, bytes.length - at), start + at)
  } finally {
    closeSync(handle)
  }
}
