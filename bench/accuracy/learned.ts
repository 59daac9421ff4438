// What do names learned from train add on dev? `ontoground learn` over the train split of a pair, into curations of its
// own, then `eval link` on dev without and with them.
// `npx tsx bench/accuracy/learned.ts [--encoder DIR] [--stages exact,fuzzy] [--min-count N] [--errors] [pair…]`
// No document of dev is in train. Strings seen in train, and concepts seen there under another name, are told apart.
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildKnowledgeBase, CANDIDATE_STAGES, type Config, openKnowledgeBase } from '../../src/api.ts'
import { evaluateLink, type LinkEvaluation, type LinkFigures } from '../../src/pipeline/evaluate-link.ts'
import { learnNames } from '../../src/pipeline/learn.ts'
import { linkPredictor } from '../../src/pipeline/link-mentions.ts'
import { dataFolder, machine, requireData } from '../data.ts'
import { configOf, type Pair, PAIRS } from './pairs.ts'

requireData()
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stages: { type: 'string', default: CANDIDATE_STAGES.join(',') },
    encoder: { type: 'string' },
    'min-count': { type: 'string', default: '1' },
    errors: { type: 'boolean', default: false },
  },
})
const stages = CANDIDATE_STAGES.filter((stage) => values.stages.split(',').includes(stage))
const DEFAULT_PAIRS = ['ncbi-disease', 'bc5cdr']
const wanted = positionals.length > 0 ? positionals : DEFAULT_PAIRS

const report = ({
  file,
  line,
  message,
}: {
  readonly file: string
  readonly line: number
  readonly message: string
}) => {
  console.error(`${file}:${String(line)}: ${message}`)
}

const goldOf = ({ pair }: Pair, split: 'train' | 'dev'): string =>
  join(dataFolder, 'linking', split === 'dev' ? `${pair}.dev.jsonl` : `${pair}.train.jsonl.gz`)

/** The pair's ontology with a curations file for each source, empty to begin with. */
const prepare = (pair: Pair): Config => {
  const folder = join(tmpdir(), 'ontoground-bench-learned', pair.pair)
  mkdirSync(folder, { recursive: true })
  const config = configOf(pair, join(folder, 'kb'))
  const sources = config.sources.map((source) => {
    const curationsFile = join(folder, `${source.name}.jsonl`)
    writeFileSync(curationsFile, '')
    return { ...source, curationsFile }
  })
  const encoder = values.encoder === undefined ? {} : { encoder: { folder: resolve(values.encoder) } }
  return { ...config, ...encoder, file: join(folder, 'bench.json'), sources }
}

const evaluate = async (config: Config, pair: Pair): Promise<LinkEvaluation> => {
  const { encoderProblem } = await buildKnowledgeBase(config)
  if (encoderProblem !== undefined) throw encoderProblem
  const kb = await openKnowledgeBase(config.kb)
  try {
    return await evaluateLink({
      gold: goldOf(pair, 'dev'),
      seen: goldOf(pair, 'train'),
      predictions: linkPredictor(kb, { stages, limit: 20 }),
      kb,
      report,
      ...(values.errors
        ? {
            fault: (fault) => {
              console.error(JSON.stringify(fault))
            },
          }
        : {}),
    })
  } finally {
    kb.close()
  }
}

const share = (value = NaN): string => value.toFixed(3)

const cellsOf = ({ accuracy, recallAt, answered, precision, calibration }: LinkFigures): string[] => [
  share(accuracy.share),
  share(recallAt.find(({ k }) => k === 5)?.share),
  share(answered.share),
  share(precision.share),
  share(calibration?.ece),
]

const printRow = (pair: Pair, names: string, { all, covered = all, bySeen }: LinkEvaluation): void => {
  const seen = Object.entries(bySeen ?? {}).map(
    ([part, { all: figures }]) => `${part} ${share(figures.accuracy.share)} of ${String(figures.mentions)}`,
  )
  const cells = [pair.pair, names, ...cellsOf(all), share(covered.accuracy.share), seen.join(', ')]
  console.log(`| ${cells.join(' | ')} |`)
}

console.log(
  `Names learned from train, dev, encoder ${values.encoder ?? 'none'}, stages ${stages.join(', ')}, abbreviations on. ${machine()}\n`,
)
console.log('| pair | names | acc@1 | R@5 | answered | precision | ECE | acc@1 of covered | acc@1 by part |')
console.log('|---|---|---:|---:|---:|---:|---:|---:|---|')
for (const pair of PAIRS) {
  if (!wanted.some((name) => pair.pair.includes(name))) continue
  const config = prepare(pair)
  printRow(pair, 'of the ontology', await evaluate(config, pair))
  const minCount = Number(values['min-count'])
  const { gold } = await learnNames(config, {
    gold: [{ file: goldOf(pair, 'train') }],
    minCount,
    date: '2026-01-01',
    report,
  })
  for (const each of gold) console.error(JSON.stringify(each))
  const { added = 0, preferred = 0 } = gold[0] ?? {}
  printRow(pair, `and ${String(added)} learned, ${String(preferred)} preferred`, await evaluate(config, pair))
}
