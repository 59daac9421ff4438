import { z } from 'zod'
import { normalizeCurie } from '../core/curie.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Curie, Synonym } from '../core/term.ts'

/**
 * What a curation does with the names it is about:
 *
 * - `drop`: they are no names at all
 * - `link-only`: they ground a mention that is given, but are not looked for in text
 * - `case-sensitive`: they count only in the capitals the source writes
 * - `add`: the concept has this name too
 * - `prefer`: where the name fits several concepts, it means this one
 * - `keep`: no other curation restricts them
 */
export const CURATION_ACTIONS = ['drop', 'link-only', 'case-sensitive', 'add', 'prefer', 'keep'] as const
export type CurationAction = (typeof CURATION_ACTIONS)[number]

/** What may become of a name short of `keep`. */
export type Restriction = Extract<CurationAction, 'drop' | 'link-only' | 'case-sensitive'>

/** `author` of the lines `ontoground curate` makes, and makes anew. */
export const GENERATED_BY = 'ontoground'
/** `author` of the lines `ontoground learn` makes, and forgets: the lines of any author but these two are a person's. */
export const LEARNED_BY = 'learn'

/** One line of a curations file: a decision about names, by text, by concept, or both, and who made it when and why. */
export interface Curation {
  readonly action: CurationAction
  /** Every name that is the same in its `case` form; all names of the concept when absent. */
  readonly text?: string
  /** All concepts with the name when absent. */
  readonly concept?: Curie
  /** Of an added name. Default `exact`. */
  readonly scope?: Synonym['scope']
  /** Of an added name, e.g. `abbreviation`. */
  readonly type?: string
  readonly author: string
  /** YYYY-MM-DD. */
  readonly date: string
  readonly reason: string
  /** Line of the file, 1-based; 0 of one that stands in no file yet. */
  readonly line: number
}

/** Whose word a line is: a person's holds against the others. */
export type Origin = 'human' | 'generated' | 'learned'

export const originOf = ({ author }: Curation): Origin => {
  if (author === GENERATED_BY) return 'generated'
  return author === LEARNED_BY ? 'learned' : 'human'
}

export const isGenerated = (curation: Curation): boolean => originOf(curation) === 'generated'
export const isLearned = (curation: Curation): boolean => originOf(curation) === 'learned'
export const isHuman = (curation: Curation): boolean => originOf(curation) === 'human'

const SCOPES = ['exact', 'narrow', 'broad', 'related'] as const satisfies readonly Synonym['scope'][]

const filled = z.string().refine((text) => text.trim() !== '', 'is blank')

const lineShape = z.strictObject({
  action: z.enum(CURATION_ACTIONS).describe('What becomes of the names.'),
  text: filled.optional().describe('The name; capitals, dashes and blanks do not matter.'),
  concept: filled.transform(normalizeCurie).optional().describe('Id of the concept, e.g. "MONDO:0005068".'),
  scope: z.enum(SCOPES).optional().describe('Of an added name; default "exact".'),
  type: filled.optional().describe('Of an added name, e.g. "abbreviation".'),
  author: filled.describe(
    `Who decided; "${GENERATED_BY}" and "${LEARNED_BY}" mark lines made by the program.`,
  ),
  date: z.iso.date('is no date as 2026-01-31').describe('When, as YYYY-MM-DD.'),
  reason: filled.describe('Why, for whoever reads it in a year.'),
})

type Line = z.infer<typeof lineShape>

/** What a curation must say beyond the shape of its keys; `null` when nothing is wrong. */
const flawOf = ({ action, text, concept, scope, type }: Line): string | null => {
  if (action === 'add' || action === 'prefer') {
    if (text === undefined || concept === undefined) return `"${action}" needs both "text" and "concept"`
  } else if (text === undefined && concept === undefined) {
    return `"${action}" needs "text" or "concept", or both`
  }
  if (action === 'add') return null
  const key = scope !== undefined ? 'scope' : type !== undefined ? 'type' : null
  return key === null ? null : `"${key}" goes with "add" only`
}

/** One line of a curations file, without its number. Unknown keys are refused. */
export const curationLineSchema = lineShape.superRefine((line, context) => {
  const flaw = flawOf(line)
  if (flaw !== null) context.addIssue({ code: 'custom', message: flaw })
})

export const CURATION_KEYS = Object.keys(lineShape.shape)

/** What is wrong with a line in one sentence, the value and the nearest right word named. */
export const describeLineIssue = (issue: z.core.$ZodIssue, raw: unknown): string => {
  const key = String(issue.path[0] ?? '')
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .map((unknown) => `unknown key "${unknown}".${didYouMean(unknown, CURATION_KEYS)}`)
      .join(' ')
  if (key === '') return issue.message
  const value = valueOf(raw, key)
  if (value === undefined) return `"${key}" is missing`
  const shown = `"${key}": ${JSON.stringify(value).slice(0, 80)}`
  if (issue.code !== 'invalid_value') return `${shown} ${sentenceEnd(issue.message)}`
  const known = issue.values.map(String)
  const nearest = typeof value === 'string' ? didYouMean(value, known) : ''
  return `${shown} is none of ${known.join(', ')}.${nearest}`
}

const sentenceEnd = (message: string): string => (message.startsWith('is ') ? message : `(${message})`)

const valueOf = (raw: unknown, key: string): unknown =>
  typeof raw === 'object' && raw !== null ? new Map<string, unknown>(Object.entries(raw)).get(key) : undefined
