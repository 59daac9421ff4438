import type { Reason } from '../core/candidate.ts'
import type { CandidateFeatures, Scored, Scorer } from './contract.ts'
import { FEATURE_INPUTS } from './feature-inputs.ts'
import { Forest, type Tree } from './forest.ts'
import { ruleScorer } from './rule-scorer.ts'
import { scored, statedReasons } from './scored.ts'

/** Turns what the trees add up to into log-odds that agree with how often answers are right (Platt 1999). */
export interface Calibration {
  readonly slope: number
  readonly offset: number
}

/** Boosted trees (Friedman 2001), and how their sum is read. */
export interface BoostedModel {
  readonly name: string
  readonly features: readonly string[]
  /** Log-odds before any tree. */
  readonly prior: number
  readonly trees: readonly Tree[]
  /** By entity class; `default`: of every other. */
  readonly calibration: Readonly<Record<string, Calibration>> & { readonly default: Calibration }
}

/** Smaller parts of a score are put together. */
const LEAST_TOLD = 0.25

/**
 * A scorer of boosted trees. Its reasons are the features on the way through each tree: what the mean of a node's leaves
 * changes by from node to node counts for the feature asked there (Saabas 2014), so they sum to the log-odds of the score.
 */
export const boostedScorer = (model: BoostedModel): Scorer => {
  const inputs = model.features.map((name) => FEATURE_INPUTS[name] ?? ((): number => Number.NaN))
  const forest = new Forest(model.trees, inputs.length)
  const roots = model.trees.reduce((sum, { value }) => sum + (value[0] ?? 0), model.prior)
  return {
    name: model.name,
    score: (features): Scored => {
      // The encoder's word alone is nothing that the trees were taught to weigh.
      if (features.fuzzy === null && features.vector !== null) return ruleScorer.score(features)
      const numbers = inputs.map((input) => input(features))
      const parts = forest.parts(numbers)
      const { slope, offset } = calibrationOf(model, features)
      const means = features.rung === null ? 'a name is like it' : 'a name matches'
      const reasons: Reason[] = []
      let [prior, others] = [slope * roots + offset, 0]
      parts.forEach((part, at) => {
        const [feature = '', weight] = [model.features[at], slope * part]
        // What was not asked for is no reason.
        if (Number.isNaN(numbers[at]) && feature !== 'rung') prior += weight
        else if (Math.abs(weight) < LEAST_TOLD) others += weight
        else reasons.push({ feature, value: told(feature, features, numbers[at]), weight })
      })
      reasons.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      reasons.unshift({ feature: 'prior', value: means, weight: prior })
      if (others !== 0) reasons.push({ feature: 'others', value: 'each little', weight: others })
      return scored([...reasons, ...statedReasons(features)])
    },
  }
}

const calibrationOf = ({ calibration }: BoostedModel, { entityClass }: CandidateFeatures): Calibration =>
  (Object.hasOwn(calibration, entityClass) ? calibration[entityClass] : undefined) ?? calibration.default

/** A feature as the reader of an explanation knows it. */
const told = (name: string, features: CandidateFeatures, number = Number.NaN): string => {
  if (name === 'rung') return features.rung ?? 'none'
  if (name === 'scope') return features.scope
  if (name === 'caseAgreement') return features.caseAgreement
  return Number.isInteger(number) ? String(number) : number.toFixed(2)
}
