import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import type { ParsedTerm } from '../../src/core/term.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { attemptFile, type Attempt, joined, type Parsed, parseFile } from '../../src/testing/parsed.ts'

const scratch = scratchFolder()
const SAMPLE = readFileSync(new URL('../fixtures/mesh-rdf-sample.nt', import.meta.url), 'utf8')
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#'
const MESH = 'http://id.nlm.nih.gov/mesh/'

/** `D000001 preferredConcept M0000001` or `D000001 label "x"@en` as a triple. */
const triple = (text: string): string => {
  const [, subject = '', property = '', object = ''] = /^(\S+) (\S+) (.*)$/.exec(text) ?? []
  const predicate =
    property === 'type' ? `${RDF}type` : property === 'label' ? `${RDFS}label` : `${MESH}vocab#${property}`
  const value =
    property === 'type' ? `<${MESH}vocab#${object}>` : object.startsWith('"') ? object : `<${MESH}${object}>`
  return `<${MESH}${subject}> <${predicate}> ${value} .\n`
}

const triples = (...texts: readonly string[]): string => texts.map(triple).join('')

/** A descriptor with one concept and one term beside the heading. */
const descriptor = (number: number): string => {
  const digits = String(number).padStart(6, '0')
  return triples(
    `D${digits} preferredConcept M${digits}`,
    `D${digits} type TopicalDescriptor`,
    `D${digits} label "name ${digits}"@en`,
    `M${digits} preferredTerm T${digits}`,
    `T${digits} prefLabel "synonym ${digits}"@en`,
  )
}

const write = (text: string): string => {
  const file = newFile(scratch, 'mesh.nt')
  writeFileSync(file, text)
  return file
}

const load = () => lookUp(parsers, 'source', 'mesh-rdf')

const parse = async (text: string, options: unknown = {}): Promise<Parsed> =>
  parseFile(await load(), write(text), { options })

const termsOf = async (text: string, options: unknown = {}): Promise<ReadonlyMap<string, ParsedTerm>> =>
  joined(await parse(text, options))

parserSuite('mesh-rdf', {
  load,
  fileName: 'sample.nt',
  sample: SAMPLE,
  flawed:
    triples(
      'D000001 preferredConcept M000001',
      'D000001 label "one"@en',
      'D000001 treeNumber nowhere',
      'D000001 pharmacologicalAction A01',
      'D000002 concept M000001',
      'D000002 label "two"@en',
      'M000001 registryNumber "what: ever"',
      'M000009 registryNumber "50-78-2"',
      'T000009 prefLabel "of nothing"@en',
    ) + '<http://id.nlm.nih.gov/mesh/D000003> no triple\n',
  repeated: descriptor(1) + descriptor(2) + descriptor(1),
  many: (count) => Array.from({ length: count }, (_, at) => descriptor(at)).join(''),
})

describe('MeSH RDF', () => {
  it('gives records with the facts of their concepts and terms', async () => {
    const terms = await termsOf(SAMPLE)
    expect([...terms.keys()]).toEqual(['MESH:C003820', 'MESH:D000001', 'MESH:D005123', 'MESH:D012679'])
    expect(terms.get('MESH:D000001')).toMatchObject({
      label: 'Calcimycin',
      synonyms: [
        { text: 'A-23187', scope: 'narrow', type: 'laboratory_number' },
        { text: 'A 23187', scope: 'narrow', type: 'permuted' },
        { text: 'Antibiotic A23187', scope: 'narrow' },
        { text: 'A23187, Antibiotic', scope: 'narrow', type: 'permuted' },
        { text: 'A23187', scope: 'narrow', type: 'laboratory_number' },
      ].map((synonym) => expect.objectContaining(synonym) as unknown),
      xrefs: [
        { predicate: 'oboInOwl:hasDbXref', object: 'UNII:37H9VM9WZL' },
        { predicate: 'skos:relatedMatch', object: 'CAS:52665-69-7' },
      ],
      relations: [
        { predicate: 'pharmacological_action', object: 'MESH:D000900' },
        { predicate: 'pharmacological_action', object: 'MESH:D061207' },
      ],
    })
    expect(terms.get('MESH:D005123')).toMatchObject({ label: 'Eye', parents: ['MESH:D012679'] })
    expect(terms.get('MESH:D012679')?.definition).toMatch(/^Specialized organs/)
    expect(terms.get('MESH:C003820')).toMatchObject({
      definition: 'mixture of derivs of 2-hydroxyethylrutoside',
      relations: [
        { predicate: 'mapped_to', object: 'MESH:D004338' },
        { predicate: 'preferred_mapped_to', object: 'MESH:D006896' },
      ],
      subsets: ['supplementary_chemical'],
    })
  })

  it('gives the same records in whatever order the triples stand', async () => {
    const lines = SAMPLE.trimEnd().split('\n')
    const plain = claims(await termsOf(SAMPLE))
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), async (order) => {
        expect(claims(await termsOf(`${order.join('\n')}\n`))).toEqual(plain)
      }),
      { numRuns: 30 },
    )
  })

  it('tells the scope of concepts from either end of their relation', async () => {
    const terms = await termsOf(
      triples(
        'D000001 label "one"@en',
        'D000001 preferredConcept M000001',
        'D000001 concept M000002',
        'D000001 concept M000003',
        'D000001 concept M000004',
        'M000001 narrowerConcept M000002',
        'M000003 narrowerConcept M000001',
        ...['1', '2', '3', '4'].flatMap((at) => [
          `M00000${at} preferredTerm T00000${at}`,
          `T00000${at} prefLabel "name ${at}"@en`,
        ]),
      ),
    )
    expect(terms.get('MESH:D000001')?.synonyms).toEqual([
      { text: 'name 1', scope: 'exact' },
      { text: 'name 2', scope: 'narrow' },
      { text: 'name 3', scope: 'broad' },
      { text: 'name 4', scope: 'related' },
    ])
  })

  it('puts a scope note before a note', async () => {
    const note = 'C000001 note "note"@en'
    const record = ['C000001 label "x"@en', 'C000001 preferredConcept M000001']
    const scopeNote = 'M000001 scopeNote "scope note"@en'
    for (const order of [
      [note, ...record, scopeNote],
      [scopeNote, ...record, note],
    ])
      expect((await termsOf(triples(...order))).get('MESH:C000001')?.definition).toBe('scope note')
    expect((await termsOf(triples(note, ...record))).get('MESH:C000001')?.definition).toBe('note')
  })

  it('retires what is no longer active', async () => {
    const terms = await termsOf(
      triples(
        'D000001 label "x"@en',
        'D000001 active "false"',
        'D000002 label "y"@en',
        'D000002 active "true"',
      ),
    )
    expect([...terms.values()].map(({ obsolete }) => obsolete)).toEqual([true, false])
  })

  it('reads the release of IRIs that name it, and their ids alike', async () => {
    const yearly = SAMPLE.replaceAll(/mesh\/(?!vocab)/g, 'mesh/2015/')
    const parsed = await parse(yearly)
    expect(parsed.header.release).toBe('2015')
    expect(claims(joined(parsed))).toEqual(claims(await termsOf(SAMPLE)))
  })
})

describe('the choice among records of MeSH RDF', () => {
  const HEADINGS = triples(
    'C000001 label "rare disease"@en',
    'C000001 type SCR_Disease',
    'C000001 preferredMappedTo D000001Q000031',
    'C000001 preferredConcept M000009',
    'C000002 label "substance"@en',
    'C000002 type SCR_Chemical',
    'C000002 mappedTo D000003',
    'D000001 label "disease"@en',
    'D000001 treeNumber C01',
    'D000002 label "disease of the ear"@en',
    'D000002 treeNumber C01.100',
    'D000002 treeNumber A09.100',
    'D000002 broaderDescriptor D000001',
    'D000002 broaderDescriptor D000004',
    'D000003 label "chemical"@en',
    'D000003 treeNumber D01',
    'D000004 label "ear"@en',
    'D000004 treeNumber A09',
    'D000004 preferredConcept M000008',
    'M000008 preferredTerm T000008',
    'M000009 preferredTerm T000009',
    'T000008 prefLabel "auris"@en',
    'T000009 prefLabel "orphan"@en',
  )

  it('keeps those of the trees asked for, with what belongs to them and no more', async () => {
    const parsed = await parse(HEADINGS, { trees: ['C'] })
    const terms = joined(parsed)
    expect([...terms.keys()]).toEqual(['MESH:C000001', 'MESH:D000001', 'MESH:D000002'])
    expect(terms.get('MESH:C000001')?.synonyms).toEqual([{ text: 'orphan', scope: 'exact' }])
    expect(terms.get('MESH:D000002')?.parents).toEqual(['MESH:D000001'])
    expect(parsed.additions.map(({ id }) => id)).not.toContain('MESH:D000004')
    expect(parsed.issues).toEqual([])
  })

  it('classes records by tree, and supplementary ones by their headings, though those come later', async () => {
    const terms = await termsOf(HEADINGS, { classes: { disease: ['C'], chemical: ['D'] } })
    expect([...terms.values()].map(({ id, entityClass }) => [id, entityClass])).toEqual([
      ['MESH:C000001', 'disease'],
      ['MESH:C000002', 'chemical'],
      ['MESH:D000001', 'disease'],
      ['MESH:D000002', 'disease'],
      ['MESH:D000003', 'chemical'],
      ['MESH:D000004', undefined],
    ])
  })

  it('says so when there are no headings to choose by', async () => {
    const { issues, terms } = await parse(
      triples('C000001 label "x"@en', 'C000001 type SCR_Disease', 'C000002 label "y"@en'),
      { classes: { disease: ['C'] } },
    )
    expect(terms).toHaveLength(2)
    expect(issues.map(({ code }) => code)).toEqual(['missing-file'])
  })

  it('leaves out supplementary records that are not wanted', async () => {
    const terms = await termsOf(HEADINGS, { supplementaryClasses: { disease: 'disease', chemical: false } })
    expect([...terms.keys()]).not.toContain('MESH:C000002')
    expect(terms.get('MESH:C000001')?.entityClass).toBe('disease')
  })
})

describe('hostile MeSH RDF', () => {
  const piece = fc.constantFrom(
    'D000001',
    'C000001',
    'M000001',
    'M000002',
    'T000001',
    'A01',
    'D000001Q000001',
    'Q000001',
    '',
  )
  const property = fc.constantFrom(
    'label',
    'type',
    'preferredConcept',
    'concept',
    'preferredTerm',
    'term',
    'prefLabel',
    'altLabel',
    'lexicalTag',
    'treeNumber',
    'broaderDescriptor',
    'narrowerConcept',
    'broaderConcept',
    'mappedTo',
    'note',
    'scopeNote',
    'registryNumber',
    'active',
  )
  const object = fc.oneof(
    piece,
    fc.constantFrom('"x"@en', '""', '"y"', '"NON"', '"ABB"', '"false"', '"txid1"'),
  )

  const attempt = async (text: string): Promise<Attempt> => attemptFile(await load(), write(text))

  it('ends in records and additions to them, or in a known error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(piece, property, object), { minLength: 1, maxLength: 25 }),
        async (facts) => {
          const text = facts.map((fact) => triple(fact.join(' '))).join('')
          const { error, parsed } = await attempt(text)
          if (error !== undefined) expect(error).toHaveProperty('code', 'SOURCE_SYNTAX')
          for (const { line } of parsed.issues) expect(line).toBeLessThanOrEqual(facts.length)
          const known = new Set(parsed.terms.map(({ id }) => id))
          for (const { id } of parsed.additions) expect(known).toContain(id)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is refused when it is RDF of something else', async () => {
    const error = await failureOf(() => parse('<http://ex.org/a> <http://ex.org/b> "c" .\n'))
    expect(error.code).toBe('SOURCE_SYNTAX')
  })

  it('does not take a long identifier for one', async () => {
    const { error } = await attempt(triples(`D${'1'.repeat(100_000)} label "x"@en`))
    expect(error).toHaveProperty('code', 'SOURCE_SYNTAX')
  })
})

/** All that is said, in an order of its own. */
const claims = (terms: ReadonlyMap<string, ParsedTerm>): unknown =>
  [...terms.values()]
    .map(({ line: _line, ...term }) =>
      Object.entries(term).map(([field, value]) => [
        field,
        Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : (value as unknown),
      ]),
    )
    .map((term) => JSON.stringify(term))
    .sort()
