import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { preciseShare, precisionCurve, type RankedAnswer } from '../../src/eval/answered-share.ts'
import { calibrationOf } from '../../src/eval/calibration.ts'
import { linkFigures, type RankedMention } from '../../src/eval/link-figures.ts'
import { shareOf } from '../../src/eval/shares.ts'

describe('a share', () => {
  it('has the Wilson interval as it is tabled', () => {
    // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    const rounded = (count: number, of: number): number[] => {
      const { low, high } = shareOf(count, of)
      return [low, high].map((bound) => Number(bound.toFixed(4)))
    }
    expect(rounded(81, 263)).toEqual([0.2553, 0.3662])
    expect(rounded(15, 148)).toEqual([0.0624, 0.1605])
    expect(rounded(0, 20)).toEqual([0, 0.1611])
    expect(rounded(1, 29)).toEqual([0.0061, 0.1718])
  })

  it('of nothing is 0, and may be anything', () => {
    expect(shareOf(0, 0)).toEqual({ share: 0, count: 0, low: 0, high: 1 })
  })

  it('lies within its interval', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (count, more) => {
        const { low, share, high } = shareOf(count, count + more)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(share).toBeGreaterThanOrEqual(low)
        expect(share).toBeLessThanOrEqual(high)
      }),
    )
  })
})

const answer = (score: number | null, right: boolean): RankedAnswer => ({ score, right })

describe('calibration', () => {
  it('is what score and share of right answers differ by, bin by bin', () => {
    // Bin .9: three answers, mean .95, two right; bin .2: one, .25, none right; (3·|.95 − 2/3| + .25) / 4 = .275.
    const { ece, bins, answers } = calibrationOf([
      { score: 0.9, right: true },
      { score: 1, right: false },
      { score: 0.25, right: false },
      { score: 0.95, right: true },
    ])
    expect(answers).toBe(4)
    expect(ece).toBeCloseTo(0.275, 12)
    expect(bins).toHaveLength(10)
    expect(bins[9]).toMatchObject({ from: 0.9, to: 1, count: 3 })
    expect(bins[9]?.score).toBeCloseTo(0.95, 12)
    expect(bins[9]?.right).toBeCloseTo(2 / 3, 12)
    expect(bins[2]).toEqual({ from: 0.2, to: 0.3, count: 1, score: 0.25, right: 0 })
  })

  it('of no answers is 0', () => {
    expect(calibrationOf([]).ece).toBe(0)
  })
})

describe('precision by the share answered', () => {
  it('takes the best scores first; without candidates is wrong, and last', () => {
    const curve = precisionCurve([
      answer(0.2, false),
      answer(0.9, true),
      answer(0.8, true),
      answer(null, false),
      answer(0.7, false),
      answer(0.6, true),
      answer(0.5, true),
      answer(0.4, true),
      answer(0.3, false),
      answer(0.1, true),
    ])
    expect(curve.map(({ answered, precision }) => [answered, precision])).toEqual([
      [5, 4 / 5],
      [6, 5 / 6],
      [7, 5 / 7],
      [8, 5 / 8],
      [9, 6 / 9],
      [10, 6 / 10],
    ])
  })

  it('counts the mean of all choices among equal scores, whatever their order', () => {
    const tied = [answer(0.9, true), answer(0.5, true), answer(0.5, false), answer(0.5, false)]
    expect(precisionCurve(tied)[0]?.precision).toBeCloseTo((1 + 1 / 3) / 2, 12)
    expect(precisionCurve(tied.toReversed())).toEqual(precisionCurve(tied))
  })

  it('says how many can be answered by a threshold at a precision', () => {
    const answers = [
      ...Array.from({ length: 9 }, () => answer(0.9, true)),
      answer(0.8, false),
      answer(0.7, false),
      answer(null, false),
    ]
    expect(preciseShare(answers, 0.9)).toEqual({
      wanted: 0.9,
      share: 10 / 12,
      answered: 10,
      precision: 0.9,
      threshold: 0.8,
    })
    expect(preciseShare([answer(0.9, false)], 0.9)).toMatchObject({ share: 0, threshold: null })
    // Equal scores are answered together or not at all.
    expect(preciseShare([answer(0.9, true), answer(0.9, false)], 0.9).threshold).toBeNull()
  })
})

const mention = (rank: number, score: number | undefined, answered = true): RankedMention => ({
  rank,
  score,
  answered,
  candidates: score === undefined ? 0 : 20,
})

describe('figures of links', () => {
  it('are those counted by hand', () => {
    const figures = linkFigures(
      [
        mention(1, 0.9),
        mention(2, 0.8),
        mention(1, 0.1, false),
        mention(0, 0.4),
        mention(0, undefined, false),
      ],
      [1, 2, 5],
    )
    expect(figures).toMatchObject({
      mentions: 5,
      accuracy: { share: 2 / 5, count: 2 },
      recallAt: [
        { k: 1, share: 2 / 5 },
        { k: 2, share: 3 / 5 },
        { k: 5, share: 3 / 5 },
      ],
      mrr: (1 + 1 + 1 / 2) / 5,
      answered: { share: 3 / 5 },
      precision: { share: 1 / 3 },
      calibration: { answers: 3 },
    })
  })

  it('say nothing of scores where some answers have none', () => {
    const unscored = { ...mention(1, undefined), candidates: 1 }
    expect(linkFigures([mention(1, 0.9), unscored], [1])).toMatchObject({
      calibration: null,
      curve: null,
      precise: null,
      accuracy: { share: 1 },
    })
  })

  const mentions = fc.array(
    fc
      .tuple(
        fc.nat(25),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        fc.boolean(),
      )
      .map(([rank, score, answered]) =>
        score === undefined ? mention(0, undefined, false) : mention(rank, score, answered),
      ),
    { minLength: 1 },
  )

  it('keep to their laws', () => {
    fc.assert(
      fc.property(mentions, (given) => {
        const { accuracy, recallAt, mrr, calibration, curve } = linkFigures(given, [1, 5, 20])
        const recalls = recallAt.map(({ share }) => share)
        expect(recalls).toEqual(recalls.toSorted((a, b) => a - b))
        expect(recalls[0]).toBe(accuracy.share)
        expect(mrr).toBeGreaterThanOrEqual(accuracy.share - 1e-9)
        expect(mrr).toBeLessThanOrEqual(1)
        expect(calibration?.ece).toBeGreaterThanOrEqual(0)
        expect(calibration?.ece).toBeLessThanOrEqual(1)
        // All answered, the precision is acc@1.
        expect(curve?.at(-1)?.precision).toBeCloseTo(accuracy.share, 9)
      }),
    )
  })

  it('do not depend on the order of the mentions', () => {
    fc.assert(
      fc.property(mentions, (given) => {
        expect(linkFigures(given.toReversed(), [1, 5])).toEqual(linkFigures(given, [1, 5]))
      }),
    )
  })
})
