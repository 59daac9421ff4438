/**
 * Turns names into vectors such that names of one concept lie near one another. One thread at a time; what takes long is
 * done outside the caller's thread.
 */
export interface Encoder {
  /** What the vectors depend on (weights, tokenizer, pooling, dimensions), hashed: those of one id may be compared. */
  readonly id: string
  /** As people call it. */
  readonly name: string
  readonly dimensions: number
  /**
   * Vectors of length one, row-major, in the order of the texts: `texts.length * dimensions` numbers. An empty text has
   * one too.
   *
   * @throws KnownError `ABORTED`
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array>
  /** Frees the model; asking afterwards is the error `USAGE`. */
  close(): Promise<void>
}
