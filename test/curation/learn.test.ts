import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCuration } from '../../src/curation/compare.ts'
import { type Curation, LEARNED_BY } from '../../src/curation/curation.ts'
import { CurationSet } from '../../src/curation/curation-set.ts'
import { judgeLessons, type KnownNames, type Verdict } from '../../src/curation/judge-lessons.ts'
import { goldOf, learnedLines, replaceLearned } from '../../src/curation/learned-lines.ts'
import { type Lesson, LessonTally } from '../../src/curation/lessons.ts'
import type { CurationLine } from '../../src/curation/read-curations.ts'
import { generated, line, numbered } from './lines.ts'

type Evidence = readonly [text: string, concept: string, document: string]

const lessonsOf = (...evidence: readonly Evidence[]): readonly Lesson[] => {
  const tally = new LessonTally()
  for (const [text, concept, document] of evidence) tally.add(text, [concept], document)
  return tally.lessons()
}

/** Nothing is known of any name, but for what a test says. */
const known = (more: Partial<KnownNames> = {}): KnownNames => ({
  has: () => false,
  hasRival: () => false,
  isDropped: () => false,
  ...more,
})

const judged = (lessons: readonly Lesson[], names = known(), minCount = 1): readonly Verdict[] =>
  judgeLessons(lessons, names, { minCount })

const times = (count: number, ...evidence: Evidence): Evidence[] =>
  Array.from({ length: count }, () => evidence)

describe('lessons', () => {
  it('count mentions and documents of a name, case apart, as it is written most often', () => {
    const lessons = lessonsOf(
      ['heart attack', 'A:1', 'd2'],
      ['Heart attack', 'A:1', 'd1'],
      ['heart attack', 'A:1', 'd2'],
    )
    expect(lessons).toEqual([
      { text: 'heart attack', concept: 'A:1', mentions: 3, of: 3, documents: ['d1', 'd2'], isUsual: true },
    ])
  })

  it('tell what a name means as a rule; where it means two things as often, neither', () => {
    const unlike = lessonsOf(...times(2, 'AS', 'A:2', 'd'), ...times(1, 'AS', 'A:1', 'd'))
    expect(unlike.map(({ concept, isUsual }) => [concept, isUsual])).toEqual([
      ['A:2', true],
      ['A:1', false],
    ])
    expect(lessonsOf(['AS', 'A:2', 'd'], ['AS', 'A:1', 'd']).map(({ isUsual }) => isUsual)).toEqual([
      false,
      false,
    ])
  })

  it('do not depend on the order of mentions', () => {
    const evidence = fc.tuple(
      fc.constantFrom('AS', 'as', 'flu', 'Flu', 'grippe'),
      fc.constantFrom('A:1', 'a:1', 'A:2').map((id) => id.toUpperCase()),
      fc.constantFrom('d1', 'd2'),
    )
    const inTwoOrders = fc
      .array(evidence)
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    fc.assert(
      fc.property(inTwoOrders, ([all, shuffled]) => {
        expect(lessonsOf(...shuffled)).toEqual(lessonsOf(...all))
      }),
    )
  })
})

describe('a name is not added', () => {
  const lessons = lessonsOf(['coronary', 'A:1', 'd'])
  it.each([
    { rule: 'known', names: known({ has: () => true }), minCount: 1 },
    { rule: 'dropped', names: known({ isDropped: () => true, has: () => true }), minCount: 1 },
    { rule: 'rare', names: known(), minCount: 2 },
  ])('by the rule $rule', ({ rule, names, minCount }) => {
    expect(judged(lessons, names, minCount)).toEqual([{ lesson: lessons[0], rule, isPreferred: false }])
  })

  it('that means something else in more than four of five mentions', () => {
    const rules = (others: number): unknown[] =>
      judged(lessonsOf(...times(others, 'AS', 'A:1', 'd'), ['AS', 'A:2', 'd'])).map(({ rule }) => rule)
    expect(rules(4)).toEqual([null, null])
    expect(rules(5)).toEqual([null, 'unusual'])
  })
})

describe('a name is preferred for a concept', () => {
  const hasRival = (): boolean => true
  it('where others have it, known or added', () => {
    const lessons = lessonsOf(['hepatitis', 'A:1', 'd'])
    expect(judged(lessons, known({ hasRival }))).toMatchObject([{ rule: null, isPreferred: true }])
    expect(judged(lessons, known({ hasRival, has: () => true }))).toMatchObject([
      { rule: 'known', isPreferred: true },
    ])
    expect(judged(lessons)).toMatchObject([{ isPreferred: false }])
  })

  it('not where gold is of two minds, or a person dropped it', () => {
    const even = lessonsOf(['AS', 'A:1', 'd'], ['AS', 'A:2', 'd'])
    expect(judged(even, known({ hasRival })).map(({ isPreferred }) => isPreferred)).toEqual([false, false])
    const dropped = known({ hasRival, isDropped: () => true })
    expect(judged(lessonsOf(['AS', 'A:1', 'd']), dropped)).toMatchObject([{ isPreferred: false }])
  })
})

const taught = (gold: string, ...evidence: readonly Evidence[]): readonly Curation[] =>
  learnedLines(
    gold,
    judged(lessonsOf(...evidence), known({ hasRival: (_, text) => text === 'AS' })),
    '2026-02-03',
  )

/** A file, as it is read. */
const fileOf = (text: string): { readonly text: string; readonly lines: readonly CurationLine[] } => ({
  text,
  lines: text.split('\n').flatMap((raw, index) => {
    if (raw.trim() === '') return []
    const curation = { ...(JSON.parse(raw) as Curation), line: index + 1 }
    return [{ raw: raw.trim(), curation }]
  }),
})

const learned = (text: string, gold: string, ...evidence: readonly Evidence[]): string =>
  replaceLearned(fileOf(text), (each) => goldOf(each) === gold, taught(gold, ...evidence)).text

const forgotten = (text: string, gold?: string): string =>
  replaceLearned(fileOf(text), (each) => gold === undefined || goldOf(each) === gold, []).text

describe('lines', () => {
  it('say who taught them, how often and where', () => {
    const places = ['d1', 'd2', 'd3', 'd4'].map((document): Evidence => ['AS', 'A:1', document])
    expect(taught('a "b".jsonl', ...places, ['AS', 'A:2', 'd1']).map(formatCuration)).toEqual([
      '{"action":"add","text":"AS","concept":"A:1","scope":"exact","type":"learned","author":"learn","date":"2026-02-03","reason":"learned from \\"a \\\\\\"b\\\\\\".jsonl\\": 4 of 5 mentions in 4 documents (d1, d2, d3, …)"}',
      '{"action":"prefer","text":"AS","concept":"A:1","author":"learn","date":"2026-02-03","reason":"learned from \\"a \\\\\\"b\\\\\\".jsonl\\": 4 of 5 mentions in 4 documents (d1, d2, d3, …)"}',
      '{"action":"add","text":"AS","concept":"A:2","scope":"exact","type":"learned","author":"learn","date":"2026-02-03","reason":"learned from \\"a \\\\\\"b\\\\\\".jsonl\\": 1 of 5 mentions in 1 document (d1)"}',
    ])
  })

  it('name their gold again, whatever it is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (gold) => {
        for (const each of taught(gold, ['flu', 'A:1', 'd'])) expect(goldOf(each)).toBe(gold)
      }),
    )
    expect(goldOf(line({ action: 'add', reason: 'learned from x' }))).toBeUndefined()
  })

  it('keep their date where they say what they said', () => {
    const before = learned('', 'g', ['flu', 'A:1', 'd']).replace('2026-02-03', '2025-01-01')
    expect(learned(before, 'g', ['flu', 'A:1', 'd'])).toBe(before)
    const more = learned(before, 'g', ['flu', 'A:1', 'd'], ['AS', 'A:2', 'd'])
    expect(more).toContain('2025-01-01')
    expect(more.split('\n')).toHaveLength(4)
  })
})

const human = '{"action":"keep","text":"MI","author":"jd","date":"2026-01-31","reason":"r"}'
const text = fc
  .array(
    fc.constantFrom('', '  ', human, ` ${human}\r`, formatCuration(generated({ action: 'drop', text: 'x' }))),
  )
  .map((lines) => lines.join('\n'))
const evidence = fc.array(
  fc.tuple(fc.constantFrom('AS', 'as', 'flu'), fc.constantFrom('A:1', 'A:2'), fc.constantFrom('d1', 'd2')),
)

describe('a file', () => {
  it('is the same, byte for byte, when what it learned is forgotten', () => {
    fc.assert(
      fc.property(text, evidence, (before, all) => {
        expect(forgotten(learned(before, 'g', ...all))).toBe(before)
      }),
    )
  })

  it('learns the same twice as once', () => {
    fc.assert(
      fc.property(text, evidence, (before, all) => {
        const once = learned(before, 'g', ...all)
        expect(learned(once, 'g', ...all)).toBe(once)
      }),
    )
  })

  it('learns from two gold files in any order, and forgets either alone', () => {
    fc.assert(
      fc.property(text, evidence, evidence, (before, one, other) => {
        const both = learned(learned(before, 'g1', ...one), 'g2', ...other)
        expect(learned(learned(before, 'g2', ...other), 'g1', ...one)).toBe(both)
        expect(forgotten(both, 'g1')).toBe(learned(before, 'g2', ...other))
      }),
    )
  })
})

describe('in a build', () => {
  const lesson = (more: Partial<Curation>): Curation =>
    line({ action: 'add', text: 'AS', concept: 'A:1', type: 'learned', ...more, author: LEARNED_BY })
  const setOf = (...lines: readonly Curation[]): CurationSet => new CurationSet('c.jsonl', numbered(...lines))

  it('a person who drops, adds or prefers holds against what was learned, without conflict', () => {
    expect(setOf(lesson({}), line({ action: 'drop', text: 'as' })).restrictionOf('A:1', 'AS')).toBe('drop')
    const mine = line({ action: 'add', text: 'AS', concept: 'A:1', scope: 'narrow' })
    expect(setOf(lesson({}), mine).additions).toMatchObject([{ author: 'jd', scope: 'narrow' }])
    const prefers = setOf(
      lesson({ action: 'prefer' }),
      line({ action: 'prefer', text: 'AS', concept: 'A:2' }),
    )
    expect([prefers.isPreferred('A:1', 'AS'), prefers.isPreferred('A:2', 'AS')]).toEqual([false, true])
  })

  it('gold files that prefer one name for two concepts settle nothing', () => {
    const both = setOf(lesson({ action: 'prefer' }), lesson({ action: 'prefer', concept: 'A:2' }))
    expect([both.isPreferred('A:1', 'AS'), both.isPreferred('A:2', 'AS')]).toEqual([true, true])
  })

  it('what was learned does not keep a name that is dropped for being a placeholder', () => {
    const set = setOf(lesson({ text: 'unknown' }), generated({ action: 'drop', text: 'unknown' }))
    expect(set.restrictionOf('A:1', 'unknown')).toBe('drop')
  })
})
