import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import { broken, messageOf } from './model-failure.ts'
import { type ThreadAnswer, type ThreadRequest, unpackFailure } from './thread-messages.ts'

interface Waiting<Value> {
  readonly resolve: (value: Value) => void
  readonly reject: (error: unknown) => void
}

/**
 * A model on a thread of its own: runs of the library keep the thread that asks busy (its promises notwithstanding), and
 * the caller's is to stay free. Does not keep the process alive while nothing is asked.
 */
export class ModelThread<Question, Value> {
  /** What stands in messages: `encoder "names"`. */
  readonly #title: string
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting<Value>>()
  #number = 0
  #closed = false
  /** Why the thread is no more, once it is. */
  #failure: KnownError | undefined

  private constructor(entry: URL, data: unknown, title: string) {
    this.#title = title
    this.#worker = startWorker(entry, data)
    this.#worker.on('message', (answer: ThreadAnswer<Value>) => {
      this.#settle(answer)
    })
    this.#worker.on('error', (error) => {
      this.#end(messageOf(error), error)
    })
    this.#worker.on('exit', (code) => {
      this.#end(`its thread ended with code ${String(code)}`)
    })
  }

  /**
   * @param entry the module that calls `serveModel`, without its ending
   * @param data what it is given
   * @throws KnownError what opening the model throws there
   */
  static async start<Question, Value>(
    entry: URL,
    data: unknown,
    title: string,
  ): Promise<ModelThread<Question, Value>> {
    const thread = new ModelThread<Question, Value>(entry, data, title)
    try {
      await new Promise<unknown>((resolve, reject) => thread.#waiting.set(0, { resolve, reject }))
    } catch (error) {
      await thread.#worker.terminate()
      throw error
    }
    return thread
  }

  /** @throws KnownError `ABORTED`, `USAGE` (closed), `MODEL_RUNTIME` (the thread is no more), and those of the model */
  async ask(question: Question, signal?: AbortSignal): Promise<Value> {
    if (this.#closed) throw new KnownError('USAGE', `the ${this.#title} was closed`, 'Open it again.')
    throwIfAborted(signal)
    if (this.#failure !== undefined) throw this.#failure
    const number = ++this.#number
    const abort = (): void => {
      this.#send({ kind: 'cancel', number })
    }
    signal?.addEventListener('abort', abort, { once: true })
    try {
      return await new Promise<Value>((resolve, reject) => {
        this.#waiting.set(number, { resolve, reject })
        this.#worker.ref()
        this.#send({ kind: 'ask', number, question })
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

  #send(request: ThreadRequest<Question>): void {
    this.#worker.postMessage(request)
  }

  #settle(answer: ThreadAnswer<Value>): void {
    const waiting = this.#waiting.get(answer.number)
    this.#waiting.delete(answer.number)
    if (this.#waiting.size === 0) this.#worker.unref()
    if ('failure' in answer) waiting?.reject(unpackFailure(answer.failure))
    else waiting?.resolve(answer.value)
  }

  #end(message: string, cause?: unknown): void {
    this.#failure ??= broken(this.#title, message, cause)
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}

const startWorker = (entry: URL, workerData: unknown): Worker => {
  const extension = extname(import.meta.filename)
  const module = new URL(entry.href + extension)
  if (extension !== '.ts') return new Worker(module, { workerData })
  // From the sources, as in tests: a thread does not inherit the loader of TypeScript.
  const loader = import.meta.resolve('tsx/esm/api')
  const program = `import('${loader}').then(({ register }) => { register(); return import('${module.href}') })`
  return new Worker(program, { eval: true, workerData, execArgv: [] })
}
