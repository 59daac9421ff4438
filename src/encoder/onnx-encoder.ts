import { KnownError, throwIfAborted } from '../core/errors.ts'
import type { Encoder } from './contract.ts'
import type { ModelFolder } from '../models/model-folder.ts'
import { encoderId } from './encoder-folder.ts'
import type { NetworkSettings } from '../models/model-settings.ts'
import { Network } from './network.ts'
import { tokenBatches } from '../models/token-batches.ts'
import { readTokenizer } from '../models/tokenizer-file.ts'
import { WordPiece } from '../models/word-piece.ts'

/** So many texts are sorted by length at a time. */
const WINDOW = 2048

export interface NetworkOptions {
  /** What vectors are cut to: the model's own number, or one of its prefixes. */
  readonly dimensions: number
  /** Threads within a run. */
  readonly threads: number
}

/**
 * Runs a network on the caller's thread, which is busy for the time of a batch (about 50 ms on one core) and free
 * between two.
 */
export class OnnxEncoder implements Encoder {
  readonly id: string
  readonly name: string
  readonly dimensions: number
  readonly #maxTokens: number
  readonly #tokenizer: WordPiece
  #network: Network | undefined

  private constructor(
    model: ModelFolder<NetworkSettings>,
    dimensions: number,
    tokenizer: WordPiece,
    network: Network,
  ) {
    this.id = encoderId(model, dimensions)
    this.name = model.name
    this.dimensions = dimensions
    this.#maxTokens = model.settings.maxTokens
    this.#tokenizer = tokenizer
    this.#network = network
  }

  /** @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED` */
  static async open(model: ModelFolder<NetworkSettings>, options: NetworkOptions): Promise<OnnxEncoder> {
    const { settings } = model
    const tokenizer = new WordPiece(await readTokenizer(model.tokenizerFile, settings.lowerCase))
    const network = await Network.open(model.modelFile, settings, options.threads)
    return new OnnxEncoder(model, options.dimensions, tokenizer, network)
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array> {
    this.#open()
    const vectors = new Float32Array(texts.length * this.dimensions)
    for (let from = 0; from < texts.length; from += WINDOW) {
      throwIfAborted(signal)
      const rows = texts
        .slice(from, from + WINDOW)
        .map((text) => this.#tokenizer.encode(text, this.#maxTokens))
      const part = vectors.subarray(from * this.dimensions)
      for (const batch of tokenBatches(rows)) {
        await this.#open().run(batch, part, this.dimensions)
        throwIfAborted(signal)
      }
    }
    return vectors
  }

  async close(): Promise<void> {
    const network = this.#network
    this.#network = undefined
    await network?.close()
  }

  #open(): Network {
    if (this.#network !== undefined) return this.#network
    throw new KnownError('USAGE', 'the encoder was closed', 'Open it again.')
  }
}
