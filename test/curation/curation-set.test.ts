import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import { CURATION_ACTIONS, type Curation, GENERATED_BY } from '../../src/curation/curation.ts'
import { CurationSet } from '../../src/curation/curation-set.ts'
import { failureOf } from '../support/failure.ts'
import { generated, line, numbered } from './lines.ts'

const setOf = (...lines: readonly Curation[]): CurationSet => new CurationSet('c.jsonl', numbered(...lines))

describe('restrictionOf', () => {
  it.each([
    ['nothing said', [], null],
    ['of the text', [line({ action: 'drop', text: 'MI' })], 'drop'],
    ['of the concept', [line({ action: 'link-only', concept: 'D:1' })], 'link-only'],
    ['of both', [line({ action: 'case-sensitive', text: 'MI', concept: 'D:1' })], 'case-sensitive'],
    ['of another text', [line({ action: 'drop', text: 'MIX' })], null],
    ['of another concept', [line({ action: 'drop', concept: 'D:2' })], null],
    ['of the text, for another concept', [line({ action: 'drop', text: 'MI', concept: 'D:2' })], null],
    [
      'in another case, and of another prefix case',
      [line({ action: 'drop', text: 'mi', concept: 'd:1' })],
      'drop',
    ],
    ['keep alone', [line({ action: 'keep', text: 'MI' })], null],
    [
      'add and prefer alone',
      [
        line({ action: 'add', text: 'MI', concept: 'D:1' }),
        line({ action: 'prefer', text: 'MI', concept: 'D:1' }),
      ],
      null,
    ],
    [
      'pair over text',
      [line({ action: 'drop', text: 'MI' }), line({ action: 'keep', text: 'MI', concept: 'D:1' })],
      null,
    ],
    [
      'pair over concept',
      [line({ action: 'drop', concept: 'D:1' }), line({ action: 'link-only', text: 'MI', concept: 'D:1' })],
      'link-only',
    ],
    [
      'text over concept',
      [line({ action: 'drop', concept: 'D:1' }), line({ action: 'case-sensitive', text: 'MI' })],
      'case-sensitive',
    ],
    [
      'a person over the program',
      [
        generated({ action: 'drop', text: 'MI', concept: 'D:1' }),
        line({ action: 'link-only', concept: 'D:1' }),
      ],
      'link-only',
    ],
    [
      'a person keeps what the program drops',
      [generated({ action: 'drop', text: 'MI', concept: 'D:1' }), line({ action: 'keep', concept: 'D:1' })],
      null,
    ],
    [
      'a person adds what the program drops',
      [generated({ action: 'drop', text: 'MI' }), line({ action: 'add', text: 'MI', concept: 'D:1' })],
      null,
    ],
    [
      'a person prefers what the program drops',
      [generated({ action: 'drop', text: 'MI' }), line({ action: 'prefer', text: 'MI', concept: 'D:1' })],
      null,
    ],
    [
      'a person adds what the program makes case-sensitive',
      [
        generated({ action: 'case-sensitive', text: 'MI' }),
        line({ action: 'add', text: 'MI', concept: 'D:1' }),
      ],
      'case-sensitive',
    ],
  ] as const)('%s', (_, lines, expected) => {
    expect(setOf(...lines).restrictionOf('D:1', 'MI')).toBe(expected)
  })

  it.each(['Heart–attack', 'HEART-ATTACK', 'heart‐attack ', 'ｈeart-attack'])(
    'meets "%s" on the case rung',
    (text) => {
      expect(setOf(line({ action: 'drop', text: 'heart-attack' })).restrictionOf('D:1', text)).toBe('drop')
    },
  )

  it('does not meet what differs by more than case', () => {
    expect(
      setOf(line({ action: 'drop', text: 'heart attack' })).restrictionOf('D:1', 'heart attacks'),
    ).toBeNull()
  })

  it('costs well under a microsecond where nothing is said', () => {
    const set = setOf(
      ...Array.from({ length: 1000 }, (_, at) => line({ action: 'drop', text: `name ${String(at)} x` })),
    )
    const names = Array.from({ length: 20_000 }, (_, at) => `another name ${String(at)}`)
    const best = Math.min(
      ...Array.from({ length: 5 }, () => {
        const begun = performance.now()
        for (const name of names) set.restrictionOf('D:1', name)
        return (performance.now() - begun) / names.length
      }),
    )
    // Milliseconds; a bound that a loaded machine holds, too.
    expect(best).toBeLessThan(0.003)
  })
})

describe('isPreferred', () => {
  it('is true of the one concept alone', () => {
    const set = setOf(line({ action: 'prefer', text: 'MI', concept: 'd:1' }))
    expect([set.isPreferred('D:1', 'mi'), set.isPreferred('D:2', 'mi'), set.isPreferred('D:1', 'M')]).toEqual(
      [true, false, false],
    )
  })

  it("takes a person's word over the program's", () => {
    const set = setOf(
      generated({ action: 'prefer', text: 'MI', concept: 'D:1' }),
      line({ action: 'prefer', text: 'MI', concept: 'D:2' }),
    )
    expect([set.isPreferred('D:1', 'MI'), set.isPreferred('D:2', 'MI')]).toEqual([false, true])
  })
})

describe('additions', () => {
  it('have each name once, the one of a person first', () => {
    const set = setOf(
      generated({ action: 'add', text: 'MI', concept: 'D:1', scope: 'broad' }),
      line({ action: 'add', text: 'mi', concept: 'd:1' }),
      line({ action: 'add', text: 'MI', concept: 'D:1' }),
      line({ action: 'add', text: 'MI', concept: 'D:2' }),
      line({ action: 'drop', text: 'x' }),
    )
    expect(set.additions.map((addition) => addition.line)).toEqual([2, 4])
  })
})

describe('unmatched', () => {
  it('has the lines that no look-up met, in file order', () => {
    const set = setOf(
      line({ action: 'drop', text: 'gone' }),
      line({ action: 'drop', text: 'MI' }),
      line({ action: 'keep', concept: 'D:404' }),
      line({ action: 'keep', concept: 'd:1' }),
      line({ action: 'drop', text: 'MI', concept: 'D:404' }),
      line({ action: 'add', text: 'new', concept: 'D:1' }),
      line({ action: 'add', text: 'new', concept: 'D:404' }),
      line({ action: 'prefer', text: 'other', concept: 'D:1' }),
      generated({ action: 'drop', text: 'MI' }),
    )
    expect(set.unmatched()).toHaveLength(9)
    set.restrictionOf('D:1', 'mi')
    expect(set.unmatched().map((one) => one.line)).toEqual([1, 3, 5, 7, 8])
    set.isPreferred('D:1', 'OTHER')
    expect(set.unmatched().map((one) => one.line)).toEqual([1, 3, 5, 7])
  })
})

describe('conflicts', () => {
  it.each([
    [
      'two restrictions of one text',
      line({ action: 'drop', text: 'MI' }),
      line({ action: 'link-only', text: 'mi' }),
    ],
    [
      'restriction and keep',
      line({ action: 'keep', concept: 'D:1' }),
      line({ action: 'drop', concept: 'd:1' }),
    ],
    [
      'of the program, too',
      generated({ action: 'drop', text: 'MI' }),
      generated({ action: 'link-only', text: 'MI' }),
    ],
    [
      'two preferences',
      line({ action: 'prefer', text: 'MI', concept: 'D:1' }),
      line({ action: 'prefer', text: 'mi', concept: 'D:2' }),
    ],
    [
      'two scopes',
      line({ action: 'add', text: 'MI', concept: 'D:1' }),
      line({ action: 'add', text: 'MI', concept: 'D:1', scope: 'broad' }),
    ],
    [
      'added and dropped',
      line({ action: 'add', text: 'MI', concept: 'D:1' }),
      line({ action: 'drop', text: 'MI', concept: 'D:1' }),
    ],
    [
      'dropped everywhere and added',
      line({ action: 'drop', text: 'mi' }),
      line({ action: 'add', text: 'MI', concept: 'D:1' }),
    ],
    [
      'dropped as a concept and added',
      line({ action: 'drop', concept: 'D:1' }),
      line({ action: 'add', text: 'MI', concept: 'D:1' }),
    ],
    [
      'preferred and dropped',
      line({ action: 'prefer', text: 'MI', concept: 'D:1' }),
      line({ action: 'drop', text: 'MI' }),
    ],
  ])('%s', async (_, first, second) => {
    const error = await failureOf(() => setOf(line({ action: 'drop', text: 'fine' }), first, second))
    expect([error.code, error.place]).toEqual(['CURATION_CONFLICT', { file: 'c.jsonl', line: 3 }])
    expect(error.message).toMatch(/^line 3 \(.*\) contradicts line 2 \(.*\)$/)
  })

  it.each([
    ['the same twice', line({ action: 'drop', text: 'MI' }), line({ action: 'drop', text: 'mi' })],
    [
      'person and program',
      generated({ action: 'drop', text: 'MI' }),
      line({ action: 'link-only', text: 'MI' }),
    ],
    [
      'preferences of person and program',
      generated({ action: 'prefer', text: 'MI', concept: 'D:1' }),
      line({ action: 'prefer', text: 'MI', concept: 'D:2' }),
    ],
    [
      'text and pair',
      line({ action: 'drop', text: 'MI' }),
      line({ action: 'link-only', text: 'MI', concept: 'D:1' }),
    ],
    [
      'added, and kept where the text is dropped',
      line({ action: 'add', text: 'MI', concept: 'D:1' }),
      line({ action: 'keep', text: 'MI', concept: 'D:1' }),
    ],
    [
      'added to one concept, dropped of another',
      line({ action: 'add', text: 'MI', concept: 'D:1' }),
      line({ action: 'drop', text: 'MI', concept: 'D:2' }),
    ],
    [
      'exact said and meant',
      line({ action: 'add', text: 'MI', concept: 'D:1' }),
      line({ action: 'add', text: 'MI', concept: 'D:1', scope: 'exact' }),
    ],
  ])('not: %s', (_, first, second) => {
    expect(() => setOf(first, second)).not.toThrow()
  })

  it('are counted', async () => {
    const error = await failureOf(() =>
      setOf(
        line({ action: 'drop', text: 'a' }),
        line({ action: 'keep', text: 'a' }),
        line({ action: 'link-only', text: 'a' }),
      ),
    )
    expect(error.message).toContain('(and 1 more)')
  })
})

describe('against a naive oracle', () => {
  const texts = ['MI', 'mi', 'Mi ', 'x']
  const concepts = ['D:1', 'd:1', 'E:1']
  const anyLine = fc
    .record(
      {
        action: fc.constantFrom(...CURATION_ACTIONS),
        text: fc.constantFrom(...texts),
        concept: fc.constantFrom(...concepts),
        author: fc.constantFrom('jd', GENERATED_BY),
      },
      { requiredKeys: ['action', 'author'] },
    )
    .filter(({ action, text, concept }) =>
      action === 'add' || action === 'prefer'
        ? text !== undefined && concept !== undefined
        : text !== undefined || concept !== undefined,
    )
    .map((value) => line(value))

  const matches = (curation: Curation, concept: string, text: string): boolean =>
    (curation.text === undefined || curation.text.trim().toLowerCase() === text.trim().toLowerCase()) &&
    (curation.concept === undefined || curation.concept.toLowerCase() === concept.toLowerCase())

  const weight = ({ author, text, concept }: Curation): number =>
    (author === GENERATED_BY ? 0 : 10) + (text === undefined ? 0 : 2) + (concept === undefined ? 0 : 1)

  const naive = (lines: readonly Curation[], concept: string, text: string): string | null => {
    const met = lines.filter((one) => matches(one, concept, text))
    const ruling = met
      .filter(({ action }) => action !== 'add' && action !== 'prefer')
      .reduce<Curation | null>(
        (best, one) => (best === null || weight(one) > weight(best) ? one : best),
        null,
      )
    if (ruling === null || ruling.action === 'keep') return null
    const vouched = met.some(
      ({ action, author }) => (action === 'add' || action === 'prefer') && author !== GENERATED_BY,
    )
    return ruling.action === 'drop' && ruling.author === GENERATED_BY && vouched ? null : ruling.action
  }

  it('says the same of every name, or finds a conflict that any order of the lines has', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 5 }), (lines) => {
        const build = (some: readonly Curation[]): CurationSet | null => {
          try {
            return setOf(...some)
          } catch (error) {
            expect(error).toBeInstanceOf(KnownError)
            return null
          }
        }
        const set = build(lines)
        expect(build([...lines].reverse()) === null).toBe(set === null)
        for (const text of set === null ? [] : texts)
          for (const concept of concepts)
            expect(set?.restrictionOf(concept, text)).toBe(naive(lines, concept, text))
      }),
      { numRuns: 1000 },
    )
  })
})
