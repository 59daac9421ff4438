import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bindParser } from '../../src/parsers/contract.ts'
import { cellosaurusParser } from '../../src/parsers/cellosaurus.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { type Parsed, parseFile } from '../../src/testing/parsed.ts'

const parser = bindParser(cellosaurusParser)
const load = (): Promise<typeof parser> => Promise.resolve(parser)
const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/cellosaurus/${name}`, import.meta.url), 'utf8')

const accession = (at: number): string => `CVCL_${at.toString(36).toUpperCase().padStart(4, '0')}`
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

const txtEntry = (ac: string, more = ''): string =>
  `ID   name of ${ac}\nAC   ${ac}\n${more}OX   NCBI_TaxID=9606; ! Homo sapiens\nCA   Hybridoma\n//\n`

parserSuite('cellosaurus (text)', {
  load,
  fileName: 'cellosaurus.txt',
  sample: fixture('cellosaurus.txt'),
  flawed:
    txtEntry('CVCL_0001', 'AC   CVCL_0009\nXX   what is this\nHI   MCF-7\nno line of an entry\nDR   ATCC\n') +
    'ID   no accession\nCA   Hybridoma\n//\n' +
    txtEntry('17', 'OX   Homo sapiens\n') +
    txtEntry('CVCL_0002') +
    'ID   not ended\nAC   CVCL_0003\n',
  repeated: txtEntry('CVCL_0001') + txtEntry('CVCL_0002') + txtEntry('CVCL_0001'),
  many: (count) =>
    numbers(count)
      .map((at) => txtEntry(accession(at)))
      .join(''),
})

const xmlEntry = (ac: string, more = ''): string =>
  `<cell-line category="Hybridoma"><accession-list><accession type="primary">${ac}</accession></accession-list>\n` +
  `<name-list><name type="identifier">name of ${ac}</name></name-list>\n${more}</cell-line>\n`
const xmlList = (entries: string): string =>
  `<Cellosaurus><cell-line-list>\n${entries}</cell-line-list></Cellosaurus>\n`

parserSuite('cellosaurus (XML)', {
  load,
  fileName: 'cellosaurus.xml',
  sample: fixture('cellosaurus.xml'),
  flawed: xmlList(
    xmlEntry('CVCL_0001', '<derived-from><xref database="Cellosaurus" accession="HeLa"/></derived-from>') +
      xmlEntry('') +
      xmlEntry('CVCL_0002', '<xref-list><xref database="ATCC"/></xref-list>'),
  ),
  repeated: xmlList(xmlEntry('CVCL_0001') + xmlEntry('CVCL_0002') + xmlEntry('CVCL_0001')),
  many: (count) =>
    xmlList(
      numbers(count)
        .map((at) => xmlEntry(accession(at)))
        .join(''),
    ),
})

const oboEntry = (ac: string, more = ''): string => `[Term]\nid: ${ac}\nname:name of ${ac}\n${more}\n`

parserSuite('cellosaurus (OBO)', {
  load,
  fileName: 'cellosaurus.obo',
  sample: fixture('cellosaurus.obo'),
  flawed:
    'format-version: 1.2\n\n' +
    oboEntry('CVCL_0001', 'relationship: derived_from HeLa\n') +
    oboEntry('GO:0001') +
    oboEntry('CVCL_0002', 'synonym: "not closed\n'),
  repeated:
    'format-version: 1.2\n\n' + ['CVCL_0001', 'CVCL_0002', 'CVCL_0001'].map((ac) => oboEntry(ac)).join(''),
  many: (count) =>
    'format-version: 1.2\n\n' +
    numbers(count)
      .map((at) => oboEntry(accession(at)))
      .join(''),
})

const scratch = scratchFolder()
const parse = (content: string, options: unknown = {}, name = 'cellosaurus'): Promise<Parsed> => {
  const file = newFile(scratch, name)
  writeFileSync(file, content)
  return parseFile(parser, file, { options })
}
const idsOf = ({ terms }: Parsed): readonly string[] => terms.map(({ id }) => id)

describe('the editions of Cellosaurus', () => {
  it.each(['cellosaurus.xml', 'cellosaurus.obo'])('give the same records: text and %s', async (name) => {
    const [text, other] = [await parse(fixture('cellosaurus.txt')), await parse(fixture(name))]
    const withoutLines = ({ terms }: Parsed): unknown => terms.map((term) => ({ ...term, line: 0 }))
    expect(withoutLines(other)).toEqual(withoutLines(text))
    expect(other.relations).toEqual(text.relations)
    expect(other.header.release).toBe('51.0')
  })

  it('say of a line its names, species, disease, origin and standing', async () => {
    const { terms } = await parse(fixture('cellosaurus.txt'))
    expect(terms.find(({ label }) => label === 'KB')).toEqual({
      id: 'CELLOSAURUS:CVCL_0372',
      label: 'KB',
      synonyms: [
        { text: 'K.B.', scope: 'exact' },
        { text: 'K-B', scope: 'exact' },
        { text: 'KBB', scope: 'related', type: 'misspelling' },
      ],
      definition: null,
      parents: [],
      relations: [
        { predicate: 'RO:0002162', object: 'NCBITaxon:9606' },
        { predicate: 'CLO:0000015', object: 'NCIT:C27677' },
        { predicate: 'CLO:0000015', object: 'ORPHANET:213' },
        { predicate: 'derived_from', object: 'CELLOSAURUS:CVCL_0030' },
      ],
      xrefs: [{ predicate: 'oboInOwl:hasDbXref', object: 'ATCC:CCL-17' }],
      altIds: ['CELLOSAURUS:CVCL_E038'],
      obsolete: false,
      replacedBy: [],
      consider: [],
      subsets: ['Cancer_cell_line', 'Female', 'Problematic_cell_line'],
      line: 44,
    })
  })

  it('write accessions of other databases once', async () => {
    const { terms } = await parse(fixture('cellosaurus.txt'))
    expect(terms.find(({ label }) => label === 'HeLa')?.xrefs.map(({ object }) => object)).toEqual([
      'BTO:0000567',
      'CLO:0003684',
      'EFO:0001185',
      'ATCC:CCL-2',
      'CHEMBL:CHEMBL3308376',
      'Wikidata:Q847482',
    ])
  })

  it('give a name in brackets told apart without its brackets too', async () => {
    const { terms } = await parse(fixture('cellosaurus.txt'))
    expect(terms[0]?.synonyms).toEqual([{ text: '1E8', scope: 'exact', type: 'unqualified' }])
  })

  it('take a lone cell-line, as the web site gives it', async () => {
    expect(idsOf(await parse(xmlEntry('CVCL_0013')))).toEqual(['CELLOSAURUS:CVCL_0013'])
  })

  it('refuse XML that is no Cellosaurus', async () => {
    await expect(parse('<a><b/></a>')).rejects.toMatchObject({ code: 'SOURCE_SYNTAX' })
  })
})

describe('options of cellosaurus', () => {
  it.each([
    [{ species: ['NCBITaxon:9606'] }, ['HeLa', 'KB', 'MCF-7']],
    [{ species: ['10116'] }, ['1E8 [Mouse hybridoma]']],
    [{ categories: ['hybridoma'] }, ['1E8 [Mouse hybridoma]']],
    [{ categories: ['Cancer_cell_line'], skipProblematic: true }, ['HeLa', 'MCF-7']],
  ])('%j', async (options, labels) => {
    for (const name of ['txt', 'xml', 'obo']) {
      const { terms } = await parse(fixture(`cellosaurus.${name}`), options)
      expect(terms.map(({ label }) => label)).toEqual(labels)
    }
  })

  it('are refused when they name no species', () => {
    expect(parser.optionsSchema.safeParse({ species: ['Homo sapiens'] }).success).toBe(false)
  })
})

describe('flaws of Cellosaurus', () => {
  it('are named with their line', async () => {
    const { issues, terms } = await parse(
      txtEntry('CVCL_0001', 'AC   CVCL_0009\nXX   odd\nXX   odd\nHI   MCF-7\nno line\nDR   ATCC\n') +
        'ID   no accession\nCA   Hybridoma\n//\n',
    )
    expect(issues.map(({ code, line }) => `${code} ${String(line)}`)).toEqual([
      'repeated-tag 3',
      'unknown-tag 4',
      'malformed-line 6',
      'malformed-line 7',
      'malformed-line 8',
      'missing-id 12',
    ])
    expect(terms).toHaveLength(1)
  })

  it('such as an entry that has no end are told, and the entry kept', async () => {
    const { issues, terms } = await parse('ID   HeLa\nAC   CVCL_0030\n')
    expect(issues).toMatchObject([{ code: 'malformed-line', line: 1 }])
    expect(terms).toHaveLength(1)
  })
})
