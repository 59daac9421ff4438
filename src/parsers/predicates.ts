import { splitCurie } from '../core/curie.ts'

/** Properties that claim two concepts to be the same or near: kept as xrefs with their predicate. */
export const MAPPING_PREDICATES: ReadonlySet<string> = new Set([
  'skos:exactMatch',
  'skos:closeMatch',
  'skos:broadMatch',
  'skos:narrowMatch',
  'skos:relatedMatch',
  'owl:equivalentClass',
  'owl:sameAs',
])

export const isMappingPredicate = (predicate: string): boolean => MAPPING_PREDICATES.has(predicate)

/** What curators of MONDO say of a cross-reference, as its source. */
const MONDO_CLAIMS: Readonly<Record<string, string>> = {
  equivalentTo: 'skos:exactMatch',
  equivalentObsolete: 'skos:exactMatch',
  obsoleteEquivalent: 'skos:exactMatch',
  obsoleteEquivalentObsolete: 'skos:exactMatch',
  mondoIsBroaderThanSource: 'skos:narrowMatch',
  mondoIsNarrowerThanSource: 'skos:broadMatch',
  relatedTo: 'skos:relatedMatch',
}

/** Orphanet's codes: exact; narrower term maps to a broader one; broader to narrower. */
const ORPHANET_CLAIMS: Readonly<Record<string, string>> = {
  E: 'skos:exactMatch',
  NTBT: 'skos:broadMatch',
  BTNT: 'skos:narrowMatch',
}

/**
 * How strong a cross-reference is by what is said to be its source: `MONDO:equivalentTo` makes it a `skos:exactMatch`,
 * as Orphanet's `E (…)` does; the first that says anything counts. `oboInOwl:hasDbXref` where none does.
 */
export const xrefPredicateOf = (sources: readonly string[]): string => {
  for (const source of sources) {
    const mondo = /(?:^|\/obo\/)MONDO[:_](\w+)$/.exec(source)?.[1]
    const orphanet = mondo === undefined ? /^\W*(E|NTBT|BTNT)(?:\s*\(|$)/.exec(source)?.[1] : undefined
    const claim = mondo === undefined ? own(ORPHANET_CLAIMS, orphanet) : own(MONDO_CLAIMS, mondo)
    if (claim !== undefined) return claim
  }
  return 'oboInOwl:hasDbXref'
}

const own = (table: Readonly<Record<string, string>>, key: string | undefined): string | undefined =>
  key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined

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
