// How often is a border of a mention a border of a word? `npx tsx bench/accuracy/words.ts [--errors N]`
// Gold mentions of corpora with offsets, train; a piece of a mention counts by itself.
import { join } from 'node:path'
import { wordTokens } from '../../src/core/text/word-tokens.ts'
import { pubtatorReader } from '../../src/documents/pubtator.ts'
import { dataFolder, machine, requireData } from '../data.ts'

requireData()
const CORPORA = {
  'CRAFT train': 'craft/train/craft-train.pubtator.gz',
  'BC5CDR train': 'bc5cdr/train/CDR_TrainingSet.PubTator.txt.gz',
  'NCBI disease train': 'ncbi-disease/train/NCBItrainset_corpus.txt.gz',
  'BioRED train+dev': 'aioner/train/BioRED_TrainDev.PubTator.gz',
  'NLM-Gene train': 'aioner/train/NLMgene_Train.PubTator.gz',
  'tmVar3 train': 'aioner/train/tmVar3_Train.PubTator.gz',
}
const errors = process.argv.includes('--errors')
  ? Number(process.argv[process.argv.indexOf('--errors') + 1])
  : 0

console.log(`Borders of mentions that are borders of words. ${machine()}\n`)
console.log('| corpus | pieces of mentions | begin a word | end a word | both |\n|---|---:|---:|---:|---:|')
for (const [name, file] of Object.entries(CORPORA)) {
  let [pieces, starting, ending, both] = [0, 0, 0, 0]
  const told: string[] = []
  const path = join(dataFolder, 'corpora', file)
  for await (const { text, mentions } of pubtatorReader.read(path, { report: () => undefined })) {
    const words = wordTokens(text)
    const [starts, ends] = [new Set(words.map(([start]) => start)), new Set(words.map(([, end]) => end))]
    for (const [start, end] of mentions.flatMap(({ spans }) => spans)) {
      const [isStart, isEnd] = [starts.has(start), ends.has(end)]
      pieces++
      starting += Number(isStart)
      ending += Number(isEnd)
      both += Number(isStart && isEnd)
      if (!isStart || !isEnd)
        told.push(`${text.slice(start - 12, start)}⟦${text.slice(start, end)}⟧${text.slice(end, end + 12)}`)
    }
  }
  const shares = [starting, ending, both].map((count) => (count / pieces).toFixed(4))
  console.log(`| ${[name, pieces, ...shares].join(' | ')} |`)
  for (const line of told.slice(0, errors)) console.log(`  ${line}`)
}
