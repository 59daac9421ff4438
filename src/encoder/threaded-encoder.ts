import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import type { Encoder } from './contract.ts'
import { broken, messageOf } from './model-failure.ts'
import { encoderId, type ModelFolder } from './model-folder.ts'
import type { NetworkSettings } from './model-settings.ts'
import type { NetworkOptions } from './onnx-encoder.ts'
import { type ThreadAnswer, type ThreadRequest, type ThreadStart, unpackFailure } from './thread-messages.ts'

interface Question {
  readonly resolve: (vectors: Float32Array) => void
  readonly reject: (error: unknown) => void
}

/**
 * Runs a network on a thread of its own: the library's runs keep the thread that asks busy (its promises notwithstanding),
 * and the caller's is to stay free. Does not keep the process alive while nothing is asked.
 */
export class ThreadedEncoder implements Encoder {
  readonly id: string
  readonly name: string
  readonly dimensions: number
  readonly #worker: Worker
  readonly #questions = new Map<number, Question>()
  #number = 0
  #closed = false
  /** Why the thread is no more, once it is. */
  #failure: KnownError | undefined

  private constructor(model: ModelFolder<NetworkSettings>, options: NetworkOptions) {
    this.id = encoderId(model, options.dimensions)
    this.name = model.name
    this.dimensions = options.dimensions
    this.#worker = startThread({ model, options })
    this.#worker.on('message', (answer: ThreadAnswer) => {
      this.#settle(answer)
    })
    this.#worker.on('error', (error) => {
      this.#end(messageOf(error), error)
    })
    this.#worker.on('exit', (code) => {
      this.#end(`its thread ended with code ${String(code)}`)
    })
  }

  /** @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED` */
  static async open(model: ModelFolder<NetworkSettings>, options: NetworkOptions): Promise<ThreadedEncoder> {
    const encoder = new ThreadedEncoder(model, options)
    try {
      await new Promise<Float32Array>((resolve, reject) => encoder.#questions.set(0, { resolve, reject }))
    } catch (error) {
      await encoder.#worker.terminate()
      throw error
    }
    return encoder
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array> {
    if (this.#closed) throw new KnownError('USAGE', 'the encoder was closed', 'Open it again.')
    throwIfAborted(signal)
    if (this.#failure !== undefined) throw this.#failure
    const number = ++this.#number
    const abort = (): void => {
      this.#send({ kind: 'cancel', number })
    }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await new Promise<Float32Array>((resolve, reject) => {
        this.#questions.set(number, { resolve, reject })
        this.#worker.ref()
        this.#send({ kind: 'embed', number, texts })
      })
    } catch (error) {
      // With the reason the caller gave, which does not pass between threads.
      throwIfAborted(signal)
      throw error
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve))
    if (this.#failure !== undefined) return
    this.#worker.ref()
    this.#send({ kind: 'close' })
    await ended
  }

  #send(request: ThreadRequest): void {
    this.#worker.postMessage(request)
  }

  #settle({ number, vectors, failure }: ThreadAnswer): void {
    const question = this.#questions.get(number)
    this.#questions.delete(number)
    if (this.#questions.size === 0) this.#worker.unref()
    if (failure === undefined) question?.resolve(vectors ?? new Float32Array())
    else question?.reject(unpackFailure(failure))
  }

  #end(message: string, cause?: unknown): void {
    this.#failure ??= broken(this.name, message, cause)
    for (const { reject } of this.#questions.values()) reject(this.#failure)
    this.#questions.clear()
  }
}

const startThread = (start: ThreadStart): Worker => {
  const extension = extname(import.meta.filename)
  const entry = new URL(`encoder-thread${extension}`, import.meta.url)
  if (extension !== '.ts') return new Worker(entry, { workerData: start })
  // From the sources, as in tests: a thread does not inherit the loader of TypeScript.
  const loader = import.meta.resolve('tsx/esm/api')
  const program = `import('${loader}').then(({ register }) => { register(); return import('${entry.href}') })`
  return new Worker(program, { eval: true, workerData: start, execArgv: [] })
}
