import type { Reason } from '../core/candidate.ts'
import type { CandidateFeatures, Scored } from './contract.ts'

/** A score whose log-odds are what the reasons sum to. */
export const scored = (reasons: readonly Reason[]): Scored => {
  const logOdds = reasons.reduce((sum, { weight }) => sum + weight, 0)
  return { score: 1 / (1 + Math.exp(-logOdds)), reasons }
}

const REDIRECT_WEIGHT = -0.3
const PREFERRED_WEIGHT = 3
const SOURCE_RANK_WEIGHT = -0.02

// A symbol in another case is as a rule another thing: eGFR is not EGFR, "all" is not ALL.
const SYMBOL_CASE_WEIGHTS = { same: 0, initial: -2, differs: -4 } as const

/**
 * What gold corpora, all of whose mentions are some concept, do not teach: that a word is no symbol; nor the order of
 * sources, what curators say, and retirements.
 */
export const statedReasons = ({
  sourceRank,
  preferred,
  redirected,
  symbol,
  caseAgreement,
}: CandidateFeatures): readonly Reason[] => {
  const reasons: Reason[] = []
  if (symbol && caseAgreement !== 'same')
    reasons.push({
      feature: 'symbolCase',
      value: caseAgreement,
      weight: SYMBOL_CASE_WEIGHTS[caseAgreement],
    })
  if (sourceRank > 0) {
    const weight = SOURCE_RANK_WEIGHT * Math.min(sourceRank, 20)
    reasons.push({ feature: 'sourceRank', value: String(sourceRank), weight })
  }
  if (preferred) reasons.push({ feature: 'preferred', value: 'by a curation', weight: PREFERRED_WEIGHT })
  if (redirected)
    reasons.push({ feature: 'redirected', value: 'from a retired concept', weight: REDIRECT_WEIGHT })
  return reasons
}
