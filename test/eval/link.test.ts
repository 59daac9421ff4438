import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IdResolver } from '../../src/eval/concepts.ts'
import { LinkTally, type LinkScores } from '../../src/eval/link.ts'
import type { LinkAnswer } from '../../src/eval/link-answer.ts'
import { linkFaultOf } from '../../src/eval/link-fault.ts'
import type { GoldMention } from '../../src/eval/link-gold.ts'
import { judgeLink, linkErrorOf, placeInContext } from '../../src/eval/link-judge.ts'
import { SeenLinks } from '../../src/eval/link-seen.ts'

const gold = (ids: readonly string[], more: Partial<GoldMention> = {}): GoldMention => ({
  place: 0,
  mention: 'fever',
  class: 'phenotype',
  composite: false,
  ids,
  ...more,
})

/** An answer of these ids, the first with a score of .9, each further one .1 less. */
const said = (ids: readonly string[], nil = ids.length === 0): LinkAnswer => ({
  nil,
  candidates: ids.map((id, index) => ({ id, score: Math.max(0, 0.9 - index / 10), method: 'exact' })),
})

/** Knows A:1 to A:9; A:10 is what A:1 is called now, A:11 is a retired one that became A:2 or A:3. */
const resolve: IdResolver = (id) =>
  id === 'A:10' ? ['A:1'] : id === 'A:11' ? ['A:2', 'A:3'] : /^A:[1-9]$/.test(id) ? [id] : undefined

const scored = (...pairs: readonly (readonly [GoldMention, LinkAnswer])[]): LinkScores => {
  const tally = new LinkTally({ at: [1, 5, 20] })
  for (const [mention, answer] of pairs) tally.add(judgeLink(mention, answer, { resolve }))
  return tally.result()
}

describe('a link', () => {
  const rank = (ids: readonly string[], answers: readonly string[]): number =>
    judgeLink(gold(ids), said(answers), { resolve }).rank

  it('is right by any of several gold ids, by what stands for an id now, and in any case of the prefix', () => {
    expect(rank(['A:1', 'A:2'], ['A:2'])).toBe(1)
    expect(rank(['A:10'], ['A:4', 'A:1'])).toBe(2)
    expect(rank(['A:11'], ['A:3'])).toBe(1)
    expect(rank(['A:1'], ['A:10'])).toBe(1)
    expect(rank(['MESH:D1'], ['mesh:D1'])).toBe(1)
    expect(rank(['A:1'], ['A:2'])).toBe(0)
    expect(rank([], ['A:2'])).toBe(0)
  })

  it('is wrong in one of four ways, or right', () => {
    const kind = (ids: readonly string[], answer: LinkAnswer): string | null =>
      linkErrorOf(judgeLink(gold(ids), answer, { resolve }))
    expect(kind(['A:1'], said(['A:1']))).toBeNull()
    expect(kind(['A:1'], said(['A:2', 'A:1']))).toBe('rank')
    expect(kind(['A:1'], said(['A:2']))).toBe('no-candidate')
    expect(kind(['A:1'], said(['A:1'], true))).toBe('nil-though-covered')
    expect(kind(['B:1'], said(['A:1']))).toBe('answered-though-nil')
    expect(kind([], said(['A:1']))).toBe('answered-though-nil')
    expect(kind([], said(['A:1'], true))).toBeNull()
    expect(kind(['B:1'], said([]))).toBeNull()
  })

  it('stands in its context where the line says, else where it is first', () => {
    const context = 'fever, then fever'
    expect(placeInContext(gold([], { context, contextStart: 100, start: 112 }))).toEqual([12, 17])
    expect(placeInContext(gold([], { context }))).toEqual([0, 5])
    expect(placeInContext(gold([], { context, contextStart: 100, start: 105 }))).toEqual([0, 5])
    expect(placeInContext(gold([], { context: 'cough' }))).toBeNull()
  })

  it('that is wrong is told with its first candidates and the right one, however late', () => {
    const answers = said(['A:2', 'A:3', 'A:4', 'A:5', 'A:6', 'A:7', 'A:1', 'A:8'])
    const judged = judgeLink(gold(['A:10', 'B:9'], { context: 'of fever.', doc: 'd' }), answers, { resolve })
    const fault = linkFaultOf(judged, (id) => (id === 'A:10' ? 'Fever' : null))
    expect(fault).toMatchObject({ kind: 'rank', document: 'd', before: 'of ', after: '.', rank: 7 })
    expect(fault?.candidates.map(({ id, place, right }) => [id, place, right])).toEqual([
      ['A:2', 1, false],
      ['A:3', 2, false],
      ['A:4', 3, false],
      ['A:5', 4, false],
      ['A:6', 5, false],
      ['A:1', 7, true],
    ])
    expect(fault?.gold).toEqual([
      { id: 'A:10', label: 'Fever' },
      { id: 'B:9', label: null },
    ])
  })
})

describe('scores of links', () => {
  it('are of mentions with a concept; those covered, composite ones and NIL are told apart', () => {
    const scores = scored(
      [gold(['A:1']), said(['A:1'])],
      [gold(['A:2']), said(['A:3', 'A:2'])],
      [gold(['A:3']), said([])],
      [gold(['B:1']), said(['A:4'])],
      [gold(['B:2', 'B:3']), said([])],
      [gold([]), said(['A:5'])],
      [gold([]), said(['A:5'], true)],
      [gold(['A:1', 'A:2'], { composite: true }), said(['A:2', 'A:1'])],
      [gold(['A:1', 'A:4'], { composite: true }), said(['A:4'])],
      [gold(['A:1', 'A:4'], { composite: true }), said(['A:9'])],
    )
    expect(scores.all).toMatchObject({
      mentions: 5,
      accuracy: { share: 1 / 5 },
      recallAt: [{}, { share: 2 / 5 }, {}],
    })
    expect(scores.covered).toMatchObject({ mentions: 3, accuracy: { share: 1 / 3 }, answered: { count: 2 } })
    // NIL in gold: two not covered, two without an id. Said: three of them, and A:3's.
    expect(scores.nil).toMatchObject({
      support: 4,
      predicted: 3,
      correct: 2,
      precision: 2 / 3,
      recall: 1 / 2,
      withoutConcept: 2,
      notCovered: 2,
    })
    expect(scores.composite).toEqual({ support: 3, first: 2, all: 1 })
    expect(scores.errors).toMatchObject({
      total: 4,
      kinds: { rank: 1, 'nil-though-covered': 1, 'answered-though-nil': 2 },
    })
  })

  it('do not tell what is covered where nothing knows', () => {
    const tally = new LinkTally({ at: [1] })
    tally.add(judgeLink(gold(['B:1']), said(['B:1'])))
    const { covered, all, nil } = tally.result()
    expect([covered, all.accuracy.count, nil.support]).toEqual([undefined, 1, 0])
  })

  it('are parted by class, by names, by training data and by method', () => {
    const seen = new SeenLinks(resolve)
    seen.add(gold(['A:10'], { mention: 'Fever' }))
    const names = new Map([
      ['fever', 1],
      ['pyrexia', 0],
      ['cold', 3],
    ])
    const tally = new LinkTally({
      at: [1],
      seen,
      namesakes: ({ gold: { mention } }) => names.get(mention) ?? 0,
    })
    const add = (
      mention: string,
      ids: readonly string[],
      answers: readonly string[],
      name = 'phenotype',
    ): void => {
      tally.add(judgeLink(gold(ids, { mention, class: name }), said(answers), { resolve }))
    }
    add('fever', ['A:5'], ['A:4'])
    add('pyrexia', ['A:1'], ['A:1'])
    add('cold', ['A:6'], ['A:6'], 'disease')
    add('fever', ['A:1'], [], 'disease')
    const scores = tally.result()
    const right = (groups: LinkScores['byClass'] | undefined): Record<string, string> =>
      Object.fromEntries(
        Object.entries(groups ?? {}).map(([key, { all }]) => [
          key,
          `${String(all.accuracy.count)}/${String(all.mentions)}`,
        ]),
      )
    expect(right(scores.byClass)).toEqual({ disease: '1/2', phenotype: '1/2' })
    expect(right(scores.byAmbiguity)).toEqual({ 0: '1/1', 1: '0/2', more: '1/1' })
    // "fever" was seen as a phenotype, not as a disease.
    expect(right(scores.bySeen)).toEqual({ string: '0/1', concept: '1/2', neither: '1/1' })
    expect(right(scores.byMethod)).toEqual({ NIL: '0/1', exact: '2/3' })
  })

  it('are set against another run, document by document', () => {
    const tally = new LinkTally({ at: [1] })
    const both = (doc: string | undefined, mine: readonly string[], theirs: readonly string[]): void => {
      const mention = gold(['A:1'], doc === undefined ? {} : { doc })
      tally.add(judgeLink(mention, said(mine)), judgeLink(mention, said(theirs)))
    }
    both('a', ['A:1'], ['A:2', 'A:1'])
    both('a', ['A:1'], ['A:1'])
    both('b', ['A:2'], ['A:1'])
    both(undefined, ['A:1'], ['A:2'])
    both(undefined, ['A:1'], ['A:2'])
    expect(tally.result().against).toMatchObject({
      mentions: 5,
      documents: 4,
      accuracy: { first: 4 / 5, second: 2 / 5, onlyFirst: 3, onlySecond: 1 },
      recallAt5: { first: 4 / 5, second: 3 / 5, onlyFirst: 2, onlySecond: 1 },
    })
    expect(tally.result().against?.accuracy.difference).toBeCloseTo(2 / 5, 12)
  })

  const pairs = fc.array(
    fc.tuple(
      fc.record({
        ids: fc.uniqueArray(fc.constantFrom('A:1', 'A:2', 'A:10', 'A:11', 'B:1', 'B:2'), { maxLength: 2 }),
        composite: fc.boolean(),
        class: fc.constantFrom('disease', 'gene'),
        doc: fc.constantFrom('x', 'y'),
      }),
      fc.uniqueArray(fc.constantFrom('A:1', 'A:2', 'A:3', 'A:10', 'B:1'), { maxLength: 4 }),
      fc.boolean(),
    ),
    { minLength: 1, maxLength: 20 },
  )
  const given = (drawn: typeof pairs extends fc.Arbitrary<infer Drawn> ? Drawn : never) =>
    drawn.map(([mention, answers, nil]) => [gold(mention.ids, mention), said(answers, nil)] as const)

  it('do not depend on the order of the lines, lists of errors apart', () => {
    fc.assert(
      fc.property(pairs, (drawn) => {
        const figures = ({ errors, ...scores }: LinkScores): object => ({ ...scores, total: errors.total })
        expect(figures(scored(...given(drawn).toReversed()))).toEqual(figures(scored(...given(drawn))))
      }),
    )
  })

  it('are 1 when gold is its own prediction', () => {
    fc.assert(
      fc.property(pairs, (drawn) => {
        const { all, errors, nil, composite } = scored(
          ...given(drawn).map(([mention]) => {
            const known = mention.ids.some((id) => resolve(id) !== undefined)
            return [mention, said(known || mention.composite ? mention.ids : [])] as const
          }),
        )
        expect(errors.total).toBe(0)
        expect([nil.correct, nil.correct]).toEqual([nil.support, nil.predicted])
        expect([composite.all, composite.first]).toEqual([composite.support, composite.support])
        expect(all.precision.count).toBe(all.answered.count)
      }),
    )
  })
})
