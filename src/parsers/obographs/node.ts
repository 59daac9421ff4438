import { normalizeCurie, normalizeXref } from '../../core/curie.ts'
import type { ParsedTerm, Synonym, SynonymScope, Xref } from '../../core/term.ts'
import { isMappingPredicate, localName, synonymType } from '../predicates.ts'
import { distinct, distinctPairs, distinctSynonyms } from '../distinct.ts'
import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt } from './fields.ts'

const SCOPES = new Map<string, Exclude<SynonymScope, 'label'>>([
  ['hasExactSynonym', 'exact'],
  ['hasNarrowSynonym', 'narrow'],
  ['hasBroadSynonym', 'broad'],
  ['hasRelatedSynonym', 'related'],
])

/** A class node (OBO Graphs 0.3) as a term; its hierarchy stands in the edges. `null` for a node without id. */
export const termOfNode = (node: JsonObject, line: number): ParsedTerm | null => {
  const id = stringAt(node, 'id')
  if (id === undefined) return null
  const meta = objectAt(node, 'meta')
  const values = propertyValues(meta)
  return {
    id: normalizeCurie(id),
    label: stringAt(node, 'lbl') ?? null,
    synonyms: distinctSynonyms(objectsAt(meta, 'synonyms').flatMap(synonymOf)),
    definition: stringAt(objectAt(meta, 'definition'), 'val') ?? null,
    parents: [],
    relations: [],
    xrefs: distinctPairs([...xrefsOf(meta), ...values.mappings]),
    altIds: distinct(values.altIds),
    obsolete: meta['deprecated'] === true || values.deprecated,
    replacedBy: distinct(values.replacedBy),
    consider: distinct(values.consider),
    subsets: distinct(
      stringsAt(meta, 'subsets')
        .filter((subset) => subset !== '')
        .map((subset) => localName(normalizeCurie(subset))),
    ),
    line,
  }
}

const synonymOf = (synonym: JsonObject): Synonym[] => {
  const text = stringAt(synonym, 'val')
  if (text === undefined || text.trim() === '') return []
  const type = synonymType(normalizeCurie(stringAt(synonym, 'synonymType') ?? ''))
  const xrefs = distinct(stringsAt(synonym, 'xrefs').map(normalizeCurie))
  return [
    {
      text,
      scope: SCOPES.get(localName(stringAt(synonym, 'pred') ?? '')) ?? 'related',
      ...(type === undefined ? {} : { type }),
      ...(xrefs.length === 0 ? {} : { xrefs }),
    },
  ]
}

const xrefsOf = (meta: JsonObject): Xref[] =>
  objectsAt(meta, 'xrefs').flatMap((xref) => {
    const object = stringAt(xref, 'val')
    return object === undefined ? [] : [{ predicate: 'oboInOwl:hasDbXref', object: normalizeXref(object) }]
  })

interface PropertyValues {
  readonly altIds: string[]
  readonly replacedBy: string[]
  readonly consider: string[]
  readonly mappings: Xref[]
  /** Older exports say it as a property, not as `meta.deprecated`. */
  deprecated: boolean
}

const propertyValues = (meta: JsonObject): PropertyValues => {
  const values: PropertyValues = { altIds: [], replacedBy: [], consider: [], mappings: [], deprecated: false }
  for (const property of objectsAt(meta, 'basicPropertyValues')) {
    const predicate = normalizeCurie(stringAt(property, 'pred') ?? '')
    const object = normalizeCurie(stringAt(property, 'val') ?? '')
    if (object === '') continue
    if (predicate === 'oboInOwl:hasAlternativeId') values.altIds.push(object)
    else if (predicate === 'IAO:0100001') values.replacedBy.push(object)
    else if (predicate === 'owl:deprecated') values.deprecated = object === 'true'
    else if (predicate === 'oboInOwl:consider') values.consider.push(object)
    else if (isMappingPredicate(predicate)) values.mappings.push({ predicate, object: normalizeXref(object) })
  }
  return values
}
