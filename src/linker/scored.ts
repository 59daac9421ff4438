import type { Reason } from '../core/candidate.ts'
import type { CandidateFeatures, Scored } from './contract.ts'

/** A score whose log-odds are what the reasons sum to. */
export const scored = (reasons: readonly Reason[]): Scored => {
  const logOdds = reasons.reduce((sum, { weight }) => sum + weight, 0)
  return { score: 1 / (1 + Math.exp(-logOdds)), reasons }
}

const REDIRECT_WEIGHT = -0.3
const PREFERRED_WEIGHT = 1
const SOURCE_RANK_WEIGHT = -0.02

/** What no gold corpus teaches: the order of sources, what curators say, and retirements. For any scorer. */
export const statedReasons = ({
  sourceRank,
  preferred,
  redirected,
}: CandidateFeatures): readonly Reason[] => {
  const reasons: Reason[] = []
  if (sourceRank > 0) {
    const weight = SOURCE_RANK_WEIGHT * Math.min(sourceRank, 20)
    reasons.push({ feature: 'sourceRank', value: String(sourceRank), weight })
  }
  if (preferred) reasons.push({ feature: 'preferred', value: 'by a curation', weight: PREFERRED_WEIGHT })
  if (redirected)
    reasons.push({ feature: 'redirected', value: 'from a retired concept', weight: REDIRECT_WEIGHT })
  return reasons
}
