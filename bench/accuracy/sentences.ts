// How often is a border of sentences right? `npx tsx bench/accuracy/sentences.ts [--errors N] [name…]`
// Hand-checked extracts and doubtful stops, and corpora with a sentence a block: their words are joined again as prose, a
// heading or number of its own block with what follows, and a text ends where a block ends in no stop (a title).
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Span } from '../../src/core/document.ts'
import { sentencesOf } from '../../src/core/text/sentences.ts'
import {
  bordersOf,
  checkedSentences,
  compareBorders,
  doubtfulStops,
  type SplitText,
} from '../../test/core/text/sentences-gold.ts'
import { dataFolder, machine } from '../data.ts'

const CORPORA = {
  'JNLPBA dev': 'baderlab-bio/JNLPBA/dev/valid.tsv.gz',
  'BC2GM dev': 'bc2gm/dev/devel.tsv.gz',
  'AIONER BioRED train+dev': 'aioner/train/BioRED_TrainDev-ALL.conll.gz',
  'AIONER AnEM train': 'aioner/train/AnEM_train.conll.gz',
  'BioNLP13CG dev': 'mtl-iob/BioNLP13CG/dev/devel.tsv.gz',
}

const { names, errors } = argumentsOf(process.argv.slice(2))

console.log(`Borders of sentences. ${machine()}\n`)
console.log(
  '| text | borders | wrong | missed | P | R | F1 | error rate |\n|---|---:|---:|---:|---:|---:|---:|---:|',
)
for (const [name, texts] of sets()) {
  if (names.length > 0 && !names.includes(name)) continue
  const total = { right: 0, wrong: 0, missed: 0 }
  let told = 0
  const shown: string[] = []
  for (const { text, sentences } of texts) {
    const count = compareBorders(bordersOf(sentences), bordersOf(sentencesOf(text)), (at, kind) => {
      if (told++ < errors) shown.push(`  ${kind}: ${text.slice(at - 50, at)} ⏐ ${text.slice(at, at + 40)}`)
    })
    total.right += count.right
    total.wrong += count.wrong
    total.missed += count.missed
  }
  const { right, wrong, missed } = total
  const [precision, recall] = [right / (right + wrong), right / (right + missed)]
  const figures = [precision, recall, (2 * precision * recall) / (precision + recall)]
  // Of all places where a border is or was said to be.
  figures.push((wrong + missed) / (right + wrong + missed))
  console.log(
    `| ${[name, right + missed, wrong, missed, ...figures.map((figure) => figure.toFixed(4))].join(' | ')} |`,
  )
  for (const line of shown) console.log(line)
}

console.log('\n| doubtful stops | stops | wrong | missed | error rate |\n|---|---:|---:|---:|---:|')
for (const half of ['dev', 'test'] as const) {
  const stops = doubtfulStops(half)
  const said = ({ text, at }: (typeof stops)[number]): boolean => bordersOf(sentencesOf(text)).includes(at)
  const wrong = stops.filter((stop) => said(stop) && !stop.isBorder)
  const missed = stops.filter((stop) => !said(stop) && stop.isBorder)
  const rate = ((wrong.length + missed.length) / stops.length).toFixed(4)
  console.log(`| ${[half, stops.length, wrong.length, missed.length, rate].join(' | ')} |`)
  if (errors > 0 && half === 'dev')
    for (const { text, at } of [...wrong, ...missed])
      console.log(`  ${text.slice(0, at)} ⏐ ${text.slice(at)}`)
}

function* sets(): Generator<readonly [string, readonly SplitText[]]> {
  yield ['hand-checked dev', checkedSentences('dev')]
  yield ['hand-checked test', checkedSentences('test')]
  for (const [name, path] of Object.entries(CORPORA)) {
    const file = join(dataFolder, 'corpora', path)
    if (existsSync(file)) yield [name, corpusOf(gunzipSync(readFileSync(file)).toString('utf8'), name)]
    else console.log(`| ${name} | not there |`)
  }
}

/** Blocks of `word<tab>label` joined to prose, a hundred sentences a text. */
function corpusOf(content: string, name: string): SplitText[] {
  const blocks = content
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').map((line) => line.split('\t')[0] ?? ''))
    .map((words) => words.filter((word) => word !== '' && !/^(?:-DOCSTART-.*|<\/?ALL>)$/.test(word)))
    .filter(({ length }) => length > 0)
  const texts: SplitText[] = []
  let [text, start] = ['', 0]
  let sentences: Span[] = []
  for (const words of blocks) {
    const prose = proseOf(words)
    if (text !== '') text += ' '
    if (!/^(?:.*:|\d{1,2}\.)$/.test(text.slice(start).trim())) start = text.length
    else sentences.pop()
    text += prose
    sentences.push([start, text.length])
    if (/[.?!:]["')\]]*$/.test(prose) && sentences.length < 100) continue
    texts.push({ name, text, sentences })
    ;[text, start, sentences] = ['', 0, []]
  }
  if (sentences.length > 0) texts.push({ name, text, sentences })
  return texts
}

/** Words joined with the blanks that prose has. */
function proseOf(words: readonly string[]): string {
  return (
    words
      .join(' ')
      // A point inside of a block is none of a sentence: "10 . 3", "p . Asp46".
      .replace(/(?<=\d) ([.,]) (?=\d)/g, '$1')
      .replace(/(?<=\b[pcg]) \. (?=[A-Z\d])/g, '.')
      .replace(/ ([.,;:?!)\]%])/g, '$1')
      .replace(/([([]) /g, '$1')
      .replace(/ ?([-/]) ?/g, '$1')
  )
}

function argumentsOf(given: readonly string[]): { names: readonly string[]; errors: number } {
  const at = given.indexOf('--errors')
  return at < 0
    ? { names: given, errors: 0 }
    : { names: given.toSpliced(at, 2), errors: Number(given[at + 1] ?? 20) }
}
