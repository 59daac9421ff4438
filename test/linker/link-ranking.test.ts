import { describe, expect, it } from 'vitest'
import type { ParsedTerm, Synonym } from '../../src/core/term.ts'
import type { CandidateFeatures, LinkOptions, LinkResult, Scorer } from '../../src/linker/contract.ts'
import { linkMention } from '../support/link-mention.ts'
import { ruleScorer } from '../../src/linker/rule-scorer.ts'
import { scratchFolder } from '../support/scratch.ts'
import { type StoreSource, termWith, vocabularyOf } from '../support/vocabulary.ts'

const scratch = scratchFolder()

const link = (
  sources: readonly StoreSource[],
  mention: string,
  options?: LinkOptions,
  scorer: Scorer = ruleScorer,
): LinkResult => {
  const { names, terms } = vocabularyOf(scratch, sources)
  try {
    return linkMention({ names, terms, scorer }, mention, options)
  } finally {
    terms.close()
  }
}

const named = (id: string, label: string, ...synonyms: Synonym[]): ParsedTerm =>
  termWith({ id, label, synonyms })
const synonym = (text: string, scope: Synonym['scope'] = 'exact'): Synonym => ({ text, scope })
const ids = ({ candidates }: LinkResult): string[] => candidates.map(({ id }) => id)

describe('candidates are ranked', () => {
  const mention = 'heart attack'
  it.each([
    { by: 'rung', better: named('A:9', 'heart attack'), worse: named('A:1', 'Heart Attack') },
    {
      by: 'rung before scope',
      better: named('A:9', 'infarction', synonym('heart attack')),
      worse: named('A:1', 'heart attacks'),
    },
    {
      by: 'label before synonym',
      better: named('A:9', 'heart attack'),
      worse: named('A:1', 'infarction', synonym('heart attack')),
    },
    {
      by: 'scope',
      better: named('A:9', 'infarction', synonym('heart attack', 'exact')),
      worse: named('A:1', 'angina', synonym('heart attack', 'related')),
    },
    { by: 'case', better: named('A:9', 'Heart attack'), worse: named('A:1', 'HEART ATTACK') },
  ])('by $by', ({ better, worse }) => {
    const result = link([{ terms: [worse, better] }], mention)
    expect(ids(result)).toEqual(['A:9', 'A:1'])
    expect(result.candidates[0]?.score).toBeGreaterThan(result.candidates[1]?.score ?? 1)
  })

  it('by source, the first one of the configuration first', () => {
    const result = link(
      [{ terms: [named('B:9', 'heart attack')] }, { terms: [named('A:1', 'heart attack')] }],
      mention,
    )
    expect(ids(result)).toEqual(['B:9', 'A:1'])
  })

  it('each with its surest name', () => {
    const term = named('A:1', 'Heart Attack', synonym('heart attack', 'exact'), synonym('attack, heart'))
    const [candidate, ...others] = link([{ terms: [term] }], mention).candidates
    expect(others).toEqual([])
    expect(candidate).toMatchObject({ matched: 'heart attack', method: 'exact', scope: 'exact' })
  })
})

describe('a symbol that is another one in another case', () => {
  const sources: StoreSource[] = [
    { name: 'gene', entityClass: 'gene', terms: [named('HGNC:3236', 'EGFR')] },
    { name: 'test', entityClass: 'phenotype', terms: [named('T:1', 'filtration rate', synonym('eGFR'))] },
    { name: 'disease', terms: [named('D:1', 'acute lymphoblastic leukemia', synonym('ALL'))] },
  ]

  it.each([
    { mention: 'EGFR', ranked: ['HGNC:3236', 'T:1'] },
    { mention: 'eGFR', ranked: ['T:1', 'HGNC:3236'] },
  ])('$mention means $ranked, in this order', ({ mention, ranked }) => {
    const result = link(sources, mention)
    expect(ids(result)).toEqual(ranked)
    const [first, second] = result.candidates.map(({ score }) => score)
    expect((first ?? 0) - (second ?? 1)).toBeGreaterThan(0.1)
  })

  it('ALL is the leukemia with a high score, "all" with a low one', () => {
    const [upper] = link(sources, 'ALL', { explain: true }).candidates
    const [lower] = link(sources, 'all', { explain: true }).candidates
    expect(upper).toMatchObject({ id: 'D:1', matched: 'ALL', method: 'exact' })
    expect(lower).toMatchObject({ id: 'D:1', matched: 'ALL', method: 'case' })
    expect((upper?.score ?? 0) - (lower?.score ?? 1)).toBeGreaterThan(0.2)
    expect(lower?.reasons?.find(({ feature }) => feature === 'symbolCase')?.weight).toBeLessThan(0)
  })
})

describe('ambiguity', () => {
  const alike = ['A:3', 'A:1', 'A:10', 'A:2'].map((id) => named(id, 'cold'))

  it('is returned whole: equal scores, in the order of ids', () => {
    const result = link([{ terms: alike }], 'cold')
    expect(ids(result)).toEqual(['A:1', 'A:10', 'A:2', 'A:3'])
    expect(new Set(result.candidates.map(({ score }) => score)).size).toBe(1)
  })

  it.each([2, 5, 12, 40])('of %d surest names does not let a less sure one pass', (count) => {
    const tied = Array.from({ length: count }, (_, at) => named(`A:${String(100 + at)}`, 'cold'))
    const terms = [named('A:1', 'Cold'), ...tied, named('A:2', 'colds', synonym('Colds', 'related'))]
    const ranked = ids(link([{ terms }], 'cold', { limit: 100 }))
    expect(ranked).toEqual([...tied.map(({ id }) => id), 'A:1', 'A:2'])
  })

  it('does not make a concept answer by a less sure name of its own', () => {
    const terms = [named('A:1', 'cold', synonym('colds')), named('A:2', 'cold')]
    const { candidates } = link([{ terms }], 'cold')
    expect(candidates.map(({ id, matched }) => [id, matched])).toEqual([
      ['A:1', 'cold'],
      ['A:2', 'cold'],
    ])
  })

  it('lowers the scores', () => {
    const alone = link([{ terms: [named('A:1', 'cold')] }], 'cold').candidates[0]?.score ?? 0
    expect(link([{ terms: alike }], 'cold').candidates[0]?.score).toBeLessThan(alone)
  })

  it('has ten candidates unless asked for more or fewer', () => {
    const many = Array.from({ length: 30 }, (_, at) => named(`A:${String(at)}`, 'cold'))
    expect(link([{ terms: many }], 'cold').candidates).toHaveLength(10)
    expect(link([{ terms: many }], 'cold', { limit: 3 }).candidates).toHaveLength(3)
    expect(link([{ terms: many }], 'cold', { limit: 100 }).candidates).toHaveLength(30)
  })

  it('within a limit keeps the best', () => {
    const terms = [named('A:1', 'Cold'), named('A:2', 'cold'), named('A:3', 'COLD')]
    expect(ids(link([{ terms }], 'cold', { limit: 1 }))).toEqual(['A:2'])
  })
})

describe('an explained answer', () => {
  it('gives reasons whose weights sum to the log-odds of the score', () => {
    const terms = [named('A:1', 'Cold'), named('A:2', 'cold', synonym('colds', 'broad'))]
    const { candidates } = link([{ terms }], 'cold', { explain: true })
    expect(candidates).toHaveLength(2)
    for (const { score, reasons } of candidates) {
      const sum = (reasons ?? []).reduce((total, { weight }) => total + weight, 0)
      expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(score, 3)
    }
  })

  it('alone has reasons and what was dropped', () => {
    const terms = [named('A:1', 'cold')]
    const [plain, explained] = [undefined, { explain: true }].map((options) =>
      link([{ terms }], 'cold', options),
    )
    expect(plain).not.toHaveProperty('dropped')
    expect(plain?.candidates[0]).not.toHaveProperty('reasons')
    expect(explained?.dropped).toEqual([])
    expect(explained?.candidates[0]?.reasons).not.toEqual([])
  })
})

describe('a name that many concepts share', () => {
  it('is ambiguous, not NIL, whatever the limit', () => {
    const terms = Array.from({ length: 12 }, (_, n) => named(`A:${String(n)}`, 'cold'))
    for (const limit of [1, 12]) {
      const { nil, candidates } = link([{ terms }], 'cold', { limit })
      expect([nil, candidates.length]).toEqual([false, limit])
      expect(candidates[0]?.score).toBeLessThan(0.15)
    }
  })
})

describe('another scorer', () => {
  const scorerOf = (score: (features: CandidateFeatures) => number): Scorer => ({
    name: 'stub',
    score: (features) => ({
      score: score(features),
      reasons: [{ feature: 'prior', value: features.rung ?? 'none', weight: 0 }],
    }),
  })

  it('decides the order, and its scores and reasons are those of the answer', () => {
    const seen: CandidateFeatures[] = []
    const upsideDown = scorerOf((features) => {
      seen.push(features)
      return features.rung === 'exact' ? 0.25 : 0.75
    })
    const terms = [named('A:1', 'cold'), named('A:2', 'Cold')]
    const { candidates } = link([{ terms }], 'cold', { explain: true }, upsideDown)
    expect(candidates.map(({ id, score, reasons }) => [id, score, reasons?.[0]?.value])).toEqual([
      ['A:2', 0.75, 'case'],
      ['A:1', 0.25, 'exact'],
    ])
    expect(seen.map(({ rung }) => rung)).toEqual(['exact', 'case'])
  })

  it.each([0.5, 0.12344, 0.12346, 1 / 3])(
    'that scores all names of a concept alike, %d, is answered with the surest of them',
    (score) => {
      const terms = [named('A:1', 'Heart Attack', synonym('heart attack'), synonym('heart-attack'))]
      const [candidate] = link(
        [{ terms }],
        'heart attack',
        {},
        scorerOf(() => score),
      ).candidates
      expect(candidate).toMatchObject({ matched: 'heart attack', method: 'exact' })
    },
  )
})

describe('an answer', () => {
  it('is plain data in the shape of the contract', () => {
    const result = link([{ name: 'mondo', terms: [named('A:1', 'cold')] }], 'Cold')
    expect(JSON.parse(JSON.stringify(result))).toEqual({
      mention: 'Cold',
      nil: false,
      candidates: [
        {
          ...{ id: 'A:1', label: 'cold', class: 'disease', source: 'mondo' },
          ...{ score: expect.closeTo(0.97, 1) as number, method: 'case', matched: 'cold', scope: 'label' },
        },
      ],
    })
  })

  it.each(['', ' ', '\n', '\u0000', '💊', 'x'.repeat(100_000)])(
    'to a mention of nothing known is NIL',
    (mention) => {
      expect(link([{ terms: [named('A:1', 'cold')] }], mention)).toEqual({
        ...{ mention, nil: true, nilReason: 'no-name-matches', candidates: [] },
      })
    },
  )
})
