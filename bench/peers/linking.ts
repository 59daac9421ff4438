// Rivals and ours over the same names and gold mentions (dev), one table: `npx tsx bench/peers/linking.ts [PAIR…]
// [--encoder DIR] [--python FILE] [--sample 200] [--fresh|--again] [--better N]`. README.md beside it says how to make the
// Python environment, and what is counted how. --fresh builds our knowledge bases anew, --again counts the answers of the
// last run again. --better N: also N mentions of each pair that a rival has first and ours, all but abbreviations, has not.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openKnowledgeBase } from '../../src/api.ts'
import { PAIRS, type Pair } from '../accuracy/pairs.ts'
import { machine, requireData } from '../data.ts'
import { exportPair, type PeerMention } from './export.ts'
import { buildOurs, knowledgeBaseOf, type OurWay, type PeerRun, runOurs, runRivals } from './systems.ts'
import { COLUMNS, printBetter, row, share } from './table.ts'

const root = join(import.meta.dirname, '../..')
const beside = resolve(root, '../venv-peers/bin/python')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    encoder: { type: 'string' },
    python: { type: 'string', default: existsSync(beside) ? beside : 'python3' },
    sample: { type: 'string', default: '200' },
    fresh: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    better: { type: 'string', default: '0' },
  },
})
const encoder = values.encoder === undefined ? undefined : resolve(values.encoder)

/** Ours: the ladder, with names written alike, with an encoder if there is one; all again with abbreviations. */
const WAYS: readonly OurWay[] = [
  { stages: 'exact', abbreviations: false },
  { stages: 'exact,fuzzy', abbreviations: false },
  ...(encoder === undefined ? [] : [{ stages: 'exact,fuzzy,vector', abbreviations: false, encoder }]),
  encoder === undefined
    ? { stages: 'exact,fuzzy', abbreviations: true }
    : { stages: 'exact,fuzzy,vector', abbreviations: true, encoder },
]

/** Builds ours, exports names and mentions from it, and gives the mentions. */
const prepare = async (pair: Pair): Promise<{ folder: string; mentions: readonly PeerMention[] }> => {
  const folder = join(tmpdir(), 'ontoground-bench-peers', pair.pair)
  const file = join(folder, 'mentions.jsonl')
  if (values.fresh) rmSync(folder, { recursive: true, force: true })
  if (!values.again || !existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const place = knowledgeBaseOf(folder)
    const built = buildOurs(pair.pair, place)
    if (typeof built === 'string') throw new Error(`${pair.pair} cannot be built: ${built}`)
    const kb = await openKnowledgeBase(place)
    exportPair(pair, kb, place, folder)
    kb.close()
  }
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return { folder, mentions: lines.map((line) => JSON.parse(line) as PeerMention) }
}

requireData()
console.log(`Linking beside others, dev, encoder ${values.encoder ?? 'none'}. ${machine()}\n`)
console.log(`| ${COLUMNS} |\n|---|---|${'---:|'.repeat(11)}`)
const examples: (() => void)[] = []
for (const pair of PAIRS) {
  const isAsked = positionals.length === 0 || positionals.some((name) => pair.pair.includes(name))
  if (!isAsked || pair.exactDev === null) continue
  const { folder, mentions } = await prepare(pair)
  const covered = mentions.filter((mention) => mention.covered).length / mentions.length
  const title = `${pair.pair} (${String(mentions.length)}, ${share(covered)})`
  const ours = WAYS.map((way) => runOurs(pair.pair, folder, way, values.again))
  const without = ours.findLast((_, at) => WAYS[at]?.abbreviations === false)
  const best = without !== undefined && 'report' in without ? without.report : undefined
  ours.forEach((run, at) => {
    console.log(`| ${at === 0 ? title : ''} | ${row(run, mentions)}`)
  })
  const rivals: PeerRun[] = []
  for (const run of runRivals(folder, values.python, Number(values.sample), values.again)) {
    rivals.push(run)
    console.log(`| | ${row(run, mentions, best)}`)
  }
  examples.push(() => {
    console.log(`\n${title}`)
    printBetter(rivals, best, mentions, Number(values.better))
  })
}
if (Number(values.better) > 0) for (const print of examples) print()
