import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mention } from '../../src/core/document.ts'
import { NerTally, type NerResult } from '../../src/eval/ner.ts'
import type { Summary } from '../../src/eval/score.ts'
import { SeenStrings } from '../../src/eval/seen.ts'
import { mentionIn, mentionOf, mentionsArbitrary, TEXT } from './made-up.ts'

const resultOf = (
  text: string,
  gold: readonly Mention[],
  predicted: readonly Mention[],
  seen?: SeenStrings,
): NerResult => {
  const tally = new NerTally(seen ? { isSeen: (mention) => seen.has(mention) } : {})
  tally.add({ id: 'one', text, gold, predicted })
  return tally.result()
}

const counts = ({ micro }: Summary): number[] => [micro.correct, micro.predicted, micro.support]

describe('strict and relaxed', () => {
  const text = 'lung and breast cancer in mice'
  const lungCancer = mentionIn(text, [
    [0, 4],
    [16, 22],
  ])

  it('are right for the same spans and class', () => {
    const { strict, relaxed } = resultOf(text, [lungCancer], [lungCancer])
    expect([counts(strict), counts(relaxed)]).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ])
    expect(strict.byClass['disease']).toEqual({
      precision: 1,
      recall: 1,
      f1: 1,
      support: 1,
      predicted: 1,
      correct: 1,
    })
  })

  it('differ where one piece, or a border, is another', () => {
    for (const other of [
      mentionOf(text, 'cancer'),
      mentionOf(text, 'lung and'),
      mentionIn(text, [[0, 22]]),
    ]) {
      const { strict, relaxed } = resultOf(text, [lungCancer], [other])
      expect([counts(strict), counts(relaxed)]).toEqual([
        [0, 1, 1],
        [1, 1, 1],
      ])
    }
  })

  it('do not take what lies between the pieces', () => {
    expect(counts(resultOf(text, [lungCancer], [mentionOf(text, 'and')]).relaxed)).toEqual([0, 1, 1])
  })

  it('do not take what only touches', () => {
    const [gold, found] = [mentionIn(text, [[0, 4]]), mentionIn(text, [[4, 8]])]
    expect(counts(resultOf(text, [gold], [found]).relaxed)).toEqual([0, 1, 1])
  })

  it('do not take another class', () => {
    const found = mentionIn(text, lungCancer.spans, 'gene')
    const { strict, relaxed, confusion } = resultOf(text, [lungCancer], [found])
    expect([counts(strict), counts(relaxed)]).toEqual([
      [0, 1, 1],
      [0, 1, 1],
    ])
    expect(confusion).toEqual([{ gold: 'disease', predicted: 'gene', count: 1 }])
  })

  it('count each mention once: relaxed ones in one pair, the most that can be', () => {
    const wide = mentionOf(text, 'breast cancer')
    const [breast, cancer] = [mentionOf(text, 'breast'), mentionOf(text, 'cancer')]
    expect(counts(resultOf(text, [wide], [breast, cancer]).relaxed)).toEqual([1, 2, 1])
    // Taking the first that overlaps would leave "cancer" without its only mate.
    const late = mentionIn(text, [
      [0, 4],
      [16, 22],
    ])
    expect(counts(resultOf(text, [wide, late], [cancer, breast]).relaxed)).toEqual([2, 2, 2])
  })

  it('count what is given twice once', () => {
    expect(counts(resultOf(text, [lungCancer, lungCancer], [lungCancer, lungCancer]).strict)).toEqual([
      1, 1, 1,
    ])
  })

  it('are 0, not a division by nothing, where nothing is', () => {
    const { strict, confusion } = resultOf(text, [], [])
    expect(strict).toEqual({
      byClass: {},
      micro: strict.micro,
      macro: strict.macro,
      weighted: strict.weighted,
    })
    expect([strict.micro.f1, strict.macro.f1, strict.weighted.f1]).toEqual([0, 0, 0])
    expect(confusion).toEqual([])
  })
})

describe('of any mentions', () => {
  const keyOf = ({ spans, class: name }: Mention): string => JSON.stringify([spans, name])
  const characters = ({ spans }: Mention): Set<number> =>
    new Set(spans.flatMap(([start, end]) => Array.from({ length: end - start }, (_, at) => start + at)))
  const mayPair = (a: Mention, b: Mention): boolean =>
    a.class === b.class && [...characters(a)].some((at) => characters(b).has(at))

  /** As many pairs as can be, by trying all. */
  const mostPairs = (gold: readonly Mention[], found: readonly Mention[]): number => {
    const [first, ...rest] = gold
    if (first === undefined) return 0
    const without = mostPairs(rest, found)
    const pairs = found.flatMap((other, at) =>
      mayPair(first, other) ? [1 + mostPairs(rest, found.toSpliced(at, 1))] : [],
    )
    return Math.max(without, ...pairs)
  }

  it('strict figures are those of sets, relaxed ones those of the largest matching', () => {
    fc.assert(
      fc.property(mentionsArbitrary, mentionsArbitrary, (someGold, someFound) => {
        const [gold, found] = [someGold.slice(0, 6), someFound.slice(0, 6)]
        const [wanted, given] = [
          new Map(gold.map((m) => [keyOf(m), m])),
          new Map(found.map((m) => [keyOf(m), m])),
        ]
        const { strict, relaxed } = resultOf(TEXT, gold, found)
        const both = [...wanted.keys()].filter((key) => given.has(key)).length
        expect(counts(strict)).toEqual([both, given.size, wanted.size])
        expect(counts(relaxed)).toEqual([
          mostPairs([...wanted.values()], [...given.values()]),
          given.size,
          wanted.size,
        ])
      }),
      { numRuns: 300 },
    )
  })

  it('the matrix adds up to support and findings, the errors to what was missed and wrong', () => {
    fc.assert(
      fc.property(mentionsArbitrary, mentionsArbitrary, (gold, found) => {
        const { strict, confusion, falsePositives, falseNegatives } = resultOf(TEXT, gold, found)
        const sum = (keep: (cell: (typeof confusion)[number]) => boolean): number =>
          confusion.filter(keep).reduce((total, cell) => total + cell.count, 0)
        for (const [name, score] of Object.entries(strict.byClass)) {
          expect(sum((cell) => cell.gold === name)).toBe(score.support)
          expect(sum((cell) => cell.predicted === name)).toBe(score.predicted)
          expect(sum((cell) => cell.gold === name && cell.predicted === name)).toBe(score.correct)
        }
        expect(falseNegatives.total).toBe(strict.micro.support - strict.micro.correct)
        expect(falsePositives.total).toBe(strict.micro.predicted - strict.micro.correct)
      }),
    )
  })

  it('seen and unseen add up to all', () => {
    fc.assert(
      fc.property(mentionsArbitrary, mentionsArbitrary, mentionsArbitrary, (gold, found, training) => {
        const strings = new SeenStrings()
        for (const mention of training) strings.add(mention)
        const { strict, seen } = resultOf(TEXT, gold, found, strings)
        const parts = [seen?.seen, seen?.unseen].map((part) => (part ? counts(part) : []))
        expect(counts(strict).map((_, at) => (parts[0]?.[at] ?? 0) + (parts[1]?.[at] ?? 0))).toEqual(
          counts(strict),
        )
      }),
    )
  })
})

describe('seen strings', () => {
  it('are the same in another case, width, dash or composition, and of one class', () => {
    const seen = new SeenStrings()
    seen.add({ class: 'disease', text: 'Sjögren–Larsson' })
    expect(seen.has({ class: 'disease', text: 'sjo\u0308gren-larsson' })).toBe(true)
    expect(seen.has({ class: 'gene', text: 'Sjögren–Larsson' })).toBe(false)
    expect(seen.has({ class: 'disease', text: 'Sjögren' })).toBe(false)
  })
})

describe('errors', () => {
  const LONE = /\p{Surrogate}/u
  const text = '👩‍🔬 Ataxia, ataxia and severe ataxia in WD.'

  it('are told with their kind, most frequent strings first, and one context', () => {
    const gold = [
      mentionOf(text, 'severe ataxia'),
      mentionOf(text, 'Ataxia', 'phenotype'),
      mentionOf(text, 'WD'),
    ]
    const found = [
      mentionIn(text, [[text.indexOf('severe') + 7, text.indexOf('severe') + 13]]),
      mentionOf(text, 'Ataxia'),
    ]
    const { falseNegatives, falsePositives } = resultOf(text, gold, found)
    expect(falseNegatives.kinds).toEqual({ boundary: 1, class: 1, alone: 1 })
    expect(falseNegatives.worst.map((error) => [error.text, error.example.instead])).toEqual([
      ['severe ataxia', 'ataxia'],
      ['Ataxia', 'disease'],
      ['WD', undefined],
    ])
    expect(falsePositives.worst[0]?.example).toEqual({
      document: 'one',
      start: 32,
      end: 38,
      before: '👩‍🔬 Ataxia, ataxia and severe ',
      after: ' in WD.',
      instead: 'severe ataxia',
    })
  })

  it('of one string are counted together, and no pair of surrogates is cut', () => {
    const many = '😀'.repeat(50)
    const tally = new NerTally()
    for (const id of ['a', 'b', 'c'])
      tally.add({
        id,
        text: `x${many} WD ${many}`,
        gold: [mentionIn(`x${many} WD ${many}`, [[102, 104]])],
        predicted: [],
      })
    const [worst] = tally.result(1).falseNegatives.worst
    expect([worst?.count, worst?.text, worst?.example.document]).toEqual([3, 'WD', 'a'])
    expect(worst?.example.before).not.toMatch(LONE)
    expect(worst?.example.after).not.toMatch(LONE)
  })
})

it('takes time in proportion to what there is: a hundred thousand mentions, nested and side by side', () => {
  const text = 'x'.repeat(400_000)
  const at = (count: number, step: number): Mention[] =>
    Array.from({ length: count }, (_, index) => mentionIn(text, [[index * step, index * step + 3]]))
  const begin = performance.now()
  const { relaxed } = resultOf(text, at(50_000, 4), at(50_000, 5))
  expect(relaxed.micro.correct).toBe(40_000)
  expect(performance.now() - begin).toBeLessThan(10_000)
})
