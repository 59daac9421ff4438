import { normalizeCurie } from '../../core/curie.ts'
import type { SynonymScope } from '../../core/term.ts'
import { MAPPING_PREDICATES } from '../predicates.ts'
import type { AssemblerOptions } from './options.ts'

type Scope = Exclude<SynonymScope, 'label'>

/** What a property says of its subject. */
export type Role =
  /** `rank` 0 is the property whose texts are the preferred names; others serve where it is missing. */
  | { readonly kind: 'label'; readonly rank: number }
  | { readonly kind: 'synonym'; readonly scope: Scope; readonly type?: string }
  | { readonly kind: 'definition'; readonly rank: number }
  /** `prefix` is that of values written without one. */
  | { readonly kind: 'xref'; readonly predicate: string; readonly prefix?: string }
  /** SKOS-XL: the object is a label with a text of its own. */
  | { readonly kind: 'labelNode'; readonly role: Role }
  | { readonly kind: PlainKind }

type PlainKind =
  | 'type'
  | 'parent'
  | 'child'
  | 'related'
  | 'altId'
  | 'deprecated'
  | 'replacedBy'
  | 'consider'
  /** Why it was made obsolete. */
  | 'reason'
  | 'subset'
  | 'literalForm'
  | 'title'
  | 'versionIri'
  | 'version'
  | 'imports'
  | 'axiomSource'
  | 'axiomProperty'
  | 'axiomTarget'
  | 'synonymType'
  /** NCI's kinds of names: `PT`, `SY`, `AB` … */
  | 'termGroup'
  | 'source'
  | 'onProperty'
  | 'someValuesFrom'
  /** Part of the logic, no annotation. */
  | 'structure'
  /** Something else that is said of the subject. */
  | 'annotation'

/** Which concepts and names a format is about; the rest is common to all. */
export interface Profile {
  readonly types: readonly string[]
  /** Label properties, most preferred first. */
  readonly labels: readonly string[]
}

const OTHER_LABELS = [
  'IAO:0000111',
  'NCIT:P108',
  'NCIT:P107',
  'http://schema.org/name',
  'https://schema.org/name',
  'http://xmlns.com/foaf/0.1/name',
]
export const OWL_PROFILE: Profile = {
  types: ['owl:Class', 'rdfs:Class', 'owl:DeprecatedClass'],
  labels: ['rdfs:label', 'skos:prefLabel', ...OTHER_LABELS],
}
export const SKOS_PROFILE: Profile = {
  types: ['skos:Concept'],
  labels: ['skos:prefLabel', 'rdfs:label', ...OTHER_LABELS],
}

/** IAO's "alternative term", OBI's kinds of it and EFO's are names used in place of the label: exact. */
const SYNONYMS: Readonly<Record<Scope, readonly string[]>> = {
  exact: [
    'oboInOwl:hasExactSynonym',
    'skos:altLabel',
    'IAO:0000118',
    'IAO:0000589',
    'OBI:0001847',
    'OBI:0001886',
    'OBI:9991118',
    'NCIT:P90',
    'http://www.ebi.ac.uk/efo/alternative_term',
    'http://purl.obolibrary.org/obo/alternative_term',
    'http://schema.org/alternateName',
    'https://schema.org/alternateName',
    'dcterms:alternative',
  ],
  narrow: ['oboInOwl:hasNarrowSynonym'],
  broad: ['oboInOwl:hasBroadSynonym'],
  related: ['oboInOwl:hasRelatedSynonym', 'oboInOwl:hasSynonym'],
}

const DEFINITIONS = [
  'IAO:0000115',
  'skos:definition',
  'NCIT:P97',
  'NCIT:P325',
  'http://www.ebi.ac.uk/efo/definition',
  'dcterms:description',
  'dc:description',
  'http://schema.org/description',
  'https://schema.org/description',
]

const DB_XREF = 'oboInOwl:hasDbXref'
const UMLS = 'UMLS'

const XREFS: readonly (readonly [property: string, prefix?: string])[] = [
  [DB_XREF],
  ['NCIT:P207', UMLS],
  ['NCIT:P208', UMLS],
  ['http://bioportal.bioontology.org/ontologies/umls/cui', UMLS],
  // Older releases of EFO.
  ...['DOID', 'MSH', 'NCIt', 'SNOMEDCT', 'OMIM', 'ICD9', 'ICD10', 'UMLS', 'MeSH', 'ORPHANET'].map(
    (name) => [`http://www.ebi.ac.uk/efo/${name}_definition_citation`] as const,
  ),
]

const PLAIN: Readonly<Record<string, PlainKind>> = {
  'rdf:type': 'type',
  'rdfs:subClassOf': 'parent',
  'skos:broader': 'parent',
  'http://purl.org/iso25964/skos-thes#broaderGeneric': 'parent',
  'http://purl.org/iso25964/skos-thes#broaderInstantial': 'parent',
  'skos:narrower': 'child',
  'http://purl.org/iso25964/skos-thes#narrowerGeneric': 'child',
  'http://purl.org/iso25964/skos-thes#narrowerInstantial': 'child',
  'skos:related': 'related',
  'oboInOwl:hasAlternativeId': 'altId',
  'owl:deprecated': 'deprecated',
  'IAO:0100001': 'replacedBy',
  'IAO:0000231': 'reason',
  'oboInOwl:replacedBy': 'replacedBy',
  'dcterms:isReplacedBy': 'replacedBy',
  'oboInOwl:consider': 'consider',
  'oboInOwl:inSubset': 'subset',
  'skos:inScheme': 'subset',
  'http://www.w3.org/2008/05/skos-xl#literalForm': 'literalForm',
  'dc:title': 'title',
  'dcterms:title': 'title',
  'owl:versionIRI': 'versionIri',
  'owl:versionInfo': 'version',
  'owl:imports': 'imports',
  'owl:annotatedSource': 'axiomSource',
  'owl:annotatedProperty': 'axiomProperty',
  'owl:annotatedTarget': 'axiomTarget',
  'oboInOwl:hasSynonymType': 'synonymType',
  'NCIT:P383': 'termGroup',
  'oboInOwl:source': 'source',
  // Orphanet says there how exact a cross-reference is.
  'ECO:0000218': 'source',
  'owl:onProperty': 'onProperty',
  'owl:someValuesFrom': 'someValuesFrom',
  'rdfs:subPropertyOf': 'structure',
  'rdfs:domain': 'structure',
  'rdfs:range': 'structure',
}

/** NCI Thesaurus as NCI publishes it; in OBO's edition the properties are NCIT:P90 and so on. */
const NCIT_BASE = 'http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#'
/** The IRI of old translations from OBO. */
const OLD_OBO_IN_OWL = 'http://www.geneontology.org/formats/oboInOWL#'
const XL = 'http://www.w3.org/2008/05/skos-xl#'

const MAX_KNOWN = 4096
const STRUCTURE: Role = { kind: 'structure' }
const ANNOTATION: Role = { kind: 'annotation' }

/** Tells what each property means. What the options name counts before what is known here. */
export class PropertyTable {
  readonly #byCurie = new Map<string, Role>()
  readonly #byIri = new Map<string, Role>()

  constructor(options: AssemblerOptions, profile: Profile) {
    for (const [curie, kind] of Object.entries(PLAIN)) this.#byCurie.set(curie, { kind })
    this.#addNames(profile)
    for (const [rank, curie] of DEFINITIONS.entries()) this.#set(curie, { kind: 'definition', rank })
    for (const [curie, prefix] of XREFS)
      this.#set(curie, { kind: 'xref', predicate: DB_XREF, ...(prefix === undefined ? {} : { prefix }) })
    for (const curie of MAPPING_PREDICATES) this.#set(curie, { kind: 'xref', predicate: curie })
    this.#set('skos:notation', { kind: 'xref', predicate: 'skos:notation' })
    this.#addOptions(options)
  }

  roleOf(iri: string): Role {
    const known = this.#byIri.get(iri)
    if (known) return known
    const role = this.#find(iri)
    // A source has a few hundred properties; hostile input must not grow the table without end.
    if (this.#byIri.size < MAX_KNOWN) this.#byIri.set(iri, role)
    return role
  }

  #find(iri: string): Role {
    const role = this.#byCurie.get(curieOf(iri))
    if (role) return role
    return /^(?:owl|rdf):/.test(normalizeCurie(iri)) ? STRUCTURE : ANNOTATION
  }

  #addNames({ labels }: Profile): void {
    for (const [rank, curie] of labels.entries()) this.#set(curie, { kind: 'label', rank })
    for (const scope of ['exact', 'narrow', 'broad', 'related'] as const)
      for (const curie of SYNONYMS[scope]) this.#set(curie, { kind: 'synonym', scope })
    const hidden: Role = { kind: 'synonym', scope: 'related', type: 'hidden' }
    this.#set('skos:hiddenLabel', hidden)
    const role = this.#byCurie.get('skos:prefLabel') ?? ANNOTATION
    this.#set(`${XL}prefLabel`, { kind: 'labelNode', role })
    this.#set(`${XL}altLabel`, { kind: 'labelNode', role: { kind: 'synonym', scope: 'exact' } })
    this.#set(`${XL}hiddenLabel`, { kind: 'labelNode', role: hidden })
  }

  #addOptions(options: AssemblerOptions): void {
    for (const [at, name] of options.labelProperties.entries())
      this.#set(name, { kind: 'label', rank: at - options.labelProperties.length })
    for (const [name, scope] of Object.entries(options.synonymProperties))
      this.#set(name, { kind: 'synonym', scope })
    for (const [at, name] of options.definitionProperties.entries())
      this.#set(name, { kind: 'definition', rank: at - options.definitionProperties.length })
    for (const name of options.xrefProperties) this.#set(name, { kind: 'xref', predicate: DB_XREF })
    for (const name of options.parentProperties) this.#set(name, { kind: 'parent' })
  }

  #set(name: string, role: Role): void {
    this.#byCurie.set(curieOf(name), role)
  }
}

const curieOf = (iri: string): string => {
  if (iri.startsWith(NCIT_BASE)) return `NCIT:${iri.slice(NCIT_BASE.length)}`
  if (iri.startsWith(OLD_OBO_IN_OWL)) return `oboInOwl:${iri.slice(OLD_OBO_IN_OWL.length)}`
  return normalizeCurie(iri)
}
