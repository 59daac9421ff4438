import { currentKeys, type IdResolver, type IdSet } from './concepts.ts'
import type { LinkErrorKind } from './errors.ts'
import type { LinkAnswer } from './link-answer.ts'
import type { RankedMention } from './link-figures.ts'
import type { GoldMention } from './link-gold.ts'

/** A gold mention with its answer. */
export interface JudgedLink extends RankedMention {
  readonly gold: GoldMention
  readonly answer: LinkAnswer
  /** One concept is right (or any of several), all of several are, or none. */
  readonly standing: 'concept' | 'composite' | 'nil'
  /** What is right, id by id, as keys of what stands for it now. */
  readonly wanted: readonly IdSet[]
  /** What all candidates stand for, likewise. */
  readonly found: IdSet
  /** Places of the candidates that are right, from 0. */
  readonly right: readonly number[]
  /** Whether the knowledge base has any of the concepts. `undefined`: there is none to ask. */
  readonly covered: boolean | undefined
}

export interface JudgeOptions {
  /** Default: every id stands for itself, and what is covered is not known. */
  readonly resolve?: IdResolver | undefined
  /** The answer is the knowledge base's own: its ids need no resolving. */
  readonly isOwn?: boolean
}

export const judgeLink = (
  gold: GoldMention,
  answer: LinkAnswer,
  { resolve, isOwn = false }: JudgeOptions = {},
): JudgedLink => {
  const wanted = gold.ids.map((id) => new Set(currentKeys(id, resolve)))
  const any = new Set(wanted.flatMap((ids) => [...ids]))
  const { candidates, nil } = answer
  const found = candidates.map(({ id }) => currentKeys(id, isOwn ? undefined : resolve))
  const right = found.flatMap((keys, place) => (keys.some((key) => any.has(key)) ? [place] : []))
  return {
    gold,
    answer,
    standing: gold.ids.length === 0 ? 'nil' : gold.composite ? 'composite' : 'concept',
    wanted,
    found: new Set(found.flat()),
    covered: resolve === undefined ? undefined : gold.ids.some((id) => resolve(id) !== undefined),
    right,
    rank: 1 + (right[0] ?? -1),
    candidates: candidates.length,
    answered: !nil && candidates.length > 0,
    score: candidates[0]?.score,
  }
}

/** Nothing that could be answered is right: gold has no id, or none that the knowledge base knows. */
export const isNil = ({ standing, covered }: JudgedLink): boolean => standing === 'nil' || covered === false

/** What is wrong with an answer; `null`: nothing. Of composite mentions nothing is said. */
export const linkErrorOf = (judged: JudgedLink): LinkErrorKind | null => {
  const { standing, answered, rank } = judged
  if (standing === 'composite') return null
  if (isNil(judged)) return answered ? 'answered-though-nil' : null
  if (!answered) return 'nil-though-covered'
  return rank === 1 ? null : rank === 0 ? 'no-candidate' : 'rank'
}

/** Where the mention stands in its context, UTF-16 code units, half-open; `null` where it does not. */
export const placeInContext = ({
  mention,
  context = '',
  contextStart = 0,
  start,
}: GoldMention): readonly [number, number] | null => {
  const told = start === undefined ? -1 : start - contextStart
  const at = told >= 0 && context.startsWith(mention, told) ? told : context.indexOf(mention)
  return at === -1 ? null : [at, at + mention.length]
}
