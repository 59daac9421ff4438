import type { InferenceSession } from 'onnxruntime-node'
import type { KnownError } from '../core/errors.ts'
import { unsuited } from './model-failure.ts'
import type { NetworkSettings } from './model-settings.ts'

type Metadata = InferenceSession.ValueMetadata

/** Outputs of these names are taken where the settings name none. */
const STATES = ['last_hidden_state', 'token_embeddings']
const POOLED = ['sentence_embedding', 'pooler_output']
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids']

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
 * The name of the output that the pooling reads.
 *
 * @throws KnownError `MODEL_UNSUITED`
 */
export const chooseOutput = (
  outputs: readonly Metadata[],
  { pooling, dimensions, output }: NetworkSettings,
  file: string,
): string => {
  const rank = pooling === 'pooled' ? 2 : 3
  const known = output === undefined ? (pooling === 'pooled' ? POOLED : STATES) : [output]
  const fitting = outputs.filter((each) => each.isTensor && each.shape.length === rank)
  const chosen =
    known.map((name) => outputs.find((each) => each.name === name)).find((each) => each !== undefined) ??
    (output === undefined && fitting.length === 1 ? fitting[0] : undefined)
  const names = outputs.map(({ name }) => `"${name}"`).join(', ')
  if (chosen === undefined)
    throw unfit(
      file,
      `has the outputs ${names}; pooling "${pooling}" needs ${known.map((name) => `"${name}"`).join(' or ')}`,
    )
  if (!chosen.isTensor || chosen.shape.length !== rank)
    throw unfit(file, `has an output "${chosen.name}" that pooling "${pooling}" cannot read`)
  if (chosen.type !== 'float32') throw unfit(file, `has an output of type ${chosen.type}, not float32`)
  const size = chosen.shape[rank - 1]
  if (typeof size === 'number' && size !== dimensions)
    throw unsuited(
      file,
      `the network gives ${String(size)} dimensions, ontoground.json says ${String(dimensions)}`,
      'Correct "dimensions" in ontoground.json.',
    )
  return chosen.name
}

const unfit = (file: string, what: string): KnownError =>
  unsuited(
    file,
    `the network ${what}`,
    'Export the encoder anew; docs/models.md says what it must look like.',
  )
