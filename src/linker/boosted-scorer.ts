import type { Reason } from '../core/candidate.ts'
import type { CandidateFeatures, Scored, Scorer } from './contract.ts'
import { FEATURE_INPUTS } from './feature-inputs.ts'
import { ruleScorer } from './rule-scorer.ts'
import { scored, statedReasons } from './scored.ts'

/**
 * A regression tree. Node 0 is the root; a node whose `left` is 0 is a leaf. What is at most the threshold goes left, what
 * is not known where `missingLeft` says.
 */
export interface Tree {
  /** Place in the features of the model. */
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  readonly missingLeft: readonly boolean[]
  readonly left: readonly number[]
  readonly right: readonly number[]
  /** In log-odds: of a leaf what it adds; of another node the mean of its leaves, weighed by the examples in them. */
  readonly value: readonly number[]
}

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
  const roots = model.trees.reduce((sum, { value }) => sum + (value[0] ?? 0), model.prior)
  return {
    name: model.name,
    score: (features): Scored => {
      // The encoder's word alone is nothing that the trees were taught to weigh.
      if (features.fuzzy === null && features.vector !== null) return ruleScorer.score(features)
      const numbers = inputs.map((input) => input(features))
      const parts = new Float64Array(numbers.length)
      for (const tree of model.trees) addParts(tree, numbers, parts)
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

const addParts = (tree: Tree, numbers: readonly number[], parts: Float64Array): void => {
  let node = 0
  for (let left = tree.left[0] ?? 0; left !== 0; left = tree.left[node] ?? 0) {
    const feature = tree.feature[node] ?? 0
    const number = numbers[feature] ?? Number.NaN
    const goesLeft = Number.isNaN(number)
      ? tree.missingLeft[node] === true
      : number <= (tree.threshold[node] ?? 0)
    const next = goesLeft ? left : (tree.right[node] ?? 0)
    parts[feature] = (parts[feature] ?? 0) + (tree.value[next] ?? 0) - (tree.value[node] ?? 0)
    node = next
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
