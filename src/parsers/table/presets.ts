import type { Preset } from './preset.ts'
import type { PresetName } from './preset-names.ts'

const PRESETS: Readonly<Record<PresetName, () => Promise<Preset>>> = {
  'bel-namespace': async () => (await import('./presets/bel-namespace.ts')).belNamespace,
  chebi: async () => (await import('./presets/chebi.ts')).chebi,
  'chebi-compounds': async () => (await import('./presets/chebi.ts')).chebiCompounds,
  'chembl-molecules': async () => (await import('./presets/chembl.ts')).chemblMolecules,
  'ctd-chemicals': async () => (await import('./presets/ctd.ts')).ctdChemicals,
  'ctd-diseases': async () => (await import('./presets/ctd.ts')).ctdDiseases,
  hgnc: async () => (await import('./presets/hgnc.ts')).hgnc,
  'ncbi-gene-info': async () => (await import('./presets/ncbi-gene-info.ts')).ncbiGeneInfo,
  'ncbi-taxonomy': async () => (await import('./presets/ncbi-taxonomy.ts')).ncbiTaxonomy,
  'open-targets-disease': async () => (await import('./presets/open-targets.ts')).openTargetsDisease,
  'open-targets-molecule': async () => (await import('./presets/open-targets.ts')).openTargetsMolecule,
  'open-targets-target': async () => (await import('./presets/open-targets.ts')).openTargetsTarget,
  'pipe-dictionary': async () => (await import('./presets/pipe-dictionary.ts')).pipeDictionary,
  sssom: async () => (await import('./presets/sssom.ts')).sssom,
}

/** A preset; nothing where none is named. */
export const loadPreset = async (name: PresetName | undefined): Promise<Preset> =>
  name === undefined ? {} : PRESETS[name]()
