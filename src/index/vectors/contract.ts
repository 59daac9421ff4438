/** What lies nearest to a query, nearest first; of equally near ones, the lower key first. */
export interface Neighbours {
  /** Numbers of the vectors, as they were added. */
  readonly keys: Uint32Array
  /** Cosine with the query, -1 to 1, off by up to .01: vectors are kept in 8 bits a number. */
  readonly similarities: Float32Array
}

/** Restricts a search to some of the vectors. */
export interface KeyFilter {
  /** Two filters of one name accept the same keys: what is worked out for one serves the other. */
  readonly name: string
  accepts(key: number): boolean
}

/** Vectors of length one, searched by cosine. Safe to share within a thread: nothing is changed by asking. */
export interface VectorIndex {
  readonly length: number
  readonly dimensions: number
  /** Id of the encoder that made the vectors: ask with its vectors alone. */
  readonly encoder: string
  /** Whether every vector is looked at, so that none is missed. */
  readonly isExact: boolean
  /**
   * At most `limit` neighbours; with a filter, as many as it accepts, however rare they are.
   *
   * @param query `dimensions` numbers, of length one
   * @throws KnownError `USAGE` for another number of dimensions, or when closed
   */
  search(query: Float32Array, limit: number, filter?: KeyFilter): Neighbours
  /**
   * Cosine of the query with the vectors of the keys, each below `length`, in their order: as {@link search} gives it.
   *
   * @throws KnownError `USAGE` as {@link search}
   */
  similarities(query: Float32Array, keys: Uint32Array): Float32Array
  close(): void
}

/** Collects vectors into an index file. Keys are 0, 1, 2, … in the order added, those left out that a base has. */
export interface VectorIndexBuilder {
  readonly length: number
  /** @param rows row-major, a multiple of the dimensions; copied. Takes up to a millisecond a row. */
  add(rows: Float32Array): void
  /**
   * Writes the file, which is not there yet, and frees what was held.
   *
   * @throws KnownError `DISK_FULL`, `NOT_WRITABLE`
   */
  write(file: string): void
}

export interface VectorIndexSettings {
  readonly encoder: string
  readonly dimensions: number
  /** How many vectors there will be; said rightly, memory is reserved once. */
  readonly capacity: number
  /** Default: as many as the machine has. With 1, the same vectors give the same file, byte for byte. */
  readonly threads?: number | undefined
}

/** An index that has vectors which another is to have, too. */
export interface VectorBase {
  readonly file: string
  /** For each of its keys the key that the vector is to have, or `GONE`. Vectors are taken to be the same numbers. */
  readonly keys: Uint32Array
}

/** In place of a key: the vector is not wanted any more. */
export const GONE = 0xffff_ffff

/** A library that can do it. */
export interface VectorBackend {
  readonly name: string
  build(settings: VectorIndexSettings): VectorIndexBuilder
  /**
   * Goes on from another index: only those vectors are to be added whose keys it does not have, in the order of their keys.
   * `undefined` where that does not pay, or cannot be: then all are to be added to a new one.
   *
   * @throws KnownError `KB_DAMAGED`, `KB_SCHEMA`
   */
  extend?(settings: VectorIndexSettings, base: VectorBase): VectorIndexBuilder | undefined
  /** @throws KnownError `KB_DAMAGED`, `KB_SCHEMA` */
  open(file: string): VectorIndex
}
