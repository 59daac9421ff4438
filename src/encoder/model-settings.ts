import { z } from 'zod'
import { didYouMean } from '../core/nearest.ts'
import { unsuited } from './model-failure.ts'

/** A name of a file beside `ontoground.json`. */
const fileName = z
  .string()
  .min(1)
  .regex(/^(?!\.{1,2}$)[^\\/\0]+$/, 'must be the name of a file in the folder, without a path')

const dimensions = z.int().min(1).max(65_536)

const common = {
  $schema: z.string().optional(),
  /** As people call it; the name of the folder when absent. */
  name: z.string().min(1).optional(),
  tokenizer: fileName.optional(),
  dimensions,
  /** Numbers of dimensions that vectors may be cut to. */
  prefixes: z.array(dimensions).default([]),
  lowerCase: z.boolean().default(true),
  files: z
    .record(
      fileName,
      z.strictObject({
        sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
        bytes: z.int().min(0),
      }),
    )
    .optional(),
}

const settingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('encoder'),
    ...common,
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
    ...common,
    file: fileName.default('vectors.bin'),
    maxTokens: z.int().min(1).max(8192).default(512),
  }),
])

export type ModelSettings = z.infer<typeof settingsSchema>
export type NetworkSettings = Extract<ModelSettings, { kind: 'encoder' }>
export type StaticSettings = Extract<ModelSettings, { kind: 'static' }>

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
  const tooLong = settings.prefixes.find((prefix) => prefix > settings.dimensions)
  if (tooLong === undefined) return settings
  throw unsuited(
    file,
    `prefixes: ${String(tooLong)} is more than the ${String(settings.dimensions)} dimensions there are`,
    'Correct ontoground.json.',
  )
}

const KEYS = [...new Set(settingsSchema.options.flatMap((option) => Object.keys(option.shape)))]

const describe = (issue: z.core.$ZodIssue, json: unknown): string => {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${key}: unknown key.${didYouMean(key, KEYS)}`).join('; ')
  const value = issue.path.reduce<unknown>(
    (inner, step) => (isRecord(inner) ? inner[String(step)] : undefined),
    json,
  )
  const said = value === undefined ? 'is missing' : `has the value ${JSON.stringify(value).slice(0, 80)}`
  return `${issue.path.join('.') || 'the file'}: ${said}; ${issue.message}`
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
