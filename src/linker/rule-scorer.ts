import type { Rung } from '../core/text/ladder.ts'
import type { SynonymScope } from '../core/term.ts'
import type { Reason } from '../core/candidate.ts'
import type { CandidateFeatures, Scorer } from './contract.ts'
import { scored, statedReasons } from './scored.ts'

/**
 * A scorer with hand-set weights, in log-odds, one per feature value. Labels and exact synonyms rank before looser names,
 * then the surer rung, the better scope, the case, the source. The weights were scaled so that scores agree with how often
 * answers are right on the train splits (ECE .02–.04, `docs/design.md`); a learned scorer may take this one's place.
 */
const PRIOR = 1.9

const RUNG_WEIGHTS: Readonly<Record<Rung, number>> = {
  exact: 1.2,
  case: 0.8,
  punctuation: 0.6,
  symbol: 0.4,
  inflection: 0.2,
  spacing: 0,
  order: -0.4,
}

const SCOPE_WEIGHTS: Readonly<Record<SynonymScope, number>> = {
  label: 0.8,
  exact: 0.7,
  narrow: -0.8,
  broad: -0.3,
  related: -0.3,
}

const CASE_WEIGHT = -0.1
// Where something fits better, it is that as a rule.
const RIVAL_WEIGHT = -4.8
// Of n concepts that fit equally well one is right: this takes a sure match down to 1 / n.
const TIE_WEIGHT = -3.8

export const ruleScorer: Scorer = {
  name: 'rules',
  score: (features) => {
    if (features.rung !== null) return scored(reasonsFor(features, features.rung))
    if (features.vector === null) return scored(likenessReasons(features, LEXICAL))
    // An encoder knows little of typing errors: where a name is written so much like the mention, that is enough.
    const both = scored(likenessReasons(features, ENCODED))
    const written = scored(likenessReasons(features, WRITTEN))
    return both.score >= written.score ? both : written
  },
}

const reasonsFor = (features: CandidateFeatures, rung: Rung): Reason[] => {
  const { scope, caseAgreement, symbol, ties, rivals } = features
  const reasons: Reason[] = [
    { feature: 'prior', value: 'a name matches', weight: PRIOR },
    { feature: 'rung', value: rung, weight: RUNG_WEIGHTS[rung] },
    { feature: 'scope', value: scope, weight: SCOPE_WEIGHTS[scope] },
  ]
  if (caseAgreement === 'differs' && !symbol)
    reasons.push({ feature: 'caseAgreement', value: caseAgreement, weight: CASE_WEIGHT })
  if (ties > 0) reasons.push({ feature: 'ties', value: String(ties), weight: TIE_WEIGHT - Math.log(ties) })
  if (rivals > 0)
    reasons.push({
      feature: 'rivals',
      value: String(rivals),
      weight: RIVAL_WEIGHT - Math.log(rivals),
    })
  return [...reasons, ...statedReasons(features)]
}

interface LikenessWeights {
  readonly prior: number
  readonly fuzzy: number
  readonly fuzzyBehind: number
  readonly vector: number
  readonly vectorBehind: number
}

// Of names that are like the mention; set by hand.
const LEXICAL: LikenessWeights = { prior: -5, fuzzy: 6.5, fuzzyBehind: -9, vector: 0, vectorBehind: 0 }
// What counts beside an encoder's word: the same, with one log-odds less.
const WRITTEN: LikenessWeights = { ...LEXICAL, prior: LEXICAL.prior - 1 }
const ENCODED: LikenessWeights = { prior: -5.5, fuzzy: 3, fuzzyBehind: -3, vector: 4.5, vectorBehind: -7 }
const MET_WEIGHT = -3
const SHORT_WEIGHT = -2
const LIKE_SCOPE_WEIGHTS: Readonly<Record<SynonymScope, number>> = {
  label: 0.2,
  exact: 0.2,
  narrow: -0.3,
  broad: -0.3,
  related: -0.3,
}

const likenessReasons = (features: CandidateFeatures, weights: LikenessWeights): Reason[] => {
  const { met, scope, short } = features
  const reasons: Reason[] = [{ feature: 'prior', value: 'a name is like it', weight: weights.prior }]
  for (const feature of ['fuzzy', 'fuzzyBehind', 'vector', 'vectorBehind'] as const) {
    const value = features[feature] ?? 0
    if (value === 0 || weights[feature] === 0) continue
    reasons.push({ feature, value: value.toFixed(2), weight: weights[feature] * value })
  }
  reasons.push({ feature: 'scope', value: scope, weight: LIKE_SCOPE_WEIGHTS[scope] })
  if (met > 0) reasons.push({ feature: 'met', value: String(met), weight: MET_WEIGHT })
  if (short) reasons.push({ feature: 'short', value: 'the mention', weight: SHORT_WEIGHT })
  return [...reasons, ...statedReasons(features)]
}
