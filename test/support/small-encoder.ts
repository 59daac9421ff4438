import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded } from './hostile-text.ts'
import { ELEMENT, onnxBytes, type OnnxGraph, type OnnxValue } from './onnx-writer.ts'
import { smallTokenizerJson, smallVocabulary } from './small-tokenizer.ts'

export const SMALL_DIMENSIONS = 8
/** Of what the whole text adds to each of its tokens. */
const CONTEXT = 0.5

/** What may differ from model to model. */
export interface SmallNetworkOptions {
  readonly tokenTypes?: boolean
  /** Default `last_hidden_state`; `sentence_embedding` and `pooler_output` are the sums over the tokens. */
  readonly output?: string
  /** Of the inputs. */
  readonly integers?: 'int32' | 'int64' | 'float32'
  /** Tokens that the network knows; default: the vocabulary. */
  readonly tokens?: number
  /** An input that encoders do not have. */
  readonly extraInput?: string
  /** The one number of tokens that a text may have. */
  readonly fixedLength?: number
}

/** Weights of the network: a row for each token. */
export const smallTable = (): Float32Array => {
  const random = seeded(7)
  return Float32Array.from({ length: smallVocabulary().length * SMALL_DIMENSIONS }, () => random() * 2 - 1)
}

/** A row for each kind of token. */
const TYPES = Float32Array.from({ length: 2 * SMALL_DIMENSIONS }, (_, at) =>
  at < SMALL_DIMENSIONS ? 0 : 100,
)

/**
 * The state of a token is its row of the table, and half the sum of the rows of all tokens of the text, those that the
 * mask leaves out excepted.
 */
const smallNetwork = ({
  tokenTypes = false,
  output = 'last_hidden_state',
  integers = 'int64',
  tokens,
  extraInput,
  fixedLength,
}: SmallNetworkOptions): OnnxGraph => {
  const ids = (name: string): OnnxValue => ({
    name,
    type: integers,
    shape: ['batch', fixedLength ?? 'tokens'],
  })
  const pooled = output === 'sentence_embedding' || output === 'pooler_output'
  const table = smallTable().subarray(0, (tokens ?? Infinity) * SMALL_DIMENSIONS)
  return {
    inputs: [
      ids('input_ids'),
      ids('attention_mask'),
      ...(tokenTypes ? [ids('token_type_ids')] : []),
      ...(extraInput === undefined ? [] : [ids(extraInput)]),
    ],
    outputs: [
      {
        name: output,
        type: 'float32',
        shape: pooled ? ['batch', SMALL_DIMENSIONS] : ['batch', 'tokens', SMALL_DIMENSIONS],
      },
    ],
    constants: [
      { name: 'table', shape: [table.length / SMALL_DIMENSIONS, SMALL_DIMENSIONS], values: table },
      { name: 'types', shape: [2, SMALL_DIMENSIONS], values: TYPES },
      { name: 'last', shape: [1], values: BigInt64Array.from([2n]) },
      { name: 'across', shape: [1], values: BigInt64Array.from([1n]) },
      { name: 'share', shape: [1], values: Float32Array.from([CONTEXT]) },
    ],
    nodes: [
      { operator: 'Cast', inputs: ['input_ids'], outputs: ['ids'], attributes: { to: ELEMENT.int64 } },
      { operator: 'Gather', inputs: ['table', 'ids'], outputs: ['rows'] },
      ...(tokenTypes
        ? [
            { operator: 'Gather', inputs: ['types', 'token_type_ids'], outputs: ['kinds'] },
            { operator: 'Add', inputs: ['rows', 'kinds'], outputs: ['states'] },
          ]
        : [{ operator: 'Identity', inputs: ['rows'], outputs: ['states'] }]),
      {
        operator: 'Cast',
        inputs: ['attention_mask'],
        outputs: ['numbers'],
        attributes: { to: ELEMENT.float32 },
      },
      { operator: 'Unsqueeze', inputs: ['numbers', 'last'], outputs: ['mask'] },
      { operator: 'Mul', inputs: ['states', 'mask'], outputs: ['masked'] },
      {
        operator: 'ReduceSum',
        inputs: ['masked', 'across'],
        outputs: pooled ? [output] : ['sum'],
        attributes: { keepdims: pooled ? 0 : 1 },
      },
      ...(pooled
        ? []
        : [
            { operator: 'Mul', inputs: ['sum', 'share'], outputs: ['context'] },
            { operator: 'Add', inputs: ['states', 'context'], outputs: [output] },
          ]),
    ],
  }
}

/** What the network and the pooling give for tokens, worked out by hand; of length one. */
export const expectedVector = (
  ids: readonly number[],
  pooling: 'mean' | 'cls' | 'pooled',
  dimensions = SMALL_DIMENSIONS,
): number[] => {
  const table = smallTable()
  const sum = Array.from({ length: SMALL_DIMENSIONS }, (_, at) =>
    ids.reduce((total, id) => total + (table[id * SMALL_DIMENSIONS + at] ?? NaN), 0),
  )
  const first = (ids[0] ?? 0) * SMALL_DIMENSIONS
  const state = {
    pooled: sum,
    mean: sum.map((value) => value / ids.length + CONTEXT * value),
    cls: sum.map((value, at) => (table[first + at] ?? NaN) + CONTEXT * value),
  }[pooling].slice(0, dimensions)
  const length = Math.hypot(...state)
  return state.map((value) => value / length)
}

/** Writes a model's folder; `changes` overrides keys of `ontoground.json`, `undefined` leaves one out. */
export const writeSmallModel = (
  folder: string,
  changes: Readonly<Record<string, unknown>> = {},
  network: SmallNetworkOptions = {},
): string => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.onnx'), onnxBytes(smallNetwork(network)))
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(smallTokenizerJson()))
  const settings = {
    kind: 'encoder',
    file: 'model.onnx',
    pooling: 'mean',
    dimensions: SMALL_DIMENSIONS,
    prefixes: [4],
    maxTokens: 32,
    lowerCase: true,
    normalize: true,
    files: filesOf(folder, ['model.onnx', 'tokenizer.json']),
    ...changes,
  }
  writeFileSync(join(folder, 'ontoground.json'), JSON.stringify(settings))
  return folder
}

export const filesOf = (
  folder: string,
  names: readonly string[],
): Record<string, { sha256: string; bytes: number }> =>
  Object.fromEntries(
    names.map((name) => {
      const content = readFileSync(join(folder, name))
      return [name, { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length }]
    }),
  )
