import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedTerm } from '../../src/core/term.ts'
import { bindParser } from '../../src/parsers/contract.ts'
import { skosParser } from '../../src/parsers/skos.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { joined, type Parsed, parseFile } from '../../src/testing/parsed.ts'

const load = () => Promise.resolve(bindParser(skosParser))
const SAMPLE = readFileSync(new URL('../fixtures/skos-sample.ttl', import.meta.url), 'utf8')

const PREFIXES = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix iso-thes: <http://purl.org/iso25964/skos-thes#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <http://purl.obolibrary.org/obo/EX_> .\n`
const concept = (local: string, ...statements: readonly string[]): string =>
  `ex:${local} a skos:Concept ; ${statements.join(' ; ')} .\n`
const prefLabel = (...texts: readonly string[]): string =>
  `skos:prefLabel ${texts.map((text) => `"${text}"@en`).join(', ')}`

parserSuite('skos', {
  load,
  fileName: 'sample.ttl',
  sample: SAMPLE,
  flawed: PREFIXES + concept('1', prefLabel('one', 'another one')) + concept('2', prefLabel('two')),
  repeated: PREFIXES + ['1', '2', '1'].map((local) => concept(local, prefLabel('a name'))).join(''),
  many: (count) =>
    PREFIXES +
    Array.from({ length: count }, (_, at) => concept(String(at), prefLabel(`name ${String(at)}`))).join(''),
})

const folder = scratchFolder()

const parse = async (turtle: string, options: unknown = {}): Promise<Parsed> => {
  const file = newFile(folder, 'concepts.ttl')
  writeFileSync(file, PREFIXES + turtle)
  return parseFile(await load(), file, { options })
}

const termsOf = async (turtle: string, options: unknown = {}): Promise<ReadonlyMap<string, ParsedTerm>> =>
  joined(await parse(turtle, options))

describe('concepts of SKOS', () => {
  it.each([
    ['skos:altLabel "x"', { synonyms: [{ text: 'x', scope: 'exact' }] }],
    ['skos:hiddenLabel "x"', { synonyms: [{ text: 'x', scope: 'related', type: 'hidden' }] }],
    ['skos:definition "d" ; skos:historyNote "h"', { definition: 'd' }],
    ['skos:notation "A1.2"', { xrefs: [{ predicate: 'skos:notation', object: 'A1.2' }] }],
    ['skos:broader ex:2 ; iso-thes:broaderGeneric ex:3', { parents: ['EX:2', 'EX:3'] }],
    ['skos:related ex:2', { relations: [{ predicate: 'skos:related', object: 'EX:2' }] }],
    ['skos:narrowMatch ex:2', { xrefs: [{ predicate: 'skos:narrowMatch', object: 'EX:2' }] }],
    ['skos:inScheme <http://example.org/schemes/s>', { subsets: ['s'] }],
    ['owl:deprecated true ; dcterms:isReplacedBy ex:2', { obsolete: true, replacedBy: ['EX:2'] }],
  ])('%s', async (statements, expected) => {
    expect((await termsOf(concept('1', prefLabel('a'), statements))).get('EX:1')).toMatchObject(expected)
  })

  it('the preferred label goes before that of RDFS', async () => {
    const terms = await termsOf(concept('1', 'rdfs:label "b"', prefLabel('a')))
    expect(terms.get('EX:1')).toMatchObject({ label: 'a', synonyms: [{ text: 'b', scope: 'exact' }] })
  })

  it('what is narrower has this one for a parent', async () => {
    const turtle = concept('1', prefLabel('a'), 'skos:narrower ex:2') + concept('2', prefLabel('b'))
    expect((await termsOf(turtle)).get('EX:2')?.parents).toEqual(['EX:1'])
  })

  it('classes and collections are none', async () => {
    const turtle = 'ex:1 a owl:Class ; rdfs:label "a" . ex:2 a skos:Collection ; skos:prefLabel "b" .'
    const { terms, additions, issues } = await parse(turtle)
    expect([terms, additions, issues]).toEqual([[], [], []])
  })

  it('the scheme gives title and release', async () => {
    const { header } = await parse(
      'ex:s a skos:ConceptScheme ; skos:prefLabel "S"@en ; owl:versionInfo "2.1" .',
    )
    expect(header).toMatchObject({ title: 'S', release: '2.1' })
  })
})

describe('labels of SKOS-XL', () => {
  const LABEL = 'ex:l a xl:Label ; xl:literalForm "a"@en .\n'

  it.each([
    ['as nodes without a name', concept('1', 'xl:prefLabel [ xl:literalForm "a"@en ]')],
    ['before their concept', LABEL + concept('1', 'xl:prefLabel ex:l')],
    ['after their concept', concept('1', 'xl:prefLabel ex:l') + LABEL],
    ['far behind', concept('1', 'xl:prefLabel ex:l') + concept('2', prefLabel('b')) + LABEL],
  ])('%s', async (_where, turtle) => {
    expect((await termsOf(turtle)).get('EX:1')).toMatchObject({ label: 'a', synonyms: [] })
  })

  it('in several languages: the best is the label, others are synonyms', async () => {
    const turtle = `${concept('1', 'xl:prefLabel ex:f, ex:l', 'xl:altLabel ex:m')}${LABEL}
      ex:f xl:literalForm "un"@fr . ex:m xl:literalForm "x"@de .`
    expect((await termsOf(turtle, { languages: ['en', 'fr'] })).get('EX:1')).toMatchObject({
      label: 'a',
      synonyms: [{ text: 'un', scope: 'exact', language: 'fr' }],
    })
  })

  it('that never come are counted', async () => {
    const { issues } = await parse(concept('1', 'xl:prefLabel ex:l'))
    expect(issues).toMatchObject([{ code: 'malformed-line' }])
  })
})
