import { NetworkSession, notANumber } from '../models/network-session.ts'
import type { NetworkSettings } from '../models/model-settings.ts'
import type { WantedOutput } from '../models/network-shape.ts'
import type { TokenBatch } from '../models/token-batches.ts'
import { toUnitLength } from './unit-length.ts'

/** Outputs of these names are taken where the settings name none. */
const STATES = ['last_hidden_state', 'token_embeddings']
const POOLED = ['sentence_embedding', 'pooler_output']

/** An ONNX network from tokens to vectors. Runs on the thread that asks, a batch at a time. */
export class Network {
  readonly #file: string
  readonly #settings: NetworkSettings
  readonly #session: NetworkSession

  private constructor(file: string, settings: NetworkSettings, session: NetworkSession) {
    this.#file = file
    this.#settings = settings
    this.#session = session
  }

  /**
   * @param threads of the library, inside one run
   * @throws KnownError `MODEL_RUNTIME`, `MODEL_DAMAGED`, `MODEL_UNSUITED`
   */
  static async open(file: string, settings: NetworkSettings, threads: number): Promise<Network> {
    return new Network(file, settings, await NetworkSession.open(file, wantedOutput(settings), threads))
  }

  /**
   * Vectors of length one, written where the texts of the batch stand.
   *
   * @param vectors row-major, of as many rows as there are texts
   * @param dimensions the columns of `vectors`; vectors are cut to them
   */
  async run(batch: TokenBatch, vectors: Float32Array, dimensions: number): Promise<void> {
    const states = await this.#session.run(batch)
    const { places, rows, width } = batch
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
    if (Number.isNaN(sample)) throw notANumber(this.#file)
  }

  close(): Promise<void> {
    return this.#session.close()
  }
}

const wantedOutput = ({ pooling, dimensions, output }: NetworkSettings): WantedOutput => ({
  name: output,
  usual: pooling === 'pooled' ? POOLED : STATES,
  rank: pooling === 'pooled' ? 2 : 3,
  size: dimensions,
  unit: 'dimensions',
  reader: `pooling "${pooling}"`,
  repair: 'Correct "dimensions" and "pooling" in ontoground.json.',
})

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
