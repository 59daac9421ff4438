import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../../src/core/issue.ts'
import { bindParser, type ParseContext } from '../../src/parsers/contract.ts'
import { assemblerOptions } from '../../src/parsers/owl/options.ts'
import { OWL_PROFILE, SKOS_PROFILE } from '../../src/parsers/owl/properties.ts'
import { TermAssembler } from '../../src/parsers/owl/term-assembler.ts'
import { owlParser } from '../../src/parsers/owl.ts'
import { localBlank, OWL, RDF, RDFS, type Triple } from '../../src/parsers/rdf/triple.ts'
import { requireSound } from '../../src/testing/sound-records.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { attemptFile, joined, type Parsed, parseFile } from '../../src/testing/parsed.ts'

const folder = scratchFolder()

const parse = async (name: string, content: string | Uint8Array): Promise<Parsed> => {
  const file = newFile(folder, name)
  writeFileSync(file, content)
  return parseFile(bindParser(owlParser), file)
}

const RDF_XML = `<rdf:RDF xmlns:rdf="${RDF}" xmlns:rdfs="${RDFS}" xmlns:owl="${OWL}">\n`
const TURTLE = `@prefix owl: <${OWL}> .\n@prefix rdfs: <${RDFS}> .\n`

describe('hostile RDF', () => {
  it('a billion laughs end in an error', async () => {
    const entities = Array.from(
      { length: 30 },
      (_, at) => `<!ENTITY e${String(at + 1)} "${`&e${String(at)};`.repeat(10)}">`,
    )
    const doctype = `<!DOCTYPE rdf:RDF [<!ENTITY e0 "lol">${entities.join('')}]>\n`
    const body = `<owl:Class rdf:about="urn:a"><rdfs:label>&e30;</rdfs:label></owl:Class></rdf:RDF>`
    expect((await failureOf(() => parse('a.owl', doctype + RDF_XML + body))).code).toBe('SOURCE_LIMIT')
  })

  it.each([
    ['a.owl', `${RDF_XML}${'<owl:Class><rdfs:subClassOf>'.repeat(100_000)}`],
    ['a.ttl', `${TURTLE}<urn:a> rdfs:subClassOf ${'[ rdfs:subClassOf '.repeat(100_000)}`],
    ['a.ttl', `${TURTLE}<urn:a> rdfs:subClassOf ${'( '.repeat(100_000)}`],
  ])('%s: nesting without end ends in an error', async (name, content) => {
    expect((await failureOf(() => parse(name, content))).code).toBe('SOURCE_LIMIT')
  })

  it.each([
    ['a.owl', `${RDF_XML}<owl:Class rdf:about="urn:a"><rdfs:label>\0</rdfs:label></owl:Class></rdf:RDF>`],
    ['a.ttl', `${TURTLE}<urn:a> a owl:Class ; rdfs:label "\0" .`],
    ['a.nt', `<urn:a> <${RDFS}label> "\0" .\n`],
  ])('%s: a NUL is refused, with its line', async (name, content) => {
    const error = await failureOf(() => parse(name, content))
    expect(error).toMatchObject({ code: 'SOURCE_NOT_TEXT', place: { line: expect.any(Number) as number } })
  })

  it.each([
    [
      'a.owl',
      `${RDF_XML}<owl:Class rdf:about="urn:a"><rdfs:label>caf\xe9</rdfs:label></owl:Class></rdf:RDF>`,
      'caf\ufffd',
    ],
    ['a.ttl', `${TURTLE}<urn:a> a owl:Class ; rdfs:label "caf\xe9" .`, 'caf\ufffd'],
    [
      'a.nt',
      `<urn:a> <${RDF}type> <${OWL}Class> .\n<urn:a> <${RDFS}comment> "x" .\n<urn:a> <${RDFS}label> "caf\xe9" .\n`,
      null,
    ],
  ])('%s: what is not UTF-8 is reported', async (name, content, label) => {
    const { terms, issues } = await parse(name, Buffer.from(content, 'latin1'))
    expect(issues).toMatchObject([{ code: 'invalid-utf8' }])
    expect(terms).toMatchObject([{ id: 'urn:a', label }])
  })

  it('a replacement character that stands in the file is none of ours', async () => {
    const { terms, issues } = await parse('a.ttl', `${TURTLE}<urn:a> a owl:Class ; rdfs:label "caf\ufffd" .`)
    expect(issues).toEqual([])
    expect(terms).toMatchObject([{ label: 'caf\ufffd' }])
  })

  it.each([
    [
      'a.owl',
      (text: string) =>
        `${RDF_XML}<owl:Class rdf:about="urn:a"><rdfs:label>${text}</rdfs:label></owl:Class></rdf:RDF>`,
    ],
    ['a.ttl', (text: string) => `${TURTLE}<urn:a> a owl:Class ; rdfs:label "${text}" .`],
    ['a.nt', (text: string) => `<urn:a> <${RDF}type> <${OWL}Class> .\n<urn:a> <${RDFS}label> "${text}" .\n`],
  ])('%s: a literal of five megabytes is kept', async (name, content) => {
    const { terms } = await parse(name, content('x'.repeat(5_000_000)))
    expect(terms[0]?.label).toHaveLength(5_000_000)
  })

  it('an identifier of a megabyte is an identifier', async () => {
    const { terms } = await parse(
      'a.ttl',
      `${TURTLE}<urn:${'x'.repeat(1_000_000)}> a owl:Class ; rdfs:label "a" .`,
    )
    expect(terms[0]?.id).toHaveLength(1_000_004)
  })
})

const assembled = (
  triples: Iterable<Triple>,
  skos = false,
): { terms: number; additions: number; issues: Issue[] } => {
  const issues: Issue[] = []
  const context: ParseContext = {
    report: (issue) => issues.push(issue),
    describe: () => undefined,
    defineRelation: () => undefined,
  }
  const assembler = new TermAssembler(assemblerOptions.parse({}), context, skos ? SKOS_PROFILE : OWL_PROFILE)
  let [terms, additions] = [0, 0]
  const count = (batch: ReturnType<TermAssembler['takeBatch']>): void => {
    terms += batch.terms.length
    additions += batch.additions.length
  }
  for (const triple of triples) {
    assembler.take(triple)
    if (triple.line % 1000 === 0) count(assembler.takeBatch())
  }
  count(assembler.finish())
  return { terms, additions, issues }
}

const MILLION = 1_000_000
const triple = (line: number, subject: string, predicate: string, object: string, statement = 0): Triple => ({
  subject,
  predicate,
  object,
  language: undefined,
  line,
  statement,
})

describe('a million blank nodes', () => {
  it('local to their statements leave nothing behind', () => {
    const nodes = function* (): Generator<Triple> {
      for (let at = 1; at <= MILLION; at++) yield triple(at, localBlank(at), `${OWL}onProperty`, 'urn:p', at)
    }
    expect(assembled(nodes())).toEqual({ terms: 0, additions: 0, issues: [] })
  })

  it('with labels wait within bounds; what is let go is counted, in one issue', () => {
    const nodes = function* (): Generator<Triple> {
      for (let at = 1; at <= MILLION; at++)
        yield triple(at, `_:${String(at)}`, `${OWL}annotatedSource`, 'urn:a')
    }
    const { issues } = assembled(nodes())
    expect(issues).toMatchObject([{ code: 'malformed-line' }])
    expect(issues[0]?.message).toMatch(/^1000000 nodes/)
  })

  it('that are restrictions said in one place lose nothing', () => {
    const nodes = function* (): Generator<Triple> {
      for (let at = 1; at <= MILLION / 2; at++) {
        yield triple(at, `urn:${String(at)}`, `${RDFS}subClassOf`, `_:${String(at)}`)
        yield triple(at, `_:${String(at)}`, `${OWL}onProperty`, 'urn:p')
        yield triple(at, `_:${String(at)}`, `${OWL}someValuesFrom`, 'urn:b')
      }
    }
    expect(assembled(nodes())).toEqual({ terms: 0, additions: MILLION / 2, issues: [] })
  })

  it('more declarations than can be remembered are passed on', () => {
    const nodes = function* (): Generator<Triple> {
      for (let at = 1; at <= MILLION + 5; at++)
        yield triple(at, `urn:${String(at)}`, `${RDF}type`, `${OWL}Class`)
    }
    expect(assembled(nodes())).toEqual({ terms: 5, additions: 0, issues: [] })
  })
})

describe('triples in any order', () => {
  const node = fc.constantFrom(
    'urn:a',
    'urn:b',
    '',
    '_:n',
    '_:m',
    '_:-1',
    '_:-2',
    'http://purl.obolibrary.org/obo/EX_1',
  )
  const predicate = fc.constantFrom(
    `${RDF}type`,
    `${RDFS}label`,
    `${RDFS}subClassOf`,
    `${OWL}deprecated`,
    `${OWL}annotatedSource`,
    `${OWL}annotatedProperty`,
    `${OWL}annotatedTarget`,
    `${OWL}onProperty`,
    `${OWL}someValuesFrom`,
    'http://www.geneontology.org/formats/oboInOwl#hasExactSynonym',
    'http://www.geneontology.org/formats/oboInOwl#hasDbXref',
    'http://www.geneontology.org/formats/oboInOwl#hasSynonymType',
    'http://www.geneontology.org/formats/oboInOwl#inSubset',
    'http://www.w3.org/2008/05/skos-xl#prefLabel',
    'http://www.w3.org/2008/05/skos-xl#literalForm',
    'http://purl.obolibrary.org/obo/IAO_0100001',
    'http://www.w3.org/2004/02/skos/core#narrower',
  )
  const object = fc.oneof(
    node,
    fc.constantFrom(`${OWL}Class`, `${OWL}Ontology`, 'http://x/', ' ', ':', `${RDFS}label`),
    predicate,
  )
  const anyTriple = fc.record({
    subject: node,
    predicate,
    object,
    language: fc.constantFrom(undefined, '', 'en', 'fr'),
    line: fc.constant(1),
    statement: fc.constant(0),
  })

  it('give sound records, whatever they say', () => {
    fc.assert(
      fc.property(fc.array(anyTriple, { maxLength: 40 }), (triples) => {
        const terms: Parsed['terms'][number][] = []
        const additions: Parsed['additions'][number][] = []
        const context: ParseContext = {
          report: () => undefined,
          describe: () => undefined,
          defineRelation: () => undefined,
        }
        const assembler = new TermAssembler(assemblerOptions.parse({}), context)
        for (const [at, each] of triples.entries()) assembler.take({ ...each, statement: at >> 2 })
        const batch = assembler.finish()
        terms.push(...batch.terms)
        additions.push(...batch.additions)
        requireSound(
          { terms, additions, mappings: [], issues: [], header: {}, relations: [], repeatedIds: 'join' },
          '\n',
        )
      }),
      { numRuns: 2000 },
    )
  })

  it('a file of triples in any order says the same', async () => {
    const P = 'http://www.geneontology.org/formats/oboInOwl#'
    const lines = [
      `<urn:a> <${RDF}type> <${OWL}Class> .`,
      `<urn:a> <${RDFS}label> "a" .`,
      `<urn:a> <${P}hasExactSynonym> "x" .`,
      `<urn:a> <${RDFS}subClassOf> _:r .`,
      `_:r <${OWL}onProperty> <urn:p> .`,
      `_:r <${OWL}someValuesFrom> <urn:b> .`,
      `_:n <${OWL}annotatedSource> <urn:a> .`,
      `_:n <${OWL}annotatedProperty> <${P}hasExactSynonym> .`,
      `_:n <${OWL}annotatedTarget> "x" .`,
      `_:n <${P}hasDbXref> "A:1" .`,
      `<urn:b> <${RDF}type> <${OWL}Class> .`,
    ]
    const expected = {
      label: 'a',
      synonyms: [{ text: 'x', scope: 'exact', xrefs: ['A:1'] }],
      relations: [{ predicate: 'urn:p', object: 'urn:b' }],
    }
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), async (shuffled) => {
        const file = newFile(folder, 'any.nt')
        writeFileSync(file, `${shuffled.join('\n')}\n`)
        const { parsed, error } = await attemptFile(bindParser(owlParser), file)
        expect(error).toBeUndefined()
        expect(joined(parsed).get('urn:a')).toMatchObject(expected)
      }),
      { numRuns: 200 },
    )
  })
})
