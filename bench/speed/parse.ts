// How fast are sources parsed to full records, and in how much memory?
// `npm run build && npx tsx bench/speed/parse.ts [--size 1gb] [--runs 5] [--only "MeSH XML,OBO"]`
// Each format is parsed in a process of its own, from a made-up source and, where the data is at hand, from real files.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { parsers, readTextBlocks } from '../built.ts'
import { hasData, machine, ontology } from '../data.ts'
import { FORMATS, writeFormat } from '../synthetic/formats.ts'
import { median } from './median.ts'
import type { ParseMeasure, ParseTask } from './parse-child.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '64mb' },
    runs: { type: 'string' },
    only: { type: 'string' },
  },
})
const UNITS: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 }
const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(kb|mb|gb)$/i.exec(values.size) ?? []
const size = Number(amount) * (UNITS[unit.toLowerCase()] ?? NaN)
if (Number.isNaN(size)) throw new Error(`--size ${values.size}: write 64mb or 1gb`)
const runs = Number(values.runs ?? (size > 5e8 ? 1 : 5))
const only = values.only?.split(',').map((name) => name.trim())
const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))

const EARLY_BYTES = 1e8

interface Source extends Pick<ParseTask, 'type' | 'path'> {
  readonly name: string
  readonly options?: unknown
  readonly bytes: number
  readonly lines?: number
}

const MIB = 1024 * 1024
const mib = (bytes: number): string => (bytes / MIB).toFixed(0)

const bench = (source: Source): void => {
  const { name, type, path, bytes, lines, options = {} } = source
  const task: ParseTask = { type, options, path, runs, sampleAt: Math.min(0.5, EARLY_BYTES / bytes) }
  const child = join(import.meta.dirname, 'parse-child.ts')
  const output = execFileSync(process.execPath, [...process.execArgv, child, JSON.stringify(task)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const measured = JSON.parse(output) as ParseMeasure
  const seconds = median(measured.seconds)
  const row = [
    name,
    (bytes / 1e6).toFixed(0),
    measured.records,
    measured.issues,
    (bytes / 1e6 / seconds).toFixed(0),
    lines === undefined ? '–' : (lines / 1e6 / seconds).toFixed(2),
    mib(measured.rssEarly - measured.rssBefore),
    mib(measured.rssAtEnd - measured.rssBefore),
    mib(measured.rssPeak - measured.rssBefore),
  ]
  console.log(`| ${row.join(' | ')} |`)
}

/** What all text formats stand on: lines found, nothing made of them. */
const readLines = async (file: string): Promise<number> => {
  let lines = 0
  for await (const { text } of readTextBlocks(file, { report: () => undefined }))
    for (let start = 0; start < text.length; lines++) start = text.indexOf('\n', start) + 1
  return lines
}

const bareLines = async (file: string): Promise<void> => {
  const seconds: number[] = []
  let lines = 0
  for (let run = 0; run < runs; run++) {
    const begun = performance.now()
    lines = await readLines(file)
    seconds.push((performance.now() - begun) / 1000)
  }
  const { size: bytes } = statSync(file)
  const [speed, lineSpeed] = [bytes / 1e6 / median(seconds), lines / 1e6 / median(seconds)]
  console.log(
    `| bare lines, nothing made of them | ${(bytes / 1e6).toFixed(0)} | – | – | ${speed.toFixed(0)} | ${lineSpeed.toFixed(2)} | – | – | – |`,
  )
}

const REAL: readonly (readonly [name: string, type: string, path: string])[] = [
  ['UBERON (CRAFT)', 'obo', 'craft-uberon/UBERON.obo.gz'],
  ['HPO 2017', 'obo', 'hpo/hp-boqa-root.obo.gz'],
  ['NCIt disease', 'obographs', 'ncit-disease/ncit-disease-2018-06-08.json.gz'],
  ['DOID 2018', 'obographs', 'doid/doid-2018-07-05.json.gz'],
]

const isWanted = (name: string): boolean => only === undefined || only.includes(name)

console.log(`Parsing to full records, median of ${String(runs)}. ${machine()}\n`)
console.log(
  '| source | MB | records | issues | MB/s | M lines/s | MiB more after 100 MB (or half) | MiB more at the end | MiB more at most |',
)
console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|')
try {
  for (const format of FORMATS.filter(({ name }) => isWanted(name))) {
    if (!parsers[format.type]) {
      console.log(`| ${format.name} | – | skipped: no parser "${format.type}" yet |`)
      continue
    }
    const { path, bytes, lines } = await writeFormat(format, size, folder)
    bench({ ...format, path, bytes, lines })
    if (format.name === 'OBO') await bareLines(path)
    rmSync(path, { recursive: true })
  }
  for (const [name, type, path] of hasData ? REAL.filter(([each]) => isWanted(each)) : []) {
    const file = join(folder, path.replaceAll('/', '-').replace(/\.gz$/, ''))
    const content = gunzipSync(readFileSync(ontology(path)))
    writeFileSync(file, content)
    bench({ name, type, path: file, bytes: content.length })
  }
} finally {
  rmSync(folder, { recursive: true })
}
