import { presetOptions } from '../options.ts'
import type { Preset } from '../preset.ts'

const labelled = (key: string, type: string): object => ({ column: `${key}.label`, optional: true, type })

const scoped = (keys: readonly string[], scope: string): object => ({ column: keys, optional: true, scope })

/** Targets of the Open Targets Platform (platform.opentargets.org/downloads): a folder of JSON Lines. */
export const openTargetsTarget: Preset = presetOptions({
  preset: 'open-targets-target',
  idPrefix: 'ENSEMBL',
  columns: {
    id: 'id',
    label: { column: 'approvedSymbol', optional: true },
    synonyms: [
      { column: 'approvedName', optional: true, type: 'name' },
      labelled('symbolSynonyms', 'symbol'),
      labelled('nameSynonyms', 'name'),
      labelled('obsoleteSymbols', 'former'),
      labelled('obsoleteNames', 'former'),
      { column: 'synonyms.label', optional: true },
    ],
    xrefs: [
      { column: 'dbXrefs.id', prefixColumn: 'dbXrefs.source', optional: true },
      { column: 'proteinIds.id', prefix: 'UniProtKB', optional: true },
    ],
    subsets: { column: 'biotype', optional: true },
  },
})

/** Diseases and phenotypes of the Open Targets Platform: JSON Lines, ids as `EFO_0000305`. */
export const openTargetsDisease: Preset = presetOptions({
  preset: 'open-targets-disease',
  idSeparator: '_',
  columns: {
    id: 'id',
    label: { column: 'name', optional: true },
    definition: { column: 'description', optional: true },
    synonyms: [
      scoped(['synonyms.hasExactSynonym', 'exactSynonyms'], 'exact'),
      scoped(['synonyms.hasNarrowSynonym', 'narrowSynonyms'], 'narrow'),
      scoped(['synonyms.hasBroadSynonym', 'broadSynonyms'], 'broad'),
      scoped(['synonyms.hasRelatedSynonym', 'relatedSynonyms'], 'related'),
    ],
    parents: { column: 'parents', optional: true },
    xrefs: { column: ['dbXRefs', 'dbXrefs'], optional: true },
    altIds: { column: 'obsoleteTerms', optional: true },
  },
})

/** Drugs of the Open Targets Platform: JSON Lines, ids of ChEMBL. */
export const openTargetsMolecule: Preset = presetOptions({
  preset: 'open-targets-molecule',
  idPrefix: 'CHEMBL',
  columns: {
    id: 'id',
    label: { column: 'name', optional: true },
    definition: { column: 'description', optional: true },
    synonyms: [
      { column: ['synonyms.label', 'synonyms'], optional: true },
      { column: ['tradeNames.label', 'tradeNames'], optional: true, type: 'brand_name' },
    ],
    parents: { column: 'parentId', optional: true },
    xrefs: { column: 'inchiKey', prefix: 'INCHIKEY', optional: true },
    subsets: { column: 'drugType', optional: true },
  },
})
