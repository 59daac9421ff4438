import type { ModelFolder } from '../models/model-folder.ts'
import type { NetworkSettings } from '../models/model-settings.ts'
import { ModelThread } from '../models/model-thread.ts'
import type { Encoder } from './contract.ts'
import { encoderId } from './encoder-folder.ts'
import type { NetworkOptions } from './onnx-encoder.ts'

/** What the thread of an encoder is started with. */
export interface EncoderStart {
  readonly model: ModelFolder<NetworkSettings>
  readonly options: NetworkOptions
}

/** A network on a thread of its own. Does not keep the process alive while nothing is asked. */
export class ThreadedEncoder implements Encoder {
  readonly id: string
  readonly name: string
  readonly dimensions: number
  readonly #thread: ModelThread<readonly string[], Float32Array>

  private constructor(
    { model, options }: EncoderStart,
    thread: ModelThread<readonly string[], Float32Array>,
  ) {
    this.id = encoderId(model, options.dimensions)
    this.name = model.name
    this.dimensions = options.dimensions
    this.#thread = thread
  }

  /** @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED` */
  static async open(model: ModelFolder<NetworkSettings>, options: NetworkOptions): Promise<ThreadedEncoder> {
    const start = { model, options }
    const entry = new URL('encoder-thread', import.meta.url)
    const title = `encoder "${model.name}"`
    return new ThreadedEncoder(
      start,
      await ModelThread.start<readonly string[], Float32Array>(entry, start, title),
    )
  }

  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array> {
    return this.#thread.ask(texts, signal)
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}
