// How fast does a knowledge base open and answer? `npm run build && npx tsx bench/speed/lookup.ts [NAMES]`
// One core, one process, through the public library; median of five rounds. A JS Map from name to ids runs beside it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { api } from '../built.ts'
import { machine } from '../data.ts'
import { seededRandom, syntheticObo, writeSynthetic } from '../synthetic.ts'
import { median } from './median.ts'

const { buildKnowledgeBase, openKnowledgeBase, parseConfig } = api

const names = Number(process.argv[2] ?? 1_000_000)
const LOOKUPS = 200_000
const folder = mkdtempSync(join(tmpdir(), 'ontoground-bench-'))
await writeSynthetic(names, join(folder, 'synthetic.obo'))
const source = { name: 'synthetic', type: 'obo', entityClass: 'disease', path: 'synthetic.obo' }
await buildKnowledgeBase(
  parseConfig(JSON.stringify({ kb: 'kb', sources: [source] }), join(folder, 'parsers.config.json')),
)

const known: string[] = []
for (const text of syntheticObo(names))
  for (const match of text.matchAll(/^(?:name: |synonym: ")([^"\n]+)/gm)) known.push(match[1] ?? '')
const random = seededRandom(7)
const pick = (): string => known[Math.floor(random() * known.length)] ?? ''
const present = Array.from({ length: LOOKUPS }, pick)
const absent = present.map((name) => `${name} zz`)
const shouted = present.map((name) => name.toUpperCase().replaceAll(' ', '-'))

const openings: number[] = []
for (let run = 0; run < 5; run++) {
  const begun = performance.now()
  const opened = await openKnowledgeBase(join(folder, 'kb'))
  opened.query(present[run] ?? '', { modes: ['exact'] })
  openings.push(performance.now() - begun)
  opened.close()
}
const kb = await openKnowledgeBase(join(folder, 'kb'))

/** Resident memory an open knowledge base adds to a process that does nothing else, bytes. */
const residentBytes = (): number => {
  const script = `
    import { openKnowledgeBase } from ${JSON.stringify(resolve(import.meta.dirname, '../../dist/api.js'))}
    gc(); const before = process.memoryUsage.rss()
    const kb = await openKnowledgeBase(${JSON.stringify(join(folder, 'kb'))})
    for (const text of ${JSON.stringify(present.slice(0, 1000))}) kb.query(text, { modes: ['exact'] })
    gc(); console.log(process.memoryUsage.rss() - before)`
  return Number(
    execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    }),
  )
}

const rate = async (
  texts: readonly string[],
  ask: (text: string) => number | Promise<number>,
): Promise<[string, number]> => {
  const rounds: number[] = []
  let found = 0
  for (let round = 0; round < 5; round++) {
    found = 0
    const begun = performance.now()
    for (const text of texts) {
      const answer = ask(text)
      found += typeof answer === 'number' ? answer : await answer
    }
    rounds.push(texts.length / ((performance.now() - begun) / 1000))
  }
  return [`${(median(rounds) / 1000).toFixed(0)}k/s`, found / texts.length]
}

const row = ([speed, found]: [string, number], what: string): void => {
  console.log(`| ${what} | ${speed} | ${found.toFixed(2)} |`)
}

console.log(`Look-ups in ${String(kb.manifest.names)} names. ${machine()}\n`)
console.log(
  `open and first answer: ${median(openings).toFixed(0)} ms; memory of an open knowledge base: ${(residentBytes() / kb.manifest.names).toFixed(0)} bytes a name\n`,
)
console.log('| what | rate | hits each |\n|---|---:|---:|')
const exact = (text: string): number => kb.query(text, { modes: ['exact'], limit: 5 }).length
row(await rate(present, exact), 'exact, name present')
row(await rate(absent, exact), 'exact, name absent')
row(
  await rate(shouted.slice(0, 50_000), (text) => kb.query(text, { modes: ['normalized'], limit: 5 }).length),
  'normalized, other case and hyphens',
)
row(
  await rate(
    shouted.slice(0, 50_000),
    async (text) => (await kb.link(text, { class: 'disease', stages: ['exact'] })).candidates.length,
  ),
  'link by the ladder alone, class given',
)
row(
  await rate(
    shouted.slice(0, 1000),
    async (text) => (await kb.link(text, { class: 'disease' })).candidates.length,
  ),
  'link by all stages, class given',
)
row(
  await rate(
    present.slice(0, 20_000),
    (text) => kb.query(text.slice(0, 9), { modes: ['prefix'], limit: 10 }).length,
  ),
  'prefix of nine letters, ten hits',
)

const map = new Map<string, string[]>()
known.forEach((name, index) => map.set(name, [...(map.get(name) ?? []), String(index)]))
row(await rate(present, (text) => map.get(text)?.length ?? 0), 'for comparison: a JS Map from name to ids')
kb.close()
rmSync(folder, { recursive: true })
