// How fast are bare XML events, by our own tokenizer and by saxes?
// `npm run build && npx tsx bench/speed/xml-events.ts [--size 64mb] [--runs 7]`
// Both get the same decoded pieces of 64 KiB, one after the other in each run; trust the ratio.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { SaxesParser } from 'saxes'
import type * as Tokenizer from '../../src/io/xml-tokenizer.ts'
import { machine } from '../data.ts'
import { FORMATS, writeFormat } from '../synthetic/formats.ts'
import { median } from './median.ts'

const { values } = parseArgs({
  options: { size: { type: 'string', default: '64mb' }, runs: { type: 'string', default: '7' } },
})
const megabytes = Number(/^(\d+)mb$/i.exec(values.size)?.[1])
if (Number.isNaN(megabytes)) throw new Error(`--size ${values.size}: write 64mb`)
const runs = Number(values.runs)
const PIECE_BYTES = 64 * 1024

const built = new URL('../../dist/io/xml-tokenizer.js', import.meta.url).href
const { XmlTokenizer } = (await import(built)) as typeof Tokenizer

/** Something of each event, so that none is left out: lines, and lengths of what is told. */
class Sum {
  events = 0
  sum = 0

  add(text: string, line: number): void {
    this.events++
    this.sum += text.length + line
  }

  addAttributes(attributes: Readonly<Record<string, string>>): void {
    for (const name in attributes) this.sum += name.length + (attributes[name]?.length ?? 0)
  }
}

const byOurs = (pieces: readonly string[]): Sum => {
  const sum = new Sum()
  const add = (text: string, line: number): void => {
    sum.add(text, line)
  }
  const tokenizer = new XmlTokenizer('bench', {
    open: (name, attributes, line) => {
      sum.add(name, line)
      sum.addAttributes(attributes)
    },
    close: add,
    text: add,
    doctype: () => new Map(),
    expanded: () => undefined,
  })
  for (const piece of pieces) tokenizer.write(piece)
  tokenizer.end()
  return sum
}

const bySaxes = (pieces: readonly string[]): Sum => {
  const sum = new Sum()
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    sum.add(name, parser.line)
    sum.addAttributes(attributes)
  })
  parser.on('closetag', ({ name }) => {
    sum.add(name, parser.line)
  })
  parser.on('text', (text) => {
    sum.add(text, parser.line)
  })
  parser.on('cdata', (text) => {
    sum.add(text, parser.line)
  })
  for (const piece of pieces) parser.write(piece)
  parser.close()
  return sum
}

const timed = (
  read: (pieces: readonly string[]) => Sum,
  pieces: readonly string[],
): readonly [number, Sum] => {
  const begun = performance.now()
  const sum = read(pieces)
  return [(performance.now() - begun) / 1000, sum]
}

const bench = (name: string, pieces: readonly string[]): void => {
  const measured = Array.from(
    { length: runs + 1 },
    () => [timed(byOurs, pieces), timed(bySaxes, pieces)] as const,
  )
  // The first run warms up.
  const [, ...pairs] = measured.map(([[ours], [saxes]]) => ({ ours, saxes, ratio: saxes / ours }))
  const [[, { events }]] = measured[0] ?? [[0, new Sum()]]
  const speed = (seconds: number): string => (megabytes / seconds).toFixed(0)
  const [ours, saxes] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.saxes))]
  const ratios = pairs.map(({ ratio }) => ratio)
  const row = [
    name,
    (events / 1e6).toFixed(1),
    speed(ours),
    speed(saxes),
    median(ratios).toFixed(1),
    `${Math.min(...ratios).toFixed(1)}–${Math.max(...ratios).toFixed(1)}`,
  ]
  console.log(`| ${row.join(' | ')} |`)
}

console.log(`Bare XML events, median of ${String(runs)} paired runs. ${machine()}\n`)
console.log('| source | M events | ours, MB/s | saxes, MB/s | times as fast | least–most |')
console.log('|---|---:|---:|---:|---:|---:|')
const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
try {
  for (const format of FORMATS.filter(({ name }) => name === 'RDF/XML' || name === 'MeSH XML')) {
    const { path } = await writeFormat(format, megabytes * 1e6, folder)
    const bytes = readFileSync(path)
    const pieces: string[] = []
    for (let start = 0; start < bytes.length; start += PIECE_BYTES)
      pieces.push(bytes.toString('latin1', start, Math.min(bytes.length, start + PIECE_BYTES)))
    bench(format.name, pieces)
  }
} finally {
  rmSync(folder, { recursive: true })
}
