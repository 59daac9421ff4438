import type { ModelFolder } from '../models/model-folder.ts'
import type { NetworkSettings } from '../models/model-settings.ts'
import { ModelThreads } from '../models/model-threads.ts'
import type { Encoder } from './contract.ts'
import { encoderId } from './encoder-folder.ts'
import type { NetworkOptions } from './onnx-encoder.ts'

/** Names: half a second of them. How they are parted is part of the answer, so this never changes with the machine. */
const PART = 256

/** What the threads of an encoder are started with. */
export interface EncoderStart {
  readonly model: ModelFolder<NetworkSettings>
  readonly options: NetworkOptions
}

/** A network on threads of its own. Does not keep the process alive while nothing is asked. */
export class ThreadedEncoder implements Encoder {
  readonly id: string
  readonly name: string
  readonly dimensions: number
  readonly #threads: ModelThreads<string, Float32Array>

  private constructor({ model, options }: EncoderStart, threads: ModelThreads<string, Float32Array>) {
    this.id = encoderId(model, options.dimensions)
    this.name = model.name
    this.dimensions = options.dimensions
    this.#threads = threads
  }

  /**
   * @param threads the most, each with one run at a time
   * @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED`
   */
  static async open(
    model: ModelFolder<NetworkSettings>,
    dimensions: number,
    threads: number,
  ): Promise<ThreadedEncoder> {
    const start = { model, options: { dimensions, threads: 1 } }
    const entry = new URL('encoder-thread', import.meta.url)
    const title = `encoder "${model.name}"`
    return new ThreadedEncoder(
      start,
      await ModelThreads.start<string, Float32Array>(entry, start, { title, count: threads, part: PART }),
    )
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array> {
    const parts = await this.#threads.ask(texts, signal)
    const [only] = parts
    if (parts.length === 1 && only) return only
    const vectors = new Float32Array(texts.length * this.dimensions)
    let at = 0
    for (const part of parts) {
      vectors.set(part, at)
      at += part.length
    }
    return vectors
  }

  close(): Promise<void> {
    return this.#threads.close()
  }
}
