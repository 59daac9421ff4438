import type { Candidate } from '../core/candidate.ts'
import { rounded } from '../core/rounded.ts'
import type { Dropped, LinkOptions, LinkResult, NilReason } from './contract.ts'

/** All that was found for a mention, before it is decided what is answered. */
export interface Draft {
  readonly mention: string
  /** What was linked in its stead, where the text says what it is short for. */
  readonly reading?: string
  /** All, best first, with reasons; scores as they are, unrounded. */
  readonly candidates: readonly Candidate[]
  readonly dropped: readonly Dropped[]
  /** Why it is NIL, if it is. */
  readonly nilReason: NilReason
}

export const DEFAULT_LIMIT = 10
/** A mention is NIL whose meaning is less likely than this to be among its candidates. */
const LEAST_LIKELY = 0.15

export const answerOf = (
  { mention, reading, candidates, dropped, nilReason }: Draft,
  { limit = DEFAULT_LIMIT, explain = false }: Pick<LinkOptions, 'limit' | 'explain'> = {},
): LinkResult => {
  const nil = !isLikely(candidates)
  return {
    mention,
    ...(reading === undefined ? {} : { reading }),
    nil,
    ...(nil ? { nilReason } : {}),
    candidates: candidates.slice(0, limit).map((candidate) => told(candidate, explain)),
    ...(explain ? { dropped: distinct(dropped) } : {}),
  }
}

/**
 * Names that meet the mention share what is likely among them: of ten concepts of one name, each has a tenth. Likeness is
 * as likely as its best.
 */
export const isLikely = (candidates: readonly Candidate[]): boolean => {
  const met = candidates.filter(({ similarity }) => similarity === undefined)
  const sum = met.reduce((total, { score }) => total + score, 0)
  return sum >= LEAST_LIKELY || candidates.some(({ score }) => score >= LEAST_LIKELY)
}

const told = ({ reasons, found, ...candidate }: Candidate, explain: boolean): Candidate => ({
  ...candidate,
  score: rounded(candidate.score),
  ...(explain && reasons !== undefined ? { reasons } : {}),
  ...(explain && found !== undefined ? { found } : {}),
})

const distinct = (dropped: readonly Dropped[]): readonly Dropped[] => [
  ...new Map(dropped.map((each) => [`${each.id}\t${each.matched}\t${each.reason}`, each])).values(),
]
