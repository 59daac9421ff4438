import { describe, expect, it } from 'vitest'
import type { Issue } from '../../src/core/issue.ts'
import { VocabWriter, type SourceWriter } from '../../src/vocab/ingest.ts'
import { VocabStore } from '../../src/vocab/store.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { storeOf, termWith } from '../support/vocabulary.ts'

const scratch = scratchFolder()

const only = <Item>(items: readonly Item[]): Item => {
  expect(items).toHaveLength(1)
  return items[0] as Item
}

const recordOf = (store: VocabStore, id: string): ReturnType<VocabStore['term']> =>
  store.term(only(store.concepts(id)).row)

describe('additions', () => {
  it('append their lists to those of the term, in the order they came', () => {
    const { store, issues } = storeOf(scratch, [
      {
        terms: [
          termWith({ id: 'A:1', label: 'one', parents: ['A:2'] }),
          termWith({ id: 'A:2', label: 'two' }),
        ],
        additions: [
          { id: 'A:1', line: 5, parents: ['A:3'], relations: [{ predicate: 'part_of', object: 'A:2' }] },
          { id: 'A:1', line: 6, xrefs: [{ predicate: 'p', object: 'B:1' }], replacedBy: ['A:2'] },
          { id: 'A:3', line: 7, synonyms: [{ text: 'drei', scope: 'exact' }] },
        ],
      },
    ])
    const record = recordOf(store, 'A:1')
    expect(record.parents).toEqual(['A:2', 'A:3'])
    expect(record.relations).toEqual([{ predicate: 'part_of', object: 'A:2' }])
    expect(record.xrefs).toEqual([{ predicate: 'p', object: 'B:1' }])
    expect(record.replacedBy).toEqual(['A:2'])
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['fact-without-term', 7],
      ['unknown-parent', 0],
    ])
    expect(issues[0]?.message).toContain('A:3')
    store.close()
  })

  it('merge an alternative id once, however often it is said', () => {
    const { store } = storeOf(scratch, [
      {
        terms: [termWith({ id: 'A:1', label: 'one', altIds: ['A:7'] })],
        additions: [
          { id: 'A:1', line: 1, altIds: ['A:8', 'A:7'] },
          { id: 'A:1', line: 2, altIds: ['A:8', 'A:9'] },
        ],
      },
    ])
    expect(recordOf(store, 'A:1').altIds).toEqual(['A:7', 'A:8', 'A:9'])
    expect(store.conceptsByAltId('A:8').map(({ id }) => id)).toEqual(['A:1'])
    store.close()
  })

  it('do not repeat what the term says already: lists of a record are without repeats', () => {
    const part = { predicate: 'part_of', object: 'A:2' }
    const { store } = storeOf(scratch, [
      {
        terms: [
          termWith({ id: 'A:1', label: 'one', parents: ['A:2'] }),
          termWith({ id: 'A:2', label: 'two' }),
        ],
        additions: [
          { id: 'A:1', line: 1, parents: ['A:2'], relations: [part] },
          { id: 'A:1', line: 2, relations: [part] },
        ],
      },
    ])
    const { parents, relations } = recordOf(store, 'A:1')
    store.close()
    expect({ parents, relations }).toEqual({ parents: ['A:2'], relations: [part] })
  })

  it('of one source never reach the concept of another', () => {
    const { store, issues } = storeOf(scratch, [
      { terms: [termWith({ id: 'A:1', label: 'one' })] },
      { terms: [], additions: [{ id: 'A:1', line: 3, altIds: ['A:2'] }] },
    ])
    expect(recordOf(store, 'A:1').altIds).toEqual([])
    expect(issues.map(({ code }) => code)).toEqual(['fact-without-term'])
    store.close()
  })
})

describe('flaws', () => {
  it('names both lines of an id that is defined twice, and keeps the first', () => {
    const { store, issues } = storeOf(scratch, [
      {
        terms: [
          termWith({ id: 'A:1', label: 'first', line: 10 }),
          termWith({ id: 'A:1', label: 'second', line: 70 }),
        ],
      },
    ])
    expect(recordOf(store, 'A:1').label).toBe('first')
    const issue = only(issues)
    expect(issue).toMatchObject({ code: 'duplicate-id', line: 70 })
    expect(issue.message).toContain('A:1')
    expect(issue.message).toContain('line 10')
    store.close()
  })

  it('reports a missing label of a living concept, not of a retired one', () => {
    const { store, issues } = storeOf(scratch, [
      {
        terms: [
          termWith({ id: 'A:1', line: 4 }),
          termWith({ id: 'A:2', line: 5, obsolete: true }),
          termWith({ id: 'A:3', label: 'three', line: 6 }),
        ],
      },
    ])
    expect(only(issues)).toMatchObject({ code: 'missing-label', line: 4 })
    expect(only(issues).message).toContain('A:1')
    expect(store.concepts('A:1')).toHaveLength(1)
    store.close()
  })

  it('reports a parent that no source read so far defines, at the line of the child', () => {
    const { store, issues } = storeOf(scratch, [
      { terms: [termWith({ id: 'B:1', label: 'b' })] },
      {
        terms: [
          termWith({ id: 'A:1', label: 'one', parents: ['A:9'], line: 3 }),
          termWith({ id: 'A:2', label: 'two', parents: ['B:1', 'A:1'], line: 8 }),
        ],
      },
    ])
    expect(only(issues)).toMatchObject({ code: 'unknown-parent', line: 3 })
    expect(only(issues).message).toContain('A:9')
    expect(recordOf(store, 'A:1').parents).toEqual(['A:9'])
    store.close()
  })

  it('are kept in the store in their order, and asked for up to a limit', () => {
    const file = newFile(scratch, 'vocab.sqlite')
    const writer = new VocabWriter(file)
    const source = writer.beginSource(
      { name: 'a', entityClass: 'gene', parser: 'test', idPrefixes: [], roots: [] },
      () => undefined,
    )
    const issues: Issue[] = [1, 2, 3].map((line) => ({
      ...{ code: 'malformed-line', line, message: `m${String(line)}`, repair: 'r' },
    }))
    writer.addIssues(issues)
    source.end({ title: 'Title', release: '2026' })
    writer.finish()
    const store = new VocabStore(file)
    expect(store.issues('a', 10)).toEqual(issues)
    expect(store.issues('a', 2)).toEqual(issues.slice(0, 2))
    expect(store.issues('b', 10)).toEqual([])
    expect(only(store.sources())).toEqual({
      ...{ name: 'a', entityClass: 'gene', parser: 'test', title: 'Title', release: '2026' },
      ...{ terms: 0, synonyms: 0, obsolete: 0, xrefs: 0, mappings: 0, issues: 3 },
    })
    store.close()
  })
})

describe('idPrefixes', () => {
  const terms = ['HP:1', 'hp:2', 'MP:1', 'noprefix'].map((id) => termWith({ id, label: id }))

  it.each([
    { idPrefixes: [], kept: ['HP:1', 'hp:2', 'MP:1', 'noprefix'] },
    { idPrefixes: ['HP'], kept: ['HP:1', 'hp:2'] },
    { idPrefixes: ['hp', 'mp'], kept: ['HP:1', 'hp:2', 'MP:1'] },
    { idPrefixes: ['XX'], kept: [] },
  ])('$idPrefixes keep $kept: the case of a prefix does not count', ({ idPrefixes, kept }) => {
    const { store } = storeOf(scratch, [{ terms, idPrefixes }])
    expect([...store.conceptNames()].map(({ concept }) => concept.id)).toEqual(kept)
    store.close()
  })

  it('pass over additions to ids they leave out without a word', () => {
    const { store, issues } = storeOf(scratch, [
      {
        terms: [
          termWith({ id: 'HP:1', label: 'one', parents: ['MP:1'] }),
          termWith({ id: 'MP:1', label: 'm' }),
        ],
        additions: [{ id: 'MP:1', line: 1, altIds: ['MP:2'] }],
        idPrefixes: ['HP'],
      },
    ])
    expect(issues).toEqual([])
    expect(recordOf(store, 'HP:1').parents).toEqual(['MP:1'])
    store.close()
  })

  it('still report a missing parent of the prefix that is kept', () => {
    const { store, issues } = storeOf(scratch, [
      { terms: [termWith({ id: 'HP:1', label: 'one', parents: ['HP:9'] })], idPrefixes: ['HP'] },
    ])
    expect(issues.map(({ code }) => code)).toEqual(['unknown-parent'])
    store.close()
  })
})

describe('relations', () => {
  const withRelations = (define: (source: SourceWriter) => void): VocabStore => {
    const file = newFile(scratch, 'vocab.sqlite')
    const writer = new VocabWriter(file)
    for (const name of ['first', 'second']) {
      const source = writer.beginSource(
        { name, entityClass: 'gene', parser: 'test', idPrefixes: [], roots: [] },
        () => undefined,
      )
      const relations = [
        { predicate: 'part_of', object: 'A:2' },
        { predicate: 'other', object: 'A:2' },
      ]
      source.add([termWith({ id: 'A:1', label: 'one', parents: ['A:2'], relations })], [])
      if (name === 'second') define(source)
      source.end({})
    }
    writer.finish()
    return new VocabStore(file)
  }

  it('take the CURIE their definition gives, in the source that defines it alone', () => {
    const store = withRelations((source) => {
      source.defineRelation({ id: 'part_of', curie: 'BFO:0000050', label: 'part of' })
      source.defineRelation({ id: 'other', label: 'another' })
    })
    const predicates = store
      .concepts('A:1')
      .map(({ row }) => store.term(row).relations.map(({ predicate }) => predicate))
    store.close()
    expect(predicates).toEqual([
      ['part_of', 'other'],
      ['BFO:0000050', 'other'],
    ])
  })

  it('keep the first of two definitions', () => {
    const store = withRelations((source) => {
      source.defineRelation({ id: 'part_of', curie: 'BFO:0000050' })
      source.defineRelation({ id: 'part_of', curie: 'RO:1' })
    })
    const record = store.term(store.concepts('A:1')[1]?.row ?? 0)
    store.close()
    expect(record.relations[0]?.predicate).toBe('BFO:0000050')
  })

  it('leave the hierarchy alone when a source defines is_a itself', () => {
    const store = withRelations((source) => {
      source.defineRelation({ id: 'is_a', curie: 'RO:0000001' })
    })
    const parents = store.concepts('A:1').map(({ row }) => store.term(row).parents)
    const children = store.children('A:2')
    store.close()
    expect(parents).toEqual([['A:2'], ['A:2']])
    expect(children).toEqual(['A:1'])
  })
})

describe('several sources', () => {
  it('each keep their own concept of one CURIE, in the order of the sources', () => {
    const { store, issues } = storeOf(scratch, [
      { name: 'best', terms: [termWith({ id: 'A:1', label: 'from best' })] },
      { name: 'next', entityClass: 'gene', terms: [termWith({ id: 'A:1', label: 'from next' })] },
    ])
    expect(issues).toEqual([])
    expect(
      store.concepts('A:1').map(({ label, source, entityClass }) => [label, source, entityClass]),
    ).toEqual([
      ['from best', 'best', 'disease'],
      ['from next', 'next', 'gene'],
    ])
    store.close()
  })

  it('are counted each by itself', () => {
    const xrefs = [{ predicate: 'p', object: 'X:1' }]
    const { store } = storeOf(scratch, [
      {
        name: 'a',
        terms: [termWith({ id: 'A:1', label: 'one', xrefs }), termWith({ id: 'A:2', obsolete: true })],
      },
      {
        name: 'b',
        terms: [termWith({ id: 'A:1', label: 'one', synonyms: [{ text: 'eins', scope: 'exact' }] })],
      },
    ])
    expect(
      store.sources().map((one) => [one.name, one.terms, one.synonyms, one.obsolete, one.xrefs]),
    ).toEqual([
      ['a', 2, 0, 1, 1],
      ['b', 1, 1, 0, 0],
    ])
    store.close()
  })
})
