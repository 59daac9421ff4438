import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedTerm } from '../../src/core/term.ts'
import { bindParser } from '../../src/parsers/contract.ts'
import { owlParser } from '../../src/parsers/owl.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { joined, type Parsed, parseFile } from '../../src/testing/parsed.ts'

const PREFIXES = `@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix efo: <http://www.ebi.ac.uk/efo/> .
@prefix nci: <http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#> .
@prefix ex: <http://example.org/> .\n`

const folder = scratchFolder()

const parse = async (turtle: string, options: unknown = {}): Promise<Parsed> => {
  const file = newFile(folder, 'terms.ttl')
  writeFileSync(file, PREFIXES + turtle)
  return parseFile(bindParser(owlParser), file, { options })
}

/** The term obo:EX_1, whatever is said of it in the statements. */
const termOf = async (turtle: string, options: unknown = {}): Promise<ParsedTerm | undefined> =>
  joined(await parse(turtle, options)).get('EX:1')

const described = async (statements: string, options: unknown = {}): Promise<ParsedTerm | undefined> =>
  termOf(`obo:EX_1 a owl:Class ; ${statements} .`, options)

describe('names', () => {
  it.each([
    ['rdfs:label "a"', 'a', []],
    ['skos:prefLabel "a"', 'a', []],
    ['skos:prefLabel "b" ; rdfs:label "a"', 'a', [{ text: 'b', scope: 'exact' }]],
    ['obo:IAO_0000111 "b" ; rdfs:label "a"', 'a', [{ text: 'b', scope: 'exact' }]],
    ['skos:prefLabel "a" ; rdfs:label "a"', 'a', []],
    ['nci:P108 "a"', 'a', []],
    ['rdfs:label " a\\n"', 'a', []],
    ['rdfs:label "" ; skos:prefLabel "a"', 'a', []],
    ['rdfs:comment "a"', null, []],
  ])('%s: label %j, synonyms %j', async (statements, label, synonyms) => {
    expect(await described(statements)).toMatchObject({ label, synonyms })
  })

  it.each([
    ['oio:hasExactSynonym', { scope: 'exact' }],
    ['oio:hasNarrowSynonym', { scope: 'narrow' }],
    ['oio:hasBroadSynonym', { scope: 'broad' }],
    ['oio:hasRelatedSynonym', { scope: 'related' }],
    ['<http://www.geneontology.org/formats/oboInOWL#hasExactSynonym>', { scope: 'exact' }],
    ['skos:altLabel', { scope: 'exact' }],
    ['skos:hiddenLabel', { scope: 'related', type: 'hidden' }],
    ['obo:IAO_0000118', { scope: 'exact' }],
    ['efo:alternative_term', { scope: 'exact' }],
    ['nci:P90', { scope: 'exact' }],
    ['obo:NCIT_P90', { scope: 'exact' }],
    ['dcterms:alternative', { scope: 'exact' }],
  ])('%s is a synonym', async (property, synonym) => {
    expect((await described(`rdfs:label "a" ; ${property} "x"`))?.synonyms).toEqual([
      { text: 'x', ...synonym },
    ])
  })

  it('a second label is reported, and kept as a synonym', async () => {
    const { terms, issues } = await parse('obo:EX_1 a owl:Class ; rdfs:label "a", "b" .')
    expect(terms).toMatchObject([{ label: 'a', synonyms: [{ text: 'b', scope: 'exact' }] }])
    expect(issues).toMatchObject([{ code: 'conflicting-label', line: 12 }])
  })

  it('a second definition is reported, and left out', async () => {
    const { terms, issues } = await parse('obo:EX_1 a owl:Class ; obo:IAO_0000115 "a", "b" .')
    expect(terms).toMatchObject([{ definition: 'a' }])
    expect(issues).toMatchObject([{ code: 'repeated-tag', line: 12 }])
  })

  it.each([
    ['obo:IAO_0000115 "d"'],
    ['skos:definition "d"'],
    ['efo:definition "d"'],
    ['nci:P97 "d"'],
    ['dc:description "e" ; skos:definition "d"'],
  ])('%s: the definition is d', async (statements) => {
    expect((await described(statements))?.definition).toBe('d')
  })
})

describe('languages', () => {
  const LABELS = 'rdfs:label "heart"@en, "coeur"@fr, "Herz"@de, "cor" ; oio:hasExactSynonym "x"@fr, "y"'

  it.each([
    [['en'], 'heart', ['y', 'cor']],
    [['fr'], 'coeur', ['x', 'y', 'cor']],
    [['de', 'fr'], 'Herz', ['x', 'y', 'coeur', 'cor']],
    [['fr', 'en'], 'coeur', ['x', 'y', 'heart', 'cor']],
    [['zh'], 'cor', ['y']],
    [[], 'cor', ['y']],
  ])('%j: the label is %s, the synonyms %j', async (languages, label, synonyms) => {
    const term = await described(LABELS, { languages })
    expect(term?.label).toBe(label)
    expect(term?.synonyms.map(({ text }) => text)).toEqual(synonyms)
  })

  it('tags are kept with synonyms, and match whatever begins with them', async () => {
    const term = await described('rdfs:label "a"@en-US ; skos:altLabel "colour"@EN-GB, "b"@eng')
    expect(term).toMatchObject({
      label: 'a',
      synonyms: [{ text: 'colour', scope: 'exact', language: 'en-gb' }],
    })
  })

  it('a name with and without a tag is one', async () => {
    const term = await described('rdfs:label "a" ; skos:altLabel "b", "b"@en')
    expect(term?.synonyms).toEqual([{ text: 'b', scope: 'exact', language: 'en' }])
  })

  it('concepts named only in other languages are counted', async () => {
    const { issues, terms } = await parse(
      'obo:EX_1 a owl:Class ; rdfs:label "un"@fr ; oio:hasDbXref "A:1" . obo:EX_2 a owl:Class ; rdfs:label "zwei"@de .',
    )
    expect(terms).toMatchObject([{ id: 'EX:1', label: null }])
    expect(issues).toMatchObject([
      { code: 'missing-label', message: expect.stringContaining('fr: 1, de: 1') as string },
    ])
  })
})

describe('annotated axioms', () => {
  const axiom = (target: string, notes: string, property = 'oio:hasExactSynonym', head = '['): string =>
    `${head} a owl:Axiom ; owl:annotatedSource obo:EX_1 ; owl:annotatedProperty ${property} ; owl:annotatedTarget ${target} ; ${notes} ${head === '[' ? ']' : ''} .\n`
  const CLASS = 'obo:EX_1 a owl:Class ; rdfs:label "a" ; oio:hasExactSynonym "x" ; oio:hasDbXref "OMIM:1" .\n'
  const REFINED = [{ text: 'x', scope: 'exact', type: 'abbreviation', xrefs: ['MESH:D1', 'PMID:2'] }]
  const NOTES = 'oio:hasSynonymType obo:OMO_0003000 ; oio:hasDbXref "MSH:D1", "PMID:2"'

  it.each([
    ['after its class', CLASS + axiom('"x"', NOTES)],
    ['before its class', axiom('"x"', NOTES) + CLASS],
    ['far behind', `${CLASS}obo:EX_2 a owl:Class ; rdfs:label "b" .\n${axiom('"x"', NOTES)}`],
    ['with a label of its own', CLASS + axiom('"x"', NOTES, undefined, '_:axiom')],
    [
      'in pieces',
      `_:n oio:hasSynonymType obo:OMO_0003000 . ${CLASS} _:n oio:hasDbXref "MSH:D1" ; owl:annotatedSource obo:EX_1 ; owl:annotatedTarget "x" . ex:o a owl:Ontology . _:n owl:annotatedProperty oio:hasExactSynonym ; oio:hasDbXref "PMID:2" .`,
    ],
  ])('%s refine the synonym', async (_place, turtle) => {
    expect((await termOf(turtle))?.synonyms).toEqual(REFINED)
  })

  it('two types are two synonyms, as they are two lines in OBO', async () => {
    const turtle =
      CLASS +
      axiom('"x"', 'oio:hasSynonymType <http://purl.obolibrary.org/obo/ex#layperson>') +
      axiom('"x"', NOTES)
    expect((await termOf(turtle))?.synonyms).toMatchObject([{ type: 'layperson' }, { type: 'abbreviation' }])
  })

  it('of another language refine nothing', async () => {
    expect((await termOf(CLASS + axiom('"x"@fr', NOTES)))?.synonyms).toEqual([{ text: 'x', scope: 'exact' }])
  })

  it('NCI marks abbreviations by term group', async () => {
    const turtle = `obo:EX_1 a owl:Class ; nci:P90 "x", "y" .\n${axiom('"x"', 'nci:P383 "AB"', 'nci:P90')}${axiom('"y"', 'nci:P383 "SY"', 'nci:P90')}`
    expect((await termOf(turtle))?.synonyms).toEqual([
      { text: 'x', scope: 'exact', type: 'abbreviation' },
      { text: 'y', scope: 'exact' },
    ])
  })

  it.each([
    ['oio:source "MONDO:equivalentTo", "MONDO:notFoundInSource"', 'skos:exactMatch'],
    ['oio:source obo:MONDO_equivalentTo', 'skos:exactMatch'],
    ['oio:source "DOID:1", "MONDO:mondoIsBroaderThanSource"', 'skos:narrowMatch'],
    ['obo:ECO_0000218 "- E (exact mapping)"', 'skos:exactMatch'],
    ['obo:ECO_0000218 "NTBT (narrower term maps to a broader term)"', 'skos:broadMatch'],
    ['oio:source "DOID:1"', 'oboInOwl:hasDbXref'],
  ])('%s: the xref is %s', async (notes, predicate) => {
    const term = await termOf(CLASS + axiom('"OMIM:1"', notes, 'oio:hasDbXref'))
    expect(term?.xrefs).toEqual([{ predicate, object: 'OMIM:1' }])
  })

  it('of properties are no facts about terms', async () => {
    const { additions } = await parse(
      `obo:EX_1 a owl:ObjectProperty . ex:o a owl:Ontology . ${axiom('"x"', NOTES)}`,
    )
    expect(additions).toEqual([])
  })
})

describe('hierarchy and relations', () => {
  it.each([
    ['rdfs:subClassOf obo:EX_2, owl:Thing', { parents: ['EX:2'] }],
    [
      'rdfs:subClassOf [ a owl:Restriction ; owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom obo:EX_2 ]',
      { parents: [], relations: [{ predicate: 'BFO:0000050', object: 'EX:2' }] },
    ],
    [
      'rdfs:subClassOf [ a owl:Restriction ; owl:onProperty <http://purl.obolibrary.org/obo/cl#has_part> ; owl:someValuesFrom obo:EX_2 ]',
      { relations: [{ predicate: 'has_part', object: 'EX:2' }] },
    ],
    [
      'rdfs:subClassOf [ a owl:Restriction ; owl:onProperty obo:BFO_0000050 ; owl:allValuesFrom obo:EX_2 ]',
      { relations: [] },
    ],
    [
      'rdfs:subClassOf [ a owl:Restriction ; owl:onProperty [ owl:inverseOf obo:BFO_0000050 ] ; owl:someValuesFrom obo:EX_2 ]',
      { relations: [] },
    ],
    [
      'rdfs:subClassOf [ owl:intersectionOf ( obo:EX_2 [ owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom obo:EX_3 ] ) ]',
      { parents: [], relations: [] },
    ],
    ['owl:equivalentClass obo:EX_2', { xrefs: [{ predicate: 'owl:equivalentClass', object: 'EX:2' }] }],
    [
      'owl:equivalentClass [ owl:onProperty obo:BFO_0000050 ; owl:someValuesFrom obo:EX_2 ]',
      { xrefs: [], relations: [] },
    ],
    ['skos:closeMatch obo:EX_2', { xrefs: [{ predicate: 'skos:closeMatch', object: 'EX:2' }] }],
    ['nci:P207 "C0000001"', { xrefs: [{ predicate: 'oboInOwl:hasDbXref', object: 'UMLS:C0000001' }] }],
    ['rdfs:subClassOf oio:ObsoleteClass', { parents: [], obsolete: true }],
    [
      'owl:deprecated true ; obo:IAO_0100001 obo:EX_2 ; oio:consider "EX:3"',
      { obsolete: true, replacedBy: ['EX:2'], consider: ['EX:3'] },
    ],
    ['owl:deprecated "false"', { obsolete: false }],
    [
      'oio:inSubset <http://purl.obolibrary.org/obo/ex#slim> ; oio:hasAlternativeId "EX:9"',
      { subsets: ['slim'], altIds: ['EX:9'] },
    ],
  ])('%s', async (statements, expected) => {
    const { terms, issues } = await parse(`obo:EX_1 a owl:Class ; rdfs:label "a" ; ${statements} .`)
    expect(terms).toMatchObject([{ id: 'EX:1', ...expected }])
    expect(issues).toEqual([])
  })

  it('restrictions with labels of their own are found wherever they stand', async () => {
    const turtle = `_:r owl:onProperty obo:BFO_0000050 . obo:EX_1 a owl:Class ; rdfs:label "a" ; rdfs:subClassOf _:r .
      obo:EX_2 a owl:Class ; rdfs:label "b" . _:r owl:someValuesFrom obo:EX_2 .`
    expect((await termOf(turtle))?.relations).toEqual([{ predicate: 'BFO:0000050', object: 'EX:2' }])
  })
})

describe('what is a term', () => {
  it.each([
    ['a class that only echoes an id', 'obo:EX_1 a owl:Class ; owl:equivalentClass obo:EX_2 .'],
    ['a property', 'obo:EX_1 a owl:AnnotationProperty ; rdfs:label "a" .'],
    ['an individual', 'obo:EX_1 a owl:NamedIndividual, obo:EX_2 ; rdfs:label "a" .'],
    ['a SKOS concept', 'obo:EX_1 a skos:Concept ; skos:prefLabel "a" .'],
  ])('not %s', async (_what, turtle) => {
    const { terms, issues } = await parse(turtle)
    expect([terms, issues]).toEqual([[], []])
  })

  it('individuals too, when asked for: below their classes', async () => {
    const options = { types: ['owl:Class', 'http://www.w3.org/2002/07/owl#NamedIndividual'] }
    const term = await termOf('obo:EX_1 a owl:NamedIndividual, obo:EX_2 ; rdfs:label "a" .', options)
    expect(term).toMatchObject({ label: 'a', parents: ['EX:2'] })
  })

  it.each([
    ['declared first', 'obo:EX_1 a owl:Class . obo:EX_2 a owl:Class . obo:EX_1 rdfs:label "a" .'],
    ['declared last', 'obo:EX_1 rdfs:label "a" . obo:EX_2 a owl:Class . obo:EX_1 a owl:Class .'],
    [
      'an individual, too',
      'obo:EX_1 a owl:Class . obo:EX_2 a owl:Class . obo:EX_1 a owl:NamedIndividual . obo:EX_2 a owl:Class . obo:EX_1 rdfs:label "a" .',
    ],
    [
      'declared between',
      'obo:EX_1 rdfs:label "a" . obo:EX_2 rdfs:label "b" . obo:EX_1 a owl:Class . obo:EX_2 a owl:Class .',
    ],
  ])('a class that is %s', async (_where, turtle) => {
    expect(await termOf(turtle)).toMatchObject({ label: 'a' })
  })

  it.each([
    ['declared', 'obo:EX_9 a owl:Class ; owl:deprecated true ; obo:IAO_0100001 obo:EX_1 .'],
    ['left without a type', 'obo:EX_9 obo:IAO_0000231 obo:IAO_0000227 ; obo:IAO_0100001 obo:EX_1 .'],
  ])('a class without a name that was merged is an alternative id, %s', async (_how, merged) => {
    const { terms, additions } = await parse(`obo:EX_1 a owl:Class ; rdfs:label "a" .\n${merged}`)
    expect(terms.map(({ id }) => id)).toEqual(['EX:1'])
    expect(additions).toEqual([{ id: 'EX:1', line: 13, altIds: ['EX:9'] }])
  })

  it('one whose name is in another language is a term of its own', async () => {
    const { terms } = await parse(
      'obo:EX_9 a owl:Class ; owl:deprecated true ; obo:IAO_0100001 obo:EX_1 ; rdfs:label "neuf"@fr .',
    )
    expect(terms).toMatchObject([{ id: 'EX:9', obsolete: true }])
  })

  it('a class without an IRI is reported', async () => {
    const { terms, issues } = await parse('<> a owl:Class ; rdfs:label "a" .')
    expect(terms).toEqual([])
    expect(issues).toMatchObject([{ code: 'missing-id', line: 12 }])
  })
})

describe('options', () => {
  it('name further properties, by IRI or CURIE', async () => {
    const options = {
      labelProperties: ['http://example.org/name'],
      synonymProperties: { 'http://example.org/alias': 'narrow', 'EX:also': 'broad' },
      definitionProperties: ['http://example.org/def'],
      xrefProperties: ['http://example.org/xref'],
      parentProperties: ['http://example.org/isa'],
    }
    const term = await described(
      'rdfs:label "b" ; ex:name "a" ; ex:alias "x" ; obo:EX_also "y" ; ex:def "d" ; ex:xref "MSH:D1" ; ex:isa obo:EX_2',
      options,
    )
    expect(term).toMatchObject({
      label: 'a',
      synonyms: [
        { text: 'x', scope: 'narrow' },
        { text: 'y', scope: 'broad' },
        { text: 'b', scope: 'exact' },
      ],
      definition: 'd',
      xrefs: [{ predicate: 'oboInOwl:hasDbXref', object: 'MESH:D1' }],
      parents: ['EX:2'],
    })
  })

  it.each([[{ languages: 'en' }], [{ synonymProperties: { x: 'label' } }], [{ labelProperties: [''] }]])(
    '%j is refused',
    (options) => {
      expect(owlParser.options.safeParse(options).success).toBe(false)
    },
  )
})

describe('the ontology as a whole', () => {
  it.each([
    [
      'owl:versionIRI ex:2026-01-02 ; owl:versionInfo "7"',
      { release: '2026-01-02', title: 'http://example.org/o' },
    ],
    ['owl:versionIRI ex:v7 ; owl:versionInfo "7"', { release: '7' }],
    ['owl:versionIRI ex:v7', { release: 'http://example.org/v7' }],
    ['dc:title "O"', { title: 'O' }],
    ['rdfs:label "O"@en', { title: 'O' }],
  ])('%s', async (statements, expected) => {
    expect((await parse(`ex:o a owl:Ontology ; ${statements} .`)).header).toMatchObject(expected)
  })

  it('is the first of several; what any imports is reported once', async () => {
    const { header, issues } = await parse(
      'ex:o a owl:Ontology ; owl:imports ex:p, ex:p . ex:p a owl:Ontology ; owl:versionInfo "8" ; owl:imports ex:q .',
    )
    expect(header).toEqual({
      title: 'http://example.org/o',
      imports: ['http://example.org/p', 'http://example.org/q'],
    })
    expect(issues.map(({ code }) => code)).toEqual(['import-not-followed', 'import-not-followed'])
  })
})
