// How many discontinuous mentions of CRAFT are found in coordinations? `npx tsx bench/accuracy/coordination.ts [--errors N]`
// Names and synonyms of CRAFT's ontologies confirm what is proposed. Train only.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Finding } from '../../src/ner/contract.ts'
import { expandCoordinations } from '../../src/ner/coordination/proposals.ts'
import { coordinationRecognizer } from '../../src/ner/coordination/recognizer.ts'
import { dataFolder, machine, ontology, requireData } from '../data.ts'

requireData()
const ONTOLOGIES = {
  CL: 'craft-cl/CL.obo.gz',
  UBERON: 'craft-uberon/UBERON.obo.gz',
  SO: 'craft-so/SO.obo.gz',
}
const errors = process.argv.includes('--errors')
  ? Number(process.argv[process.argv.indexOf('--errors') + 1])
  : 0

const unzip = (file: string): string => gunzipSync(readFileSync(file)).toString('utf8')
const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[-_/]/g, ' ')
    .replace(/ies\b/g, 'y')
    .replace(/(?<=[^s\s]{2})s\b/g, '')

const classesByName = new Map<string, Set<string>>()
for (const [prefix, path] of Object.entries(ONTOLOGIES))
  for (const stanza of unzip(ontology(path)).split('\n\n')) {
    if (!stanza.startsWith(`[Term]\nid: ${prefix}:`)) continue
    for (const [, name, synonym] of stanza.matchAll(/^(?:name: (.*)|synonym: "([^"]*)" EXACT.*)$/gm)) {
      const key = keyOf(name ?? synonym ?? '')
      classesByName.set(key, (classesByName.get(key) ?? new Set()).add(prefix))
    }
  }

const recognizer = coordinationRecognizer(
  (reading) => [...(classesByName.get(keyOf(reading)) ?? [])],
  Object.keys(ONTOLOGIES),
)

const spansKey = (spans: readonly (readonly [number, number])[]): string =>
  spans.map(([start, end]) => `${String(start)}-${String(end)}`).join(',')

const total = new Map<
  string,
  {
    gold: number
    listed: number
    proposed: number
    named: number
    right: number
    found: number
    elsewhere: number
  }
>()
const countsOf = (prefix: string) => {
  const counts = total.get(prefix) ?? {
    gold: 0,
    listed: 0,
    proposed: 0,
    named: 0,
    right: 0,
    found: 0,
    elsewhere: 0,
  }
  total.set(prefix, counts)
  return counts
}

for (const block of unzip(join(dataFolder, 'corpora/craft/train/craft-train.pubtator.gz')).split('\n\n')) {
  const lines = block.trim().split('\n')
  if (lines.length < 2) continue
  const [title = '', abstract = ''] = lines.slice(0, 2).map((line) => line.replace(/^\d+\|[ta]\|/, ''))
  const text = `${title} ${abstract}`
  const gold = new Map<string, Set<string>>()
  const proposals = new Set([...expandCoordinations(text)].flat().map(({ spans }) => spansKey(spans)))
  for (const line of lines.slice(2)) {
    const [, , , mention = '', prefix = '', , spans] = line.split('\t')
    if (spans === undefined || !(prefix in ONTOLOGIES)) continue
    gold.set(prefix, (gold.get(prefix) ?? new Set()).add(spans))
    const pieces = spans.split(',').map((span) => span.split('-').map(Number))
    const gap = pieces
      .slice(1)
      .some(([start], at) => /\b(?:and|or)\b|[,/]/.test(text.slice(pieces[at]?.[1], start)))
    const counts = countsOf(prefix)
    counts.gold++
    counts.listed += Number(gap)
    const proposed = proposals.has(spans)
    counts.proposed += Number(proposed)
    const joined = pieces.map(([start, end]) => text.slice(start, end)).join(' ')
    counts.named += Number(proposed && classesByName.get(keyOf(joined))?.has(prefix) === true)
    if (gap && !proposed && errors > 0) console.log(`not proposed: ${prefix} ${mention} | ${joined}`)
  }
  const { findings } = await recognizer.recognize({
    id: '',
    text,
    sections: [{ name: 'all', start: 0, end: text.length }],
    mentions: [],
  })
  for (const finding of findings) judge(finding, gold, text)
}

function judge(
  { spans, class: prefix, reading }: Finding,
  gold: ReadonlyMap<string, ReadonlySet<string>>,
  text: string,
): void {
  const counts = countsOf(prefix)
  counts.found++
  if (gold.get(prefix)?.has(spansKey(spans)) === true) counts.right++
  else {
    counts.elsewhere++
    const [start, end] = [spans[0]?.[0] ?? 0, spans.at(-1)?.[1] ?? 0]
    if (errors > 0)
      console.log(`not in gold: ${prefix} ${reading ?? ''} | ${text.slice(start - 20, end + 20)}`)
  }
}

console.log(`Discontinuous mentions, CRAFT train. ${machine()}\n`)
console.log(
  '| ontology | gold | of these in lists | proposed | proposed, a name | found, right | found, not in gold |',
)
console.log('|---|---:|---:|---:|---:|---:|---:|')
for (const [prefix, { gold, listed, proposed, named, right, elsewhere }] of total)
  console.log(`| ${[prefix, gold, listed, proposed, named, right, elsewhere].join(' | ')} |`)
