import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { joined, type Parsed, parseFile } from '../../src/testing/parsed.ts'

const scratch = scratchFolder()
const SAMPLE = readFileSync(new URL('../fixtures/ofn-sample.ofn', import.meta.url), 'utf8')

const HEAD = `Prefix(ex:=<http://purl.obolibrary.org/obo/EX_>)
Prefix(obo:=<http://purl.obolibrary.org/obo/>)
Prefix(oboInOwl:=<http://www.geneontology.org/formats/oboInOwl#>)
Ontology(<http://purl.obolibrary.org/obo/ex.owl>
`

const ontology = (...axioms: readonly string[]): string => `${HEAD}${axioms.join('\n')}\n)\n`
const declared = (id: string): string => `Declaration(Class(ex:${id}))`
const labelled = (id: string, label = `name ${id}`): string =>
  `AnnotationAssertion(rdfs:label ex:${id} "${label}")`
const of = (id: string): readonly string[] => [declared(id), labelled(id)]

const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => String(at))

const parse = async (text: string, type = 'ofn', options: unknown = {}): Promise<Parsed> => {
  const file = newFile(scratch, 'source.owl')
  writeFileSync(file, text)
  return parseFile(await lookUp(parsers, 'source', type), file, { options })
}

parserSuite('ofn', {
  load: () => lookUp(parsers, 'source', 'ofn'),
  fileName: 'sample.ofn',
  sample: SAMPLE,
  flawed: ontology(
    ...of('1'),
    'AnnotationAssertion(oboInOwl:hasExactSynonym ex:1 "two\nlines" "more")',
    'SubClassOf(ex:1 nope:2)',
    'AnnotationAssertion(oboInOwl:hasExactSynonym ex:1 "open)',
    ...of('2'),
    'Thing(ex:2)',
    'SubClassOf(ex:2 ex:1))',
    'SubClassOf(ex:2 ex:3',
    ...of('3'),
  ),
  repeated: ontology(...of('1'), ...of('2'), ...of('1')),
  many: (count) => ontology(...numbers(count).flatMap(of)),
})

describe('OWL in functional-style syntax', () => {
  it('gives terms with all that is said of them', async () => {
    const parsed = await parse(SAMPLE)
    const terms = joined(parsed)
    expect([...terms.keys()]).toEqual(['GO:0005634', 'GO:0005635', 'GO:0031965'])
    expect(terms.get('GO:0005634')).toMatchObject({
      label: 'nucleus',
      synonyms: [
        { text: 'cell nucleus', scope: 'exact' },
        { text: 'horsetail nucleus', scope: 'narrow', xrefs: ['GOC:al', 'GOC:mah'] },
      ],
      xrefs: [
        { predicate: 'oboInOwl:hasDbXref', object: 'NIF_Subcellular:sao1702920020' },
        { predicate: 'oboInOwl:hasDbXref', object: 'Wikipedia:Cell_nucleus' },
      ],
      subsets: ['goslim_generic'],
    })
    expect(terms.get('GO:0005635')).toMatchObject({
      altIds: ['GO:0005636'],
      relations: [{ predicate: 'BFO:0000050', object: 'GO:0005634' }],
    })
    expect(terms.get('GO:0031965')?.definition).toMatch(/^Either of the lipid bilayers/)
    expect(parsed.header).toMatchObject({ release: '2019-06-10' })
    expect(parsed.relations).toContainEqual(expect.objectContaining({ id: 'BFO:0000050', label: 'part of' }))
  })

  it('joins what stands far apart, in whatever order', async () => {
    const ids = numbers(4000)
    const parts = [
      ids.map((id) => `SubClassOf(ex:${id} ex:0)`),
      ids.map(
        (id) =>
          `AnnotationAssertion(Annotation(oboInOwl:hasDbXref "PMID:1") oboInOwl:hasExactSynonym ex:${id} "n${id}")`,
      ),
      ids.map((id) => labelled(id)),
      ids.map(declared),
    ].map((lines) => lines.join('\n'))
    for (const order of [parts, parts.toReversed()]) {
      const terms = joined(await parse(ontology(...order)))
      expect(terms.size).toBe(ids.length)
      for (const id of ids)
        expect(terms.get(`EX:${id}`)).toMatchObject({
          label: `name ${id}`,
          parents: ['EX:0'],
          synonyms: [{ text: `n${id}`, scope: 'exact', xrefs: ['PMID:1'] }],
        })
    }
  })

  it('keeps the lines of a text', async () => {
    const { terms } = await parse(
      ontology(
        declared('1'),
        'AnnotationAssertion(obo:IAO_0000115 ex:1 "one\n\ntwo \\"three\\"")',
        labelled('1'),
      ),
    )
    expect(terms[0]?.definition).toBe('one\n\ntwo "three"')
  })

  it('takes the languages that are asked for', async () => {
    const text = ontology(
      declared('1'),
      'AnnotationAssertion(rdfs:label ex:1 "one"@en)',
      'AnnotationAssertion(rdfs:label ex:1 "eins"@de)',
    )
    expect(joined(await parse(text)).get('EX:1')).toMatchObject({ label: 'one', synonyms: [] })
    expect(joined(await parse(text, 'ofn', { languages: ['de'] })).get('EX:1')).toMatchObject({
      label: 'eins',
    })
  })

  it('reports imports, which are not followed', async () => {
    const { header, issues } = await parse(ontology('Import(<http://ex.org/other.owl>)', ...of('1')))
    expect(header.imports).toEqual(['http://ex.org/other.owl'])
    expect(issues.map(({ code }) => code)).toEqual(['import-not-followed'])
  })

  it('says how the file ends early, after all that was read', async () => {
    const error = await failureOf(() => parse(`${HEAD}${of('1').join('\n')}`))
    expect(error.code).toBe('SOURCE_TRUNCATED')
  })

  it('is known by other parsers for what it is', async () => {
    const error = await failureOf(() => parse(SAMPLE, 'owl'))
    expect(error.code).toBe('SOURCE_SYNTAX')
    expect(error.repair).toContain('"ofn"')
  })
})
