import type * as onnxruntime from 'onnxruntime-node'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { KnownError } from '../core/errors.ts'
import { damaged, messageOf, unsuited } from './model-failure.ts'
import { checkInputs, chooseOutput, type WantedOutput } from './network-shape.ts'
import type { TokenBatch } from './token-batches.ts'

type Runtime = typeof onnxruntime

/** The input that `checkInputs` allows besides ids and mask. */
const TYPES = 'token_type_ids'

/** An ONNX network that reads tokens. Runs on the thread that asks, a batch at a time. */
export class NetworkSession {
  readonly #file: string
  readonly #wanted: WantedOutput
  readonly #runtime: Runtime
  readonly #session: InferenceSession
  readonly #output: string
  readonly #wide: boolean

  private constructor(file: string, wanted: WantedOutput, runtime: Runtime, session: InferenceSession) {
    this.#file = file
    this.#wanted = wanted
    this.#runtime = runtime
    this.#session = session
    this.#wide = checkInputs(session.inputMetadata, file)
    this.#output = chooseOutput(session.outputMetadata, wanted, file)
  }

  /**
   * @param threads of the library, inside one run
   * @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED`
   */
  static async open(file: string, wanted: WantedOutput, threads: number): Promise<NetworkSession> {
    const runtime = await loadRuntime()
    let session: InferenceSession
    try {
      session = await runtime.InferenceSession.create(file, sessionOptions(threads))
    } catch (cause) {
      throw damaged(file, `the network cannot be loaded: ${messageOf(cause)}`, cause)
    }
    try {
      return new NetworkSession(file, wanted, runtime, session)
    } catch (error) {
      await session.release()
      throw error
    }
  }

  /**
   * What the network says of a batch, row-major: texts × size, or texts × tokens × size where a number for each token is
   * wanted; texts are padded to the width of the batch.
   *
   * @param types of each token, a row for each of the batch; default: 0
   * @throws KnownError `MODEL_UNSUITED`
   */
  async run(batch: TokenBatch, types?: readonly (readonly number[])[]): Promise<Float32Array> {
    const { data, dims } = await this.#outputOf(batch, types)
    const { rank, size, repair } = this.#wanted
    const wanted = rank === 2 ? [batch.rows.length, size] : [batch.rows.length, batch.width, size]
    if (data instanceof Float32Array && String(dims) === String(wanted)) return data
    throw unsuited(
      this.#file,
      `output "${this.#output}" has the shape ${dims.join(' × ')}, not ${wanted.join(' × ')}`,
      repair,
    )
  }

  /** Whether it reads types of tokens. */
  get readsTypes(): boolean {
    return this.#session.inputNames.includes(TYPES)
  }

  async close(): Promise<void> {
    await this.#session.release()
  }

  async #outputOf(batch: TokenBatch, types: readonly (readonly number[])[] = []): Promise<Tensor> {
    const feeds = feedsOf(batch, types, this.#session.inputNames, this.#wide, this.#runtime)
    try {
      const found = (await this.#session.run(feeds, [this.#output], { logSeverityLevel: 4 }))[this.#output]
      if (found !== undefined) return found
    } catch (cause) {
      const message = `the network cannot be run: ${messageOf(cause)}`
      throw unsuited(this.#file, message, 'Check that tokenizer and network are of one model.', cause)
    }
    throw damaged(this.#file, `the network has no output "${this.#output}"`)
  }
}

/** For a network that gives no numbers. */
export const notANumber = (file: string): KnownError => damaged(file, 'the network gives no numbers (NaN)')

const loadRuntime = async (): Promise<Runtime> => {
  try {
    return await import('onnxruntime-node')
  } catch (cause) {
    throw new KnownError(
      'MODEL_RUNTIME',
      `onnxruntime-node, which runs models, cannot be loaded: ${messageOf(cause)}`,
      'Install it with ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node@1.30.0, or leave the model out.',
      { cause },
    )
  }
}

const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // It would print.
  logSeverityLevel: 4,
  // Threads that wait sleep: spinning ones take the cores from everything else.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
})

const feedsOf = (
  { rows, width }: TokenBatch,
  types: readonly (readonly number[])[],
  names: readonly string[],
  wide: boolean,
  { Tensor }: Runtime,
): InferenceSession.FeedsType => {
  // 64-bit numbers are written by their lower halves: this is for little-endian machines, as the library is.
  const step = wide ? 2 : 1
  const ids = new Int32Array(rows.length * width * step)
  const mask = new Int32Array(ids.length)
  const kinds = new Int32Array(ids.length)
  rows.forEach((row, index) => {
    const own = types[index]
    let at = index * width * step
    for (const [place, id] of row.entries()) {
      ids[at] = id
      mask[at] = 1
      kinds[at] = own?.[place] ?? 0
      at += step
    }
  })
  const arrays: Readonly<Record<string, Int32Array>> = { input_ids: ids, attention_mask: mask }
  const tensorOf = (name: string): Tensor => {
    const array = arrays[name] ?? kinds
    const shape = [rows.length, width]
    return wide
      ? new Tensor('int64', new BigInt64Array(array.buffer), shape)
      : new Tensor('int32', array, shape)
  }
  return Object.fromEntries(names.map((name) => [name, tensorOf(name)]))
}
