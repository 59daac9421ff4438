import { z } from 'zod'
import { commonFields, fileName } from './settings-fields.ts'

const MOST_LABELS = 1024

const className = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'must be an entity class: lower-case letters, digits and "_"')
const probability = z.number().min(0).max(1)
const weights = z.array(z.number()).min(1).max(MOST_LABELS)

const task = z.strictObject({
  name: z.string().min(1),
  /** What is written around each piece of text, as the tokenizer knows it: `<Disease>`. */
  before: z.string(),
  after: z.string(),
  /** All, when absent. */
  classes: z.array(className).min(1).optional(),
})

/** `ontoground.json` of a token classifier. */
export const taggerSchema = z.strictObject({
  kind: z.literal('tagger'),
  ...commonFields,
  file: fileName.default('model.onnx'),
  /** The output to read, where the network has several that would do. */
  output: z.string().min(1).optional(),
  /** What each column of the output stands for. */
  labels: z.array(z.string().min(1)).min(1).max(MOST_LABELS),
  /** Name within a label → entity class, `null` for none; names that are not there are classes themselves. */
  classes: z.record(z.string(), className.nullable()).default({}),
  /** Whether a word may have several labels (sigmoid), or has one (soft-max). */
  decoding: z.enum(['multi-label', 'single-label']),
  /** Of classes that `thresholds` does not name. */
  threshold: probability.optional(),
  thresholds: z.record(className, probability).default({}),
  /** What a conditional random field adds to the scores, in the order of the labels; single-label only. */
  transitions: z.strictObject({ start: weights, end: weights, between: z.array(weights) }).optional(),
  /** What the network gives. */
  values: z.enum(['logits', 'probabilities']).default('logits'),
  aggregation: z.enum(['first', 'average', 'max']).default('first'),
  /** What is cut into words: as the tokenizer does, or as `core/text/word-tokens` has it. */
  words: z.enum(['tokenizer', 'text']).default('tokenizer'),
  /** What the network is told of each token by `token_type_ids`: the case of its word. */
  tokenTypes: z.literal('case').optional(),
  /** What goes through the network in one piece, if it is short enough. */
  context: z.enum(['sentence', 'section']).default('sentence'),
  /** With the tokens around. */
  maxTokens: z.int().min(16).max(8192),
  /** Tokens that neighbouring windows share. */
  overlap: z.int().min(0).max(2048).default(16),
  /** The first is what is asked by default. */
  tasks: z.array(task).min(1).optional(),
})

export type TaggerSettings = z.infer<typeof taggerSchema>
export type TaggerTask = NonNullable<TaggerSettings['tasks']>[number]
