// How many sentences does the tagger of the package tag a second, and with how much memory?
// `npm run build && npx tsx bench/speed/neural.ts [--tagger FOLDER] [--sentences 2000]`
// The sentences of BC5CDR's dev split, 32 at a time and one at a time, as the public library opens the tagger (all the machine's
// cores); median of three rounds. Then a text of 500 pages (3,000 characters each) at once.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { openTagger } from '../../src/ner/neural/open-tagger.ts'
import { dataFolder, machine, requireData } from '../data.ts'
import { median } from './median.ts'

requireData()
const { values } = parseArgs({
  options: {
    tagger: { type: 'string', default: 'data/models/ner' },
    sentences: { type: 'string', default: '2000' },
  },
})
const PAGE = 3_000
const read = (path: string): string => gunzipSync(readFileSync(join(dataFolder, path))).toString('utf8')
const sentences = read('corpora/mtl-iob/BC5CDR/dev/devel.tsv.gz')
  .split(/\n\s*\n/)
  .map((block) =>
    block
      .split('\n')
      .map((line) => line.split('\t')[0])
      .join(' ')
      .trim(),
  )
  .filter((text) => text !== '')
  .slice(0, Number(values.sentences))

const tagger = await openTagger(values.tagger)
const mebibytes = (): string => (process.resourceUsage().maxRSS / 1024).toFixed(0)

const rateOf = async (size: number, texts: readonly string[]): Promise<number> => {
  const begun = performance.now()
  for (let at = 0; at < texts.length; at += size) await tagger.tag(texts.slice(at, at + size))
  return (texts.length / (performance.now() - begun)) * 1000
}

console.log(`Tagger ${values.tagger}, ${String(sentences.length)} sentences of BC5CDR dev. ${machine()}\n`)
await rateOf(32, sentences.slice(0, 200))
for (const [size, texts] of [
  [32, sentences],
  [1, sentences.slice(0, 500)],
] as const) {
  const rates = [await rateOf(size, texts), await rateOf(size, texts), await rateOf(size, texts)]
  console.log(
    `${String(size)} at a time: ${median(rates).toFixed(0)} sentences/s; peak memory ${mebibytes()} MiB`,
  )
}

let book = ''
for (const line of read('text/pubmed-abstracts.txt.gz').split('\n')) {
  if (book.length >= 500 * PAGE) break
  book += `${line}\n`
}
book = book.slice(0, 500 * PAGE)
const begun = performance.now()
const [found = []] = await tagger.tag([book])
const seconds = (performance.now() - begun) / 1000
console.log(
  `500 pages, ${(book.length / 1e6).toFixed(1)} million characters: ${seconds.toFixed(0)} s, ${String(found.length)} mentions; peak memory ${mebibytes()} MiB`,
)
await tagger.close()
