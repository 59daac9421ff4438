// How well are abbreviations and their long forms found? `npx tsx bench/accuracy/abbreviations.ts [dev|test] [--errors]`
// Exact offsets of both forms, on the hand-annotated passages of test/gold/abbreviations, with their whole text.
// `--chance` prints how often each strategy matches by chance (src/ner/abbreviations/strategies.ts), `--speed` abstracts/s.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Abbreviation } from '../../src/core/document.ts'
import { partsBefore } from '../../src/ner/abbreviations/bracketed.ts'
import { findBrackets } from '../../src/ner/abbreviations/brackets.ts'
import { findAbbreviations } from '../../src/ner/abbreviations/find.ts'
import { pair } from '../../src/ner/abbreviations/pairs.ts'
import { readShortForm, type ShortForm } from '../../src/ner/abbreviations/short-form.ts'
import { STRATEGIES } from '../../src/ner/abbreviations/strategies.ts'
import type { WordPart } from '../../src/ner/abbreviations/words.ts'
import { goldPassages, type Split } from '../../test/gold/abbreviations/load.ts'
import { dataFolder, machine, requireData } from '../data.ts'

requireData()
const flags = new Set(process.argv.slice(2))

const keyOf = ({ start, end, longStart, longEnd }: Abbreviation): string =>
  [start, end, longStart, longEnd].join()

class Tally {
  right = 0
  found = 0
  gold = 0
  row(name: string): string {
    const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3))
    const cells = [
      this.gold,
      this.found,
      this.right,
      share(this.right, this.found),
      share(this.right, this.gold),
    ]
    // Ways of finding have no gold of their own.
    const f1 = this.gold === 0 ? '–' : share(2 * this.right, this.found + this.gold)
    return `| ${[name, ...cells, f1].join(' | ')} |`
  }
}

const score = (split: Split): void => {
  const [all, kinds] = [new Tally(), new Map<string, Tally>()]
  const ways = new Map<string, Tally>()
  const errors: string[] = []
  const tallyOf = (tallies: Map<string, Tally>, name: string): Tally => {
    const tally = tallies.get(name) ?? new Tally()
    tallies.set(name, tally)
    return tally
  }
  for (const { id, kind, text, definitions } of goldPassages(split, dataFolder) ?? []) {
    const found = findAbbreviations({ text, sections: [] })
    const wanted = new Set(definitions.map(keyOf))
    const given = new Set(found.map(keyOf))
    const tallies = [all, tallyOf(kinds, kind)]
    for (const one of found) {
      const isRight = wanted.has(keyOf(one))
      for (const tally of [...tallies, tallyOf(ways, one.strategy), tallyOf(ways, one.pattern)]) {
        tally.found++
        tally.right += Number(isRight)
      }
      if (!isRight) errors.push(`wrong   ${id}: ${one.short} = ${one.long} [${one.strategy}, ${one.pattern}]`)
    }
    for (const one of definitions) {
      for (const tally of tallies) tally.gold++
      if (!given.has(keyOf(one))) errors.push(`missed  ${id}: ${one.short} = ${one.long}`)
    }
  }
  console.log(
    `\n${split}\n\n| | definitions | found | right | precision | recall | F1 |\n|---|---:|---:|---:|---:|---:|---:|`,
  )
  console.log(all.row('all'))
  for (const [name, tally] of [...kinds, ...ways]) console.log(tally.row(name))
  if (flags.has('--errors')) console.log(`\n${errors.join('\n')}`)
}

const abstracts = (): string[] =>
  gunzipSync(readFileSync(join(dataFolder, 'text', 'pubmed-abstracts.txt.gz')))
    .toString('utf8')
    .split('\n')

const speed = (): void => {
  const texts = abstracts()
  for (let round = 0; round < 2; round++) {
    const begin = performance.now()
    let found = 0
    for (const text of texts) found += findAbbreviations({ text, sections: [] }).length
    const perSecond = Math.round(texts.length / ((performance.now() - begin) / 1000))
    console.log(
      `${String(texts.length)} abstracts, ${String(found)} definitions: ${String(perSecond)} abstracts/s`,
    )
  }
}

interface Place {
  readonly text: string
  readonly short: ShortForm
  readonly parts: readonly WordPart[]
}

/** Short forms in brackets with the words before them. */
const places = (texts: readonly string[]): readonly Place[] =>
  texts.flatMap((text) => {
    const brackets = findBrackets(text, 0, text.length)
    const over = new Map(brackets.map(({ open, close }) => [open, close + 1]))
    const ground = { text, start: 0, end: text.length, brackets, hidden: (open: number) => over.get(open) }
    return brackets.flatMap((bracket) => {
      const content = text.slice(bracket.open + 1, Math.min(bracket.close, bracket.open + 60))
      const [piece = ''] = /^[^;,]*/.exec(content) ?? []
      const short = readShortForm(text, bracket.open + 1, bracket.open + 1 + piece.length)
      return short === null ? [] : [{ text, short, parts: partsBefore(ground, bracket) }]
    })
  })

const groupBySize = (all: readonly Place[]): ReadonlyMap<number, readonly Place[]> => {
  const groups = new Map<number, Place[]>()
  for (const place of all) {
    const size = place.short.symbols.length
    const group = groups.get(size)
    if (group === undefined) groups.set(size, [place])
    else group.push(place)
  }
  return groups
}

const chance = (): void => {
  const all = places(abstracts().slice(0, 20_000))
  const bySize = groupBySize(all)
  let seed = 7
  const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff
  console.log('| strategy | symbols | matches | by chance | pseudo-precision |\n|---|---:|---:|---:|---:|')
  for (const strategy of STRATEGIES) {
    for (const symbols of [1, 2, 3, 4, 5]) {
      const here = all.filter(({ short }) => Math.min(5, short.symbols.length) === symbols)
      let [matches, byChance, unmatched] = [0, 0, 0]
      for (const { text, short, parts } of here) {
        const found = pair(text, short, parts, { pattern: 'long (short)' })
        if (found === null) unmatched++
        else matches += Number(found.strategy === strategy)
        const pool = bySize.get(short.symbols.length) ?? []
        const other = pool[Math.floor(random() * pool.length)]?.short ?? short
        if (other.text === short.text) continue
        const swapped = { ...other, start: short.start, end: short.end }
        byChance += Number(pair(text, swapped, parts, { pattern: 'long (short)' })?.strategy === strategy)
      }
      if (matches === 0) continue
      const precision = Math.max(0, 1 - ((byChance / here.length) * unmatched) / matches)
      console.log(
        `| ${strategy} | ${String(symbols)} | ${String(matches)} | ${String(byChance)} | ${precision.toFixed(3)} |`,
      )
    }
  }
}

console.log(`Abbreviations. ${machine()}`)
if (flags.has('--chance')) chance()
else if (flags.has('--speed')) speed()
else score(flags.has('test') ? 'test' : 'dev')
