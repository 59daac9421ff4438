import { describe, expect, it } from 'vitest'
import type { Abbreviation } from '../../src/core/document.ts'
import { AbbreviationTally, type AbbreviationResult } from '../../src/eval/abbreviations.ts'

const text = 'Wilson disease (WD) and Wilson  disease (WD); vitamin D (VD)'

const definition = (short: string, long: string, from = 0): Abbreviation => {
  const [longStart, start] = [text.indexOf(long, from), text.indexOf(short, text.indexOf(long, from))]
  return { short, long, start, end: start + short.length, longStart, longEnd: longStart + long.length }
}

const resultOf = (gold: readonly Abbreviation[], predicted: readonly Abbreviation[]): AbbreviationResult => {
  const tally = new AbbreviationTally()
  tally.add({ id: 'one', text, gold, predicted })
  return tally.result()
}

const counts = ({ pairs, places }: AbbreviationResult): number[][] =>
  [pairs, places].map(({ correct, predicted, support }) => [correct, predicted, support])

describe('definitions', () => {
  const [first, second] = [definition('WD', 'Wilson disease'), definition('WD', 'Wilson  disease', 20)]

  it('are pairs of strings, once a document, and places, each for itself', () => {
    expect(counts(resultOf([first, second], [first]))).toEqual([
      [1, 1, 1],
      [1, 1, 2],
    ])
  })

  it('of another case or another long form are others', () => {
    const other = { ...first, long: 'wilson disease' }
    const { falseNegatives, falsePositives, ...result } = resultOf([first], [other])
    expect(counts({ ...result, falseNegatives, falsePositives })).toEqual([
      [0, 1, 1],
      [1, 1, 1],
    ])
    expect(falseNegatives.worst).toMatchObject([
      {
        count: 1,
        text: 'WD = Wilson disease',
        kinds: { 'long-form': 1 },
        example: { instead: 'wilson disease' },
      },
    ])
    expect(falsePositives.worst).toMatchObject([
      { text: 'WD = wilson disease', example: { instead: 'Wilson disease' } },
    ])
  })

  it('are missed, wrong, or half right', () => {
    const vitamin = definition('VD', 'vitamin D')
    const { falseNegatives, falsePositives } = resultOf([first], [vitamin, { ...first, short: '(WD' }])
    expect([falseNegatives.kinds, falsePositives.kinds]).toEqual([
      { 'short-form': 1 },
      { alone: 1, 'short-form': 1 },
    ])
    expect(falsePositives.worst[0]?.example).toMatchObject({ document: 'one', after: ')' })
  })

  it('are counted by document: the same pair in two of them is two', () => {
    const tally = new AbbreviationTally()
    for (const id of ['a', 'b']) tally.add({ id, text, gold: [first], predicted: id === 'a' ? [first] : [] })
    expect(tally.result().pairs).toMatchObject({ precision: 1, recall: 0.5, support: 2 })
    expect(tally.result().falseNegatives.total).toBe(1)
  })
})
