import { normalizeCurie } from '../../core/curie.ts'
import type { Curie, ParsedTerm, Relation, Synonym, Xref } from '../../core/term.ts'
import { distinctPairs, distinctSynonyms } from '../distinct.ts'
import type { RelationType } from '../contract.ts'
import type { SupplementaryClass } from './options.ts'
import { xrefOfRegistryNumber } from './registry-number.ts'

/**
 * A record of MeSH in any of its formats. A record has concepts, one of them preferred; a concept has terms, which are
 * synonyms of one another (www.nlm.nih.gov/mesh/concept_structure.html).
 */
export interface MeshRecord {
  readonly kind: 'descriptor' | 'qualifier' | 'supplementary'
  /** Without prefix: `D009203`. */
  readonly ui: string
  /** The heading; `''` when the record has none. */
  readonly name: string
  readonly treeNumbers: readonly string[]
  readonly concepts: readonly MeshConcept[]
  /** Of a descriptor that is no topic. */
  readonly descriptorClass?: DescriptorClass | undefined
  readonly supplementaryClass?: SupplementaryClass | undefined
  /** Of a supplementary record, in source order. */
  readonly mappedTo: readonly HeadingMapping[]
  /** UIs of descriptors. */
  readonly pharmacologicalActions: readonly string[]
  /** UIs of descriptors. */
  readonly seeAlso: readonly string[]
  /** Of a supplementary record: stands for the scope note it has not. */
  readonly note?: string | undefined
  /** No longer part of MeSH. */
  readonly retired?: boolean | undefined
  /** BCP 47 tag of its names, when they are not in English. */
  readonly language?: string | undefined
  readonly line: number
}

export type DescriptorClass = 'publication_type' | 'check_tag' | 'geographic'

/** By the number that `DescriptorClass` has in the XML and `DC` in ASCII; class 1 are topics. */
export const DESCRIPTOR_CLASSES: ReadonlyMap<string, DescriptorClass> = new Map([
  ['2', 'publication_type'],
  ['3', 'check_tag'],
  ['4', 'geographic'],
])

export interface HeadingMapping {
  /** UI of a descriptor. */
  readonly ui: string
  /** The mapping is a main one: its heading or its qualifier has a star. */
  readonly main: boolean
}

export interface MeshConcept {
  /** To the preferred concept of the record; `exact` for that itself. See {@link conceptScope}. */
  readonly scope: Synonym['scope']
  readonly terms: readonly MeshTerm[]
  /** As written: `52665-69-7`, `EC 1.1.1.1`, `37H9VM9WZL`, `txid9606`, `0`. */
  readonly registryNumbers: readonly string[]
  /** As written: `58970-76-6 (bestatin)`. */
  readonly relatedRegistryNumbers: readonly string[]
  readonly scopeNote?: string | undefined
  /** Systematic name by the rules of Chemical Abstracts. */
  readonly casName?: string | undefined
  /** UMLS CUI; releases up to 2016. */
  readonly umlsCui?: string | undefined
}

export interface MeshTerm {
  /** Trimmed, not empty. */
  readonly text: string
  /** `NON` (the same as none), `ABB`, `ABX`, `ACR`, `ACX`, `EPO`, `LAB`, `NAM`, `TRD`. */
  readonly lexicalTag?: string | undefined
  /** A form of another term made by machine: turned (`Abdomen, Acute` → `Acute Abdomen`) or in the plural (`Eyes`). */
  readonly permuted: boolean
}

/** Relations of {@link termOfRecord}, named after those of MeSH RDF. */
export const RELATION_TYPES: readonly RelationType[] = [
  { id: 'preferred_mapped_to', label: 'mapped to, as a main heading' },
  { id: 'mapped_to', label: 'mapped to' },
  { id: 'pharmacological_action', label: 'has the pharmacological action' },
  { id: 'see_also', label: 'see also' },
]

const SYNONYM_TYPES = new Map([
  ['ABB', 'abbreviation'],
  ['ABX', 'contains_abbreviation'],
  ['ACR', 'acronym'],
  ['ACX', 'contains_acronym'],
  ['EPO', 'eponym'],
  ['LAB', 'laboratory_number'],
  ['NAM', 'proper_name'],
  ['TRD', 'trade_name'],
])

/** How far a registry number of a concept holds of the whole record. */
const PREDICATES: Readonly<Record<Synonym['scope'], string>> = {
  exact: 'oboInOwl:hasDbXref',
  narrow: 'skos:narrowMatch',
  broad: 'skos:broadMatch',
  related: 'skos:relatedMatch',
}

// So short that it is never a view into the piece of the file it was cut from: it may be kept.
const UI = /^[A-Z]\d{1,11}$/

/** Whether a text is a unique identifier of MeSH: a letter and digits. */
export const isUi = (text: string): boolean => UI.test(text)

export const curieOfUi = (ui: string): Curie => `MESH:${ui}`

/**
 * Scope of a concept that is not the preferred one. `relation` is that of a `ConceptRelation` (`NRW`: the second concept
 * is narrower than the first) or of an ASCII entry (`EQV` too); `inverted` when the preferred concept is the second.
 */
export const conceptScope = (relation: string | undefined, inverted = false): Synonym['scope'] => {
  if (relation === 'EQV') return 'exact'
  if (relation === 'NRW') return inverted ? 'broad' : 'narrow'
  if (relation === 'BRD') return inverted ? 'narrow' : 'broad'
  return 'related'
}

/**
 * A record as a term, without parents: those follow from the tree numbers of the others (see `trees`). `onUnknown` is
 * told of registry numbers of no known kind; they are kept as they are.
 */
export const termOfRecord = (
  record: MeshRecord,
  entityClass: string | undefined,
  onUnknown: (registryNumber: string) => void,
): ParsedTerm => {
  const synonyms: Synonym[] = []
  const xrefs: Xref[] = []
  let definition = record.note
  let defined = false
  for (const concept of record.concepts) {
    addSynonyms(concept, record, synonyms)
    addXrefs(concept, onUnknown, xrefs)
    if (concept.scope === 'exact' && !defined) {
      defined = true
      definition = concept.scopeNote ?? definition
    }
  }
  return {
    id: curieOfUi(record.ui),
    label: record.name === '' ? null : record.name,
    synonyms: distinctSynonyms(synonyms),
    definition: definition === undefined || definition === '' ? null : definition,
    parents: [],
    relations: distinctPairs(relationsOf(record)),
    xrefs: distinctPairs(xrefs),
    altIds: [],
    obsolete: record.retired === true,
    replacedBy: [],
    consider: [],
    subsets: subsetsOf(record),
    ...(entityClass === undefined ? {} : { entityClass }),
    line: record.line,
  }
}

// The heading itself is among the terms of the preferred concept: as the label it is there once.
const addSynonyms = (
  { scope, terms, casName }: MeshConcept,
  { name, language }: MeshRecord,
  to: Synonym[],
): void => {
  for (const { text, lexicalTag, permuted } of terms) {
    if (text.trim() === '' || (scope === 'exact' && text === name)) continue
    const type = permuted ? 'permuted' : lexicalTag === undefined ? undefined : SYNONYM_TYPES.get(lexicalTag)
    const synonym: Synonym = type === undefined ? { text, scope } : { text, scope, type }
    to.push(language === undefined ? synonym : { ...synonym, language })
  }
  if (casName !== undefined && casName.trim() !== '')
    to.push({ text: casName, scope, type: 'systematic_name' })
}

const relationsOf = ({ mappedTo, pharmacologicalActions, seeAlso }: MeshRecord): Relation[] => {
  const relations: Relation[] = []
  for (const { ui, main } of mappedTo)
    relations.push({ predicate: main ? 'preferred_mapped_to' : 'mapped_to', object: curieOfUi(ui) })
  for (const ui of pharmacologicalActions)
    relations.push({ predicate: 'pharmacological_action', object: curieOfUi(ui) })
  for (const ui of seeAlso) relations.push({ predicate: 'see_also', object: curieOfUi(ui) })
  return relations
}

const addXrefs = (concept: MeshConcept, onUnknown: (registryNumber: string) => void, to: Xref[]): void => {
  for (const number of concept.registryNumbers) addXref(PREDICATES[concept.scope], number, onUnknown, to)
  for (const number of concept.relatedRegistryNumbers) addXref('skos:relatedMatch', number, onUnknown, to)
  if (concept.umlsCui !== undefined)
    to.push({ predicate: PREDICATES[concept.scope], object: normalizeCurie(`UMLS:${concept.umlsCui}`) })
}

const addXref = (
  predicate: string,
  registryNumber: string,
  onUnknown: (registryNumber: string) => void,
  to: Xref[],
): void => {
  const object = xrefOfRegistryNumber(registryNumber)
  if (object === undefined) onUnknown(registryNumber)
  if (object !== null) to.push({ predicate, object: object ?? normalizeCurie(registryNumber) })
}

const subsetsOf = ({ descriptorClass, supplementaryClass }: MeshRecord): readonly string[] => {
  if (supplementaryClass !== undefined) return [`supplementary_${supplementaryClass}`]
  return descriptorClass === undefined ? [] : [descriptorClass]
}
