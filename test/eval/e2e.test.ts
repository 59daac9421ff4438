import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mention } from '../../src/core/document.ts'
import { E2eTally, type E2eOptions, type E2eResult } from '../../src/eval/e2e.ts'
import type { Summary } from '../../src/eval/score.ts'
import { mentionIn, mentionOf, mentionsArbitrary, TEXT } from './made-up.ts'

const resultOf = (
  text: string,
  gold: readonly Mention[],
  predicted: readonly Mention[],
  options: E2eOptions = {},
): E2eResult => {
  const tally = new E2eTally(options)
  tally.add({ id: 'one', text, gold, predicted })
  return tally.result()
}

const counts = ({ micro }: Summary): number[] => [micro.correct, micro.predicted, micro.support]
const allCounts = ({ strict, relaxed, documentSets }: E2eResult): number[][] =>
  [strict, relaxed, documentSets].map(counts)

const text = 'breast and ovarian cancer, then cancer of the breast, then Wilson disease (WD)'
const at = (part: string, ids: readonly string[], more: Partial<Mention> = {}): Mention =>
  mentionOf(text, part, 'disease', ids, more)

describe('a mention', () => {
  it('is right with the same spans and id; relaxed with a character in common and the id; its document with the id', () => {
    const gold = [at('Wilson disease', ['X:1'])]
    expect(allCounts(resultOf(text, gold, [at('Wilson disease', ['X:1'])]))).toEqual([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ])
    expect(allCounts(resultOf(text, gold, [at('Wilson', ['X:1'])]))).toEqual([
      [0, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ])
    expect(allCounts(resultOf(text, gold, [at('WD', ['X:1'])]))).toEqual([
      [0, 1, 1],
      [0, 1, 1],
      [1, 1, 1],
    ])
    expect(allCounts(resultOf(text, gold, [at('Wilson disease', ['X:2'])]))).toEqual([
      [0, 1, 1],
      [0, 1, 1],
      [0, 1, 1],
    ])
  })

  it('counts by the class of gold where it is right, and by its own where it is wrong', () => {
    const gold = [at('Wilson disease', ['X:1'])]
    const found = [
      mentionOf(text, 'Wilson disease', 'phenotype', ['X:1']),
      mentionOf(text, 'WD', 'gene', ['X:3']),
    ]
    const { byClass } = resultOf(text, gold, found).strict
    expect(
      Object.entries(byClass).map(([name, { correct, predicted }]) => [name, correct, predicted]),
    ).toEqual([
      ['disease', 1, 1],
      ['gene', 0, 1],
    ])
  })

  it('is right with any of several ids of gold, and only with the best of its own', () => {
    const found = [at('Wilson disease', ['X:2', 'X:1'])]
    expect(allCounts(resultOf(text, [at('Wilson disease', ['X:1', 'X:2'])], found))).toEqual([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ])
    expect(counts(resultOf(text, [at('Wilson disease', ['X:1'])], found).strict)).toEqual([0, 1, 1])
  })

  it('is right whatever the spelling of the prefix', () => {
    const { strict } = resultOf(text, [at('WD', ['mesh:D006527'])], [at('WD', ['MSH:D006527'])])
    expect(counts(strict)).toEqual([1, 1, 1])
  })
})

describe('ids that changed', () => {
  const currentIds = (id: string): readonly string[] | undefined =>
    ({ 'X:1': ['X:1'], 'X:2': ['X:2'], 'X:old': ['X:1'], 'X:split': ['X:1', 'X:2'] })[id]

  it('count as what stands in their place, in gold and in what was found', () => {
    const { strict, unknown } = resultOf(text, [at('WD', ['X:old'])], [at('WD', ['X:1'])], { currentIds })
    expect([counts(strict), unknown]).toEqual([[1, 1, 1], { mentions: 0, ids: [] }])
    expect(
      counts(resultOf(text, [at('WD', ['X:split'])], [at('WD', ['X:2'])], { currentIds }).strict),
    ).toEqual([1, 1, 1])
    expect(counts(resultOf(text, [at('WD', ['X:1'])], [at('WD', ['X:old'])], { currentIds }).strict)).toEqual(
      [1, 1, 1],
    )
  })

  it('that nobody knows are told, and missed', () => {
    const gold = [at('WD', ['Y:9']), at('Wilson disease', ['Y:9', 'X:1'])]
    const { strict, unknown } = resultOf(text, gold, [], { currentIds })
    expect([counts(strict), unknown]).toEqual([[0, 0, 2], { mentions: 1, ids: ['Y:9'] }])
  })

  it('stand for themselves without a knowledge base', () => {
    const { strict, unknown } = resultOf(text, [at('WD', ['Y:9'])], [at('WD', ['Y:9'])])
    expect([counts(strict), unknown]).toEqual([[1, 1, 1], undefined])
  })
})

describe('composite mentions', () => {
  const gold = [at('breast and ovarian cancer', ['X:1', 'X:2'], { composite: true })]
  const breastCancer = mentionIn(
    text,
    [
      [0, 6],
      [19, 25],
    ],
    'disease',
    ['X:1'],
  )

  it('stand apart, with all that speaks of them; their ids are in the document', () => {
    const found = [breastCancer, at('ovarian cancer', ['X:2'])]
    const result = resultOf(text, gold, found)
    expect(result.composite).toEqual({ support: 1, any: 1, all: 1 })
    expect(allCounts(result)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [2, 2, 2],
    ])
  })

  it('are found in part, or with another id: then too it is not wrong twice', () => {
    expect(resultOf(text, gold, [breastCancer]).composite).toEqual({ support: 1, any: 1, all: 0 })
    const wrong = resultOf(text, gold, [at('breast and ovarian cancer', ['X:3'])])
    expect([wrong.composite, counts(wrong.strict), counts(wrong.documentSets)]).toEqual([
      { support: 1, any: 0, all: 0 },
      [0, 0, 0],
      [0, 1, 2],
    ])
  })

  it('take nothing from others: a wrong mention within is wrong, a right one of plain gold right', () => {
    const plain = at('ovarian cancer', ['X:2'])
    const result = resultOf(text, [...gold, plain], [plain, at('ovarian', ['X:7'])])
    expect([counts(result.strict), result.composite.any]).toEqual([[1, 2, 1], 1])
  })

  it('are right when found as composite ones; for a plain mention a composite answer is wrong', () => {
    expect(resultOf(text, gold, gold).composite).toEqual({ support: 1, any: 1, all: 1 })
    const plain = [at('WD', ['X:1'])]
    expect(counts(resultOf(text, plain, [at('WD', ['X:1', 'X:2'], { composite: true })]).strict)).toEqual([
      0, 1, 1,
    ])
  })

  it('of one id are as all others', () => {
    const one = [at('WD', ['X:1'], { composite: true })]
    expect(counts(resultOf(text, one, one).strict)).toEqual([1, 1, 1])
  })
})

describe('mentions without an id', () => {
  it('in gold are no support; what links them is wrong, what finds them without an id is counted', () => {
    const result = resultOf(text, [at('WD', []), at('breast', [])], [at('WD', ['X:1']), at('breast', [])])
    expect(counts(result.strict)).toEqual([0, 1, 0])
    expect(result.nil).toEqual({ support: 2, nil: 1, linked: 1 })
    expect(result.falsePositives.kinds).toEqual({ nil: 1 })
  })

  it('among what was found are neither right nor wrong, and told as the reason of a miss', () => {
    const result = resultOf(text, [at('WD', ['X:1'])], [at('WD', [])])
    expect(counts(result.strict)).toEqual([0, 0, 1])
    expect(result.falseNegatives.kinds).toEqual({ nil: 1 })
  })
})

describe('document sets', () => {
  it('hold an id once, however often it is named', () => {
    const gold = [at('WD', ['X:1']), at('Wilson disease', ['X:1']), at('breast', ['X:2'])]
    const found = [at('WD', ['X:1']), at('Wilson', ['X:1']), at('cancer', ['X:5']), at('then', ['X:5'])]
    expect(counts(resultOf(text, gold, found).documentSets)).toEqual([1, 2, 2])
  })

  it('want one of the ids that gold leaves the choice of; the other is neither right nor wrong', () => {
    const gold = [at('WD', ['X:1', 'X:2'])]
    expect(counts(resultOf(text, gold, [at('WD', ['X:1']), at('then', ['X:2'])]).documentSets)).toEqual([
      1, 1, 1,
    ])
    expect(
      counts(resultOf(text, [...gold, at('breast', ['X:1'])], [at('WD', ['X:1'])]).documentSets),
    ).toEqual([1, 1, 1])
  })

  it('are added up over documents', () => {
    const tally = new E2eTally()
    for (const id of ['a', 'b'])
      tally.add({ id, text, gold: [at('WD', ['X:1'])], predicted: id === 'a' ? [at('WD', ['X:1'])] : [] })
    expect(counts(tally.result().documentSets)).toEqual([1, 1, 2])
  })
})

describe('candidates', () => {
  it('count up to k, of all gold and of what was found', () => {
    const gold = [at('WD', ['X:1']), at('breast', ['X:2']), at('cancer', ['X:3'])]
    const found = [at('WD', ['X:9', 'X:8', 'X:1']), at('breast', ['X:2'])]
    expect(resultOf(text, gold, found).recallAt).toEqual([
      { k: 1, correct: 1, recall: 1 / 3, recallOfFound: 1 / 2 },
      { k: 2, correct: 1, recall: 1 / 3, recallOfFound: 1 / 2 },
      { k: 3, correct: 2, recall: 2 / 3, recallOfFound: 1 },
    ])
  })

  it('are at least one', () => {
    expect(resultOf(text, [], []).recallAt).toEqual([{ k: 1, correct: 0, recall: 0, recallOfFound: 0 }])
  })
})

describe('errors', () => {
  it('say what stood in the place: another id, other borders, nothing', () => {
    const gold = [at('WD', ['X:1']), at('Wilson disease', ['X:1']), at('ovarian cancer', ['X:2'])]
    const found = [
      at('WD', ['X:7', 'X:1'], { candidates: [candidate('X:7', 'Werdnig')] }),
      at('Wilson', ['X:1']),
      at('then', ['X:8']),
    ]
    const { falseNegatives, falsePositives } = resultOf(text, gold, found)
    expect(
      falseNegatives.worst.map(({ text: name, ids, kinds, example }) => [name, ids, kinds, example.instead]),
    ).toEqual(
      [
        ['Wilson disease', ['X:1'], { boundary: 1 }, 'Wilson'],
        ['ovarian cancer', ['X:2'], { alone: 1 }, undefined],
        ['WD', ['X:1'], { id: 1 }, 'X:7 Werdnig'],
      ].toSorted((a, b) => order(a[0]) - order(b[0])),
    )
    expect(
      falsePositives.worst.map(({ text: name, ids, kinds, example }) => [name, ids, kinds, example.instead]),
    ).toEqual([
      ['WD', ['X:7'], { id: 1 }, 'X:1'],
      ['Wilson', ['X:1'], { boundary: 1 }, 'Wilson disease'],
      ['then', ['X:8'], { alone: 1 }, undefined],
    ])
  })

  const order = (name: unknown): number => ['WD', 'Wilson disease', 'ovarian cancer'].indexOf(String(name))
  const candidate = (id: string, label: string): NonNullable<Mention['candidates']>[number] => ({
    id,
    label,
    class: 'disease',
    source: 's',
    score: 1,
    method: 'exact',
    matched: label,
    scope: 'label',
  })
})

describe('of any mentions', () => {
  it('what is found as gold has it is all right', () => {
    fc.assert(
      fc.property(mentionsArbitrary, (gold) => {
        const { strict, relaxed, documentSets, falsePositives, falseNegatives } = resultOf(TEXT, gold, gold)
        for (const { micro } of [strict, relaxed, documentSets])
          expect([micro.correct, micro.correct]).toEqual([micro.predicted, micro.support])
        expect([falsePositives.total, falseNegatives.total]).toEqual([0, 0])
      }),
    )
  })

  it('strict figures and document sets are those of sets; errors are what is missing and too many', () => {
    fc.assert(
      fc.property(mentionsArbitrary, mentionsArbitrary, (gold, found) => {
        const keys = (mentions: readonly Mention[]): Set<string> =>
          new Set(mentions.flatMap(({ spans, ids }) => ids.map((id) => JSON.stringify([spans, id]))))
        const ids = (mentions: readonly Mention[]): Set<string> =>
          new Set(mentions.flatMap((mention) => mention.ids))
        const expected = (wanted: Set<string>, given: Set<string>): number[] => [
          [...wanted].filter((key) => given.has(key)).length,
          given.size,
          wanted.size,
        ]
        const result = resultOf(TEXT, gold, found)
        expect(counts(result.strict)).toEqual(expected(keys(gold), keys(found)))
        expect(counts(result.documentSets)).toEqual(expected(ids(gold), ids(found)))
        expect(counts(result.relaxed)[0]).toBeGreaterThanOrEqual(counts(result.strict)[0] ?? 0)
        expect(result.falseNegatives.total).toBe(result.strict.micro.support - result.strict.micro.correct)
        expect(result.falsePositives.total).toBe(result.strict.micro.predicted - result.strict.micro.correct)
      }),
    )
  })
})

describe('relaxed pairs of any mentions', () => {
  const characters = ({ spans }: Mention): Set<number> =>
    new Set(spans.flatMap(([start, end]) => Array.from({ length: end - start }, (_, at) => start + at)))
  const mayPair = (a: Mention, b: Mention): boolean =>
    a.ids[0] === b.ids[0] && [...characters(a)].some((at) => characters(b).has(at))

  /** As many pairs as can be, by trying all. */
  const mostPairs = (gold: readonly Mention[], found: readonly Mention[]): number => {
    const [first, ...rest] = gold
    if (first === undefined) return 0
    const pairs = found.flatMap((other, at) =>
      mayPair(first, other) ? [1 + mostPairs(rest, found.toSpliced(at, 1))] : [],
    )
    return Math.max(mostPairs(rest, found), ...pairs)
  }
  const linked = (mentions: readonly Mention[]): Mention[] => {
    const named = mentions.filter(({ ids }) => ids.length > 0)
    return [
      ...new Map(named.map((mention) => [JSON.stringify([mention.spans, mention.ids]), mention])).values(),
    ].slice(0, 6)
  }

  it('are the most that can be', () => {
    fc.assert(
      fc.property(mentionsArbitrary, mentionsArbitrary, (someGold, someFound) => {
        const [gold, found] = [linked(someGold), linked(someFound)]
        expect(counts(resultOf(TEXT, gold, found).relaxed)).toEqual([
          mostPairs(gold, found),
          found.length,
          gold.length,
        ])
      }),
      { numRuns: 300 },
    )
  })
})
