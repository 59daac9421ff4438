// How often is the right concept the first candidate, among the first five, among the first twenty, with gold mentions
// given? `npx tsx bench/accuracy/link.ts [dev|train] [--encoder DIR] [--stages exact,fuzzy] [--no-abbreviations]
// [--disambiguators context,document] [--rules] [pair…]`: with the hand-set weights in place of the learned scorer.
// Figures are those of `eval link`: mentions with an id and not composite; discontinuous ones by their joined pieces.
// acc@1 and recall count every candidate; `answered` and what follows, only the first ones of answers that are not NIL.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CANDIDATE_STAGES } from '../../src/api.ts'
import { ruleScorer } from '../../src/linker/rule-scorer.ts'
import { evaluateLink, type LinkFigures } from '../../src/pipeline/evaluate-link.ts'
import { linkPredictor } from '../../src/pipeline/link-mentions.ts'
import { dataFolder, machine, requireData } from '../data.ts'
import { PAIRS, withPair } from './pairs.ts'

requireData()
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stages: { type: 'string', default: CANDIDATE_STAGES.join(',') },
    'no-abbreviations': { type: 'boolean', default: false },
    encoder: { type: 'string' },
    dimensions: { type: 'string' },
    disambiguators: { type: 'string', default: 'context,document' },
    rules: { type: 'boolean', default: false },
  },
})
const split = positionals[0] === 'train' ? 'train' : 'dev'
const only = positionals.filter((name) => name !== 'train' && name !== 'dev')
const stages = CANDIDATE_STAGES.filter((stage) => values.stages.split(',').includes(stage))
const LIMIT = 20
const options = {
  disambiguators: values.disambiguators.split(',').filter((name) => name !== ''),
  encoder: values.encoder,
  ...(values.rules ? { scorer: ruleScorer } : {}),
  ...(values.dimensions === undefined ? {} : { dimensions: Number(values.dimensions) }),
}

console.log(
  `Linking of gold mentions, ${split}, encoder ${values.encoder ?? 'none'}, ${values.rules ? 'hand-set weights' : 'learned scorer'}, stages ${stages.join(', ')}, abbreviations ${values['no-abbreviations'] ? 'off' : 'on'}, disambiguators ${values.disambiguators || 'none'}. ${machine()}\n`,
)
console.log(
  '| pair | mentions (covered) | acc@1 | R@5 | R@20 | of covered: acc@1 | R@5 | R@20 | answered | precision of answers | ECE | precision at .70 answered | answered at precision .90 | right/first by method |',
)
console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|')

const shares = ({ recallAt }: LinkFigures): string[] => recallAt.map(({ share }) => share.toFixed(3))

for (const pair of PAIRS) {
  if (only.length > 0 && !only.some((name) => pair.pair.includes(name))) continue
  const gold = join(dataFolder, 'linking', `${pair.pair}.${split}.jsonl${split === 'train' ? '.gz' : ''}`)
  if (!existsSync(gold)) continue
  await withPair(
    pair,
    async (kb) => {
      const predictions = linkPredictor(kb, {
        stages,
        abbreviations: !values['no-abbreviations'],
        limit: LIMIT,
      })
      const report = ({ line, message }: { readonly line: number; readonly message: string }): void => {
        console.error(`${gold}:${String(line)}: ${message}`)
      }
      const { all, covered = all, byMethod } = await evaluateLink({ gold, predictions, kb, report })
      const methods = Object.entries(byMethod).flatMap(
        ([
          name,
          {
            all: { accuracy, mentions },
          },
        ]) => (name === 'NIL' ? [] : [`${name} ${String(accuracy.count)}/${String(mentions)}`]),
      )
      const cells = [
        pair.pair,
        `${String(all.mentions)} (${(covered.mentions / all.mentions).toFixed(3)})`,
        ...[...shares(all), ...shares(covered)],
        ...[
          all.answered.share,
          all.precision.share,
          all.calibration?.ece ?? 0,
          all.curve?.find(({ share }) => share === 0.7)?.precision ?? 0,
          all.precise?.share ?? 0,
        ].map((share) => share.toFixed(3)),
        methods.join(', '),
      ]
      console.log(`| ${cells.join(' | ')} |`)
    },
    options,
  )
}
