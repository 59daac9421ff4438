import { describe, expect, it } from 'vitest'
import type { LinkAnswer } from '../../src/eval/link-answer.ts'
import { evaluateLink } from '../../src/pipeline/evaluate-link.ts'
import { areCorporaAbsent, goldMentions } from './corpora.ts'

/** Lines, mentions without an id, composite ones, as they stand beside the data. */
describe.skipIf(areCorporaAbsent)('gold mentions held against themselves are all right', () => {
  it.each([
    ['ncbi-disease.medic2012.dev.jsonl', 780, 0, 50],
    ['ncbi-disease.medic2012.train.jsonl.gz', 5012, 0, 164],
    ['bc5cdr-disease.ctd2017.dev.jsonl', 4094, 16, 94],
    ['bc5cdr-chemical.mesh2020.dev.jsonl', 5070, 43, 2],
    ['craft-cl.cl.dev.jsonl', 581, 0, 0],
    ['gsc-plus.hpo2017.dev.jsonl', 166, 0, 0],
  ])('%s', async (name, lines, withoutConcept, composite) => {
    const result = await evaluateLink({
      gold: goldMentions(name),
      predictions: (mentions) =>
        Promise.resolve(
          mentions.map(({ ids }): LinkAnswer => ({
            nil: ids.length === 0,
            candidates: ids.map((id) => ({ id, score: 1 })),
          })),
        ),
      report: ({ line, message }) => {
        throw new Error(`${String(line)}: ${message}`)
      },
    })
    expect(result.lines).toEqual({ read: lines, refused: 0 })
    expect(result.all).toMatchObject({ mentions: lines - withoutConcept - composite, mrr: 1 })
    expect(result.all.accuracy.share).toBe(1)
    expect(result.all.calibration?.ece).toBe(0)
    expect(result.nil).toMatchObject({ support: withoutConcept, correct: withoutConcept, withoutConcept })
    expect(result.composite).toEqual({ support: composite, first: composite, all: composite })
    expect(result.errors.total).toBe(0)
  })
})
