import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RUNGS } from '../../src/core/text/ladder.ts'
import type { CandidateFeatures } from '../../src/linker/contract.ts'
import { ruleScorer } from '../../src/linker/rule-scorer.ts'
import { anyFeatures, PLAIN_FEATURES } from '../support/candidate-features.ts'

const scoreOf = (features: Partial<CandidateFeatures>): number =>
  ruleScorer.score({ ...PLAIN_FEATURES, ...features }).score

describe('the rule scorer', () => {
  it('scores between 0 and 1, the log-odds being the sum of the weights of its reasons', () => {
    fc.assert(
      fc.property(anyFeatures(), (features) => {
        const { score, reasons } = ruleScorer.score(features)
        expect(score).toBeGreaterThan(0)
        expect(score).toBeLessThan(1)
        const sum = reasons.reduce((total, { weight }) => total + weight, 0)
        expect(Math.log(score / (1 - score))).toBeCloseTo(sum, 6)
        expect(new Set(reasons.map(({ feature }) => feature)).size).toBe(reasons.length)
      }),
    )
  })

  it('gives the same answer to the same features', () => {
    fc.assert(
      fc.property(anyFeatures(), (features) => {
        expect(ruleScorer.score({ ...features })).toEqual(ruleScorer.score(features))
      }),
    )
  })

  it('never scores a surer rung below a less sure one, all else equal', () => {
    fc.assert(
      fc.property(anyFeatures('met'), (features) => {
        const scores = RUNGS.map((rung) => ruleScorer.score({ ...features, rung }).score)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      }),
    )
  })

  it.each<{ what: string; features: Partial<CandidateFeatures> }>([
    { what: 'a tie', features: { ties: 1 } },
    { what: 'a rival', features: { rivals: 1 } },
    { what: 'a synonym instead of the label', features: { scope: 'exact' } },
    { what: 'a related synonym', features: { scope: 'related' } },
    { what: 'a source ranked lower', features: { sourceRank: 1 } },
    { what: 'a name of a retired concept', features: { redirected: true } },
    { what: 'another case', features: { caseAgreement: 'differs' } },
  ])('scores lower for $what, and says so', ({ features }) => {
    expect(scoreOf(features)).toBeLessThan(scoreOf({}))
    const { reasons } = ruleScorer.score({ ...PLAIN_FEATURES, ...features })
    const [feature] = Object.keys(features)
    expect(reasons.some((reason) => reason.feature === feature)).toBe(true)
  })

  it('scores a symbol in another case lower, and says so', () => {
    const features = { caseAgreement: 'initial', symbol: true } as const
    expect(scoreOf(features)).toBeLessThan(scoreOf({ symbol: true }))
    const { reasons } = ruleScorer.score({ ...PLAIN_FEATURES, ...features })
    expect(reasons.some(({ feature }) => feature === 'symbolCase')).toBe(true)
  })

  it('minds the case of a symbol more than that of a word', () => {
    const lost = (symbol: boolean): number =>
      scoreOf({ symbol }) - scoreOf({ symbol, caseAgreement: 'differs' })
    expect(lost(true)).toBeGreaterThan(lost(false))
  })

  it('scores lower with every further tie, rival and rank', () => {
    const byTies = [0, 1, 2, 10].map((ties) => scoreOf({ ties }))
    const byRivals = [0, 1, 2, 10].map((rivals) => scoreOf({ rivals }))
    const byRank = [0, 1, 2, 10].map((sourceRank) => scoreOf({ sourceRank }))
    for (const scores of [byTies, byRivals, byRank]) {
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      expect(new Set(scores).size).toBe(scores.length)
    }
  })
})
