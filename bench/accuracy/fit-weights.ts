// What would a regression weigh the features of the ladder (src/linker/rule-scorer.ts)? `npx tsx bench/accuracy/fit-weights.ts`
// Logistic regression, on the train splits, of "the first answer is right" on its features; each corpus weighs the
// same; a penalty keeps rare features near 0.
import { goldMentions, requireData } from '../data.ts'
import { type Example, printWeights } from './logistic.ts'
import { currentIds, PAIRS, withPair } from './pairs.ts'

requireData()
const examples: Example[] = []
for (const pair of PAIRS) {
  const gold = goldMentions(pair.pair, 'train').filter(({ ids, composite }) => ids.length > 0 && !composite)
  if (gold.length === 0) continue
  await withPair(pair, async (kb) => {
    for (const { mention, joined, ids } of gold) {
      const { candidates } = await kb.link(joined ?? mention, {
        ...{ class: pair.entityClass, stages: ['exact'], limit: 1, explain: true },
      })
      const [first] = candidates
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

printWeights('answered mentions of the train splits', examples, 2)
