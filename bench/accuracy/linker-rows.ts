// Writes what a scorer of candidates learns from and is measured on (training/linker): for each gold mention of the pairs'
// train and dev splits, the features of its candidates. A line a mention.
// `npx tsx bench/accuracy/linker-rows.ts OUT.jsonl [--encoder DIR] [--most N] [--misspelt] [PAIR…]`; without an encoder,
// those of the lexical stages and of the ladder alone. `--misspelt`: of train mentions with a typing error each.
import { appendFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  CANDIDATE_STAGES,
  type CandidateStage,
  definitionsIn,
  type KnowledgeBase,
  type Scorer,
} from '../../src/api.ts'
import { FEATURE_INPUTS } from '../../src/linker/feature-inputs.ts'
import { ruleScorer } from '../../src/linker/rule-scorer.ts'
import { type GoldMention, goldMentions, requireData } from '../data.ts'
import { seededRandom } from '../synthetic.ts'
import { currentIds, PAIRS, type Pair, withPair } from './pairs.ts'

requireData()
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    encoder: { type: 'string' },
    most: { type: 'string', default: '5000' },
    misspelt: { type: 'boolean', default: false },
  },
})
const [out = 'linker-rows.jsonl', ...only] = positionals
const CANDIDATES = 25
const BLOCK = 64

/** Ranks as the rules do, and leaves the features behind as reasons. */
const witness: Scorer = {
  name: 'witness',
  score: (features) => ({
    score: ruleScorer.score(features).score,
    reasons: Object.entries(FEATURE_INPUTS).map(([feature, input]) => ({
      feature,
      value: String(input(features)),
      weight: 0,
    })),
  }),
}

/** At most so many, evenly spread. */
const sampled = <Item>(items: readonly Item[], most: number): Item[] => {
  const step = Math.max(1, items.length / most)
  return items.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step))
}

/** A letter swapped, lost, doubled or replaced, within the text; by chance, the same each time. */
const misspelt = (text: string, random: () => number): string => {
  const at = 1 + Math.floor(random() * (text.length - 2))
  const letter = String.fromCharCode(97 + Math.floor(random() * 26))
  const kinds = [
    `${text.charAt(at + 1)}${text.charAt(at)}`,
    text.charAt(at + 1),
    `${text.charAt(at)}${text.slice(at, at + 2)}`,
    `${letter}${text.charAt(at + 1)}`,
  ]
  return `${text.slice(0, at)}${kinds[Math.floor(random() * kinds.length)] ?? ''}${text.slice(at + 2)}`
}

/** Too short to be known when misspelt. */
const LEAST_LENGTH = 8

const misspeltGold = (gold: readonly GoldMention[]): GoldMention[] => {
  const random = seededRandom(7)
  return gold
    .map((each) => ({ ...each, mention: each.joined ?? each.mention }))
    .filter(({ mention }) => mention.length >= LEAST_LENGTH)
    .map(({ joined: _, ...each }) => ({ ...each, mention: misspelt(each.mention, random) }))
}

const rowOf = async (
  kb: KnowledgeBase,
  { pair, entityClass }: Pair,
  split: string,
  stages: readonly CandidateStage[],
  gold: GoldMention,
  document: readonly GoldMention[],
): Promise<string> => {
  const mention = gold.joined ?? gold.mention
  const definitions = definitionsIn(document)
  const options = { class: entityClass, explain: true, limit: CANDIDATES, definitions, stages }
  const { candidates, reading } = await kb.link(mention, options)
  const wanted = currentIds(kb, gold.ids)
  const rows = candidates.map(({ id, reasons = [] }) => ({
    id,
    right: wanted.has(id),
    // What the definition of an abbreviation adds is no feature.
    inputs: reasons
      .slice(0, Object.keys(FEATURE_INPUTS).length)
      .map(({ value }) => (value === 'NaN' ? null : Number(value))),
  }))
  return JSON.stringify({
    pair,
    split,
    class: entityClass,
    doc: gold.doc,
    mention,
    read: reading !== undefined,
    misspelt: values.misspelt,
    stages,
    candidates: rows,
  })
}

writeFileSync(out, `${JSON.stringify({ features: Object.keys(FEATURE_INPUTS) })}\n`)
for (const pair of PAIRS) {
  if (only.length > 0 && !only.some((name) => pair.pair.includes(name))) continue
  const { encoder } = values
  await withPair(
    pair,
    async (kb) => {
      const runs = encoder === undefined ? ([['exact', 'fuzzy'], ['exact']] as const) : [CANDIDATE_STAGES]
      for (const split of values.misspelt ? (['train'] as const) : (['train', 'dev'] as const)) {
        const all = goldMentions(pair.pair, split).filter(
          ({ ids, composite }) => ids.length > 0 && !composite,
        )
        const documents = new Map<string, GoldMention[]>()
        for (const mention of all)
          documents.set(mention.doc, [...(documents.get(mention.doc) ?? []), mention])
        const chosen = sampled(all, Number(values.most))
        const gold = values.misspelt ? misspeltGold(chosen) : chosen
        for (const stages of runs)
          for (let at = 0; at < gold.length; at += BLOCK) {
            const rows = gold
              .slice(at, at + BLOCK)
              .map((each) => rowOf(kb, pair, split, stages, each, documents.get(each.doc) ?? []))
            appendFileSync(out, `${(await Promise.all(rows)).join('\n')}\n`)
          }
        console.log(`${pair.pair} ${split}: ${String(gold.length)} of ${String(all.length)} mentions`)
      }
    },
    { scorer: witness, disambiguators: [], ...(encoder === undefined ? {} : { encoder }) },
  )
}
