// What would a regression weigh the features of src/linker/rule-scorer.ts? `npx tsx bench/accuracy/fit-weights.ts`
// Logistic regression, on the train splits, of "the first answer is right" on its features; each corpus weighs the
// same; a penalty keeps rare features near 0.
import { goldMentions, machine, requireData } from '../data.ts'
import { currentIds, PAIRS, withPair } from './pairs.ts'

interface Example {
  readonly features: ReadonlyMap<string, number>
  readonly right: boolean
  readonly weight: number
}

requireData()
const examples: Example[] = []
for (const pair of PAIRS) {
  const gold = goldMentions(pair.pair, 'train').filter(({ ids, composite }) => ids.length > 0 && !composite)
  if (gold.length === 0) continue
  await withPair(pair, async (kb) => {
    for (const { mention, joined, ids } of gold) {
      const [first] = (await kb.link(joined ?? mention, { class: pair.entityClass, limit: 1, explain: true }))
        .candidates
      if (!first) continue
      const features = new Map<string, number>()
      for (const { feature, value } of first.reasons ?? []) {
        if (feature === 'rivals' || feature === 'ties') features.set(feature, Math.log2(1 + Number(value)))
        else features.set(feature === 'prior' ? feature : `${feature} ${value}`, 1)
      }
      examples.push({ features, right: currentIds(kb, ids).has(first.id), weight: 1000 / gold.length })
    }
  })
}

const PENALTY = 2
const weights = new Map<string, number>()
const squares = new Map<string, number>()
for (let round = 0; round < 2000; round++) {
  const gradient = new Map<string, number>()
  for (const { features, right, weight } of examples) {
    let logOdds = 0
    for (const [name, value] of features) logOdds += (weights.get(name) ?? 0) * value
    const error = weight * (Number(right) - 1 / (1 + Math.exp(-logOdds)))
    for (const [name, value] of features) gradient.set(name, (gradient.get(name) ?? 0) + error * value)
  }
  for (const [name, slope] of gradient) {
    const penalized = slope - (name === 'prior' ? 0 : PENALTY * (weights.get(name) ?? 0))
    squares.set(name, (squares.get(name) ?? 0) + penalized ** 2)
    weights.set(name, (weights.get(name) ?? 0) + (0.5 * penalized) / Math.sqrt(squares.get(name) ?? 1))
  }
}

console.log(`${String(examples.length)} answered mentions of the train splits. ${machine()}`)
for (const [name, weight] of [...weights].sort()) console.log(`${weight.toFixed(2).padStart(6)}  ${name}`)
