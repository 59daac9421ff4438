import { throwIfAborted } from '../core/errors.ts'
import type { Encoder } from './contract.ts'

/** So many texts are remembered. */
const MOST = 512

/**
 * Remembers the vectors of texts that were asked for alone, the latest ones: queries come again. What is asked for
 * together is always worked out, so that an answer does not depend on what was asked before.
 */
export class RememberingEncoder implements Encoder {
  readonly id: string
  readonly name: string
  readonly dimensions: number
  readonly #inner: Encoder
  /** In the order of use. */
  readonly #vectors = new Map<string, Float32Array>()

  constructor(inner: Encoder) {
    this.#inner = inner
    this.id = inner.id
    this.name = inner.name
    this.dimensions = inner.dimensions
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array> {
    throwIfAborted(signal)
    const [text] = texts
    if (texts.length !== 1 || text === undefined) return this.#inner.embed(texts, signal)
    const known = this.#vectors.get(text)
    const vector = known ?? (await this.#inner.embed(texts, signal))
    this.#vectors.delete(text)
    this.#vectors.set(text, vector)
    const [oldest] = this.#vectors.keys()
    if (this.#vectors.size > MOST && oldest !== undefined) this.#vectors.delete(oldest)
    return vector.slice()
  }

  close(): Promise<void> {
    this.#vectors.clear()
    return this.#inner.close()
  }
}
