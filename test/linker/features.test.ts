import { describe, expect, it } from 'vitest'
import type { NameHit } from '../../src/index/contract.ts'
import { featuresOf, foundConcepts, type ResolvedHit } from '../../src/linker/features.ts'
import type { CandidateFeatures } from '../../src/linker/contract.ts'
import type { ResolvedLike } from '../../src/linker/likeness.ts'
import type { ConceptSize } from '../../src/vocab/contract.ts'

const hitOf = (fields: Partial<NameHit>): NameHit => ({
  ...{ id: 'A:1', row: 1, text: 'name', scope: 'label', type: null, label: 'name', entityClass: 'gene' },
  ...{ source: 'a', sourceRank: 0, obsolete: false, rung: 'exact', use: 'all', preferred: false },
  ...fields,
})

const resolved = (fields: Partial<NameHit>, target?: Partial<ResolvedHit['target']>): ResolvedHit => {
  const hit = hitOf(fields)
  return { hit, target: { ...hit, ...target } }
}

const like = (
  by: ResolvedLike['like']['by'],
  similarity: number,
  fields: Partial<NameHit> = {},
  target: Partial<ResolvedLike['target']> = {},
): ResolvedLike => {
  const name = hitOf(fields)
  return { like: { by, name, similarity }, target: { ...name, ...target } }
}

const SIZE: ConceptSize = { names: 3, children: 2, parents: 1, altIds: 0, xrefs: 4 }

const features = (
  mention: string,
  hits: readonly ResolvedHit[],
  likes: readonly ResolvedLike[] = [],
): readonly CandidateFeatures[] => {
  const asked = { fuzzy: likes.length > 0, vector: likes.length > 0 }
  return featuresOf(foundConcepts(hits, likes), { mention, asked }, () => SIZE).map((each) => each.features)
}

const only = (mention: string, fields: Partial<NameHit>): CandidateFeatures | undefined =>
  features(mention, [resolved(fields)])[0]

describe('case agreement', () => {
  it.each([
    { mention: 'heart attack', text: 'heart attack', agreement: 'same' },
    { mention: 'Heart attack', text: 'heart attack', agreement: 'initial' },
    { mention: 'HEART attack', text: 'heart attack', agreement: 'differs' },
    { mention: 'heart Attack', text: 'heart attack', agreement: 'differs' },
    { mention: 'MCF-7', text: 'MCF 7', agreement: 'same' },
    { mention: 'mcf-7', text: 'MCF7', agreement: 'differs' },
    { mention: 'eGFR', text: 'EGFR', agreement: 'initial' },
    { mention: 'all', text: 'ALL', agreement: 'differs' },
    { mention: 'B cells', text: 'B cell', agreement: 'same' },
    { mention: 'TNF-α', text: 'TNFA', agreement: 'same' },
    { mention: 'Σ', text: 'σ', agreement: 'initial' },
    { mention: '12', text: '12', agreement: 'same' },
  ])('of "$mention" and "$text" is $agreement', ({ mention, text, agreement }) => {
    expect(only(mention, { text })?.caseAgreement).toBe(agreement)
  })
})

describe('a symbol', () => {
  it.each([
    { text: 'EGFR', symbol: true },
    { text: 'eGFR', symbol: true },
    { text: 'IL2', symbol: true },
    { text: 'p53', symbol: true },
    { text: 'Gene', symbol: false },
    { text: 'all', symbol: false },
    { text: 'B', symbol: false },
    { text: 'HeLa cells', symbol: false },
    { text: 'ABCDE', symbol: true },
    { text: 'ABCDEF', symbol: false },
  ])(
    'is what has at most five characters, a later capital or a digit: "$text" $symbol',
    ({ text, symbol }) => {
      expect(only('x', { text })?.symbol).toBe(symbol)
    },
  )
})

describe('ties and rivals', () => {
  const against = (...hits: ResolvedHit[]): [ties: number, rivals: number][] =>
    features('x', hits).map(({ ties, rivals }) => [ties, rivals])

  it('tie: other concepts of the same source that meet on the same rung in the same scope', () => {
    expect(against(resolved({ id: 'A:1' }), resolved({ id: 'A:2' }), resolved({ id: 'A:3' }))).toEqual([
      [2, 0],
      [2, 0],
      [2, 0],
    ])
  })

  it('rival: those that fit better, by rung', () => {
    expect(
      against(
        resolved({ id: 'A:1', rung: 'exact' }),
        resolved({ id: 'A:2', rung: 'punctuation' }),
        resolved({ id: 'A:3', rung: 'order' }),
      ),
    ).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
    ])
  })

  it('tie: a word in another case says nothing of what it means; a symbol in another case does', () => {
    expect(
      against(resolved({ id: 'A:1', text: 'asthma' }), resolved({ id: 'A:2', rung: 'case', text: 'Asthma' })),
    ).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(
      against(resolved({ id: 'A:1', text: 'EGFR' }), resolved({ id: 'A:2', rung: 'case', text: 'eGFR' })),
    ).toEqual([
      [0, 0],
      [0, 1],
    ])
  })

  it('rival: a label or exact synonym on whatever rung where this is a looser name', () => {
    expect(
      against(
        resolved({ id: 'A:1', rung: 'exact', scope: 'related' }),
        resolved({ id: 'A:2', rung: 'order', scope: 'exact' }),
      ),
    ).toEqual([
      [0, 1],
      [0, 0],
    ])
  })

  it('neither: the same class in another source, which is the same thing said again', () => {
    expect(against(resolved({ id: 'A:1' }), resolved({ id: 'B:1', source: 'b' }))).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('either: another class in another source', () => {
    const disease = resolved({ id: 'B:1', source: 'b', entityClass: 'disease' })
    const broad = resolved({ id: 'C:1', source: 'c', entityClass: 'disease', scope: 'broad' })
    expect(against(resolved({ id: 'A:1' }), disease)).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(against(resolved({ id: 'A:1' }), broad)).toEqual([
      [0, 0],
      [0, 1],
    ])
  })

  it('are counted by concept, not by name, and never the concept itself', () => {
    expect(
      against(
        resolved({ id: 'A:1', rung: 'exact' }),
        resolved({ id: 'A:1', rung: 'punctuation', text: 'Name' }),
        resolved({ id: 'A:2', rung: 'punctuation', text: 'n' }),
        resolved({ id: 'A:2', rung: 'punctuation', text: 'm' }),
      ),
    ).toEqual([
      [0, 0],
      [0, 1],
    ])
  })

  it('are counted after retired concepts were resolved', () => {
    const sameThing = resolved({ id: 'A:2', obsolete: true }, { id: 'A:1' })
    expect(against(resolved({ id: 'A:1' }), sameThing)).toEqual([[0, 0]])
  })
})

describe('features', () => {
  it('carry what the hit says, and whether it was redirected', () => {
    const said = { rung: 'order', scope: 'narrow', type: 'abbreviation', sourceRank: 3 } as const
    const hit = resolved(said, { id: 'A:9' })
    expect(features('some name', [hit])).toEqual([
      {
        ...said,
        redirected: true,
        preferred: false,
        ...{ caseAgreement: 'same', symbol: false, ties: 0, rivals: 0 },
        ...{ fuzzy: null, vector: null, fuzzyBehind: 0, vectorBehind: 0, fuzzyRank: 0, vectorRank: 0 },
        ...{ mentionWords: 2, nameWords: 1, short: false, met: 1, entityClass: 'gene', concept: SIZE },
      },
    ])
  })

  it('come concept by concept, those with a name that meets the mention first, by their surest', () => {
    const found = features(
      'x',
      [resolved({ rung: 'order' }), resolved({ id: 'A:2', rung: 'case' }), resolved({ rung: 'exact' })],
      [like('fuzzy', 0.5, { id: 'A:3' }), like('fuzzy', 0.75)],
    )
    expect(found.map(({ rung, fuzzy }) => [rung, fuzzy])).toEqual([
      ['exact', 0.75],
      ['case', 0],
      [null, 0.5],
    ])
  })

  it('say how far a concept is behind the likest, in either way', () => {
    const found = features(
      'mention',
      [],
      [
        like('fuzzy', 0.75, { id: 'A:1' }),
        like('fuzzy', 0.25, { id: 'A:2' }),
        like('vector', 0.875, { id: 'A:2' }),
        like('vector', 0.375, { id: 'A:1' }),
        like('vector', 0.375, { id: 'A:3' }),
      ],
    )
    const told = found.map((each) => [each.fuzzyBehind, each.fuzzyRank, each.vectorBehind, each.vectorRank])
    expect(told).toEqual([
      [0, 0, 0.5, 1],
      [0.5, 1, 0, 0],
      [0.75, 2, 0.5, 1],
    ])
  })

  it.each([
    { mention: 'WD', short: true },
    { mention: 'ABCDE', short: true },
    { mention: 'ABCDEF', short: false },
  ])('say that "$mention" is short: $short', ({ mention, short }) => {
    expect(features(mention, [], [like('fuzzy', 0.5)])[0]).toMatchObject({ short, met: 0, vector: 0 })
  })

  it('of a retired concept count for the one in its place', () => {
    const [one, ...more] = features(
      'x',
      [],
      [like('fuzzy', 0.9, { id: 'A:9' }, { id: 'A:1' }), like('fuzzy', 0.8, { id: 'A:1' })],
    )
    expect(more).toEqual([])
    expect(one).toMatchObject({ redirected: true, fuzzy: 0.9 })
  })
})
