// Logistic regression with a penalty on all weights but the prior's: what the fits in this folder share.
import { machine } from '../data.ts'

export interface Example {
  readonly features: Iterable<readonly [name: string, value: number]>
  readonly right: boolean
  readonly weight: number
}

const ROUNDS = 2000

/** Weights by feature in log-odds, by gradient ascent with a step of its own per feature (AdaGrad); `penalty` is that of L2. */
const fitWeights = (examples: readonly Example[], penalty: number): Map<string, number> => {
  const weights = new Map<string, number>()
  const squares = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Map<string, number>()
    for (const { features, right, weight } of examples) {
      let logOdds = 0
      for (const [name, value] of features) logOdds += (weights.get(name) ?? 0) * value
      const error = weight * (Number(right) - 1 / (1 + Math.exp(-logOdds)))
      for (const [name, value] of features) gradient.set(name, (gradient.get(name) ?? 0) + error * value)
    }
    for (const [name, slope] of gradient) {
      const penalized = slope - (name === 'prior' ? 0 : penalty * (weights.get(name) ?? 0))
      const square = (squares.get(name) ?? 0) + penalized ** 2
      if (square === 0) continue
      squares.set(name, square)
      weights.set(name, (weights.get(name) ?? 0) + (0.5 * penalized) / Math.sqrt(square))
    }
  }
  return weights
}

/** Fits, and prints one line a feature below `what` they were learned from. */
export const printWeights = (what: string, examples: readonly Example[], penalty: number): void => {
  console.log(`${String(examples.length)} ${what}. ${machine()}`)
  for (const [name, weight] of [...fitWeights(examples, penalty)].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${weight.toFixed(2).padStart(6)}  ${name}`)
}
