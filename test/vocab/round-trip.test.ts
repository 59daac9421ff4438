import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedTerm, Synonym } from '../../src/core/term.ts'
import { VocabWriter } from '../../src/vocab/ingest.ts'
import { VocabStore } from '../../src/vocab/store.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { storeOf, termWith, writeStore } from '../support/vocabulary.ts'

const scratch = scratchFolder()

const text = fc.string({ unit: 'binary', maxLength: 20 })
const ids = fc.uniqueArray(
  fc.tuple(fc.constantFrom('HP', 'CL', 'x', 'Ä'), text).map(([prefix, local]) => `${prefix}:${local}`),
  { maxLength: 4 },
)
const pairs = fc.uniqueArray(
  fc.record(
    {
      predicate: fc
        .oneof(fc.constantFrom('part_of', 'skos:exactMatch'), text)
        .filter((word) => word !== 'is_a'),
      object: text,
    },
    { noNullPrototype: true },
  ),
  { maxLength: 4, selector: ({ predicate, object }) => `${predicate}\t${object}` },
)
const synonym: fc.Arbitrary<Synonym> = fc.record(
  {
    text,
    scope: fc.constantFrom('exact', 'narrow', 'broad', 'related'),
    type: text,
    language: fc.constantFrom('en', 'de'),
    xrefs: fc.array(text, { maxLength: 3 }),
  },
  { requiredKeys: ['text', 'scope'], noNullPrototype: true },
)
// A parser gives no list with repeats; and what differs in its type alone may be joined.
const sameSynonym = ({ text, scope, language = '' }: Synonym): string => [text, scope, language].join('\t')
const term: fc.Arbitrary<ParsedTerm> = fc.record(
  {
    id: text.filter((id) => id !== ''),
    label: fc.option(text, { nil: null }),
    synonyms: fc.uniqueArray(synonym, { maxLength: 4, selector: sameSynonym }),
    definition: fc.option(text, { nil: null }),
    parents: ids,
    relations: pairs,
    xrefs: pairs,
    altIds: ids,
    obsolete: fc.boolean(),
    replacedBy: ids,
    consider: ids,
    subsets: fc.uniqueArray(text, { maxLength: 3 }),
    line: fc.nat(),
  },
  { noNullPrototype: true },
)
const terms = fc.uniqueArray(term, { maxLength: 6, selector: ({ id }) => id })

describe('a term written to the store', () => {
  it('comes back as it was, with its class, source and release', () => {
    fc.assert(
      fc.property(terms, (written) => {
        const { store } = storeOf(scratch, [{ name: 'a', entityClass: 'cell_line', terms: written }])
        const read = written.map(({ id }) => store.concepts(id).map(({ row }) => store.term(row)))
        store.close()
        expect(read).toStrictEqual(
          written.map((one) => [{ ...one, entityClass: 'cell_line', source: 'a', release: null }]),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('comes back the same when a part of it arrives as additions, before or after it', () => {
    fc.assert(
      fc.property(terms, fc.boolean(), (written, before) => {
        const file = newFile(scratch, 'vocab.sqlite')
        const writer = new VocabWriter(file)
        const source = writer.beginSource(
          { name: 'a', entityClass: 'gene', parser: 'test', idPrefixes: [], roots: [] },
          () => undefined,
        )
        const bare = written.map((one) => ({ ...one, parents: [], xrefs: [], altIds: [], synonyms: [] }))
        const additions = written.map(({ id, line, parents, xrefs, altIds, synonyms }) => ({
          ...{ id, line, parents, xrefs, altIds, synonyms },
        }))
        if (before) source.add([], additions)
        source.add(bare, [])
        if (!before) source.add([], additions)
        source.end({})
        writer.finish()
        const store = new VocabStore(file)
        const read = written.flatMap(({ id }) => store.concepts(id).map(({ row }) => store.term(row)))
        store.close()
        expect(
          read.map(({ parents, xrefs, altIds, synonyms }) => ({ parents, xrefs, altIds, synonyms })),
        ).toEqual(
          written.map(({ parents, xrefs, altIds, synonyms }) => ({ parents, xrefs, altIds, synonyms })),
        )
      }),
      { numRuns: 40 },
    )
  })

  it('names every concept once, label first, in the order of the rows', () => {
    const { store } = storeOf(scratch, [
      {
        name: 'a',
        terms: [
          termWith({
            id: 'A:2',
            label: 'two',
            synonyms: [{ text: 'zwei', scope: 'narrow', type: 'german' }],
          }),
          termWith({ id: 'A:1', label: null, synonyms: [{ text: 'eins', scope: 'exact' }] }),
          termWith({ id: 'A:3', label: 'three', obsolete: true }),
        ],
      },
    ])
    const found = [...store.conceptNames()].map(({ concept, names }) => [concept.id, concept.obsolete, names])
    store.close()
    expect(found).toEqual([
      [
        'A:2',
        false,
        [
          { text: 'two', scope: 0, type: null },
          { text: 'zwei', scope: 2, type: 'german' },
        ],
      ],
      ['A:1', false, [{ text: 'eins', scope: 1, type: null }]],
      ['A:3', true, [{ text: 'three', scope: 0, type: null }]],
    ])
  })
})

describe('the store file', () => {
  it('has the same bytes when it is built twice', () => {
    fc.assert(
      fc.property(terms, (written) => {
        const files = [newFile(scratch), newFile(scratch)]
        const issues = files.map((file) => writeStore(file, [{ terms: written }, { terms: written }]))
        const [first, second] = files.map((file) => readFileSync(file))
        expect(second?.equals(first ?? Buffer.alloc(0))).toBe(true)
        expect(issues[1]).toEqual(issues[0])
      }),
      { numRuns: 20 },
    )
  })
})
