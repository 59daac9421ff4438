import { join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import type { Encoder } from '../encoder/contract.ts'
import type { KeyFilter, Neighbours, VectorIndex } from '../index/vectors/contract.ts'
import { loadVectorBackend } from '../index/vectors/load-backend.ts'
import { openKeptEncoder } from './kb-models.ts'
import { FILES, type ManifestEncoder } from './manifest.ts'

interface Opened {
  readonly encoder: Encoder
  readonly index: VectorIndex
}

interface Waiting {
  readonly text: string
  readonly resolve: (vector: Float32Array) => void
  readonly reject: (error: unknown) => void
}

export interface NearestOptions {
  readonly limit: number
  readonly filter?: KeyFilter | undefined
  /** Wordings wanted in any case. */
  readonly others?: Uint32Array
}

export interface Nearest {
  readonly near: Neighbours
  /** Cosines of the other wordings asked for, in their order. */
  readonly others: Float32Array
}

/** Wordings by what an encoder makes of them. Encoder and index are opened when first asked. */
export class NameVectors {
  readonly #build: string
  readonly #expected: ManifestEncoder
  readonly #folder: string | undefined
  #opened: Promise<Opened> | undefined
  #waiting: Waiting[] = []
  #closed = false

  /** @param folder of the encoder; default: as the knowledge base keeps it */
  constructor(build: string, expected: ManifestEncoder, folder: string | undefined) {
    this.#build = build
    this.#expected = expected
    this.#folder = folder
  }

  /** Why vectors cannot be used; null when they can. Opens them. */
  async problem(): Promise<KnownError | null> {
    try {
      await this.#open()
      return null
    } catch (error) {
      if (error instanceof KnownError) return error
      throw error
    }
  }

  /**
   * The wordings nearest to a text, and how near others are to it. What is asked for at once is embedded together.
   *
   * @throws KnownError as {@link problem} gives it
   */
  async search(
    text: string,
    { limit, filter, others = new Uint32Array() }: NearestOptions,
  ): Promise<Nearest> {
    const { index } = await this.#open()
    const vector = await new Promise<Float32Array>((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => void this.#embedWaiting())
      this.#waiting.push({ text, resolve, reject })
    })
    return { near: index.search(vector, limit, filter), others: index.similarities(vector, others) }
  }

  /** Frees the model and the index, when they are there. */
  async close(): Promise<void> {
    this.#closed = true
    const opened = await this.#opened?.catch(() => undefined)
    opened?.index.close()
    await opened?.encoder.close()
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#openBoth()
    return this.#opened
  }

  async #openBoth(): Promise<Opened> {
    const backend = await loadVectorBackend()
    const encoder = await openKeptEncoder(this.#build, this.#expected, this.#folder)
    try {
      return { encoder, index: backend.open(join(this.#build, FILES.vectors)) }
    } catch (error) {
      await encoder.close()
      throw error
    }
  }

  #requireOpen(): void {
    if (this.#closed) throw closed()
  }

  async #embedWaiting(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    try {
      this.#requireOpen()
      const { encoder } = await this.#open()
      const texts = [...new Set(waiting.map(({ text }) => text))]
      const rows = await encoder.embed(texts)
      this.#requireOpen()
      const places = new Map(texts.map((text, place) => [text, place]))
      for (const { text, resolve } of waiting) {
        const start = (places.get(text) ?? 0) * encoder.dimensions
        resolve(rows.subarray(start, start + encoder.dimensions))
      }
    } catch (error) {
      // What fails because it was closed meanwhile says just that.
      for (const { reject } of waiting) reject(this.#closed ? closed() : error)
    }
  }
}

const closed = (): KnownError =>
  new KnownError('USAGE', 'the knowledge base was closed', 'Open it again to ask it more.')
