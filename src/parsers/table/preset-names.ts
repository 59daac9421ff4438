/** File kinds `table` knows without further configuration. */
export const PRESET_NAMES = [
  'bel-namespace',
  'chebi',
  'chebi-compounds',
  'chembl-molecules',
  'ctd-chemicals',
  'ctd-diseases',
  'hgnc',
  'ncbi-gene-info',
  'ncbi-taxonomy',
  'open-targets-disease',
  'open-targets-molecule',
  'open-targets-target',
  'pipe-dictionary',
  'sssom',
] as const

export type PresetName = (typeof PRESET_NAMES)[number]
