import { describe, expect, it } from 'vitest'
import { emptyTerm } from '../../src/core/term.ts'
import { PRESET_NAMES } from '../../src/parsers/table/preset-names.ts'
import { loadPreset } from '../../src/parsers/table/presets.ts'
import { parserSuite } from '../contract/parser-suite.ts'
import { scratchFolder } from '../support/scratch.ts'
import { exact, fixture, loadTable, TableBench, xref } from './table-sources.ts'

const bench = new TableBench(scratchFolder())

describe('every preset', () => {
  it.each(PRESET_NAMES)('%s is named after itself', async (name) => {
    expect((await loadPreset(name)).preset).toBe(name)
  })
})

const CTD_HEADER = fixture('ctd-diseases.tsv').split('\n').slice(0, 6).join('\n')

parserSuite('table (CTD diseases)', {
  load: loadTable,
  options: { preset: 'ctd-diseases' },
  fileName: 'CTD_diseases.tsv',
  sample: fixture('ctd-diseases.tsv'),
  flawed: `${fixture('ctd-diseases.tsv')}no id\t\t\t\t\t\t\t\t\nnothing more\n`,
  repeated: `${CTD_HEADER}\nA\tMESH:D1\t\t\t\t\t\t\t\nB\tMESH:D2\t\t\t\t\t\t\t\nA\tMESH:D1\t\t\t\t\t\t\t\n`,
  many: (count) =>
    `${CTD_HEADER}\n${Array.from({ length: count }, (_, at) => `name ${String(at)}\tMESH:D${String(at)}\t\t\t\t\t\ta|b\t\n`).join('')}`,
})

parserSuite('table (mapping sets)', {
  load: loadTable,
  options: { preset: 'sssom' },
  fileName: 'some.sssom.tsv',
  sample: fixture('mondo-orphanet.sssom.tsv'),
  flawed: `${fixture('mondo-orphanet.sssom.tsv')}MONDO:1\tone\tskos:exactMatch\t\t\tsemapv:X\n`,
  repeated: 'subject_id\tpredicate_id\tobject_id\nA:1\tskos:exactMatch\tB:1\nA:1\tskos:exactMatch\tB:2\n',
  many: (count) =>
    'subject_id\tpredicate_id\tobject_id\n' +
    Array.from({ length: count }, (_, at) => `A:${String(at)}\tskos:exactMatch\tB:${String(at)}\n`).join(''),
})

const dictionary = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${String(at)}||name ${String(at)}|other name\n`).join('')

describe('hgnc', () => {
  it('reads the complete set: names, symbols, former ones, xrefs', async () => {
    const { terms, issues } = await bench.parseFixture('hgnc.tsv', { preset: 'hgnc' })
    expect(issues).toEqual([])
    expect(terms.map(({ id, label }) => [id, label])).toEqual([
      ['HGNC:5', 'A1BG'],
      ['HGNC:37133', 'A1BG-AS1'],
      ['HGNC:1100', 'BRCA1'],
    ])
    expect(terms[1]?.synonyms).toEqual([
      exact('A1BG antisense RNA 1', 'name'),
      exact('FLJ23569', 'symbol'),
      exact('NCRNA00181', 'former'),
      exact('A1BGAS', 'former'),
      exact('A1BG-AS', 'former'),
      exact('non-protein coding RNA 181', 'former'),
      exact('A1BG antisense RNA (non-protein coding)', 'former'),
      exact('A1BG antisense RNA 1 (non-protein coding)', 'former'),
    ])
    expect(terms[2]?.synonyms.filter(({ type }) => type === 'symbol')).toEqual(
      ['RNF53', 'BRCC1', 'PPP1R53', 'FANCS'].map((text) => exact(text, 'symbol')),
    )
    expect(terms[0]?.xrefs.slice(0, 4)).toEqual([
      xref('NCBIGene:1'),
      xref('ENSEMBL:ENSG00000121410'),
      xref('UniProtKB:P04217'),
      xref('OMIM:138670'),
    ])
    expect(terms[0]?.subsets).toEqual(['protein-coding gene'])
  })

  it('reads custom downloads; withdrawn symbols are retired', async () => {
    const { terms, issues } = await bench.parseFixture('hgnc-custom.tsv', { preset: 'hgnc' })
    expect(issues).toEqual([])
    expect(terms.find(({ id }) => id === 'HGNC:6')).toEqual({
      ...emptyTerm('HGNC:6', 4),
      label: 'A1S9T',
      obsolete: true,
    })
    expect(terms.find(({ id }) => id === 'HGNC:24086')?.synonyms).toEqual([
      exact('APOBEC1 complementation factor', 'name'),
      ...['ACF', 'ASP', 'ACF64', 'ACF65', 'APOBEC1CF'].map((text) => exact(text, 'symbol')),
    ])
  })
})

describe('ncbi-gene-info', () => {
  it('reads both kinds of header alike', async () => {
    const read = (name: string) => bench.parseFixture(name, { preset: 'ncbi-gene-info' })
    const { terms, issues } = await read('gene-info.tsv')
    expect(issues).toEqual([])
    expect(terms).toEqual((await read('gene-info-old.tsv')).terms)
    expect(terms[1]).toMatchObject({
      id: 'NCBIGene:672',
      label: 'BRCA1',
      subsets: ['protein-coding'],
      relations: [{ predicate: 'RO:0002162', object: 'NCBITaxon:9606' }],
    })
    expect(terms[1]?.xrefs).toContainEqual(xref('HGNC:1100'))
    expect(terms[1]?.synonyms).toContainEqual(exact('RNF53', 'symbol'))
    expect(terms.some(({ label }) => label === 'NEWENTRY')).toBe(false)
  })

  it('keeps the taxa asked for', async () => {
    const { terms } = await bench.parseFixture('gene-info.tsv', { preset: 'ncbi-gene-info', taxa: ['63221'] })
    expect(terms.map(({ id }) => id)).toEqual(['NCBIGene:6775062', 'NCBIGene:6775063'])
  })
})

describe('ctd', () => {
  it('reads diseases: the header in the comments, ids of MeSH and OMIM as one, those of DO as xrefs', async () => {
    const { terms, issues, header } = await bench.parseFixture('ctd-diseases.tsv', { preset: 'ctd-diseases' })
    expect(issues).toEqual([])
    expect(header).toEqual({ release: '2017-06-06' })
    expect(terms.find(({ id }) => id === 'MESH:C567755')?.altIds).toEqual(['OMIM:601216'])
    expect(terms.find(({ id }) => id === 'MESH:D009369')).toEqual({
      ...emptyTerm('MESH:D009369', 9),
      label: 'Neoplasms',
      synonyms: [exact('Benign Neoplasm'), exact('Benign Neoplasms'), exact('Cancer')],
      parents: ['MESH:C'],
      xrefs: [xref('DOID:162')],
      subsets: ['Cancer'],
    })
  })

  it('reads chemicals', async () => {
    const text =
      '# Fields:\n# ChemicalName\tChemicalID\tCasRN\tDefinition\tParentIDs\tTreeNumbers\tParentTreeNumbers\tSynonyms\n#\n' +
      'Calcimycin\tMESH:D000001\t52665-69-7\t\tMESH:D001583\tD03.633.100.221.173\tD03.633.100.221\tA-23187|Antibiotic A23187\n'
    const { terms, issues } = await bench.parse(text, { preset: 'ctd-chemicals' })
    expect(issues).toEqual([])
    expect(terms).toEqual([
      {
        ...emptyTerm('MESH:D000001', 4),
        label: 'Calcimycin',
        synonyms: [exact('A-23187'), exact('Antibiotic A23187')],
        parents: ['MESH:D001583'],
        xrefs: [xref('CAS:52665-69-7')],
      },
    ])
  })
})

describe('pipe-dictionary', () => {
  it('tells bare ids by their form, and alternative ones', async () => {
    const { terms, issues } = await bench.parseFixture('medic.txt', { preset: 'pipe-dictionary' })
    expect(issues).toEqual([])
    expect(terms.map(({ id, altIds }) => [id, ...altIds])).toEqual([
      ['MESH:C567755', 'OMIM:613097'],
      ['OMIM:145250'],
      ['MESH:D065008'],
      ['MESH:C567842', 'OMIM:612955'],
      ['MESH:C'],
    ])
    expect(terms[0]).toMatchObject({ label: 'Tooth Agenesis, Selective, 6', synonyms: [exact('STHAG6')] })
  })

  it('joins lines of one id; an idPrefix overrules', async () => {
    const text = 'C0011849||diabetes mellitus\nC0011849||DM\nC000588664||x\n7||seven\nDOID:4||disease\n'
    const { terms } = await bench.parse(text, { preset: 'pipe-dictionary' })
    expect(terms.map(({ id, label }) => [id, label])).toEqual([
      ['UMLS:C0011849', 'diabetes mellitus'],
      ['MESH:C000588664', 'x'],
      ['OMIM:7', 'seven'],
      ['DOID:4', 'disease'],
    ])
    expect(terms[0]?.synonyms).toEqual([exact('DM')])
    const own = await bench.parse(text, { preset: 'pipe-dictionary', idPrefix: 'NCBIGene' })
    expect(own.terms.map(({ id }) => id)).toContain('NCBIGene:7')
  })

  it('reports lines that are none', async () => {
    const { terms, issues } = await bench.parse(`no bars\n||name\n7||\n${'9'.repeat(2000)}||x\n8||eight\n`, {
      preset: 'pipe-dictionary',
    })
    expect(terms.map(({ id }) => id)).toEqual(['OMIM:8'])
    expect(issues.map(({ code, line }) => [code, line])).toEqual(
      [1, 2, 3, 4].map((line) => ['malformed-line', line]),
    )
  })

  it('goes on over many blocks', async () => {
    const { terms } = await bench.parse(dictionary(20_000), { preset: 'pipe-dictionary' })
    expect(terms).toHaveLength(20_000)
  })
})

describe('sssom', () => {
  it('reads rows as mappings, prefixes by the map of the set, and what the set is', async () => {
    const { mappings, terms, issues, header } = await bench.parseFixture('mondo-orphanet.sssom.tsv', {
      preset: 'sssom',
    })
    expect([terms, issues]).toEqual([[], []])
    expect(header).toEqual({
      release: '2026-08-04',
      title: 'http://purl.obolibrary.org/obo/mondo/mappings/mondo_exactmatch_orphanet.sssom.tsv',
    })
    expect(mappings[0]).toEqual({
      subject: 'MONDO:0000001',
      predicate: 'skos:exactMatch',
      object: 'ORPHANET:377788',
      justification: 'semapv:ManualMappingCuration',
      line: 16,
    })
    expect(mappings).toHaveLength(4)
  })

  it('heeds the map of prefixes, negations and confidence', async () => {
    const text = [
      '#curie_map:',
      '#  mine: http://purl.obolibrary.org/obo/MONDO_',
      '#  odd: https://example.org/odd/',
      '#mapping_set_version: "3"',
      'subject_id\tpredicate_modifier\tpredicate_id\tobject_id\tconfidence',
      'mine:0000001\t\tskos:closeMatch\todd:1\t0.5',
      'mine:0000002\tNot\tskos:exactMatch\todd:2\t1',
      'mine:0000003\t\tskos:exactMatch\tsssom:NoTermFound\t1',
      'mine:0000004\t\tskos:exactMatch\todd:4\t7',
      'mine:0000005\t\tskos:exactMatch\t\t',
      '',
    ].join('\n')
    const { mappings, issues, header } = await bench.parse(text, { preset: 'sssom' })
    expect(header).toEqual({ release: '3' })
    expect(mappings.map(({ subject, object, confidence }) => [subject, object, confidence])).toEqual([
      ['MONDO:0000001', 'odd:1', 0.5],
      ['MONDO:0000004', 'odd:4', undefined],
    ])
    expect(issues.map(({ code, line }) => [code, line])).toEqual([
      ['malformed-line', 9],
      ['missing-id', 10],
    ])
  })
})

describe('bel-namespace', () => {
  it('reads the values of a namespace, under a prefix of its own', async () => {
    const { terms, issues, header } = await bench.parseFixture('chebi.belns', { preset: 'bel-namespace' })
    expect(issues).toEqual([])
    expect(header).toEqual({ title: 'Chemicals of Biological Interest (Names)', release: '20150611' })
    expect(terms[0]).toEqual({
      ...emptyTerm('BEL.CHEBI:((13)C)urea', 29),
      label: '((13)C)urea',
      subsets: ['abundance'],
    })
    expect(terms.some(({ label }) => label?.includes('{6-[(4-{[(2R)'))).toBe(true)
    expect(terms.some(({ label }) => label?.includes('\\'))).toBe(false)
  })

  it('reads ids under the prefix they are of', async () => {
    const text = '[Namespace]\nKeyword=MESHDID\n[Processing]\nDelimiterString=|\n[Values]\nD000006|O\n|O\n'
    const { terms, issues } = await bench.parse(text, { preset: 'bel-namespace', idPrefix: 'MESH' })
    expect(terms.map(({ id, subsets }) => [id, ...subsets])).toEqual([['MESH:D000006', 'pathology']])
    expect(issues.map(({ line }) => line)).toEqual([7])
  })
})
