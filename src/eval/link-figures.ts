import { type PreciseShare, preciseShare, precisionCurve, type PrecisionPoint } from './answered-share.ts'
import { type Calibration, calibrationOf } from './calibration.ts'
import { type Share, shareOf } from './shares.ts'

/** What a mention was answered with, seen from its gold. */
export interface RankedMention {
  /** Place of the first right candidate, 1 the first; 0: none is right. */
  readonly rank: number
  /** Candidates that there are. */
  readonly candidates: number
  /** Not NIL, and there is a candidate. */
  readonly answered: boolean
  /** Score of the first candidate, 0–1; absent where there is none or it has none. */
  readonly score?: number | undefined
}

/** How well mentions with a known concept were linked. Shares are 0–1. */
export interface LinkFigures {
  readonly mentions: number
  /** The first candidate is right, be the answer NIL or not: acc@1. */
  readonly accuracy: Share
  /** A right one is among the first `k`. */
  readonly recallAt: readonly RecallAtRank[]
  /** Mean reciprocal rank of the first right candidate; 0 where there is none. */
  readonly mrr: number
  /** Not NIL. */
  readonly answered: Share
  /** Right ones of those that were answered. */
  readonly precision: Share
  /** Of the scores of answers; `null` when a first candidate has no score, as are the next two. */
  readonly calibration: Calibration | null
  readonly curve: readonly PrecisionPoint[] | null
  readonly precise: PreciseShare | null
}

export interface RecallAtRank extends Share {
  readonly k: number
}

/** The precision that {@link LinkFigures.precise} is about. */
const PRECISE = 0.9

/** @param at the ks of recall, from 1 */
export const linkFigures = (mentions: readonly RankedMention[], at: readonly number[]): LinkFigures => {
  const count = (is: (mention: RankedMention) => boolean): number => mentions.filter(is).length
  const within = (k: number): number => count(({ rank }) => rank > 0 && rank <= k)
  const answers = mentions.filter(({ answered }) => answered)
  return {
    mentions: mentions.length,
    accuracy: shareOf(within(1), mentions.length),
    recallAt: at.map((k) => ({ k, ...shareOf(within(k), mentions.length) })),
    mrr: meanReciprocal(mentions),
    answered: shareOf(answers.length, mentions.length),
    precision: shareOf(answers.filter(isRight).length, answers.length),
    ...scoreFigures(mentions),
  }
}

const isRight = ({ rank }: RankedMention): boolean => rank === 1

/** Rank by rank, so that the sum does not depend on the order of the mentions. */
const meanReciprocal = (mentions: readonly RankedMention[]): number => {
  const ranks = mentions.map(({ rank }) => rank).filter((rank) => rank > 0)
  const sum = ranks.sort((a, b) => b - a).reduce((total, rank) => total + 1 / rank, 0)
  return mentions.length === 0 ? 0 : sum / mentions.length
}

const scoreFigures = (
  mentions: readonly RankedMention[],
): Pick<LinkFigures, 'calibration' | 'curve' | 'precise'> => {
  if (mentions.some(({ candidates, score }) => candidates > 0 && score === undefined))
    return { calibration: null, curve: null, precise: null }
  const ranked = mentions.map((mention) => ({ score: mention.score ?? null, right: isRight(mention) }))
  const answers = mentions.flatMap((mention) =>
    mention.answered && mention.score !== undefined
      ? [{ score: mention.score, right: isRight(mention) }]
      : [],
  )
  return {
    calibration: calibrationOf(answers),
    curve: precisionCurve(ranked),
    precise: preciseShare(ranked, PRECISE),
  }
}
