// How well are variants and cell lines found by their form? `npx tsx bench/accuracy/patterns.ts [--errors N]`
// Strict spans. tmVar3: documents of even place (from 0) were looked at while the rules were written, those of odd place
// and all of BioRED not.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TextDocument } from '../../src/core/document.ts'
import { patternRecognizer } from '../../src/ner/pattern-recognizer.ts'
import { dataFolder, machine, requireData } from '../data.ts'

requireData()
const VARIANTS =
  /^(?:DNAMutation|ProteinMutation|SNP|OtherMutation|DNAAllele|ProteinAllele|AcidChange|Variant)$/
const CORE = /^(?:DNAMutation|ProteinMutation|SNP)$/
const errors = process.argv.includes('--errors')
  ? Number(process.argv[process.argv.indexOf('--errors') + 1])
  : 0

interface Gold {
  readonly document: TextDocument
  readonly annotations: readonly { start: number; end: number; text: string; type: string }[]
}

const read = (file: string): Gold[] =>
  gunzipSync(readFileSync(join(dataFolder, 'corpora/aioner/train', file)))
    .toString('utf8')
    .split(/\r?\n\r?\n/)
    .filter((block) => block.includes('|t|'))
    .map((block) => {
      const lines = block.trim().split(/\r?\n/)
      const [title = '', abstract = ''] = lines.slice(0, 2).map((line) => line.replace(/^\d+\|[ta]\|/, ''))
      const text = `${title} ${abstract}`
      const sections = [
        { name: 'title', start: 0, end: title.length },
        { name: 'abstract', start: title.length + 1, end: text.length },
      ]
      const annotations = lines.slice(2).flatMap((line) => {
        const [, start, end, mention = '', type = ''] = line.split('\t')
        return type === '' ? [] : [{ start: Number(start), end: Number(end), text: mention, type }]
      })
      return { document: { id: lines[0]?.split('|')[0] ?? '', text, sections, mentions: [] }, annotations }
    })

const recognizer = patternRecognizer()

const score = async (
  name: string,
  corpus: readonly Gold[],
  entityClass: string,
  types: RegExp,
): Promise<void> => {
  let [right, wrong, missed, core, coreRight] = [0, 0, 0, 0, 0]
  const told: string[] = []
  for (const { document, annotations } of corpus) {
    const { findings } = await recognizer.recognize(document)
    const mine = findings.filter((finding) => finding.class === entityClass)
    const wanted = annotations.filter(({ type }) => types.test(type))
    const key = (start: number, end: number): string => `${String(start)}-${String(end)}`
    const given = new Set(mine.map(({ spans: [[start, end] = [0, 0]] }) => key(start, end)))
    const gold = new Set(wanted.map(({ start, end }) => key(start, end)))
    for (const { start, end, type, text } of wanted) {
      const hit = given.has(key(start, end))
      if (hit) right++
      else missed++
      if (CORE.test(type)) [core, coreRight] = [core + 1, coreRight + Number(hit)]
      if (!hit) told.push(`- ${type} ${text}`)
    }
    for (const {
      spans: [[start, end] = [0, 0]],
    } of mine) {
      if (gold.has(key(start, end))) continue
      wrong++
      told.push(
        `+ ${document.text.slice(Math.max(0, start - 25), start)}⟦${document.text.slice(start, end)}⟧${document.text.slice(end, end + 25)}`,
      )
    }
  }
  const [precision, recall] = [right / (right + wrong), right / (right + missed)]
  const f1 = (2 * precision * recall) / (precision + recall)
  const figures = [precision, recall, f1, coreRight / core].map((figure) =>
    Number.isNaN(figure) ? '–' : figure.toFixed(3),
  )
  console.log(`| ${[name, right + missed, wrong, missed, ...figures].join(' | ')} |`)
  for (const line of told.slice(0, errors)) console.log(`  ${line}`)
}

const tmVar = read('tmVar3_Train.PubTator.gz')
const bioRed = read('BioRED_TrainDev.PubTator.gz')
console.log(`Patterns, strict spans. ${machine()}\n`)
console.log(
  '| corpus | gold | wrong | missed | P | R | F1 | R of HGVS-like and rs |\n|---|---:|---:|---:|---:|---:|---:|---:|',
)
await score(
  'tmVar3 train, looked at: variants',
  tmVar.filter((_, at) => at % 2 === 0),
  'variant',
  VARIANTS,
)
if (!process.argv.includes('--dev')) {
  await score(
    'tmVar3 train, not looked at: variants',
    tmVar.filter((_, at) => at % 2 === 1),
    'variant',
    VARIANTS,
  )
  await score('BioRED train+dev: variants', bioRed, 'variant', /Variant$/)
  await score('BioRED train+dev: cell lines', bioRed, 'cell_line', /CellLine/)
}
