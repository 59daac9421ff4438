// Rivals and ours over the same names and gold mentions (dev), one table: `npx tsx bench/peers/linking.ts [PAIR…]
// [--encoder DIR] [--python FILE] [--sample 200] [--fresh] [--better N]`. README.md beside it says how to make the Python
// environment, and what is counted how. --fresh builds our knowledge bases anew. --better N: also N mentions of each pair
// that a rival has first and ours, with all it has but abbreviations, has not.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openKnowledgeBase } from '../../src/api.ts'
import { PAIRS, type Pair } from '../accuracy/pairs.ts'
import { machine, requireData } from '../data.ts'
import { figuresOf, type PeerReport } from './answers.ts'
import { exportPair, type PeerMention } from './export.ts'
import {
  type BuildCost,
  buildOurs,
  knowledgeBaseOf,
  type OurWay,
  type PeerRun,
  runOurs,
  runRivals,
} from './systems.ts'

const root = join(import.meta.dirname, '../..')
const beside = resolve(root, '../venv-peers/bin/python')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    encoder: { type: 'string' },
    python: { type: 'string', default: existsSync(beside) ? beside : 'python3' },
    sample: { type: 'string', default: '200' },
    fresh: { type: 'boolean', default: false },
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

const COLUMNS =
  'pair (mentions, covered) | system | acc@1 | R@5 | R@20 | ties at random: acc@1 | answered | precision | mentions a CPU s | set-up, CPU s | peak MiB | right first: only it / only ours'

const share = (value: number): string => value.toFixed(3)

/** A run's cells after the pair. */
const row = (run: PeerRun, mentions: readonly PeerMention[], ours?: PeerReport): string => {
  if ('problem' in run)
    return `${run.title} | not run: ${run.problem.replaceAll('|', '/')} |${' |'.repeat(9)}`
  const { report, build } = run
  const gold = report.mentions.map((number) => mentions[number]?.ids ?? [])
  const figures = figuresOf(report.answers, gold)
  const peak = report.peakMiB.toFixed(0)
  const cells = [
    run.title,
    share(figures.first),
    share(figures.inFive),
    share(figures.inTwenty),
    share(figures.firstOfTies),
    share(figures.answered),
    share(figures.precision),
    Number((report.mentions.length / report.linkSeconds).toPrecision(2)).toString(),
    setupOf(report, build),
    build === undefined ? peak : `${peak} (build ${build.peakMiB.toFixed(0)})`,
    build === undefined && ours !== undefined ? against(report, ours, mentions) : '',
  ]
  return `${cells.join(' | ')} |`
}

const prepare = async (pair: Pair): Promise<{ folder: string; mentions: readonly PeerMention[] }> => {
  const folder = join(tmpdir(), 'ontoground-bench-peers', pair.pair)
  if (values.fresh) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const place = knowledgeBaseOf(folder)
  const built = buildOurs(pair.pair, place)
  if (typeof built === 'string') throw new Error(`${pair.pair} cannot be built: ${built}`)
  const kb = await openKnowledgeBase(place)
  try {
    exportPair(pair, kb, place, folder)
  } finally {
    kb.close()
  }
  const lines = readFileSync(join(folder, 'mentions.jsonl'), 'utf8').trimEnd().split('\n')
  return { folder, mentions: lines.map((line) => JSON.parse(line) as PeerMention) }
}

const hasFirst = (report: PeerReport, number: number, { ids }: PeerMention): boolean =>
  ids.includes(firstOf(report, number) ?? '')

const firstOf = ({ mentions, answers }: PeerReport, number: number): string | undefined =>
  answers[mentions.indexOf(number)]?.ranked[0]?.[0]

const setupOf = (report: PeerReport, build: BuildCost | undefined): string => {
  const seconds = (report.setupSeconds + (build?.seconds ?? 0)).toFixed(1)
  return (build?.fromCache ?? 0) > 0 ? `${seconds} (vectors cached)` : seconds
}

/** How many of the mentions of both only the one, and only the other, has right. */
const against = (rival: PeerReport, ours: PeerReport, mentions: readonly PeerMention[]): string => {
  const counts = { it: 0, ours: 0 }
  for (const number of rival.mentions) {
    const mention = mentions[number]
    if (mention === undefined) continue
    const [one, other] = [hasFirst(rival, number, mention), hasFirst(ours, number, mention)]
    counts.it += Number(one && !other)
    counts.ours += Number(other && !one)
  }
  return `${String(counts.it)} / ${String(counts.ours)}`
}

/** Mentions that a rival has first and ours has not: what ours says, and which rivals are right. */
const printBetter = (
  rivals: readonly PeerRun[],
  ours: PeerReport | undefined,
  mentions: readonly PeerMention[],
  most: number,
): void => {
  const seen = new Set<string>()
  for (const [number, mention] of mentions.entries()) {
    if (seen.size >= most || ours === undefined) break
    if (seen.has(mention.mention) || hasFirst(ours, number, mention)) continue
    const right = rivals.filter((run) => 'report' in run && hasFirst(run.report, number, mention))
    if (right.length === 0) continue
    seen.add(mention.mention)
    const { ids, mention: text } = mention
    const titles = right.map(({ title }) => title).join('; ')
    console.log(
      `- "${text}" is ${ids.join(', ')}; ours ${firstOf(ours, number) ?? 'nothing'}; right: ${titles}`,
    )
  }
}

requireData()
console.log(`Linking beside others, dev, encoder ${values.encoder ?? 'none'}. ${machine()}\n`)
console.log(`| ${COLUMNS} |\n|---|---|${'---:|'.repeat(10)}`)
const examples: (() => void)[] = []
for (const pair of PAIRS) {
  const isAsked = positionals.length === 0 || positionals.some((name) => pair.pair.includes(name))
  if (!isAsked || pair.exactDev === null) continue
  const { folder, mentions } = await prepare(pair)
  const covered = mentions.filter((mention) => mention.covered).length / mentions.length
  const title = `${pair.pair} (${String(mentions.length)}, ${share(covered)})`
  const ours = WAYS.map((way) => runOurs(pair.pair, folder, way))
  const without = ours.findLast((_, at) => WAYS[at]?.abbreviations === false)
  const best = without !== undefined && 'report' in without ? without.report : undefined
  ours.forEach((run, at) => {
    console.log(`| ${at === 0 ? title : ''} | ${row(run, mentions)}`)
  })
  const rivals: PeerRun[] = []
  for (const run of runRivals(folder, values.python, Number(values.sample))) {
    rivals.push(run)
    console.log(`| | ${row(run, mentions, best)}`)
  }
  examples.push(() => {
    console.log(`\n${title}`)
    printBetter(rivals, best, mentions, Number(values.better))
  })
}
if (Number(values.better) > 0) for (const print of examples) print()
