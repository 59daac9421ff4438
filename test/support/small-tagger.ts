import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ELEMENT, onnxBytes, type OnnxGraph } from './onnx-writer.ts'
import { filesOf } from './small-encoder.ts'
import { SPECIAL, tokenizerJson } from './small-tokenizer.ts'

/** Numbers of some labels; the others have {@link OTHERWISE}. */
type Scores = Readonly<Record<string, number>>

export interface SmallTagger {
  readonly labels: readonly string[]
  /** What the network says of pieces (`egfr`, `##ase`): lower-case, each in the vocabulary. Of others: `O`. */
  readonly pieces: Readonly<Record<string, Scores>>
  /** Tokens found as written, and what one adds to the scores of every token around it. */
  readonly marks?: Readonly<Record<string, Scores>>
  /** What each type of token adds to its scores, where types are an input. */
  readonly types?: readonly Scores[]
  /** Name of the output. Default `logits`. */
  readonly output?: string
  /** Columns that the network has; default: one for each label. */
  readonly columns?: number
  /** What the network makes of its scores at the end. */
  readonly end?: 'Sigmoid'
}

const OTHERWISE = 5
/** More than there are types of tokens. */
const KINDS = 5

const isOutside = (label: string): boolean => /^O(-|$)/.test(label)

/** Of a piece: what is said of it; else that it is in no entity. */
const rowOf = (labels: readonly string[], scores: Scores | undefined): number[] =>
  labels.map(
    (label) => scores?.[label] ?? (isOutside(label) && scores === undefined ? OTHERWISE : -OTHERWISE),
  )

const network = (
  vocabulary: readonly string[],
  { labels, pieces, marks = {}, types = [], output = 'logits', columns = labels.length, end }: SmallTagger,
): OnnxGraph => {
  const tableOf = (rowOfToken: (token: string) => readonly number[]): Float32Array =>
    Float32Array.from(
      vocabulary.flatMap((token) => {
        const row = rowOfToken(token)
        return Array.from({ length: columns }, (_, column) => row[column] ?? 0)
      }),
    )
  const kinds = Float32Array.from(
    Array.from({ length: KINDS }, (_, kind) =>
      Array.from({ length: columns }, (__, column) => 2 * (types[kind]?.[labels[column] ?? ''] ?? 0)),
    ).flat(),
  )
  const shape = [vocabulary.length, columns]
  const ids = (name: string): OnnxGraph['inputs'][number] => ({
    name,
    type: 'int64',
    shape: ['batch', 'tokens'],
  })
  return {
    inputs: ['input_ids', 'attention_mask', ...(types.length > 0 ? ['token_type_ids'] : [])].map(ids),
    outputs: [{ name: output, type: 'float32', shape: ['batch', 'tokens', columns] }],
    constants: [
      { name: 'own', shape, values: tableOf((token) => rowOf(labels, pieces[token])) },
      {
        name: 'around',
        shape,
        values: tableOf((token) => labels.map((label) => marks[token]?.[label] ?? 0)),
      },
      { name: 'kinds', shape: [KINDS, columns], values: kinds },
      { name: 'last', shape: [1], values: BigInt64Array.from([2n]) },
      { name: 'across', shape: [1], values: BigInt64Array.from([1n]) },
    ],
    nodes: [
      { operator: 'Gather', inputs: ['own', 'input_ids'], outputs: ['rows'] },
      { operator: 'Gather', inputs: ['around', 'input_ids'], outputs: ['each'] },
      {
        operator: 'Cast',
        inputs: ['attention_mask'],
        outputs: ['numbers'],
        attributes: { to: ELEMENT.float32 },
      },
      { operator: 'Unsqueeze', inputs: ['numbers', 'last'], outputs: ['mask'] },
      { operator: 'Mul', inputs: ['each', 'mask'], outputs: ['heard'] },
      { operator: 'ReduceSum', inputs: ['heard', 'across'], outputs: ['sum'], attributes: { keepdims: 1 } },
      { operator: 'Add', inputs: ['rows', 'sum'], outputs: ['told'] },
      ...(types.length > 0
        ? [
            { operator: 'Gather', inputs: ['kinds', 'token_type_ids'], outputs: ['added'] },
            { operator: 'Add', inputs: ['told', 'added'], outputs: ['scores'] },
          ]
        : [{ operator: 'Identity', inputs: ['told'], outputs: ['scores'] }]),
      { operator: end ?? 'Identity', inputs: ['scores'], outputs: [output] },
    ],
  }
}

/** Writes a tagger's folder; `changes` overrides keys of `ontoground.json`, `undefined` leaves one out. */
export const writeSmallTagger = (
  folder: string,
  tagger: SmallTagger,
  changes: Readonly<Record<string, unknown>> = {},
): string => {
  const marks = Object.keys(tagger.marks ?? {})
  const vocabulary = [...SPECIAL, ...marks, ...Object.keys(tagger.pieces)]
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.onnx'), onnxBytes(network(vocabulary, tagger)))
  writeFileSync(
    join(folder, 'tokenizer.json'),
    JSON.stringify(tokenizerJson(vocabulary, [...SPECIAL, ...marks])),
  )
  const settings = {
    kind: 'tagger',
    labels: tagger.labels,
    decoding: 'multi-label',
    maxTokens: 32,
    overlap: 8,
    files: filesOf(folder, ['model.onnx', 'tokenizer.json']),
    ...changes,
  }
  writeFileSync(join(folder, 'ontoground.json'), JSON.stringify(settings))
  return folder
}

/** Scores by which just these labels are said of a piece. */
export const says = (...labels: readonly string[]): Scores =>
  Object.fromEntries(labels.map((label) => [label, OTHERWISE]))
