// How many gold mentions are linked a second, on one core? `npm run build && npx tsx bench/speed/linking.ts [PAIR]`
// BC5CDR-disease (dev) over CTD unless told otherwise, as `link --in` links them: a document after the other, in one process bound to
// one core. Once as they come, and once each text only once (`distinct`): documents repeat themselves, and what was asked before is
// remembered. Opening and the first document do not count.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { CANDIDATE_STAGES, type KnowledgeBase } from '../../src/api.ts'
import { PAIRS, withPair } from '../accuracy/pairs.ts'
import { dataFolder, machine, requireData } from '../data.ts'

requireData()
const name = process.argv[2] ?? 'bc5cdr-disease.ctd2017'
const pair = PAIRS.find((each) => each.pair === name)
if (pair === undefined) throw new Error(`no pair ${name}`)

interface Line {
  readonly mention: string
  readonly joined?: string
  readonly doc?: string
  readonly class?: string
  readonly context?: string
}

const read = (file: string): string =>
  file.endsWith('.gz') ? gunzipSync(readFileSync(file)).toString('utf8') : readFileSync(file, 'utf8')
const lines = read(join(dataFolder, 'linking', `${name}.dev.jsonl`))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)
const distinct = [...new Map(lines.map((line) => [line.joined ?? line.mention, line])).values()]

const documentsOf = (mentions: readonly Line[]): Line[][] => {
  const documents = new Map<string, Line[]>()
  for (const line of mentions) documents.set(line.doc ?? '', [...(documents.get(line.doc ?? '') ?? []), line])
  return [...documents.values()]
}

const rateOf = async (
  kb: KnowledgeBase,
  mentions: readonly Line[],
  stages: readonly (typeof CANDIDATE_STAGES)[number][],
): Promise<string> => {
  let [begun, linked] = [0, 0]
  for (const [at, document] of documentsOf(mentions).entries()) {
    if (at === 1) begun = performance.now()
    await kb.linkDocument(
      document.map(({ joined, mention, ...more }) => ({ ...more, mention: joined ?? mention })),
      { stages },
    )
    if (at > 0) linked += document.length
  }
  return ((linked / (performance.now() - begun)) * 1000).toFixed(0)
}

// Threads of the encoder share the core, too.
execFileSync('taskset', ['-a', '-p', '-c', '0', String(process.pid)])
console.log(
  `Linking of ${name}, dev: ${String(lines.length)} mentions, ${String(distinct.length)} distinct. ${machine()}\n`,
)
console.log('| stages | encoder | mentions/s | distinct/s |\n|---|---|---:|---:|')
for (const [stages, encoder] of [
  [['exact'], undefined],
  [['exact', 'fuzzy'], undefined],
  [CANDIDATE_STAGES, 'data/models/encoder-fast'],
  [CANDIDATE_STAGES, 'data/models/encoder'],
] as const) {
  const rates: string[] = []
  // A knowledge base opened anew remembers nothing.
  for (const mentions of [lines, distinct])
    await withPair(pair, async (kb) => rates.push(await rateOf(kb, mentions, stages)), { encoder })
  console.log(`| ${stages.join(', ')} | ${encoder ?? '–'} | ${rates.join(' | ')} |`)
}
