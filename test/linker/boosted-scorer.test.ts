import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BoostedModel, boostedScorer } from '../../src/linker/boosted-scorer.ts'
import type { Tree } from '../../src/linker/forest.ts'
import type { CandidateFeatures } from '../../src/linker/contract.ts'
import { FEATURE_INPUTS } from '../../src/linker/feature-inputs.ts'
import { ruleScorer } from '../../src/linker/rule-scorer.ts'
import { openScorer } from '../../src/pipeline/scorer.ts'
import { anyFeatures, PLAIN_FEATURES } from '../support/candidate-features.ts'

const LINE = { slope: 1, offset: 0 }

/** fuzzy <= .5 ? -1 : (ties <= 0 ? 2 : 0); not known goes right, then left. */
const TREE: Tree = {
  feature: [0, 0, 1, 0, 0],
  threshold: [0.5, 0, 0, 0, 0],
  missingLeft: [false, false, true, false, false],
  left: [1, 0, 3, 0, 0],
  right: [2, 0, 4, 0, 0],
  value: [0.5, -1, 1, 2, 0],
}

const modelOf = (changes: Partial<BoostedModel> = {}): BoostedModel => ({
  name: 'small',
  features: ['fuzzy', 'ties'],
  prior: -0.25,
  trees: [TREE],
  calibration: { default: LINE },
  ...changes,
})

const logOdds = (model: BoostedModel, features: Partial<CandidateFeatures>): number => {
  const { score } = boostedScorer(model).score({ ...PLAIN_FEATURES, ...features })
  return Math.log(score / (1 - score))
}

describe('boosted trees', () => {
  it.each<[Partial<CandidateFeatures>, number]>([
    [{ fuzzy: 0.5, ties: 0 }, -1.25],
    [{ fuzzy: 0.51, ties: 0 }, 1.75],
    [{ fuzzy: 0.9, ties: 1 }, -0.25],
    [{ fuzzy: null, ties: 0 }, 1.75],
    [{ fuzzy: null, ties: 3 }, -0.25],
  ])('of %j add up to %d', (features, expected) => {
    expect(logOdds(modelOf(), features)).toBeCloseTo(expected, 10)
    expect(logOdds(modelOf({ trees: [TREE, TREE] }), features)).toBeCloseTo(2 * expected + 0.25, 10)
  })

  it('are read by the line of the class, else by the default one', () => {
    const model = modelOf({ calibration: { default: LINE, gene: { slope: 2, offset: -1 } } })
    const features = { fuzzy: 1 }
    expect(logOdds(model, { ...features, entityClass: 'gene' })).toBeCloseTo(2.5, 10)
    expect(logOdds(model, { ...features, entityClass: 'toString' })).toBeCloseTo(1.75, 10)
  })

  it('leave it to the weights where an encoder alone was asked', () => {
    const features = { ...PLAIN_FEATURES, rung: null, fuzzy: null, vector: 0.9, met: 0 }
    expect(boostedScorer(modelOf()).score(features)).toEqual(ruleScorer.score(features))
    expect(ruleScorer.score(features).score).toBeGreaterThan(0.15)
  })

  it('say what each feature did, from the mean on, what did most first', () => {
    const { reasons } = boostedScorer(modelOf()).score({ ...PLAIN_FEATURES, fuzzy: 0.75, ties: 2 })
    expect(reasons).toEqual([
      { feature: 'prior', value: 'a name matches', weight: 0.25 },
      { feature: 'ties', value: '2', weight: -1 },
      { feature: 'fuzzy', value: '0.75', weight: 0.5 },
    ])
  })

  it('count what no corpus teaches besides', () => {
    const { reasons } = boostedScorer(modelOf()).score({
      ...PLAIN_FEATURES,
      ...{ preferred: true, redirected: true, sourceRank: 2 },
    })
    expect(reasons.map(({ feature }) => feature)).toEqual(
      expect.arrayContaining(['preferred', 'redirected', 'sourceRank']),
    )
  })
})

describe('the scorer of the package', async () => {
  const shipped = await openScorer()
  const sample = readFileSync(join(import.meta.dirname, 'boosted-sample.jsonl'), 'utf8')
    .trim()
    .split('\n')

  it('gives the log-odds that were trained', () => {
    const model = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../data/models/linker/model.json'), 'utf8'),
    ) as BoostedModel
    const raw = boostedScorer({ ...model, calibration: { default: LINE } })
    for (const line of sample) {
      const { inputs, odds } = JSON.parse(line) as { inputs: (number | null)[]; odds: number }
      const { score } = raw.score(featuresWith(model.features, inputs))
      expect(Math.log(score / (1 - score))).toBeCloseTo(odds, 3)
    }
  })

  it('scores anything between 0 and 1, the log-odds being the sum of its reasons', () => {
    fc.assert(
      fc.property(anyFeatures(), (features) => {
        const { score, reasons } = shipped.score(features)
        expect(score).toBeGreaterThan(0)
        expect(score).toBeLessThan(1)
        const sum = reasons.reduce((total, { weight }) => total + weight, 0)
        expect(Math.log(score / (1 - score))).toBeCloseTo(sum, 6)
        expect(new Set(reasons.map(({ feature }) => feature)).size).toBe(reasons.length)
        expect(shipped.score({ ...features })).toEqual({ score, reasons })
      }),
    )
  })

  it('never scores a candidate lower for being more like the mention, all else equal', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(anyFeatures(), share, share, (features, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        for (const feature of ['fuzzy', 'vector'] as const) {
          const known = { ...features, fuzzy: 0.5, vector: 0.5 }
          const scoreOf = (value: number): number => shipped.score({ ...known, [feature]: value }).score
          expect(scoreOf(more)).toBeGreaterThanOrEqual(scoreOf(less))
        }
        const { ties, rivals } = features
        const rivalled = shipped.score({ ...features, ties: ties + 1, rivals: rivals + 1 }).score
        expect(rivalled).toBeLessThanOrEqual(shipped.score(features).score)
      }),
    )
  })
})

/** Features whose inputs are these: each input reads one thing. */
const featuresWith = (names: readonly string[], inputs: readonly (number | null)[]): CandidateFeatures => {
  const given = new Map(names.map((name, at) => [name, inputs[at] ?? null]))
  const rungs = ['exact', 'case', 'punctuation', 'symbol', 'inflection', 'spacing', 'order'] as const
  const scopes = ['label', 'exact', 'narrow', 'broad', 'related'] as const
  const number = (name: string): number => given.get(name) ?? 0
  const rung = given.get('rung') ?? null
  const features: CandidateFeatures = {
    ...PLAIN_FEATURES,
    rung: rung === null ? null : (rungs[rung] ?? null),
    scope: scopes[number('scope')] ?? 'label',
    caseAgreement: (['same', 'initial', 'differs'] as const)[number('caseAgreement')] ?? 'same',
    symbol: number('symbol') === 1,
    short: number('short') === 1,
    fuzzy: given.get('fuzzy') ?? null,
    vector: given.get('vector') ?? null,
    ...{ ties: number('ties'), rivals: number('rivals'), met: number('met') },
    ...{ fuzzyBehind: number('fuzzyBehind'), vectorBehind: number('vectorBehind') },
    ...{ fuzzyRank: number('fuzzyRank'), vectorRank: number('vectorRank') },
    ...{ mentionWords: number('mentionWords'), nameWords: number('nameWords') },
    concept: {
      ...{ names: number('names'), children: number('children'), parents: number('parents') },
      ...{ altIds: number('altIds'), xrefs: number('xrefs') },
    },
  }
  for (const [name, value] of given) expect(FEATURE_INPUTS[name]?.(features)).toEqual(value ?? Number.NaN)
  return features
}
