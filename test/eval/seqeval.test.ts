// Entity figures held against those of seqeval 1.2.2 for the same labels: `fixtures/seqeval-report.py` made them.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TextDocument } from '../../src/core/document.ts'
import { NerTally } from '../../src/eval/ner.ts'
import type { Score, Summary } from '../../src/eval/score.ts'
import { readDocuments } from '../../src/pipeline/documents.ts'

const fixture = (name: string): string => resolve(import.meta.dirname, 'fixtures', name)

interface Row {
  readonly precision: number
  readonly recall: number
  readonly 'f1-score': number
  readonly support: number
}

const REPORTS = JSON.parse(readFileSync(fixture('seqeval-report.json'), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, Row>>>
>

const read = async (name: string): Promise<TextDocument[]> => {
  const report = ({ message }: { readonly message: string }): void => {
    throw new Error(message)
  }
  const documents: TextDocument[] = []
  for await (const document of readDocuments(fixture(name), { report })) documents.push(document)
  return documents
}

const strictOf = async (stem: string): Promise<Summary> => {
  const [gold, predicted] = await Promise.all([read(`${stem}-gold.iob2`), read(`${stem}-pred.iob2`)])
  expect(predicted).toHaveLength(gold.length)
  const tally = new NerTally()
  gold.forEach(({ id, text, mentions }, index) => {
    tally.add({ id, text, gold: mentions, predicted: predicted[index]?.mentions ?? [] })
  })
  return tally.result().strict
}

describe.each([
  ['sound', 'sound'],
  ['sound, strict', 'sound'],
  ['broken', 'broken'],
])('seqeval on %s labels', (name, stem) => {
  it('has the figures of each class, and micro, macro and weighted ones', async () => {
    const { byClass, micro, macro, weighted } = await strictOf(stem)
    const rows: Readonly<Record<string, Score>> = {
      ...byClass,
      'micro avg': micro,
      'macro avg': macro,
      'weighted avg': weighted,
    }
    const expected = REPORTS[name] ?? {}
    expect(Object.keys(rows).sort()).toEqual(Object.keys(expected).sort())
    for (const [key, row] of Object.entries(expected)) {
      const score = rows[key]
      expect(score?.support).toBe(row.support)
      expect(score?.precision).toBeCloseTo(row.precision, 12)
      expect(score?.recall).toBeCloseTo(row.recall, 12)
      expect(score?.f1).toBeCloseTo(row['f1-score'], 12)
    }
  })
})
