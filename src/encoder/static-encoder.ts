import { setImmediate } from 'node:timers/promises'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import type { Encoder } from './contract.ts'
import { unsuited } from '../models/model-failure.ts'
import type { ModelFolder } from '../models/model-folder.ts'
import { encoderId } from './encoder-folder.ts'
import type { StaticSettings } from '../models/model-settings.ts'
import { readStaticTable, type StaticTable } from './static-table.ts'
import { readTokenizer } from '../models/tokenizer-file.ts'
import { toUnitLength } from './unit-length.ts'
import { WordPiece } from '../models/word-piece.ts'

/** After so many texts, others get their turn; some milliseconds. */
const TURN = 256

/** The weighted mean of fixed vectors of the pieces: no network, tens of thousands of names a second. */
export class StaticEncoder implements Encoder {
  readonly id: string
  readonly name: string
  readonly dimensions: number
  readonly #maxTokens: number
  readonly #tokenizer: WordPiece
  #table: StaticTable | undefined

  private constructor(
    model: ModelFolder<StaticSettings>,
    dimensions: number,
    tokenizer: WordPiece,
    table: StaticTable,
  ) {
    this.id = encoderId(model, dimensions)
    this.name = model.name
    this.dimensions = dimensions
    this.#maxTokens = model.settings.maxTokens
    this.#tokenizer = tokenizer
    this.#table = table
  }

  /** @throws KnownError `MODEL_DAMAGED`, `MODEL_UNSUITED` */
  static async open(model: ModelFolder<StaticSettings>, dimensions: number): Promise<StaticEncoder> {
    const { settings, modelFile, tokenizerFile } = model
    const vocabulary = await readTokenizer(tokenizerFile, settings.lowerCase)
    const table = readStaticTable(modelFile)
    if (table.dimensions !== settings.dimensions)
      throw unsuited(
        modelFile,
        `the table has ${String(table.dimensions)} dimensions, ontoground.json says ${String(settings.dimensions)}`,
        'Correct "dimensions" in ontoground.json.',
      )
    let needed = 0
    for (const id of vocabulary.heads.values()) needed = Math.max(needed, id + 1)
    if (needed > table.rows)
      throw unsuited(
        modelFile,
        `the table has ${String(table.rows)} rows, the tokenizer needs ${String(needed)}`,
        'Use tokenizer and table of one model.',
      )
    return new StaticEncoder(model, dimensions, new WordPiece(vocabulary), table)
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array> {
    this.#open()
    const vectors = new Float32Array(texts.length * this.dimensions)
    for (let from = 0; from < texts.length; from += TURN) {
      if (from > 0) await setImmediate()
      throwIfAborted(signal)
      this.#embedPart(texts.slice(from, from + TURN), vectors.subarray(from * this.dimensions))
    }
    return vectors
  }

  #embedPart(texts: readonly string[], vectors: Float32Array): void {
    const table = this.#open()
    const sum = new Float64Array(this.dimensions)
    for (const [place, text] of texts.entries()) {
      sum.fill(0)
      for (const id of this.#tokenizer.pieces(text, this.#maxTokens)) addRow(table, id, sum)
      const start = place * this.dimensions
      vectors.set(sum, start)
      toUnitLength(vectors.subarray(start, start + this.dimensions))
    }
  }

  close(): Promise<void> {
    this.#table = undefined
    return Promise.resolve()
  }

  #open(): StaticTable {
    if (this.#table !== undefined) return this.#table
    throw new KnownError('USAGE', 'the encoder was closed', 'Open it again.')
  }
}

const addRow = ({ steps, scales, dimensions }: StaticTable, row: number, sum: Float64Array): void => {
  const scale = scales[row] ?? 0
  const start = row * dimensions
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + scale * (steps[start + at] ?? 0)
}
