import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'

/**
 * Molecules of ChEMBL, as its web page exports them (TSV or CSV), as its API lists them (JSON), or as a query of its
 * database with the columns `chembl_id`, `pref_name`, `synonyms`. Molecules without a name have only their id.
 */
export const chemblMolecules: Preset = presetOptions({
  preset: 'chembl-molecules',
  header: true,
  idPrefix: 'CHEMBL',
  empty: ['None', 'null'],
  columns: {
    id: { column: ['ChEMBL ID', 'chembl_id', 'molecule_chembl_id'] },
    label: { column: ['Name', 'pref_name'] },
    synonyms: [
      { column: ['Synonyms', 'synonyms'], optional: true, separator: '|' },
      {
        column: ['molecule_synonyms.molecule_synonym'],
        typeColumn: ['molecule_synonyms.syn_type'],
        optional: true,
      },
    ],
    xrefs: [
      {
        column: ['Inchi Key', 'standard_inchi_key', 'molecule_structures.standard_inchi_key'],
        optional: true,
        prefix: 'INCHIKEY',
      },
    ],
    subsets: { column: ['Type', 'molecule_type'], optional: true },
  },
})
