import { z } from 'zod'
import { didYouMean } from '../core/nearest.ts'
import { unsuited } from './model-failure.ts'
import { commonFields, fileName } from './settings-fields.ts'
import { taggerSchema } from './tagger-settings.ts'

const dimensions = z.int().min(1).max(65_536)

const encoderFields = {
  ...commonFields,
  dimensions,
  /** Numbers of dimensions that vectors may be cut to. */
  prefixes: z.array(dimensions).default([]),
}

const settingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('encoder'),
    ...encoderFields,
    file: fileName.default('model.onnx'),
    pooling: z.enum(['mean', 'cls', 'pooled']),
    /** The output to read, where the network has several that would do. */
    output: z.string().min(1).optional(),
    /** With the tokens around. */
    maxTokens: z.int().min(3).max(8192),
    normalize: z.literal(true, 'vectors are always of length one: must be true, or absent').default(true),
  }),
  z.strictObject({
    kind: z.literal('static'),
    ...encoderFields,
    file: fileName.default('vectors.bin'),
    maxTokens: z.int().min(1).max(8192).default(512),
  }),
  taggerSchema,
])

export type ModelSettings = z.infer<typeof settingsSchema>
export type NetworkSettings = Extract<ModelSettings, { kind: 'encoder' }>
export type StaticSettings = Extract<ModelSettings, { kind: 'static' }>
/** Of models that make vectors. */
export type EncoderSettings = NetworkSettings | StaticSettings

/**
 * Checks the content of `ontoground.json`.
 *
 * @throws KnownError `MODEL_UNSUITED`, naming key and value
 */
export const parseSettings = (json: unknown, file: string): ModelSettings => {
  const checked = settingsSchema.safeParse(json)
  if (!checked.success) {
    const message = checked.error.issues.map((issue) => describe(issue, json)).join('; ')
    throw unsuited(file, message, 'Correct ontoground.json; docs/models.md explains its keys.')
  }
  const settings = checked.data
  if (settings.kind === 'tagger') return settings
  const tooLong = settings.prefixes.find((prefix) => prefix > settings.dimensions)
  if (tooLong === undefined) return settings
  throw unsuited(
    file,
    `prefixes: ${String(tooLong)} is more than the ${String(settings.dimensions)} dimensions there are`,
    'Correct ontoground.json.',
  )
}

const describe = (issue: z.core.$ZodIssue, json: unknown): string => {
  if (issue.code === 'unrecognized_keys') {
    const [kind, path] = [valueAt(json, ['kind']), issue.path.map((step) => `${String(step)}.`).join('')]
    return issue.keys
      .map((key) => `${path}${key}: unknown key.${path === '' ? didYouMean(key, keysOf(kind)) : ''}`)
      .join('; ')
  }
  const value = valueAt(json, issue.path)
  const said = value === undefined ? 'is missing' : `has the value ${JSON.stringify(value).slice(0, 80)}`
  return `${issue.path.join('.') || 'the file'}: ${said}; ${issue.message}`
}

const keysOf = (kind: unknown): string[] =>
  settingsSchema.options
    .filter(({ shape }) => shape.kind.value === kind)
    .flatMap(({ shape }) => Object.keys(shape))

const valueAt = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, step) => (isRecord(inner) ? inner[String(step)] : undefined), json)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
