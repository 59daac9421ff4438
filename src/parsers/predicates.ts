import { splitCurie } from '../core/curie.ts'

/** Properties that claim two concepts to be the same or near: kept as xrefs with their predicate. */
const MAPPING_PREDICATES = new Set([
  'skos:exactMatch',
  'skos:closeMatch',
  'skos:broadMatch',
  'skos:narrowMatch',
  'skos:relatedMatch',
  'owl:equivalentClass',
  'owl:sameAs',
])

export const isMappingPredicate = (predicate: string): boolean => MAPPING_PREDICATES.has(predicate)

/** Synonym types several ontologies know under ids of their own, in one word each. */
const SYNONYM_TYPES: Readonly<Record<string, string>> = {
  'HP:0045076': 'uk_spelling',
  'HP:0045077': 'abbreviation',
  'HP:0045078': 'plural_form',
  'OMO:0003000': 'abbreviation',
  'OMO:0003003': 'layperson',
  'OMO:0003004': 'plural_form',
  'OMO:0003005': 'uk_spelling',
  'OMO:0003008': 'former',
  'OMO:0003012': 'acronym',
}

/**
 * The name of a synonym type: the one word known ontologies share, else the last part of its id or IRI in lower case
 * (`http://purl.obolibrary.org/obo/hp#layperson` → `layperson`). `undefined` for an empty one.
 */
export const synonymType = (id: string): string | undefined => {
  if (id === '') return undefined
  const known = Object.hasOwn(SYNONYM_TYPES, id) ? SYNONYM_TYPES[id] : undefined
  if (known !== undefined) return known
  const local = localName(id)
  return splitCurie(local) === undefined ? local.toLowerCase() : local
}

/** `http://purl.obolibrary.org/obo/hp#hposlim_core` → `hposlim_core`; what is no IRI comes back as it is. */
export const localName = (id: string): string =>
  id.includes('://') ? id.slice(Math.max(id.lastIndexOf('#'), id.lastIndexOf('/')) + 1) : id
