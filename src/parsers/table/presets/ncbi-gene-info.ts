import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'

/**
 * `gene_info` of NCBI Gene (ftp.ncbi.nlm.nih.gov/gene/DATA). Older files name their columns in prose: the places are
 * the same in all. Rows named `NEWENTRY` hold a number for genes to come and name none.
 */
export const ncbiGeneInfo: Preset = presetOptions({
  preset: 'ncbi-gene-info',
  separator: '\t',
  cells: 'plain',
  comment: '#',
  header: 'comment',
  idPrefix: 'NCBIGene',
  empty: ['-'],
  columns: {
    id: { column: ['GeneID', 1] },
    label: { column: ['Symbol', 2] },
    synonyms: [
      { column: ['Full_name_from_nomenclature_authority', 11], type: 'name' },
      { column: ['description', 8], type: 'name' },
      { column: ['Symbol_from_nomenclature_authority', 10], type: 'symbol' },
      { column: ['Synonyms', 4], separator: '|', type: 'symbol' },
      { column: ['Other_designations', 13], separator: '|', scope: 'related', type: 'designation' },
    ],
    xrefs: { column: ['dbXrefs', 5], separator: '|' },
    relations: { column: ['tax_id', 0], prefix: 'NCBITaxon', predicate: 'RO:0002162' },
    subsets: { column: ['type_of_gene', 9] },
  },
  where: [{ column: ['Symbol', 2], notIn: ['NEWENTRY'] }],
})
