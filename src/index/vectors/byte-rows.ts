import { MetricKind, exactSearch } from 'usearch'
import { KnownError } from '../../core/errors.ts'
import type { Neighbours } from './contract.ts'
import { toBytes } from './unit-bytes.ts'

/** Vectors in 8 bits a number with the keys they have. */
export interface KeyedRows {
  readonly keys: Uint32Array
  /** Row-major; a buffer of its own, from its beginning: usearch 2.25 reads any view from there. */
  readonly rows: Int8Array
}

export interface Found {
  readonly key: number
  readonly similarity: number
}

/** All rows are looked at. 20 to 120 nanoseconds a row of 384 numbers. */
export const nearestRows = ({ keys, rows }: KeyedRows, query: Int8Array, limit: number): Found[] => {
  const wanted = Math.min(limit, keys.length)
  if (wanted === 0) return []
  const found = exactSearch(rows, query, query.length, wanted, MetricKind.Cos, 1)
  const positions = lowWords(found.keys)
  return Array.from(positions, (position, rank) => ({
    key: keys[position] ?? 0,
    similarity: 1 - (found.distances[rank] ?? 1),
  }))
}

/** 0 where either is nothing but zeros. */
export const cosine = (a: Int8Array, b: Int8Array): number => {
  let [dot, squareA, squareB] = [0, 0, 0]
  for (let column = 0; column < a.length; column++) {
    const [x, y] = [a[column] ?? 0, b[column] ?? 0]
    dot += x * y
    squareA += x * x
    squareB += y * y
  }
  return dot === 0 ? 0 : dot / Math.sqrt(squareA * squareB)
}

/** The nearest of what was found in several places, in the order of the contract. */
export const nearestOf = (found: Found[], limit: number): Found[] =>
  found.sort((a, b) => b.similarity - a.similarity || a.key - b.key).slice(0, limit)

export const toNeighbours = (found: readonly Found[]): Neighbours => ({
  keys: Uint32Array.from(found, ({ key }) => key),
  similarities: Float32Array.from(found, ({ similarity }) => similarity),
})

/** Keys are below 2^32: the upper half of each is zero. */
export const lowWords = (keys: BigUint64Array): Uint32Array => {
  const words = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * 2)
  return Uint32Array.from({ length: keys.length }, (_, at) => words[at * 2] ?? 0)
}

/** The query as the rows are kept. @throws KnownError `USAGE` */
export const queryBytes = (query: Float32Array, dimensions: number): Int8Array => {
  if (query.length !== dimensions)
    throw new KnownError(
      'USAGE',
      `the query has ${String(query.length)} dimensions, the index ${String(dimensions)}`,
      'Ask with a vector of the encoder that the index was made with.',
    )
  const bytes = new Int8Array(dimensions)
  toBytes(query, dimensions, bytes)
  return bytes
}
