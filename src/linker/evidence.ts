import type { Candidate, Reason } from '../core/candidate.ts'
import { groupBy } from '../core/group-by.ts'

/** The feature by which rivals share what is likely. */
const SHARE = 'share'

/** A candidate with one more reason; one without reasons stays as it is. */
export const withReason = (candidate: Candidate, reason: Reason): Candidate =>
  candidate.reasons === undefined ? candidate : weighed(candidate, [...candidate.reasons, reason])

/** Rivals are those at least so likely as the likeliest, as a share of it. */
const RIVALLING = 0.5

/**
 * Of the concepts of one source a mention means one: where the scores of rivals sum to more than 1, each has its share.
 * Shares that were given before are given anew; what has no reasons stays. Best first; equal ones stay in their order.
 */
export const sharedOut = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const alone = candidates.map(withoutShare)
  const sums = new Map(
    [...groupBy(alone, ({ source }) => source)].map(([name, all]) => [name, sumOfRivals(all)]),
  )
  return alone
    .map((candidate) => {
      const sum = sums.get(candidate.source) ?? 0
      return sum <= 1 || candidate.reasons === undefined ? candidate : shareOf(candidate, sum)
    })
    .sort((a, b) => b.score - a.score)
}

const withoutShare = (candidate: Candidate): Candidate =>
  candidate.reasons?.some(({ feature }) => feature === SHARE) === true
    ? weighed(
        candidate,
        candidate.reasons.filter(({ feature }) => feature !== SHARE),
      )
    : candidate

const weighed = (candidate: Candidate, reasons: readonly Reason[]): Candidate => {
  const logOdds = reasons.reduce((sum, { weight }) => sum + weight, 0)
  return { ...candidate, reasons, score: 1 / (1 + Math.exp(-logOdds)) }
}

const sumOfRivals = (group: readonly Candidate[]): number => {
  const least = RIVALLING * Math.max(...group.map(({ score }) => score))
  return group.reduce((sum, { score }) => sum + (score >= least ? score : 0), 0)
}

const shareOf = (candidate: Candidate, sum: number): Candidate => {
  const weight = logOdds(candidate.score / sum) - logOdds(candidate.score)
  const reason = { feature: SHARE, value: 'only one is meant', weight }
  return { ...withReason(candidate, reason), score: candidate.score / sum }
}

/** Finite, also of a certainty. */
const logOdds = (score: number): number => {
  const possible = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, score))
  return Math.log(possible / (1 - possible))
}
