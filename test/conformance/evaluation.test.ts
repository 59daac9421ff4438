import { describe, expect, it } from 'vitest'
import { evaluateE2e, evaluateNer, type EvaluationFile } from '../../src/pipeline/evaluate.ts'
import { areCorporaAbsent, corpus } from './corpora.ts'

const PUBTATOR = 'bc5cdr/dev/CDR_DevelopmentSet.PubTator.txt.gz'
const report = (): undefined => undefined
const gold = (path: string, format?: string): EvaluationFile => ({ file: corpus(path), format })

describe.skipIf(areCorporaAbsent)('gold held against itself is all right', () => {
  it.each([
    ['ncbi-disease/dev/NCBIdevelopset_corpus.txt.gz', undefined, 780],
    ['ncbi-disease/train/NCBItrainset_corpus.txt.gz', undefined, 5024],
    [PUBTATOR, undefined, 9164],
    ['craft/dev/craft-dev.pubtator.gz', undefined, 9660],
    ['anatem/dev/standoff.tar.gz', 'brat', 2118],
    ['baderlab-bio/JNLPBA/dev/valid.tsv.gz', undefined, 4495],
    ['mtl-iob/BioNLP13CG/dev/devel.tsv.gz', undefined, 3544],
  ])('%s', async (path, format, support) => {
    const file = gold(path, format)
    const { strict, relaxed, documents } = await evaluateNer({ gold: file, predictions: file, report })
    expect([documents.missing.count, documents.extra.count]).toEqual([0, 0])
    for (const { micro } of [strict, relaxed])
      expect(micro).toEqual({ precision: 1, recall: 1, f1: 1, support, predicted: support, correct: support })
  })

  it('with ids', async () => {
    const file = gold(PUBTATOR)
    const result = await evaluateE2e({ gold: file, predictions: file, report })
    const { strict, relaxed, documentSets, composite, nil } = result
    expect([strict, relaxed, documentSets].map(({ micro }) => micro.f1)).toEqual([1, 1, 1])
    expect(composite).toEqual({ support: 96, any: 96, all: 96 })
    expect(nil).toEqual({ support: 59, nil: 59, linked: 0 })
    expect(strict.micro.support + composite.support + nil.support).toBe(9164)
  })
})

describe.skipIf(areCorporaAbsent)('two formats of one corpus', () => {
  it('differ in the parts of composite mentions that BioC adds', async () => {
    const predictions = gold('bc5cdr/dev/CDR_DevelopmentSet.BioC.xml.gz')
    // Of the 162 parts in pieces or with other borders, 35 cover what the composite mention does.
    const { strict, falsePositives } = await evaluateNer({ gold: gold(PUBTATOR), predictions, report })
    expect([strict.micro.correct, strict.micro.support, strict.micro.predicted]).toEqual([9164, 9164, 9291])
    expect(falsePositives.kinds).toEqual({ boundary: 127 })
  })
})
