import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate, Reason } from '../../src/core/candidate.ts'
import { answerOf, type Draft } from '../../src/linker/answer.ts'
import type { DefinedForm, LinkResult } from '../../src/linker/contract.ts'
import { readingOf, withReading } from '../../src/linker/reading.ts'
import { hostileText, seeded } from '../support/hostile-text.ts'

const WD: DefinedForm = { short: 'WD', long: 'Wilson disease' }

describe('the reading of a mention', () => {
  it.each([
    { mention: 'WD', reading: 'Wilson disease' },
    { mention: 'WD patients', reading: 'Wilson disease patients' },
    { mention: 'early WD', reading: 'early Wilson disease' },
    { mention: 'WDs', reading: 'Wilson disease' },
    { mention: 'WD-related', reading: 'Wilson disease-related' },
    { mention: '(WD)', reading: '(Wilson disease)' },
    { mention: "WD's", reading: "Wilson disease's" },
    { mention: '👍WD👍', reading: '👍Wilson disease👍' },
    { mention: 'WDX and WD', reading: 'WDX and Wilson disease' },
  ])('of "$mention" is "$reading"', ({ mention, reading }) => {
    expect(readingOf(mention, [WD])).toBe(reading)
  })

  it.each([
    { mention: 'wd', why: 'another case' },
    { mention: 'Wd', why: 'another case' },
    { mention: 'WDX', why: 'part of a word' },
    { mention: 'XWD', why: 'part of a word' },
    { mention: 'WD2', why: 'part of a word' },
    { mention: 'WDsx', why: 'no plural' },
    { mention: '𝛼WD', why: 'part of a word, whose letter is a pair' },
    { mention: 'WD𝛼', why: 'part of a word, whose letter is a pair' },
    { mention: 'WD\u0301', why: 'its last letter has an accent' },
    { mention: 'e\u0301WD', why: 'part of a word that has an accent' },
    { mention: 'Wilson disease (WD)', why: 'said already' },
    { mention: '', why: 'nothing there' },
    { mention: 'stroke', why: 'not in it' },
  ])('"$mention" has none: $why', ({ mention }) => {
    expect(readingOf(mention, [WD])).toBeNull()
  })

  it('has none without definitions, or with an empty one', () => {
    expect(readingOf('WD', [])).toBeNull()
    expect(readingOf('WD', [{ short: '', long: 'nothing' }])).toBeNull()
  })

  it('writes out the longer form first', () => {
    const definitions = [
      { short: 'AB', long: 'alpha beta' },
      { short: 'ABC', long: 'AB complex' },
      { short: 'AB-C', long: 'another matter' },
    ]
    expect(readingOf('AB-C', definitions)).toBe('another matter')
    // What a definition is made of may itself be defined.
    expect(readingOf('ABC', definitions)).toBe('alpha beta complex')
    expect(readingOf('AB', definitions)).toBe('alpha beta')
  })

  it('writes out several', () => {
    const definitions = [WD, { short: 'HD', long: 'Huntington disease' }]
    expect(readingOf('HD or WD', definitions)).toBe('Huntington disease or Wilson disease')
  })

  it('ends where definitions lead in circles', () => {
    const circle = [
      { short: 'A', long: 'B and more' },
      { short: 'B', long: 'A and more' },
    ]
    expect(readingOf('A', circle)).toBe('A and more and more')
  })

  it.each(['A+B', 'C.3', 'x(y)', '[Z]', '$1', 'a|b', 'p^2', 'back\\slash', '$&'])(
    'takes "%s" as it stands',
    (short) => {
      expect(readingOf(`of ${short} here`, [{ short, long: 'the $& thing' }])).toBe('of the $& thing here')
      expect(readingOf('AxB C13 xy Z 1 a p2', [{ short, long: 'the thing' }])).toBeNull()
    },
  )

  it('of any text with any definitions is another text with a long form in it, or none', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seeded(seed)
        const mention = hostileText(random, 8)
        const definitions = Array.from({ length: 3 }, () => ({
          short: hostileText(random, 1),
          long: hostileText(random, 4),
        }))
        const reading = readingOf(mention, definitions)
        if (reading === null) return
        expect(reading).not.toBe(mention)
        expect(definitions.some(({ long }) => reading.includes(long))).toBe(true)
      }),
    )
  })

  it('takes time in proportion to the text', () => {
    const begun = performance.now()
    expect(readingOf('WDX'.repeat(300_000), [WD])).toBeNull()
    expect(readingOf('('.repeat(1_000_000), [{ short: '(', long: 'bracket' }])).not.toBeNull()
    expect(performance.now() - begun).toBeLessThan(5000)
  })
})

const reasonsOf = (score: number): readonly Reason[] => [
  { feature: 'prior', value: 'x', weight: Math.log(score / (1 - score)) },
]

const candidate = (id: string, score: number): Candidate => ({
  ...{ id, label: id, class: 'disease', source: 's', score, method: 'exact', matched: id, scope: 'label' },
  reasons: reasonsOf(score),
})

const draft = (mention: string, ...candidates: readonly Candidate[]): Draft => ({
  mention,
  candidates,
  dropped: [],
  nilReason: candidates.length === 0 ? 'no-name-matches' : 'no-candidate-is-likely',
})

/** As it is answered. */
const both = (own: Draft, read: Draft, limit = 10): LinkResult =>
  answerOf(withReading(own, read, LONG), { limit, explain: true })

const LONG = 'Wilson disease'

describe('what a mention and its long form are linked to', () => {
  it('is what the long form means; what the mention alone would mean is demoted, not dropped', () => {
    const own = draft('WD', candidate('A:1', 0.95), candidate('A:2', 0.4))
    const answer = both(own, draft(LONG, candidate('B:1', 0.7), candidate('A:2', 0.3)))
    expect(answer).toMatchObject({ mention: 'WD', reading: LONG, nil: false })
    expect(answer.candidates.map(({ id, score }) => [id, score])).toEqual([
      ['B:1', 0.7],
      // Odds of 19 to 1, by e to the minus third.
      ['A:1', 0.4861],
      ['A:2', 0.3],
    ])
    expect(answer).not.toHaveProperty('nilReason')
  })

  it('says why with the reasons', () => {
    const { candidates } = both(draft('WD', candidate('A:1', 0.9)), draft(LONG, candidate('B:1', 0.9)))
    expect(candidates[0]?.reasons).toEqual(reasonsOf(0.9))
    expect(candidates[1]?.reasons).toEqual([
      ...reasonsOf(0.9),
      { feature: 'definition', value: 'the text says it is "Wilson disease"', weight: -3 },
    ])
  })

  it('keeps what was dropped of both', () => {
    const drop = (id: string): Draft['dropped'] => [{ id, matched: id, reason: 'retired' }]
    const answer = both({ ...draft('WD'), dropped: drop('A:1') }, { ...draft(LONG), dropped: drop('B:1') })
    expect(answer.dropped?.map(({ id }) => id)).toEqual(['B:1', 'A:1'])
  })

  it('demotes less where nothing is known of the long form', () => {
    const answer = both(draft('WD', candidate('A:1', 0.9)), draft(LONG))
    expect(answer).toMatchObject({ nil: false, candidates: [{ id: 'A:1', score: 0.768 }] })
  })

  it('is NIL where what is left is unlikely, and says so', () => {
    const unlikely = { nil: true, nilReason: 'no-candidate-is-likely' }
    expect(both(draft('WD', candidate('A:1', 0.2)), draft(LONG))).toMatchObject(unlikely)
    expect(both(draft('WD', candidate('A:1', 0.1)), draft(LONG))).toMatchObject(unlikely)
    expect(both(draft('WD'), draft(LONG, candidate('B:1', 0.1)))).toMatchObject(unlikely)
    expect(both(draft('WD'), draft(LONG))).toEqual({
      mention: 'WD',
      reading: LONG,
      nil: true,
      nilReason: 'no-name-matches',
      candidates: [],
      dropped: [],
    })
  })

  it('keeps to the limit, and a sure candidate stays sure', () => {
    const own = draft('WD', candidate('A:1', 1), candidate('A:2', 0.9))
    const { candidates } = both(own, draft(LONG, candidate('B:1', 0.6)), 2)
    expect(candidates.map(({ id, score }) => [id, score])).toEqual([
      ['A:1', 1],
      ['B:1', 0.6],
    ])
  })

  it('of any scores: each concept once, likeliest first, scores between 0 and 1, nothing lost, NIL as they add up to', () => {
    const scores = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 10_000 })))
    const draftOf = (mention: string, given: readonly (readonly [number, number])[]): Draft => {
      const best = new Map(given.map(([id, score]) => [id, candidate(`A:${String(id)}`, score / 10_000)]))
      return draft(mention, ...[...best.values()].sort((a, b) => b.score - a.score))
    }
    fc.assert(
      fc.property(scores, scores, (one, other) => {
        const [own, read] = [draftOf('WD', one), draftOf(LONG, other)]
        const { candidates, nil, nilReason } = both(own, read, 100)
        const ids = candidates.map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        expect(new Set(ids)).toEqual(new Set([...own.candidates, ...read.candidates].map(({ id }) => id)))
        const values = candidates.map(({ score }) => score)
        expect(values).toEqual(values.toSorted((a, b) => b - a))
        for (const score of values) expect(score >= 0 && score <= 1).toBe(true)
        const sum = values.reduce((total, value) => total + value, 0)
        if (Math.abs(sum - 0.15) > 0.01) expect(nil).toBe(sum < 0.15)
        expect(nilReason !== undefined).toBe(nil)
      }),
    )
  })
})
