import { describe, expect, it } from 'vitest'
import type { ParsedTerm, TermRecord } from '../../src/core/term.ts'
import type { Issue } from '../../src/core/issue.ts'
import { scratchFolder } from '../support/scratch.ts'
import { storeOf, type StoreSource, termWith } from '../support/vocabulary.ts'

const scratch = scratchFolder()

const load = (source: StoreSource): { readonly record: TermRecord; readonly issues: readonly Issue[] } => {
  const { store, issues } = storeOf(scratch, [source])
  const concepts = store.concepts('A:1')
  expect(concepts).toHaveLength(1)
  const record = store.term(concepts[0]?.row ?? 0)
  store.close()
  return { record, issues }
}

const pieces = (...terms: readonly Partial<ParsedTerm>[]): StoreSource => ({
  repeatedIds: 'join',
  terms: terms.map((fields, at) => termWith({ id: 'A:1', line: at + 1, ...fields })),
})

describe('terms of one id, where the format may repeat them', () => {
  it('are one concept with the lists of all, first said first', () => {
    const { record, issues } = load(
      pieces(
        { label: 'one', parents: ['A:2'], xrefs: [{ predicate: 'p', object: 'B:1' }] },
        { parents: ['A:3', 'A:2'], altIds: ['A:9'], subsets: ['slim'] },
        { xrefs: [{ predicate: 'p', object: 'B:1' }], obsolete: true, definition: 'a thing' },
      ),
    )
    expect(record).toMatchObject({
      ...{ label: 'one', parents: ['A:2', 'A:3'], altIds: ['A:9'], subsets: ['slim'], obsolete: true },
      ...{ definition: 'a thing', xrefs: [{ predicate: 'p', object: 'B:1' }], line: 1 },
    })
    expect(issues.map(({ code }) => code)).not.toContain('duplicate-id')
  })

  it('take the first label and definition said, wherever that is', () => {
    const { record, issues } = load(
      pieces({}, { label: 'one', definition: 'first' }, { label: 'one', definition: 'second' }),
    )
    expect(record).toMatchObject({ label: 'one', definition: 'first', synonyms: [] })
    expect(issues).toEqual([])
  })

  it('keep a second label as exact synonym, and say so', () => {
    const { record, issues } = load(pieces({ label: 'one' }, { label: 'uno' }, { label: 'uno' }))
    expect(record).toMatchObject({ label: 'one', synonyms: [{ text: 'uno', scope: 'exact' }] })
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['conflicting-label', 2],
      ['conflicting-label', 3],
    ])
  })

  it('have the class the first of them says that says one', () => {
    const classes = (...names: readonly (string | undefined)[]): string =>
      load(
        pieces(
          ...names.map((entityClass) => ({
            label: 'one',
            ...(entityClass === undefined ? {} : { entityClass }),
          })),
        ),
      ).record.entityClass
    expect(classes(undefined, 'gene', 'chemical')).toBe('gene')
    expect(classes('gene', 'chemical')).toBe('gene')
  })

  it('that stand far apart cost as much each as those that are few', () => {
    const cost = (rows: number): number => {
      const terms = Array.from({ length: rows }, (_, at) =>
        termWith({
          ...{ id: `A:${String(at % 2)}`, line: at + 1, label: 'one' },
          synonyms: [{ text: `name ${String(at)}`, scope: 'exact' }],
        }),
      )
      const before = process.cpuUsage()
      storeOf(scratch, [{ repeatedIds: 'join', terms }]).store.close()
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    cost(1000)
    const few = Math.min(...[1, 2, 3].map(() => cost(1000)))
    // Sixteen times as many take some sixteen times as long; each compared with each, two hundred and fifty times.
    expect(cost(16_000) / few).toBeLessThan(64)
  })

  it('are a flaw where the format must not repeat them', () => {
    const { issues } = load({ ...pieces({ label: 'one' }, { label: 'one' }), repeatedIds: 'flaw' })
    expect(issues.map(({ code }) => code)).toEqual(['duplicate-id'])
  })
})

describe('a second label', () => {
  it('in an addition is told of where it stands', () => {
    const { record, issues } = load({
      terms: [termWith({ id: 'A:1', label: 'one' })],
      additions: [
        { id: 'A:1', line: 2, synonyms: [{ text: 'eins', scope: 'exact' }] },
        { id: 'A:1', line: 3, label: 'uno' },
      ],
    })
    expect(record.synonyms.map(({ text }) => text)).toEqual(['eins', 'uno'])
    expect(issues.map(({ code, line }) => [code, line])).toEqual([['conflicting-label', 3]])
  })
})

describe('a synonym said again', () => {
  const exact = { text: 'uno', scope: 'exact' } as const
  it.each([
    {
      what: 'with a type gains it',
      later: { ...exact, type: 'abbreviation' },
      joined: [{ ...exact, type: 'abbreviation' }],
    },
    {
      what: 'with xrefs gains them',
      later: { ...exact, xrefs: ['P:1'] },
      joined: [{ ...exact, xrefs: ['P:1'] }],
    },
    {
      what: 'in another scope is another',
      later: { ...exact, scope: 'broad' },
      joined: [exact, { ...exact, scope: 'broad' }],
    },
    {
      what: 'in a language is another',
      later: { ...exact, language: 'es' },
      joined: [exact, { ...exact, language: 'es' }],
    },
    { what: 'as it is changes nothing', later: exact, joined: [exact] },
  ] as const)('$what', ({ later, joined }) => {
    const first = { label: 'one', synonyms: [exact] }
    expect(load(pieces(first, { synonyms: [later] })).record.synonyms).toEqual(joined)
    const added = {
      terms: [termWith({ id: 'A:1', ...first })],
      additions: [{ id: 'A:1', line: 2, synonyms: [later] }],
    }
    expect(load(added).record.synonyms).toEqual(joined)
  })

  it('keeps its type when it comes again without, and both of two types', () => {
    const typed = { ...exact, type: 'abbreviation', xrefs: ['P:1'] }
    expect(
      load(pieces({ label: 'one', synonyms: [typed] }, { synonyms: [{ ...exact, xrefs: ['P:2'] }] })).record
        .synonyms,
    ).toEqual([{ ...typed, xrefs: ['P:1', 'P:2'] }])
    const former = { ...exact, type: 'former' }
    expect(load(pieces({ label: 'one', synonyms: [typed] }, { synonyms: [former] })).record.synonyms).toEqual(
      [typed, former],
    )
  })

  it('in one addition after another is refined before it was ever written', () => {
    const additions = [
      { id: 'A:1', line: 2, synonyms: [exact] },
      { id: 'A:1', line: 3, synonyms: [{ ...exact, type: 'layperson', xrefs: ['P:1'] }] },
    ]
    const { record } = load({ terms: [termWith({ id: 'A:1', label: 'one' })], additions })
    expect(record.synonyms).toEqual([{ ...exact, type: 'layperson', xrefs: ['P:1'] }])
  })
})

describe('the class of a concept', () => {
  it('is its own before that of the source', () => {
    expect(load(pieces({ label: 'one', entityClass: 'chemical' })).record.entityClass).toBe('chemical')
    expect(load(pieces({ label: 'one' })).record.entityClass).toBe('disease')
  })

  it('missing in both: CONFIG_INVALID', () => {
    expect(() => load({ ...pieces({ label: 'one' }), entityClass: null })).toThrow(
      /"entityClass" is missing.*A:1/,
    )
  })
})
