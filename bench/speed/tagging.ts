// How fast are names found in running text, beside an Aho-Corasick automaton over the same names and text?
// `npm run build && npx tsx bench/speed/tagging.ts [--rounds 3]`: one core, each tagger in processes of its own, in turn.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { api, openNameIndex } from '../built.ts'
import { dataFolder, machine, ontology, requireData } from '../data.ts'
import { median } from './median.ts'
import type { TaggingMeasure, TaggingTask } from './tagging-child.ts'

requireData()
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
const texts = join(folder, 'abstracts.txt')
const abstracts = gunzipSync(readFileSync(join(dataFolder, 'text/pubmed-abstracts.txt.gz'))).toString('utf8')
writeFileSync(texts, abstracts)
const count = abstracts.split('\n').filter((line) => line !== '').length

const MEDIC = {
  kb: join(folder, 'medic'),
  sources: [
    {
      name: 'medic',
      type: 'table',
      entityClass: 'disease',
      path: ontology('ctd-medic/CTD_diseases.tsv.gz'),
      options: { preset: 'ctd-diseases' },
    },
  ],
}
const EVERY_CLASS = join(import.meta.dirname, '../every-class.config.json')

const builds = async (): Promise<
  readonly { readonly title: string; readonly build: string; readonly names: number }[]
> => {
  const file = join(folder, 'parsers.config.json')
  const every = api.loadConfig(EVERY_CLASS)
  const configs = [
    ['MEDIC', api.parseConfig(JSON.stringify(MEDIC), file)],
    ['every class', { ...every, kb: join(folder, 'every') }],
  ] as const
  const built = []
  for (const [title, config] of configs) {
    const { manifest } = await api.buildKnowledgeBase(config)
    built.push({ title, build: realpathSync(join(config.kb, 'current')), names: manifest.names })
  }
  return built
}

const writeNames = (build: string, file: string): void => {
  const index = openNameIndex(join(build, 'names.bin'))
  const names = new Set<string>()
  for (let name = 0; name < index.length; name++) names.add(index.nameAt(name).text.toLowerCase())
  writeFileSync(file, [...names].join('\n'))
}

const TAGGERS: readonly TaggingTask['tagger'][] = ['spots', 'recogniser', 'aho-corasick']
const TITLES = {
  spots: 'dictionary: stretches that may be names',
  recogniser: 'recogniser: verified, judged, with class and reasons',
  'aho-corasick': 'modern-ahocorasick, counting, lower case, inside of words too',
}

const measure = (task: TaggingTask): TaggingMeasure => {
  const child = join(import.meta.dirname, 'tagging-child.ts')
  const output = execFileSync(
    process.execPath,
    [...process.execArgv, '--expose-gc', '--max-old-space-size=16000', child, JSON.stringify(task)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  return JSON.parse(output) as TaggingMeasure
}

console.log(
  `${String(count)} abstracts, ${(abstracts.length / 1e6).toFixed(0)} M characters; median of ${values.rounds}. ${machine()}\n`,
)
console.log(
  '| names | tagger | abstracts/s | M characters/s | found | ready after, ms | MiB | bytes a name |',
)
console.log('|---|---|---:|---:|---:|---:|---:|---:|')
try {
  for (const { title, build, names } of await builds()) {
    const list = join(folder, `${title}.txt`)
    writeNames(build, list)
    const rounds = Array.from({ length: Number(values.rounds) }, () =>
      TAGGERS.map((tagger) => measure({ tagger, build, names: list, texts })),
    )
    TAGGERS.forEach((tagger, at) => {
      const all = rounds.flatMap((round) => round[at] ?? [])
      const of = (value: (one: TaggingMeasure) => number): number => median(all.map(value))
      const row = [
        `${String(names)} (${title})`,
        TITLES[tagger],
        (count / of(({ seconds }) => seconds)).toFixed(0),
        (abstracts.length / 1e6 / of(({ seconds }) => seconds)).toFixed(1),
        of(({ found }) => found),
        of(({ openMs }) => openMs).toFixed(0),
        (of(({ bytes }) => bytes) / 1024 / 1024).toFixed(0),
        (of(({ bytes }) => bytes) / names).toFixed(0),
      ]
      console.log(`| ${row.join(' | ')} |`)
    })
  }
} finally {
  rmSync(folder, { recursive: true })
}
