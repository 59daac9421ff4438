import type * as onnxruntime from 'onnxruntime-node'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { KnownError } from '../core/errors.ts'
import { damaged, messageOf, unsuited } from './model-failure.ts'
import type { NetworkSettings } from './model-settings.ts'
import { checkInputs, chooseOutput } from './network-shape.ts'
import { toUnitLength } from './unit-length.ts'
import type { TokenBatch } from './token-batches.ts'

type Runtime = typeof onnxruntime

/** An ONNX network from tokens to vectors. Runs on the thread that asks, a batch at a time. */
export class Network {
  readonly #file: string
  readonly #settings: NetworkSettings
  readonly #runtime: Runtime
  readonly #session: InferenceSession
  readonly #output: string
  readonly #wide: boolean

  private constructor(file: string, settings: NetworkSettings, runtime: Runtime, session: InferenceSession) {
    this.#file = file
    this.#settings = settings
    this.#runtime = runtime
    this.#session = session
    this.#wide = checkInputs(session.inputMetadata, file)
    this.#output = chooseOutput(session.outputMetadata, settings, file)
  }

  /**
   * @param threads of the library, inside one run
   * @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED`
   */
  static async open(file: string, settings: NetworkSettings, threads: number): Promise<Network> {
    const runtime = await loadRuntime()
    let session: InferenceSession
    try {
      session = await runtime.InferenceSession.create(file, sessionOptions(threads))
    } catch (cause) {
      throw damaged(file, `the network cannot be loaded: ${messageOf(cause)}`, cause)
    }
    try {
      return new Network(file, settings, runtime, session)
    } catch (error) {
      await session.release()
      throw error
    }
  }

  /**
   * Vectors of length one, written where the texts of the batch stand.
   *
   * @param vectors row-major, of as many rows as there are texts
   * @param dimensions the columns of `vectors`; vectors are cut to them
   */
  async run(batch: TokenBatch, vectors: Float32Array, dimensions: number): Promise<void> {
    const output = await this.#outputOf(batch)
    const { places, rows, width } = batch
    const states = this.#statesOf(output, rows.length, width)
    const size = this.#settings.dimensions
    const stride = this.#settings.pooling === 'pooled' ? size : width * size
    rows.forEach((row, index) => {
      const start = (places[index] ?? 0) * dimensions
      const vector = vectors.subarray(start, start + dimensions)
      const tokens = this.#settings.pooling === 'mean' ? row.length : 1
      addRows(states, index * stride, tokens, size, vector)
      toUnitLength(vector)
    })
    const sample = vectors[(places[0] ?? 0) * dimensions]
    if (Number.isNaN(sample)) throw damaged(this.#file, 'the network gives no numbers (NaN)')
  }

  async close(): Promise<void> {
    await this.#session.release()
  }

  async #outputOf(batch: TokenBatch): Promise<Tensor> {
    const feeds = feedsOf(batch, this.#session.inputNames, this.#wide, this.#runtime)
    try {
      const found = (await this.#session.run(feeds, [this.#output], { logSeverityLevel: 4 }))[this.#output]
      if (found !== undefined) return found
    } catch (cause) {
      const message = `the network cannot be run: ${messageOf(cause)}`
      throw unsuited(this.#file, message, 'Check that tokenizer and network are of one model.', cause)
    }
    throw damaged(this.#file, `the network has no output "${this.#output}"`)
  }

  #statesOf({ data, dims }: Tensor, rows: number, width: number): Float32Array {
    const { dimensions, pooling } = this.#settings
    const wanted = pooling === 'pooled' ? [rows, dimensions] : [rows, width, dimensions]
    if (data instanceof Float32Array && String(dims) === String(wanted)) return data
    throw wrongShape(this.#file, this.#output, dims, wanted)
  }
}

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

const wrongShape = (
  file: string,
  name: string,
  dims: readonly number[],
  wanted: readonly number[],
): KnownError =>
  unsuited(
    file,
    `output "${name}" has the shape ${dims.join(' × ')}, not ${wanted.join(' × ')}`,
    'Correct "dimensions" and "pooling" in ontoground.json.',
  )

const feedsOf = (
  { rows, width }: TokenBatch,
  names: readonly string[],
  wide: boolean,
  { Tensor }: Runtime,
): InferenceSession.FeedsType => {
  // 64-bit numbers are written by their lower halves: this is for little-endian machines, as the library is.
  const step = wide ? 2 : 1
  const ids = new Int32Array(rows.length * width * step)
  const mask = new Int32Array(ids.length)
  rows.forEach((row, index) => {
    let at = index * width * step
    for (const id of row) {
      ids[at] = id
      mask[at] = 1
      at += step
    }
  })
  const arrays: Readonly<Record<string, Int32Array>> = { input_ids: ids, attention_mask: mask }
  const tensorOf = (name: string): Tensor => {
    const array = arrays[name] ?? new Int32Array(ids.length)
    const shape = [rows.length, width]
    return wide
      ? new Tensor('int64', new BigInt64Array(array.buffer), shape)
      : new Tensor('int32', array, shape)
  }
  return Object.fromEntries(names.map((name) => [name, tensorOf(name)]))
}

/** Adds up so many rows of `states`, from `start`, as far as `sum` has room. */
const addRows = (
  states: Float32Array,
  start: number,
  count: number,
  size: number,
  sum: Float32Array,
): void => {
  for (let row = 0; row < count; row++) {
    const from = start + row * size
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (states[from + at] ?? 0)
  }
}
