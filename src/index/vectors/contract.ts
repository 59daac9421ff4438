/** What lies nearest to a query, nearest first. */
export interface Neighbours {
  /** Numbers of the vectors, as they were added. */
  readonly keys: Uint32Array
  /** Cosine with the query, -1 to 1. */
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
  /** @param query `dimensions` numbers, of length one */
  search(query: Float32Array, limit: number, filter?: KeyFilter): Neighbours
  close(): void
}

/** Collects vectors into an index file. Keys are 0, 1, 2, … in the order added. */
export interface VectorIndexBuilder {
  readonly length: number
  /** @param rows row-major, a multiple of the dimensions; copied */
  add(rows: Float32Array): void
  /** Writes the file and frees what was held. */
  write(file: string): void
}

/** A library that can do it. */
export interface VectorBackend {
  readonly name: string
  /** @param capacity how many vectors there will be */
  build(dimensions: number, capacity: number): VectorIndexBuilder
  /** @throws KnownError `KB_DAMAGED` */
  open(file: string): VectorIndex
}
