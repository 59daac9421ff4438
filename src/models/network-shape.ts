import type { InferenceSession } from 'onnxruntime-node'
import type { KnownError } from '../core/errors.ts'
import { unsuited } from './model-failure.ts'

type Metadata = InferenceSession.ValueMetadata

const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids']

/** The output of a network that is read. */
export interface WantedOutput {
  /** The one of this name; absent: one of the usual names, or the only one of the rank. */
  readonly name?: string | undefined
  readonly usual: readonly string[]
  /** 2: texts × size; 3: texts × tokens × size. */
  readonly rank: 2 | 3
  readonly size: number
  /** What the numbers of the last rank are, in the plural, as a key of `ontoground.json`. */
  readonly unit: string
  /** Who reads it, for messages: `pooling "mean"`. */
  readonly reader: string
  /** What is to be done where the shape is another. */
  readonly repair: string
}

/**
 * Checks that the network can be fed; answers whether its inputs are 64 bits wide.
 *
 * @throws KnownError `MODEL_UNSUITED`
 */
export const checkInputs = (inputs: readonly Metadata[], file: string): boolean => {
  const unknown = inputs.find(({ name }) => !INPUTS.includes(name))
  if (unknown) throw unfit(file, `wants an input "${unknown.name}"`)
  for (const name of INPUTS.slice(0, 2))
    if (!inputs.some((input) => input.name === name)) throw unfit(file, `has no input "${name}"`)
  const types = new Set(inputs.map((input) => (input.isTensor ? input.type : 'no tensor')))
  const [type] = types
  if (types.size > 1 || (type !== 'int64' && type !== 'int32'))
    throw unfit(file, `wants inputs of type ${[...types].join(', ')}, not int64 or int32`)
  for (const input of inputs) {
    const fixed = input.isTensor ? input.shape.find((length) => typeof length === 'number') : undefined
    if (fixed !== undefined)
      throw unfit(
        file,
        `wants ${String(fixed)} as a length of "${input.name}", which differs from text to text`,
      )
  }
  return type === 'int64'
}

/**
 * The name of the output that is wanted.
 *
 * @throws KnownError `MODEL_UNSUITED`
 */
export const chooseOutput = (
  outputs: readonly Metadata[],
  { name, usual, rank, size, unit, reader }: WantedOutput,
  file: string,
): string => {
  const known = name === undefined ? usual : [name]
  const fitting = outputs.filter((each) => each.isTensor && each.shape.length === rank)
  const chosen =
    known.map((each) => outputs.find((output) => output.name === each)).find((each) => each !== undefined) ??
    (name === undefined && fitting.length === 1 ? fitting[0] : undefined)
  if (chosen === undefined)
    throw unfit(
      file,
      `has the outputs ${quoted(outputs, ', ')}; ${reader} needs ${known.map((each) => `"${each}"`).join(' or ')}`,
    )
  if (!chosen.isTensor || chosen.shape.length !== rank)
    throw unfit(file, `has an output "${chosen.name}" that ${reader} cannot read`)
  if (chosen.type !== 'float32') throw unfit(file, `has an output of type ${chosen.type}, not float32`)
  const found = chosen.shape[rank - 1]
  if (typeof found === 'number' && found !== size)
    throw unsuited(
      file,
      `the network gives ${String(found)} ${unit}, ontoground.json says ${String(size)}`,
      `Correct "${unit}" in ontoground.json.`,
    )
  return chosen.name
}

const quoted = (outputs: readonly Metadata[], between: string): string =>
  outputs.map(({ name }) => `"${name}"`).join(between)

const unfit = (file: string, what: string): KnownError =>
  unsuited(file, `the network ${what}`, 'Export the model anew; docs/models.md says what it must look like.')
