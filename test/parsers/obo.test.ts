import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsers } from '../../src/parsers/registry.ts'
import { lookUp } from '../../src/core/registry.ts'
import { emptyTerm, type ParsedTerm } from '../../src/core/term.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { failureOf } from '../support/failure.ts'
import { manyTerms, oboText } from '../support/obo.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { type Parsed, parseFile } from '../../src/testing/parsed.ts'

const fixture = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, '../fixtures', name), 'utf8')
const load = () => lookUp(parsers, 'source', 'obo')

parserSuite('obo', {
  load,
  fileName: 'sample.obo',
  sample: fixture('obo-sample.obo'),
  flawed: fixture('obo-flawed.obo'),
  repeated: oboText([{ id: 'EX:1', name: 'one' }, { id: 'EX:2' }, { id: 'EX:1', name: 'one again' }]),
  many: (count) => oboText(manyTerms(count)),
})

const scratch = scratchFolder()

const parse = async (text: string): Promise<Parsed> => {
  const file = newFile(scratch, 'source.obo')
  writeFileSync(file, text)
  return parseFile(await load(), file)
}

/** The term these lines make in a file with this header; line 4 is the first of them when there is no more header. */
const termOf = async (lines: string, header = ''): Promise<Parsed & { readonly term: ParsedTerm }> => {
  const parsed = await parse(`format-version: 1.4\n${header}\n[Term]\nid: EX:1\n${lines}\n`)
  const [term] = parsed.terms
  if (!term) throw new Error('no term came of it')
  return { ...parsed, term }
}

describe('an OBO file', () => {
  it('gives the terms, header and relations written in it', async () => {
    const parsed = await parse(fixture('obo-sample.obo'))
    expect(parsed.header).toEqual({ release: '2026-02-03', title: 'ex', imports: [] })
    expect(parsed.relations).toEqual([
      { id: 'part_of', label: 'part of', curie: 'BFO:0000050' },
      { id: 'has_symptom', label: 'has symptom' },
    ])
    expect(parsed.terms).toEqual([
      {
        id: 'EX:0000001',
        label: 'made-up disorder',
        synonyms: [
          { text: 'MUD', scope: 'exact', type: 'abbrev' },
          { text: 'made up disease', scope: 'exact', xrefs: ['PMID:1', 'EX:curator'] },
          { text: 'invented \\ thing', scope: 'narrow' },
          { text: 'bad thing', scope: 'related', type: 'layperson' },
          { text: 'the madeups', scope: 'broad' },
        ],
        definition: 'A disorder, made up by hand: with a "quote", a comma and\na second line.',
        parents: ['EX:0000000', 'EX:0000003'],
        relations: [
          { predicate: 'part_of', object: 'EX:0000004' },
          { predicate: 'has_symptom', object: 'EX:0000005' },
        ],
        xrefs: [
          { predicate: 'owl:equivalentClass', object: 'MESH:D000001' },
          { predicate: 'oboInOwl:hasDbXref', object: 'UMLS:C0000001' },
          { predicate: 'oboInOwl:hasDbXref', object: 'url:http://example.org/d?id=1' },
          { predicate: 'skos:exactMatch', object: 'MONDO:0000001' },
          { predicate: 'skos:broadMatch', object: 'DOID:4' },
        ],
        altIds: ['EX:0000011', 'EX:0000012'],
        obsolete: false,
        replacedBy: [],
        consider: [],
        subsets: ['core_slim'],
        line: 11,
      },
      {
        ...emptyTerm('EX:0000002', 38),
        label: 'old disorder',
        obsolete: true,
        replacedBy: ['EX:0000001'],
        consider: ['EX:0000003', 'EX:0000004'],
      },
      {
        ...emptyTerm('EX:0000003', 46),
        label: 'naïve γδ thing with a very long name that goes on over two lines',
        xrefs: [{ predicate: 'oboInOwl:hasDbXref', object: 'ICD10:A00-B99' }],
      },
    ])
  })

  it('reports its flaws, each with its line, and keeps the rest', async () => {
    const { issues, terms, header } = await parse(fixture('obo-flawed.obo'))
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['import-not-followed', 3],
      ['malformed-line', 8],
      ['malformed-line', 9],
      ['malformed-line', 10],
      ['malformed-line', 11],
      ['malformed-line', 12],
      ['malformed-xref', 13],
      ['unknown-tag', 14],
      ['malformed-line', 16],
      ['missing-id', 18],
      ['malformed-line', 21],
    ])
    expect(terms).toEqual([
      {
        ...emptyTerm('EX:0000001', 5),
        label: 'kept',
        xrefs: [{ predicate: 'oboInOwl:hasDbXref', object: 'NOPREFIX' }],
      },
      { ...emptyTerm('EX:0000002', 24), label: 'kept as well' },
    ])
    expect(header).toEqual({ release: '03:02:2026 10:00', imports: ['http://example.org/other.obo'] })
  })

  it.each([
    ['JSON', '{"graphs": []}\n'],
    ['XML', '<?xml version="1.0"?>\n<rdf:RDF/>\n'],
    ['a table', 'id,name\nEX:1,one\n'],
    ['prose', 'This is no ontology.\n'],
  ])('is not what %s is', async (_, text) => {
    const error = await failureOf(() => parse(text))
    expect(error.code).toBe('SOURCE_SYNTAX')
    expect(error.place?.line).toBe(1)
  })

  it('may end in the middle of a line that goes on: what is wrong with it stands in that line', async () => {
    const { issues } = await parse('format-version: 1.4\n\n[Term]\nid: EX:1\ndef: "cut \\')
    expect(issues.map(({ code, line }) => [code, line])).toEqual([['malformed-line', 5]])
  })

  it('may have a header alone', async () => {
    const { terms, header, issues } = await parse('format-version: 1.4\nontology: ex\n')
    expect([terms, header, issues]).toEqual([[], { title: 'ex', imports: [] }, []])
  })
})

describe('labels', () => {
  it.each([
    ['name: plain', 'plain'],
    ['name:no blank', 'no blank'],
    ['name:  two blanks', 'two blanks'],
    ['name:\tone tab', 'one tab'],
    ['   name: indented', 'indented'],
    ['name: trailing blanks  \t', 'trailing blanks'],
    ['name: commented ! so', 'commented'],
    ['name: wow! such name', 'wow! such name'],
    ['name: escaped \\! mark', 'escaped ! mark'],
    [String.raw`name: a\: b\, c\" d\\ e\{f\} g\(h\) i\[j\]`, 'a: b, c" d\\ e{f} g(h) i[j]'],
    [String.raw`name: tab\tnewline\nblank\Wend`, 'tab\tnewline\nblank end'],
    ['name: qualified {comment="so", source="EX:2"}', 'qualified'],
    ['name: both {comment="so"} ! and so', 'both'],
    ['name: poly{2-[methyl]} {braces}', 'poly{2-[methyl]} {braces}'],
    ['name: γδ T cell, naïve 😀', 'γδ T cell, naïve 😀'],
    ['name: joined \\\nover \\\nlines', 'joined over lines'],
    ['name: ends in a backslash \\\\\nsubset: x', 'ends in a backslash \\'],
    ['name:', null],
    ['name: ! only a comment', null],
    ['! name: a comment', null],
  ])('%j is %j', async (line, label) => {
    const { term, issues } = await termOf(line)
    expect(term.label).toBe(label)
    expect(issues).toEqual([])
  })
})

describe('lines that stand once say so when they stand twice', () => {
  it.each(['name: one\nname: two', 'def: "one" []\ndef: "two" []'])('%j', async (lines) => {
    const { issues } = await termOf(lines)
    expect(issues.map((issue) => issue.line)).toEqual([6])
  })
})

describe('values of ids', () => {
  it.each([
    ['is_a:  EX:2 ! two blanks'],
    ['is_a:\tEX:2\t! tabs'],
    ['is_a: http://purl.obolibrary.org/obo/EX_2'],
    ['is_a: EX:2 {source="a ! b"} ! two'],
    ['is_a: EX:2\nis_a: EX:2 {x="y"}'],
  ])('%j names EX:2', async (lines) => {
    const { term, issues } = await termOf(lines)
    expect(term.parents).toEqual(['EX:2'])
    expect(issues).toEqual([])
  })

  it.each(['is_a', 'alt_id', 'replaced_by', 'consider', 'subset', 'relationship', 'xref'])(
    'a %s without one adds nothing',
    async (tag) => {
      const { term } = await termOf(`${tag}:\n${tag}: \n${tag}: ! a comment\nname: kept`)
      expect(term).toEqual({ ...emptyTerm('EX:1', 3), label: 'kept' })
    },
  )

  it('two blanks before an id do not lose its term', async () => {
    const { terms, issues } = await parse('format-version: 1.4\n\n[Term]\nid:  EX:1\nname: one\n')
    expect(terms.map((term) => term.id)).toEqual(['EX:1'])
    expect(issues).toEqual([])
  })

  it('subsets lose the address they are written with', async () => {
    const { term } = await termOf('subset: http://purl.obolibrary.org/obo/hp#core {x="y"}\nsubset: slim ! s')
    expect(term.subsets).toEqual(['core', 'slim'])
  })

  it('relations are normalised, and other words after the id passed over', async () => {
    const { term } = await termOf(
      'relationship: BFO:0000050   MSH:D1 {x="y"} ! part\nrelationship: part_of EX:2 EX:3',
    )
    expect(term.relations).toEqual([
      { predicate: 'BFO:0000050', object: 'MESH:D1' },
      { predicate: 'part_of', object: 'EX:2' },
    ])
  })
})

describe('what holds of a class only in part is not said of it', () => {
  it.each([
    ['only, perhaps none', 'relationship: part_of EX:2 {all_only="true"} ! two'],
    ['none', 'relationship: part_of EX:2 {cardinality="0"}'],
    ['none at most', 'relationship: part_of EX:2 {source="EX:c", maxCardinality="0"} ! two'],
    ['only in a part of it', 'relationship: part_of EX:2 {gci_relation="part_of", gci_filler="EX:3"} ! two'],
    ['a subclass only in a part of it', 'is_a: EX:2 {gci_relation="part_of", gci_filler="EX:3"} ! two'],
  ])('%s', async (_, line) => {
    const { term } = await termOf(line)
    expect([term.parents, term.relations]).toEqual([[], []])
  })

  it.each(['{cardinality="2"}', '{minCardinality="1"}', '{all_some="true"}', '{all_only="false"}'])(
    'but %s holds of it',
    async (qualifier) => {
      const { term } = await termOf(`relationship: part_of EX:2 ${qualifier}`)
      expect(term.relations).toEqual([{ predicate: 'part_of', object: 'EX:2' }])
    },
  )
})

describe('typedefs', () => {
  it.each([
    [
      'id: part_of\nname: part of\nxref: BFO:0000050',
      { id: 'part_of', label: 'part of', curie: 'BFO:0000050' },
    ],
    ['id: part_of\nxref: OBO_REL:part_of\nxref: RO:0000050', { id: 'part_of', curie: 'RO:0000050' }],
    ['id: RO:0002202\nname: develops from {x="y"} ! d', { id: 'RO:0002202', label: 'develops from' }],
    ['name: without an id', undefined],
  ])('%j', async (lines, relation) => {
    const { relations, terms, issues } = await parse(
      `format-version: 1.4\n\n[Typedef]\n${lines}\nis_a: x ! y\n`,
    )
    expect(relations).toEqual(relation ? [relation] : [])
    expect([terms, issues]).toEqual([[], []])
  })
})

describe('the source of a cross-reference', () => {
  it.each([
    ['DOID:1 {source="MONDO:equivalentTo"}', 'skos:exactMatch'],
    ['DOID:1 {source="DOID:1", source="MONDO:relatedTo"} ! comment', 'skos:relatedMatch'],
    ['DOID:1 {comment="MONDO:equivalentTo", source="EX:1"}', 'oboInOwl:hasDbXref'],
    ['DOID:1 "MONDO:equivalentTo"', 'oboInOwl:hasDbXref'],
    ['DOID:1', 'oboInOwl:hasDbXref'],
  ])('may say how strong it is: %s', async (value, predicate) => {
    const { term } = await termOf(`xref: ${value}`)
    expect(term.xrefs).toEqual([{ predicate, object: 'DOID:1' }])
  })
})

const word = fc.oneof(
  fc.constantFrom(
    'EX:1',
    'ZZ:2',
    'msh:D1',
    'CVCL:0030',
    'A:A:3',
    'http://purl.obolibrary.org/obo/EX_4',
    'part_of',
    'x',
  ),
  fc.constantFrom(
    '!',
    '! x',
    '"text"',
    '"a" "b"',
    '"',
    '""',
    '" "',
    'EXACT',
    'RELATED abbrev',
    'BROAD',
    '[]',
    '[EX:1]',
  ),
  fc.constantFrom(
    '[EX:1, EX:2 ,EX:1]',
    '[EX:1 "x"]',
    '[ ]',
    '[',
    ']',
    ',',
    '{',
    '}',
    '{source="a"}',
    'skos:exactMatch',
  ),
  fc.constantFrom('é', '\u00a0', '\t', '\v', '\u2028', '  ', '\\n', '\\,', 'true'),
)
const tag = fc.constantFrom(
  ...'name def synonym is_a xref relationship subset alt_id consider replaced_by property_value comment'.split(
    ' ',
  ),
)
const line = fc
  .tuple(tag, fc.constantFrom(': ', ':', ':  '), fc.array(word, { maxLength: 5 }), fc.constantFrom(' ', ''))
  .map(([name, colon, words, between]) => `${name}${colon}${words.join(between)}`)

describe('a line', () => {
  const unnumbered = ({ terms, issues }: Parsed): unknown => [
    terms.map((term) => ({ ...term, line: 0 })),
    issues.map((issue) => ({ ...issue, line: 0 })),
  ]

  // Lines that are continued take the long way, others the short one where they can.
  it('says the same when it is written in two pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 6 }), async (lines) => {
        const broken = lines.map((text) => `${text.slice(0, 1)}\\\n${text.slice(1)}`)
        expect(unnumbered(await termOf(lines.join('\n')))).toEqual(
          unnumbered(await termOf(broken.join('\n'))),
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('stanzas that are no terms', () => {
  it.each(['[Instance]\nid: EX:9\ncolour: red\nno tag', '[Annotation]\nsubject: EX:1'])(
    '%j is passed over in silence',
    async (stanza) => {
      const { terms, issues } = await parse(`format-version: 1.4\n\n${stanza}\n\n[Term]\nid: EX:1\n`)
      expect([terms.map((term) => term.id), issues]).toEqual([['EX:1'], []])
    },
  )

  it('an anonymous class is none unless it has a name', async () => {
    const { terms } = await parse(
      'format-version: 1.4\n\n[Term]\nid: _:1\nis_anonymous: true\n\n[Term]\nid: EX:1\nname: x\nis_anonymous: true\n',
    )
    expect(terms.map((term) => term.id)).toEqual(['EX:1'])
  })

  it('a tag that is in no version of OBO is reported once in a file', async () => {
    const { issues } = await termOf('colour: red\nshape: round\ncolour: blue')
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['unknown-tag', 5],
      ['unknown-tag', 6],
    ])
  })
})

describe('the header', () => {
  it.each([
    ['data-version: releases/2017-04-13', '2017-04-13'],
    ['data-version: 4.1.30', '4.1.30'],
    ['data-version: http://purl.obolibrary.org/obo/cl/releases/2021-08-06/cl.owl', '2021-08-06'],
    ['date: 14:06:2011 13:21', '14:06:2011 13:21'],
    ['date: 14:06:2011 13:21\ndata-version: 1.2', '1.2'],
    ['data-version: 1.2\ndate: 14:06:2011 13:21', '1.2'],
    ['remark: none', undefined],
  ])('%j states release %j', async (lines, release) => {
    expect((await parse(`format-version: 1.2\n${lines}\n`)).header.release).toBe(release)
  })

  it.each([
    ['ontology: hp', 'hp'],
    ['default-namespace: human_phenotype', 'human_phenotype'],
    ['default-namespace: human_phenotype\nontology: hp', 'hp'],
    ['ontology: hp\ndefault-namespace: human_phenotype', 'hp'],
  ])('%j states title %j', async (lines, title) => {
    expect((await parse(`format-version: 1.2\n${lines}\n`)).header.title).toBe(title)
  })

  it('lists imports, each reported: they are not read', async () => {
    const { header, issues } = await parse('format-version: 1.2\nimport: a.obo\nimport: b.obo ! other\n')
    expect(header.imports).toEqual(['a.obo', 'b.obo'])
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['import-not-followed', 2],
      ['import-not-followed', 3],
    ])
  })
})
