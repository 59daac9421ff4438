// How often is the right concept the first candidate, among the first five, among the first twenty, with gold mentions
// given? `npx tsx bench/accuracy/link.ts [dev|train] [--encoder DIR] [--stages exact,fuzzy] [--no-abbreviations] [pair…]`
// Mentions with an id and not composite; discontinuous ones by their joined pieces. acc@1 and recall
// count every candidate; `answered` and what follows, only the first ones of answers that are not NIL.
import { parseArgs } from 'node:util'
import { CANDIDATE_STAGES, definitionsIn, type KnowledgeBase, type LinkResult } from '../../src/api.ts'
import { type GoldMention, goldMentions, machine, requireData } from '../data.ts'
import { currentIds, PAIRS, type Pair, withPair } from './pairs.ts'

requireData()
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stages: { type: 'string', default: CANDIDATE_STAGES.join(',') },
    'no-abbreviations': { type: 'boolean', default: false },
    encoder: { type: 'string' },
    dimensions: { type: 'string' },
  },
})
const split = positionals[0] === 'train' ? 'train' : 'dev'
const only = positionals.filter((name) => name !== 'train' && name !== 'dev')
const stages = CANDIDATE_STAGES.filter((stage) => values.stages.split(',').includes(stage))
const LIMIT = 20
const options = {
  encoder: values.encoder,
  ...(values.dimensions === undefined ? {} : { dimensions: Number(values.dimensions) }),
}

interface Counts {
  mentions: number
  covered: number
  first: number
  inFive: number
  inTwenty: number
  answered: number
  right: number
}

const linked = async (kb: KnowledgeBase, pair: Pair, gold: readonly GoldMention[]): Promise<LinkResult[]> => {
  const byDocument = new Map<string, GoldMention[]>()
  for (const mention of gold) byDocument.set(mention.doc, [...(byDocument.get(mention.doc) ?? []), mention])
  const definitions = new Map(
    [...byDocument].map(([doc, mentions]) => [
      doc,
      values['no-abbreviations'] ? [] : definitionsIn(mentions),
    ]),
  )
  return Promise.all(
    gold.map(({ mention, joined, doc }) =>
      kb.link(joined ?? mention, {
        class: pair.entityClass,
        limit: LIMIT,
        stages,
        definitions: definitions.get(doc) ?? [],
      }),
    ),
  )
}

/** Expected calibration error of the first candidates' scores, over ten bins. */
const calibrationError = (
  answers: readonly { readonly score: number; readonly right: boolean }[],
): number => {
  const bins = Array.from({ length: 10 }, () => ({ right: 0, score: 0 }))
  for (const { score, right } of answers) {
    const bin = bins[Math.min(9, Math.floor(score * 10))]
    if (bin === undefined) continue
    bin.right += Number(right)
    bin.score += score
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.score), 0) / answers.length
}

console.log(
  `Linking of gold mentions, ${split}, encoder ${values.encoder ?? 'none'}, stages ${stages.join(', ')}, abbreviations ${values['no-abbreviations'] ? 'off' : 'on'}. ${machine()}\n`,
)
console.log(
  '| pair | mentions (covered) | acc@1 | R@5 | R@20 | of covered: acc@1 | R@5 | R@20 | answered | precision of answers | ECE | right/first by method |',
)
console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|')

for (const pair of PAIRS) {
  if (only.length > 0 && !only.some((name) => pair.pair.includes(name))) continue
  const gold = goldMentions(pair.pair, split).filter(({ ids, composite }) => ids.length > 0 && !composite)
  if (gold.length === 0) continue
  await withPair(
    pair,
    async (kb) => {
      const count: Counts = {
        mentions: gold.length,
        covered: 0,
        first: 0,
        inFive: 0,
        inTwenty: 0,
        answered: 0,
        right: 0,
      }
      const byMethod = new Map<string, { right: number; all: number }>()
      const answers: { score: number; right: boolean }[] = []
      const results = await linked(kb, pair, gold)
      gold.forEach(({ ids }, index) => {
        const wanted = currentIds(kb, ids)
        const { candidates = [], nil = true } = results[index] ?? {}
        const place = candidates.findIndex(({ id }) => wanted.has(id))
        count.covered += Number([...wanted].some((id) => isKnown(kb, id)))
        count.inFive += Number(place !== -1 && place < 5)
        count.inTwenty += Number(place !== -1)
        count.first += Number(place === 0)
        const [first] = candidates
        if (first === undefined || nil) return
        count.answered++
        count.right += Number(place === 0)
        answers.push({ score: first.score, right: place === 0 })
        const method = byMethod.get(first.method) ?? { right: 0, all: 0 }
        byMethod.set(first.method, { right: method.right + Number(place === 0), all: method.all + 1 })
      })
      const share = (part: number, of: number): string => (part / of).toFixed(3)
      const shares = (of: number): string[] =>
        [count.first, count.inFive, count.inTwenty].map((part) => share(part, of))
      const methods = [...byMethod].map(([name, { right, all }]) => `${name} ${String(right)}/${String(all)}`)
      const cells = [
        pair.pair,
        `${String(count.mentions)} (${share(count.covered, count.mentions)})`,
        ...shares(count.mentions),
        ...shares(count.covered),
        share(count.answered, count.mentions),
        share(count.right, count.answered),
        calibrationError(answers).toFixed(3),
        methods.join(', '),
      ]
      console.log(`| ${cells.join(' | ')} |`)
    },
    options,
  )
}

function isKnown(kb: KnowledgeBase, id: string): boolean {
  try {
    kb.term(id)
    return true
  } catch {
    return false
  }
}
