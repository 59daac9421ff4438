// What would a regression weigh the features of names that are like a mention (`LikenessFeatures`)?
// `npx tsx bench/accuracy/fit-likeness.ts [--encoder DIR] [--dimensions N] [PAIR…]`: logistic regression, on the train
// splits, of "this candidate is right" on its features, over the likest twenty of mentions; each pair weighs the same.
import { parseArgs } from 'node:util'
import { definitionsIn, type KnowledgeBase, type LikenessFeatures, type Scorer } from '../../src/api.ts'
import { goldMentions, requireData } from '../data.ts'
import { type Example, printWeights } from './logistic.ts'
import { currentIds, PAIRS, type Pair, withPair } from './pairs.ts'

requireData()
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { encoder: { type: 'string' }, dimensions: { type: 'string' } },
})
const MENTIONS = 1500
const CANDIDATES = 20

/** Puts the likest first, and leaves the features behind as reasons. */
const witness: Scorer = {
  name: 'witness',
  score: () => ({ score: 1, reasons: [] }),
  scoreLike: (features) => ({
    score: (features.fuzzy + features.vector) / 2.1,
    reasons: Object.entries(features).map(([feature, value]) => ({
      feature,
      value: String(value),
      weight: 0,
    })),
  }),
}

const inputsOf = (features: Readonly<Record<keyof LikenessFeatures, string>>): Example['features'] => [
  ['prior', 1],
  ['fuzzy', Number(features.fuzzy)],
  ['fuzzyBehind', Number(features.fuzzyBehind)],
  ['vector', Number(features.vector)],
  ['vectorBehind', Number(features.vectorBehind)],
  ['met', Math.min(1, Number(features.met))],
  ['short', Number(features.short === 'true')],
  ['scope: not label or exact', Number(features.scope !== 'label' && features.scope !== 'exact')],
]

const examplesOf = async (kb: KnowledgeBase, { pair, entityClass }: Pair): Promise<Example[]> => {
  const all = goldMentions(pair, 'train').filter(({ ids, composite }) => ids.length > 0 && !composite)
  const step = Math.max(1, all.length / MENTIONS)
  const gold = Array.from({ length: Math.min(MENTIONS, all.length) }, (_, at) => all[Math.floor(at * step)])
  const results = await Promise.all(
    gold.map(async (each) => {
      if (each === undefined) return []
      const definitions = definitionsIn(all.filter(({ doc }) => doc === each.doc))
      const { candidates, reading } = await kb.link(each.joined ?? each.mention, {
        ...{ class: entityClass, explain: true, limit: CANDIDATES + 10, definitions },
      })
      if (reading !== undefined) return []
      const wanted = currentIds(kb, each.ids)
      return candidates
        .filter(({ similarity }) => similarity !== undefined)
        .slice(0, CANDIDATES)
        .map(({ id, reasons = [] }) => ({
          features: inputsOf(
            Object.fromEntries(reasons.map(({ feature, value }) => [feature, value])) as Record<
              keyof LikenessFeatures,
              string
            >,
          ),
          right: wanted.has(id),
          weight: 1000 / gold.length,
        }))
    }),
  )
  return results.flat()
}

const examples: Example[] = []
for (const pair of PAIRS) {
  if (goldMentions(pair.pair, 'train').length === 0) continue
  if (positionals.length > 0 && !positionals.some((name) => pair.pair.includes(name))) continue
  const found = await withPair(pair, (kb) => examplesOf(kb, pair), {
    encoder: values.encoder,
    scorer: witness,
    ...(values.dimensions === undefined ? {} : { dimensions: Number(values.dimensions) }),
  })
  const right = found.filter((example) => example.right).length
  console.log(`${pair.pair}: ${String(found.length)} candidates, ${String(right)} right`)
  examples.push(...found)
}

printWeights(`candidates of train mentions, encoder ${values.encoder ?? 'none'}`, examples, 1)
