import type { Candidate } from '../core/candidate.ts'
import { isObject, keyOf, type RefusedLine, fieldsIn } from './link-lines.ts'

/** A candidate of an answer; one from elsewhere may say no more than its id. */
export type AnswerCandidate = Pick<Candidate, 'id'> &
  Partial<Pick<Candidate, 'label' | 'score' | 'matched' | 'similarity' | 'reasons'>> & {
    readonly method?: string
    readonly scope?: string
  }

/** What a mention was linked to, as `link` answers. */
export interface LinkAnswer {
  readonly mention?: string | null
  readonly reading?: string
  readonly nil: boolean
  /** Best first. */
  readonly candidates: readonly AnswerCandidate[]
}

/** A prediction made elsewhere. */
export interface PredictedAnswer extends LinkAnswer {
  readonly key?: string
}

/** Reads a line of the shape that `link --in` writes. `nil` may be missing: then it goes by whether there are candidates. */
export const parseAnswer = (line: string): PredictedAnswer | RefusedLine => {
  const read = fieldsIn(line)
  if ('problem' in read) return read
  const { fields } = read
  const { mention, nil, candidates, reading } = fields
  if (!Array.isArray(candidates))
    return { problem: '"candidates" is missing or no list', repair: 'Give "candidates": [{"id": …}, …].' }
  if (nil !== undefined && typeof nil !== 'boolean')
    return { problem: '"nil" is neither true nor false', repair: 'Leave it out, or give true.' }
  const parsed = candidates.map(candidateIn)
  const refused = parsed.find((each) => 'problem' in each)
  if (refused !== undefined && 'problem' in refused) return refused
  const usable = parsed.flatMap((each) => ('problem' in each ? [] : [each]))
  const key = keyOf(fields)
  return {
    ...(key === undefined ? {} : { key }),
    ...(typeof mention === 'string' ? { mention } : {}),
    ...(typeof reading === 'string' ? { reading } : {}),
    nil: nil ?? usable.length === 0,
    candidates: usable,
  }
}

const candidateIn = (value: unknown): AnswerCandidate | RefusedLine => {
  if (!isObject(value) || typeof value['id'] !== 'string' || value['id'].trim() === '')
    return { problem: 'a candidate has no "id"', repair: 'Give each candidate its id.' }
  const { id, score, label, matched, method, scope, similarity, reasons } = value
  if (score !== undefined && !(typeof score === 'number' && score >= 0 && score <= 1))
    return {
      problem: `the score of ${id} is ${JSON.stringify(score)}`,
      repair: 'Give scores from 0 to 1, or none.',
    }
  const text = (name: string, given: unknown): object => (typeof given === 'string' ? { [name]: given } : {})
  return {
    id,
    ...(typeof score === 'number' ? { score } : {}),
    ...text('label', label),
    ...text('matched', matched),
    ...text('method', method),
    ...text('scope', scope),
    ...(typeof similarity === 'number' ? { similarity } : {}),
    ...(Array.isArray(reasons) ? { reasons: reasons.filter(isReason) } : {}),
  }
}

type Reason = NonNullable<Candidate['reasons']>[number]

const isReason = (value: unknown): value is Reason =>
  isObject(value) &&
  typeof value['feature'] === 'string' &&
  typeof value['value'] === 'string' &&
  typeof value['weight'] === 'number'
