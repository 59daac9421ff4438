import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { endOf, startOf, textOf } from '../../src/core/document.ts'
import { pubtatorReader } from '../../src/documents/pubtator.ts'
import { readInput } from '../documents/reading.ts'
import { areCorporaAbsent, corpus, goldMentions } from './corpora.ts'

/**
 * Documents and mentions as the README of the data counts them, and rows whose text is not the slice at their offsets. One
 * of those of tmVar3, where the offsets of a whole document have slipped, leads past the text: it is no mention.
 */
const FILES: readonly (readonly [path: string, documents: number, mentions: number, doubtful: number])[] = [
  ['ncbi-disease/dev/NCBIdevelopset_corpus.txt.gz', 98, 780, 0],
  ['ncbi-disease/train/NCBItrainset_corpus.txt.gz', 580, 5024, 1],
  ['bc5cdr/dev/CDR_DevelopmentSet.PubTator.txt.gz', 483, 9164, 0],
  ['bc5cdr/train/CDR_TrainingSet.PubTator.txt.gz', 486, 9069, 0],
  ['aioner/train/BC5CDR_TrainDev.PubTator.gz', 969, 18231, 0],
  ['aioner/train/BioID_Train_revision.PubTator.gz', 9570, 4071, 1],
  ['aioner/train/BioRED_TrainDev.PubTator.gz', 323, 10726, 0],
  ['aioner/train/GNormPlus_Train.PubTator.gz', 418, 5516, 35],
  ['aioner/train/Linnaeus_Train.PubTator.gz', 51, 1636, 0],
  ['aioner/train/NCBIdisease_TrainDev.PubTator.gz', 678, 5804, 1],
  ['aioner/train/NLMgene_Train.PubTator.gz', 420, 12910, 1],
  ['aioner/train/SPECIES_Train.PubTator.gz', 635, 3007, 0],
  ['aioner/train/tmVar3_Train.PubTator.gz', 313, 7145, 21],
  ['craft/dev/craft-dev.pubtator.gz', 7, 9660, 0],
  ['craft/train/craft-train.pubtator.gz', 60, 60059, 0],
  ['gsc-plus/dev/gsc-plus-dev.pubtator.gz', 21, 166, 0],
]

describe.skipIf(areCorporaAbsent)('the corpora in PubTator', () => {
  it.each(FILES)('%s', async (path, documentCount, mentionCount, doubtful) => {
    const { documents, problems } = await readInput(pubtatorReader, corpus(path))
    expect(documents).toHaveLength(documentCount)
    expect(documents.reduce((sum, { mentions }) => sum + mentions.length, 0)).toBe(mentionCount)
    for (const { text, mentions } of documents)
      for (const mention of mentions) expect(mention.text).toBe(textOf(text, mention.spans))
    const explained = /the text at its offsets is|^"PAX6" at 2043–2047 is not within the text of 2046/
    expect(problems.filter(({ message }) => !explained.test(message))).toEqual([])
    expect(problems).toHaveLength(doubtful)
  })

  const FILES_OF: Readonly<Record<string, string>> = {
    'ncbi-disease.medic2012.dev.jsonl': 'ncbi-disease/dev/NCBIdevelopset_corpus.txt.gz',
    'ncbi-disease.medic2012.train.jsonl.gz': 'ncbi-disease/train/NCBItrainset_corpus.txt.gz',
    'bc5cdr-chemical.mesh2020.dev.jsonl': 'bc5cdr/dev/CDR_DevelopmentSet.PubTator.txt.gz',
    'bc5cdr-disease.ctd2017.train.jsonl.gz': 'bc5cdr/train/CDR_TrainingSet.PubTator.txt.gz',
    'bioid-cell-line.cellosaurus.train.jsonl.gz': 'aioner/train/BioID_Train_revision.PubTator.gz',
    'craft-cl.cl.train.jsonl.gz': 'craft/train/craft-train.pubtator.gz',
    'craft-uberon.uberon.dev.jsonl': 'craft/dev/craft-dev.pubtator.gz',
    'gsc-plus.hpo2017.dev.jsonl': 'gsc-plus/dev/gsc-plus-dev.pubtator.gz',
  }

  it.each(Object.entries(FILES_OF))('%s has the same places, ids and composites', async (gold, path) => {
    const { documents } = await readInput(pubtatorReader, corpus(path))
    const found = new Map<string, number>()
    for (const { id, mentions } of documents)
      for (const mention of mentions) {
        const key = keyOf(id, startOf(mention), endOf(mention), mention.ids, mention.composite === true)
        found.set(key, (found.get(key) ?? 0) + 1)
      }
    const lines = goldLines(gold).filter((line) => found.get(line) === undefined)
    expect(lines).toEqual([])
  })
})

const keyOf = (...parts: readonly unknown[]): string => JSON.stringify(parts)

const goldLines = (file: string): string[] => {
  const bytes = readFileSync(goldMentions(file))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const gold = JSON.parse(line) as Readonly<
        Record<'doc' | 'start' | 'end' | 'ids' | 'composite', unknown>
      >
      return keyOf(gold.doc, gold.start, gold.end, gold.ids, gold.composite)
    })
}
