import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeCurie } from '../../src/core/curie.ts'
import { lookUp } from '../../src/core/registry.ts'
import { emptyTerm, type ParsedTerm } from '../../src/core/term.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { type Parsed, parseFile } from '../../src/testing/parsed.ts'

const load = () => lookUp(parsers, 'source', 'jsonl')
const lines = (...records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

const diabetes = {
  id: 'MESH:D003924',
  label: 'Diabetes Mellitus, Type 2',
  synonyms: [
    'NIDDM',
    { text: 'MODY', scope: 'narrow', type: 'abbreviation', language: 'en', xrefs: ['OMIM:125850'] },
  ],
  definition: null,
  parents: ['MESH:D003920'],
  relations: [{ predicate: 'part_of', object: 'MESH:D008659' }],
  xrefs: ['UMLS_CUI:C0011860', { predicate: 'skos:exactMatch', object: 'MONDO:0005148' }],
  altIds: ['OMIM:125853'],
  obsolete: false,
  replacedBy: [],
  consider: [],
  subsets: ['core'],
  entityClass: 'disease',
}

parserSuite('jsonl', {
  load,
  fileName: 'sample.jsonl',
  sample: lines(diabetes, { id: 'MESH:D009369', label: 'Neoplasms', synonyms: ['Cancer'] }),
  flawed: `${lines({ id: 'EX:1', label: 1, name: 'x' })}{"id":\n${lines(7, { label: 'no id' }, { id: 'EX:2', synonyms: ['a', 3] })}`,
  repeated: lines({ id: 'EX:1', label: 'one' }, { id: 'EX:2', label: 'two' }, { id: 'EX:1', label: 'one' }),
  many: (count) =>
    lines(
      ...Array.from({ length: count }, (_, at) => ({ id: `EX:${String(at)}`, label: `name ${String(at)}` })),
    ),
})

const scratch = scratchFolder()

const parse = async (text: string): Promise<Parsed> => {
  const file = newFile(scratch, 'terms.jsonl')
  writeFileSync(file, text)
  return parseFile(await load(), file)
}

const told = ({ issues }: Parsed): unknown[] => issues.map(({ code, line, message }) => [code, line, message])

describe('jsonl', () => {
  it('reads full and terse forms', async () => {
    const { terms, issues } = await parse(lines(diabetes))
    expect(issues).toEqual([])
    expect(terms).toEqual([
      {
        ...diabetes,
        synonyms: [
          { text: 'NIDDM', scope: 'exact' },
          { text: 'MODY', scope: 'narrow', type: 'abbreviation', language: 'en', xrefs: ['OMIM:125850'] },
        ],
        xrefs: [
          { predicate: 'oboInOwl:hasDbXref', object: 'UMLS:C0011860' },
          { predicate: 'skos:exactMatch', object: 'MONDO:0005148' },
        ],
        line: 1,
      },
    ])
  })

  it('takes an id alone, and null for what there is not', async () => {
    const { terms, issues } = await parse(
      lines({ id: ' EX:1 ' }, { id: 'EX:2', label: null, definition: ' ' }),
    )
    expect([issues, terms]).toEqual([[], [emptyTerm('EX:1', 1), emptyTerm('EX:2', 2)]])
  })

  it('leaves out a value of the wrong kind, and keeps the term', async () => {
    const parsed = await parse(
      lines({
        id: 'EX:1',
        label: 'one',
        synonyms: ['a', 3, { text: 'b', scope: 'near' }, 'c'],
        parents: 'EX:0',
        obsolete: 'yes',
        entityClass: 'Cell Line',
      }),
    )
    const synonym =
      'a text is wanted, or {"text", "scope"} with scope exact, narrow, broad or related; it was left out'
    expect(told(parsed)).toEqual([
      ['malformed-line', 1, `synonyms[1]: ${synonym}`],
      ['malformed-line', 1, `synonyms[2]: ${synonym}`],
      ['malformed-line', 1, 'parents: Invalid input: expected array, received string; it was left out'],
      ['malformed-line', 1, 'obsolete: Invalid input: expected boolean, received string; it was left out'],
      [
        'malformed-line',
        1,
        'entityClass: use lower-case letters, digits and "_", e.g. "cell_line"; it was left out',
      ],
    ])
    expect(parsed.terms).toEqual([
      {
        ...emptyTerm('EX:1', 1),
        label: 'one',
        synonyms: [
          { text: 'a', scope: 'exact' },
          { text: 'c', scope: 'exact' },
        ],
      },
    ])
  })

  it('tells unknown keys once each, with the nearest known one', async () => {
    const parsed = await parse(lines({ id: 'EX:1', synonym: [] }, { id: 'EX:2', synonym: [] }))
    expect(told(parsed)).toEqual([
      [
        'unknown-tag',
        1,
        'the key "synonym" says nothing of a term and is passed over (said once). Did you mean "synonyms"?',
      ],
    ])
    const many = await parse(
      lines(...Array.from({ length: 1000 }, (_, at) => ({ id: `EX:${String(at)}`, [`k${String(at)}`]: 1 }))),
    )
    expect(many.issues).toHaveLength(100)
  })

  it('refuses ids of a megabyte, and lines that are none', async () => {
    const parsed = await parse(`${lines({ id: 'x'.repeat(1e6), label: 'long' })}[1\n${lines({ id: 'EX:1' })}`)
    expect(parsed.terms.map(({ id }) => id)).toEqual(['EX:1'])
    expect(parsed.issues.map(({ code, line }) => [code, line])).toEqual([
      ['malformed-line', 1],
      ['malformed-line', 2],
    ])
  })

  it('has no harm in keys of objects themselves', async () => {
    const { terms } = await parse(
      '{"id": "EX:1", "__proto__": {"label": "x"}, "constructor": 1, "label": "one"}\n',
    )
    expect(terms).toEqual([{ ...emptyTerm('EX:1', 1), label: 'one' }])
  })

  it('reads the answers of "term --json", a term for each record', async () => {
    const term = { ...emptyTerm('EX:1', 77), label: 'one', entityClass: 'disease' }
    const record = { ...term, source: 'a', release: '1' }
    const answer = {
      asked: 'EX:1',
      found: 'id',
      records: [record, { ...record, id: 'EX:2', source: 'b' }],
      labels: {},
    }
    const { terms, issues } = await parse(lines(record, answer))
    expect(issues).toEqual([])
    expect(terms).toEqual([
      { ...term, line: 1 },
      { ...term, line: 2 },
      { ...term, id: 'EX:2', line: 2 },
    ])
  })
})

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((value) => value.trim() !== '')
const id = fc
  .tuple(fc.constantFrom('EX', 'MESH', 'CELLOSAURUS', 'http'), fc.stringMatching(/^[A-Za-z0-9_./-]{1,12}$/))
  .map((parts) => normalizeCurie(parts.join(':')))
const distinctList = <Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<Item[]> =>
  fc.uniqueArray(item, { maxLength: 4, selector: (value) => JSON.stringify(value) })
const link = fc.record({ predicate: text, object: id })
const synonym = fc.record(
  {
    text,
    scope: fc.constantFrom('exact', 'narrow', 'broad', 'related'),
    type: text,
    language: fc.constantFrom('en', 'fr'),
    xrefs: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['text', 'scope'] },
)
const term: fc.Arbitrary<ParsedTerm> = fc.record(
  {
    id,
    label: fc.option(text),
    synonyms: fc.uniqueArray(synonym, {
      maxLength: 4,
      selector: ({ text: name, scope, type, language }) => [scope, type, language, name].join('\t'),
    }),
    definition: fc.option(text),
    parents: distinctList(id),
    relations: distinctList(link),
    xrefs: distinctList(link),
    altIds: distinctList(id),
    obsolete: fc.boolean(),
    replacedBy: distinctList(id),
    consider: distinctList(id),
    subsets: distinctList(text),
    entityClass: fc.constantFrom('disease', 'cell_line'),
    line: fc.nat(),
  },
  {
    noNullPrototype: true,
    requiredKeys: [
      'id',
      'label',
      'synonyms',
      'definition',
      'parents',
      'relations',
      'xrefs',
      'altIds',
      'obsolete',
      'replacedBy',
      'consider',
      'subsets',
      'line',
    ],
  },
)

describe('a term written as JSON', () => {
  it('reads back equal, but for its line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(term, { minLength: 1, maxLength: 5 }), async (terms) => {
        const parsed = await parse(lines(...terms))
        expect(parsed.issues).toEqual([])
        expect(parsed.terms).toEqual(terms.map((each, at) => ({ ...each, line: at + 1 })))
      }),
      { numRuns: 200 },
    )
  })
})
