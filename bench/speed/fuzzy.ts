// How fast are names found that are written like a mention? `npm run build && npx tsx bench/speed/fuzzy.ts [--rounds 3]`
// One core, one process; distinct gold mentions that no name meets, each round with an index opened anew, so that no word is
// remembered from the round before. Over CTD's diseases, and over every class.
import { existsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { api, openFuzzyIndex, openNameIndex } from '../built.ts'
import { goldMentions, machine, ontology, requireData } from '../data.ts'
import { median } from './median.ts'

requireData()
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const folder = join(tmpdir(), 'ontoground-bench-fuzzy')
const LIMIT = 20

const DISEASES = {
  kb: join(folder, 'diseases'),
  sources: [
    {
      name: 'ctd-diseases',
      type: 'table',
      entityClass: 'disease',
      path: ontology('ctd-medic/CTD_diseases.tsv.gz'),
      options: { preset: 'ctd-diseases' },
    },
  ],
}
const CASES = [
  {
    title: 'diseases',
    config: api.parseConfig(JSON.stringify(DISEASES), join(folder, 'parsers.config.json')),
    pairs: ['bc5cdr-disease.ctd2017', 'ncbi-disease.medic2012'],
  },
  {
    title: 'every class',
    config: {
      ...api.loadConfig(join(import.meta.dirname, '../every-class.config.json')),
      kb: join(folder, 'every-class'),
    },
    pairs: [
      ...['bc5cdr-disease.ctd2017', 'ncbi-disease.medic2012', 'bc5cdr-chemical.mesh2020'],
      ...['craft-cl.cl', 'craft-uberon.uberon', 'craft-so.so'],
    ],
  },
]

console.log(`Names written like a mention, the first ${String(LIMIT)} wordings. ${machine()}\n`)
console.log(
  '| names | file MB (bytes a name) | open ms | queries | a second (wall / CPU) | p50 ms | p99 ms |',
)
console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
for (const { config, pairs } of CASES) {
  await api.buildKnowledgeBase(config)
  const names = openNameIndex(join(config.kb, 'current/names.bin'))
  const file = join(config.kb, 'current/fuzzy.bin')
  if (!existsSync(file)) throw new Error(`${file} is not there`)
  const mentions = pairs.flatMap((pair) => [...goldMentions(pair, 'train'), ...goldMentions(pair, 'dev')])
  const texts = [...new Set(mentions.map(({ mention }) => mention))].filter(
    (text) => names.normalized(text).length === 0,
  )
  const rounds = Array.from({ length: Number(values.rounds) }, () => {
    const opening = performance.now()
    const index = openFuzzyIndex(file)
    const opened = performance.now() - opening
    const before = process.cpuUsage()
    const times = texts.map((text) => {
      const begun = performance.now()
      index.search(text, LIMIT)
      return performance.now() - begun
    })
    const { user, system } = process.cpuUsage(before)
    times.sort((a, b) => a - b)
    const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0
    return {
      opened,
      wall: times.length / (times.reduce((sum, time) => sum + time, 0) / 1000),
      cpu: times.length / ((user + system) / 1e6),
      p50: at(0.5),
      p99: at(0.99),
    }
  })
  const middle = (of: (round: (typeof rounds)[number]) => number): number => median(rounds.map(of))
  const bytes = statSync(file).size
  const cells = [
    names.length.toLocaleString('en'),
    `${(bytes / 1e6).toFixed(1)} (${(bytes / names.length).toFixed(0)})`,
    middle(({ opened }) => opened).toFixed(0),
    texts.length.toLocaleString('en'),
    `${middle(({ wall }) => wall).toFixed(0)} / ${middle(({ cpu }) => cpu).toFixed(0)}`,
    middle(({ p50 }) => p50).toFixed(2),
    middle(({ p99 }) => p99).toFixed(2),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
