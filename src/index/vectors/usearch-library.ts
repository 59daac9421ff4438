import { Index, MetricKind, ScalarKind } from 'usearch'

/** Numbers of HNSW (Malkov and Yashunin, 2018): links a vector, candidates held while adding and while searching. */
const CONNECTIVITY = 16
const EXPANSION_ADD = 128
export const EXPANSION_SEARCH = 128

/** An empty index over vectors in 8 bits a number. */
export const newIndex = (dimensions: number, expansionSearch: number): Index =>
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
export const asGiven = (bytes: Int8Array): Int8Array =>
  Object.defineProperty(bytes, 'constructor', { value: Float32Array, configurable: true })
