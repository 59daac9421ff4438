import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsers } from '../../src/parsers/registry.ts'
import { lookUp } from '../../src/core/registry.ts'
import { emptyTerm, type ParsedTerm } from '../../src/core/term.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { joined, type Parsed, parseFile } from '../../src/testing/parsed.ts'

const FIXTURES = resolve(import.meta.dirname, '../fixtures')
const fixture = (name: string): string => readFileSync(resolve(FIXTURES, name), 'utf8')
const load = () => lookUp(parsers, 'source', 'obographs')

const OBO = 'http://purl.obolibrary.org/obo/'
const node = (id: string, more: object = {}): object => ({
  id: `${OBO}EX_${id}`,
  lbl: id,
  type: 'CLASS',
  ...more,
})
const graphOf = (nodes: readonly unknown[], edges: readonly unknown[] = []): object => ({ nodes, edges })
const documentOf = (...graphs: readonly object[]): string => `${JSON.stringify({ graphs }, null, 1)}\n`

parserSuite('obographs', {
  load,
  fileName: 'sample.json',
  sample: fixture('graphs-sample.json'),
  flawed: fixture('graphs-flawed.json'),
  repeated: documentOf(graphOf([node('1'), node('2'), node('1')])),
  many: (count) => documentOf(graphOf(Array.from({ length: count }, (_, at) => node(String(at))))),
})

const scratch = scratchFolder()

const parse = async (text: string): Promise<Parsed> => {
  const file = newFile(scratch, 'source.json')
  writeFileSync(file, text)
  return parseFile(await load(), file)
}

const termOf = async (meta: object, more: object = {}): Promise<ParsedTerm> => {
  const { terms, issues } = await parse(documentOf(graphOf([node('1', { meta, ...more })])))
  expect(issues).toEqual([])
  const [term] = terms
  if (!term) throw new Error('no term came of it')
  return term
}

const property = (pred: string, val: unknown): object => ({ basicPropertyValues: [{ pred, val }] })

describe('an OBO Graphs file', () => {
  it('says what the same ontology says in OBO', async () => {
    const graphs = await parse(fixture('graphs-sample.json'))
    const obo = await parseFile(await lookUp(parsers, 'source', 'obo'), resolve(FIXTURES, 'obo-sample.obo'))
    expect(graphs.header.release).toBe(obo.header.release)
    const inJson = joined(graphs)
    expect([...inJson.keys()]).toEqual([...joined(obo).keys()])
    for (const [id, term] of joined(obo)) {
      const other = inJson.get(id)
      expect({ ...other, xrefs: sorted(other?.xrefs), line: 0 }).toEqual({
        ...term,
        xrefs: sorted(term.xrefs),
        line: 0,
      })
    }
  })

  it('reports its flaws, each with its line, and keeps the rest', async () => {
    const { issues, terms, additions } = await parse(fixture('graphs-flawed.json'))
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['missing-id', 6],
      ['malformed-line', 7],
      ['malformed-line', 8],
      ['malformed-line', 9],
      ['missing-id', 10],
      ['malformed-line', 23],
      ['malformed-line', 24],
      ['malformed-line', 25],
    ])
    expect(terms).toEqual([
      { ...emptyTerm('EX:0000001', 5), label: 'kept' },
      {
        ...emptyTerm('EX:0000002', 11),
        label: 'kept as well',
        synonyms: [{ text: 'odd', scope: 'related' }],
      },
    ])
    expect(additions).toEqual([{ id: 'EX:0000002', line: 26, parents: ['EX:0000001'] }])
  })

  it('names relations by the CURIEs its properties have', async () => {
    const { relations } = await parse(fixture('graphs-sample.json'))
    expect(relations).toEqual([
      { id: 'BFO:0000050', label: 'part of' },
      { id: 'has_symptom', label: 'has symptom' },
    ])
  })

  it.each([
    ['a list', '[{"id": "EX:1", "name": "one"}]'],
    ['an object of another kind', '{"terms": [{"id": "EX:1"}]}'],
    ['no graph', '{"graphs": []}'],
    ['graphs of another kind', '{"graphs": {"nodes": [{"id": "EX:1", "lbl": "x", "type": "CLASS"}]}}'],
    ['nodes of another kind', '{"graphs": [{"nodes": {"EX:1": {"lbl": "x"}}}]}'],
    ['an OBO file', fixture('obo-sample.obo')],
  ])('is not %s', async (_, text) => {
    const error = await failureOf(() => parse(text))
    expect(error.code).toBe('SOURCE_SYNTAX')
    expect(error.place?.file).toMatch(/source\.json$/)
  })
})

const sorted = (xrefs: ParsedTerm['xrefs'] = []): string[] =>
  xrefs.map(({ predicate, object }) => `${predicate} ${object}`).sort()

describe('which nodes are terms', () => {
  it('classes with a label or anything else said of them; not echoes, properties, individuals', async () => {
    const { terms, issues } = await parse(
      documentOf(
        graphOf([
          node('1'),
          { id: `${OBO}EX_2`, type: 'CLASS', meta: { xrefs: [{ val: 'A:1' }] } },
          { id: `${OBO}EX_3`, type: 'CLASS' },
          { id: `${OBO}EX_4`, lbl: 'individual', type: 'INDIVIDUAL' },
          { id: `${OBO}EX_5`, lbl: 'property', type: 'PROPERTY' },
          { id: `${OBO}EX_6`, lbl: 'no type' },
        ]),
      ),
    )
    expect(terms.map(({ id, label }) => [id, label])).toEqual([
      ['EX:1', '1'],
      ['EX:2', null],
    ])
    expect(issues).toEqual([])
  })

  it('a merged id becomes an alternative id of what replaces it, wherever that stands', async () => {
    const merged = {
      deprecated: true,
      basicPropertyValues: [{ pred: `${OBO}IAO_0100001`, val: `${OBO}EX_2` }],
    }
    const { terms, additions } = await parse(
      documentOf(graphOf([{ id: `${OBO}EX_1`, type: 'CLASS', meta: merged }, node('2')])),
    )
    expect(terms.map((term) => term.id)).toEqual(['EX:2'])
    expect(additions).toMatchObject([{ id: 'EX:2', altIds: ['EX:1'] }])
  })

  it('a retired term with a label stays a term', async () => {
    const meta = { deprecated: true, basicPropertyValues: [{ pred: `${OBO}IAO_0100001`, val: 'EX:2' }] }
    expect(await termOf(meta)).toMatchObject({ obsolete: true, replacedBy: ['EX:2'], altIds: [] })
  })

  it('all graphs of a file are read; the first one names title and release', async () => {
    const graphs = ['main', 'import'].map((name, at) => ({
      id: `${OBO}${name}.owl`,
      meta: { version: `${OBO}${name}/releases/2026-0${String(at + 1)}-01/${name}.owl` },
      nodes: [node(String(at))],
    }))
    const { terms, header } = await parse(documentOf(...graphs))
    expect(terms.map((term) => term.id)).toEqual(['EX:0', 'EX:1'])
    expect(header).toEqual({ title: `${OBO}main.owl`, release: '2026-01-01' })
  })

  it('title and release may follow the nodes', async () => {
    const { header } = await parse(
      documentOf(
        { nodes: [node('1')], id: `${OBO}ex.owl`, meta: { version: '2.6' } },
        { nodes: [], id: 'other' },
      ),
    )
    expect(header).toEqual({ title: `${OBO}ex.owl`, release: '2.6' })
  })

  it.each([
    [{ version: `${OBO}cl/releases/2021-08-06/cl-basic.json` }, '2021-08-06'],
    [property('http://www.w3.org/2002/07/owl#versionInfo', '2.6'), '2.6'],
    [property(`${OBO}owl_versionInfo`, '2.6'), '2.6'],
    [
      { version: 'http://x.org/v2.6/x.owl', ...property('http://www.w3.org/2002/07/owl#versionInfo', '2.6') },
      '2.6',
    ],
    [
      { version: `${OBO}a/2026-01-01/a`, ...property('http://www.w3.org/2002/07/owl#versionInfo', '7') },
      '2026-01-01',
    ],
    [{ version: 'http://x.org/v2.6/x.owl' }, 'http://x.org/v2.6/x.owl'],
    [{}, undefined],
  ])('of %j the release is %s', async (meta, release) => {
    expect((await parse(documentOf({ meta, nodes: [node('1')] }))).header.release).toBe(release)
  })
})

describe('edges', () => {
  const edge = (pred: string, sub = `${OBO}EX_1`, obj = `${OBO}EX_2`): object => ({ sub, pred, obj })

  it('become parents and relations, even when they come before the nodes', async () => {
    const edges = [
      edge('is_a'),
      edge(`${OBO}BFO_0000050`),
      edge(`${OBO}cl#has_part`, 'EX:1', 'MSH:D1'),
      edge('part_of'),
    ]
    const { additions, issues } = await parse(documentOf({ edges, nodes: [node('1')] }))
    expect(additions.map(({ id, parents, relations }) => [id, parents ?? relations])).toEqual([
      ['EX:1', ['EX:2']],
      ['EX:1', [{ predicate: 'BFO:0000050', object: 'EX:2' }]],
      ['EX:1', [{ predicate: 'has_part', object: 'MESH:D1' }]],
      ['EX:1', [{ predicate: 'part_of', object: 'EX:2' }]],
    ])
    expect(issues).toEqual([])
  })

  it.each(['subPropertyOf', 'inverseOf', 'type'])(
    'of properties and individuals (%s) are passed over',
    async (pred) => {
      const { additions, issues } = await parse(documentOf(graphOf([node('1')], [edge(pred)])))
      expect([additions, issues]).toEqual([[], []])
    },
  )

  it('to the top of OWL are passed over: all is below it', async () => {
    const top = edge('is_a', `${OBO}EX_1`, 'http://www.w3.org/2002/07/owl#Thing')
    expect((await parse(documentOf(graphOf([node('1')], [top])))).additions).toEqual([])
  })
})

describe('what is said of a term', () => {
  it.each([
    [{ deprecated: true }, true],
    [property('http://www.w3.org/2002/07/owl#deprecated', 'true'), true],
    [property('owl:deprecated', 'false'), false],
    [{ deprecated: false }, false],
    [{ deprecated: 'yes' }, false],
    [{}, false],
  ])('%j: retired %s', async (meta, obsolete) => {
    expect((await termOf(meta)).obsolete).toBe(obsolete)
  })

  it.each([
    [
      { pred: 'hasExactSynonym', val: 'x' },
      { text: 'x', scope: 'exact' },
    ],
    [
      { pred: 'hasNarrowSynonym', val: 'x' },
      { text: 'x', scope: 'narrow' },
    ],
    [
      { pred: 'hasBroadSynonym', val: 'x' },
      { text: 'x', scope: 'broad' },
    ],
    [
      { pred: 'hasRelatedSynonym', val: 'x' },
      { text: 'x', scope: 'related' },
    ],
    [
      { pred: 'http://www.geneontology.org/formats/oboInOwl#hasExactSynonym', val: 'x', xrefs: [] },
      { text: 'x', scope: 'exact' },
    ],
    [{ val: 'x' }, { text: 'x', scope: 'related' }],
    [
      { pred: 'toString', val: 'x' },
      { text: 'x', scope: 'related' },
    ],
    [
      { pred: 'hasExactSynonym', val: 'x', synonymType: `${OBO}OMO_0003000`, xrefs: ['MSH:D1', 'a', 7] },
      { text: 'x', scope: 'exact', type: 'abbreviation', xrefs: ['MESH:D1', 'a'] },
    ],
    [
      { pred: 'hasExactSynonym', val: 'x', synonymType: `${OBO}hp#layperson` },
      { text: 'x', scope: 'exact', type: 'layperson' },
    ],
  ])('synonym %j', async (synonym, expected) => {
    expect((await termOf({ synonyms: [synonym] })).synonyms).toEqual([expected])
  })

  it.each([
    [{ pred: 'hasExactSynonym' }],
    [{ pred: 'hasExactSynonym', val: '' }],
    [{ pred: 'hasExactSynonym', val: '  ' }],
    [{ pred: 'hasExactSynonym', val: 12 }],
    ['text'],
    [null],
  ])('synonym %j is none', async (synonym) => {
    expect((await termOf({ synonyms: [synonym] })).synonyms).toEqual([])
  })

  it('twice the same synonym is one, with the xrefs of both', async () => {
    const twice = ['A:1', 'A:2'].map((xref) => ({ pred: 'hasExactSynonym', val: 'x', xrefs: [xref] }))
    expect((await termOf({ synonyms: twice })).synonyms).toEqual([
      { text: 'x', scope: 'exact', xrefs: ['A:1', 'A:2'] },
    ])
  })

  it.each([
    ['http://www.w3.org/2004/02/skos/core#exactMatch', 'skos:exactMatch'],
    ['http://www.w3.org/2002/07/owl#sameAs', 'owl:sameAs'],
    ['skos:closeMatch', 'skos:closeMatch'],
  ])('%s is a mapping', async (pred, predicate) => {
    expect((await termOf(property(pred, `${OBO}MONDO_1`))).xrefs).toEqual([{ predicate, object: 'MONDO:1' }])
  })

  it('alternative, replacing and considered ids, subsets and xrefs stand once each', async () => {
    const values = ['hasAlternativeId', 'consider'].flatMap((name) =>
      ['EX:7', `${OBO}EX_7`, ''].map((val) => ({
        pred: `http://www.geneontology.org/formats/oboInOwl#${name}`,
        val,
      })),
    )
    const term = await termOf({
      basicPropertyValues: [
        ...values,
        { pred: `${OBO}IAO_0100001`, val: 'EX:7' },
        { val: 'EX:8' },
        { pred: 'x' },
      ],
      subsets: [`${OBO}ex#slim`, 'slim', '', 7],
      xrefs: [{ val: 'MSH:D1' }, { val: 'MESH:D1' }, { val: '' }, {}, 'A:1'],
    })
    expect(term).toMatchObject({
      altIds: ['EX:7'],
      consider: ['EX:7'],
      replacedBy: ['EX:7'],
      subsets: ['slim'],
      xrefs: [{ predicate: 'oboInOwl:hasDbXref', object: 'MESH:D1' }],
    })
  })

  it.each([
    ['no label', null],
    ['', null],
    [7, null],
    [null, null],
  ])('label %j', async (lbl, label) => {
    expect((await termOf({}, { lbl: lbl === 'no label' ? undefined : lbl })).label).toBe(label)
  })

  it.each([[null], [7], ['text'], [[]]])('a meta that is %j is as good as none', async (meta) => {
    const { terms } = await parse(documentOf(graphOf([node('1', { meta })])))
    expect(terms).toMatchObject([{ id: 'EX:1', label: '1', synonyms: [], definition: null }])
  })
})
