import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bindParser } from '../../src/parsers/contract.ts'
import { owlParser } from '../../src/parsers/owl.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { joined, parseFile } from '../../src/testing/parsed.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')

const load = () => Promise.resolve(bindParser(owlParser))

const RDF_XML = fixture('owl-sample.owl')
const TURTLE = fixture('owl-sample.ttl')

const HEAD = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:owl="http://www.w3.org/2002/07/owl#"
  xmlns:oboInOwl="http://www.geneontology.org/formats/oboInOwl#">\n`
const xmlClass = (local: string, ...lines: readonly string[]): string =>
  `<owl:Class rdf:about="http://purl.obolibrary.org/obo/EX_${local}">\n${lines.join('\n')}\n</owl:Class>\n`
const xmlLabel = (text: string): string => `<rdfs:label>${text}</rdfs:label>`

parserSuite('owl, RDF/XML', {
  load,
  fileName: 'sample.owl',
  sample: RDF_XML,
  flawed: `${HEAD}<owl:Ontology rdf:about="http://example.org/o">
<owl:imports rdf:resource="http://example.org/other"/>
</owl:Ontology>
${xmlClass('1', xmlLabel('one'), xmlLabel('another one'))}${xmlClass('2', xmlLabel('two'))}</rdf:RDF>\n`,
  repeated: `${HEAD}${['1', '2', '1'].map((local) => xmlClass(local, xmlLabel('a name'))).join('')}</rdf:RDF>\n`,
  many: (count) =>
    `${HEAD}${Array.from({ length: count }, (_, at) => xmlClass(String(at), xmlLabel(`name ${String(at)}`))).join('')}</rdf:RDF>\n`,
})

const PREFIXES = `@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n`
const turtleClass = (local: string, ...labels: readonly string[]): string =>
  `obo:EX_${local} a owl:Class ; rdfs:label ${labels.map((label) => `"${label}"`).join(', ')} .\n`

parserSuite('owl, Turtle', {
  load,
  fileName: 'sample.ttl',
  sample: TURTLE,
  flawed: `${PREFIXES}<http://example.org/o> a owl:Ontology ; owl:imports <http://example.org/other> .
${turtleClass('1', 'one', 'another one')}${turtleClass('2', 'two')}`,
  repeated: PREFIXES + ['1', '2', '1'].map((local) => turtleClass(local, 'a name')).join(''),
  many: (count) =>
    PREFIXES +
    Array.from({ length: count }, (_, at) => turtleClass(String(at), `name ${String(at)}`)).join(''),
})

const OBO = 'http://purl.obolibrary.org/obo/'
const RDFS_LABEL = '<http://www.w3.org/2000/01/rdf-schema#label>'
const IN_OWL = 'http://www.geneontology.org/formats/oboInOwl#'
const TYPE = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
const OWL_CLASS = '<http://www.w3.org/2002/07/owl#Class>'
const lineClass = (local: string, ...labels: readonly string[]): string =>
  `<${OBO}EX_${local}> ${TYPE} ${OWL_CLASS} .\n` +
  labels.map((label) => `<${OBO}EX_${local}> ${RDFS_LABEL} "${label}" .\n`).join('')

parserSuite('owl, N-Triples', {
  load,
  fileName: 'sample.nt',
  sample: `# two classes
${lineClass('1', 'one')}<${OBO}EX_1> <${IN_OWL}hasExactSynonym> "uno"@en .
<${OBO}EX_1> <${IN_OWL}hasDbXref> "MSH:D1"^^<http://www.w3.org/2001/XMLSchema#string> .
${lineClass('2', 'two')}`,
  flawed: `${lineClass('1', 'one', 'another one')}<${OBO}EX_1> "no predicate" .\n${lineClass('2', 'two')}`,
  repeated: ['1', '2', '1'].map((local) => lineClass(local, 'a name')).join(''),
  many: (count) =>
    Array.from({ length: count }, (_, at) => lineClass(String(at), `name ${String(at)}`)).join(''),
})

describe('the syntaxes of RDF', () => {
  const folder = scratchFolder()
  const parse = async (name: string, content: string) => {
    const file = newFile(folder, name)
    writeFileSync(file, content)
    return parseFile(await load(), file)
  }
  const recordsOf = async (name: string, content: string) =>
    Array.from(joined(await parse(name, content)).values(), (term) => ({ ...term, line: 0 }))

  it('say the same of the same ontology', async () => {
    expect(await recordsOf('a.owl', RDF_XML)).toEqual(await recordsOf('a.ttl', TURTLE))
  })

  it('are told apart by content, whatever the name', async () => {
    expect(await recordsOf('a.ttl', RDF_XML)).toEqual(await recordsOf('a.nt', TURTLE))
    expect(await recordsOf('a.owl', lineClass('1', 'one'))).toMatchObject([{ id: 'EX:1', label: 'one' }])
  })

  it('tell the release, the title and the relations', async () => {
    for (const text of [RDF_XML, TURTLE]) {
      const { header, relations } = await parse('a', text)
      expect(header).toEqual({ release: '2021-08-06', title: 'Cell Ontology', imports: [] })
      expect(relations).toEqual([{ id: 'RO:0002202', label: 'develops from' }])
    }
  })

  it.each([
    ['Prefix(:=<http://example.org/>)\nOntology(<http://example.org/o>)', /functional syntax/, /ofn/],
    ['Ontology(<http://example.org/o>)', /functional syntax/, /ofn/],
    ['format-version: 1.2\n', /OBO/, /"obo"/],
    ['{"graphs": []}', /JSON/, /obographs/],
    ['Prefix: : <http://example.org/>\n', /Manchester/, /Convert/],
    ['<!DOCTYPE html><html></html>', /HTML/, /again/],
    ['<?xml version="1.0"?><Ontology xmlns="http://www.w3.org/2002/07/owl#"/>', /no RDF\/XML/, /OWL\/XML/],
    ['<?xml version="1.0"?><x:RDF/>', /prefix of <x:RDF>/, /type/],
  ])('%s is refused, with what to do', async (content, message, repair) => {
    const error = await failureOf(() => parse('a.owl', content))
    expect(error).toMatchObject({ code: 'SOURCE_SYNTAX', place: { line: 1 } })
    expect(error.message).toMatch(message)
    expect(error.repair).toMatch(repair)
  })
})
