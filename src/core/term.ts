/**
 * The one record every source is read into. Plain data: it survives JSON, points to nothing, and is never changed
 * after it was made.
 */

/** Compact identifier `PREFIX:local`, in the spelling {@link normalizeCurie} gives. */
export type Curie = string

/**
 * How a synonym relates to its concept (oboInOwl). `label` is the preferred name itself: the store keeps it beside
 * the synonyms so that one search finds both.
 */
export type SynonymScope = 'label' | 'exact' | 'narrow' | 'broad' | 'related'

/** All scopes, most trusted first. The position is the code stored in the knowledge base: never reorder. */
export const SYNONYM_SCOPES = [
  'label',
  'exact',
  'narrow',
  'broad',
  'related',
] as const satisfies SynonymScope[]

export interface Synonym {
  /** As the source writes it, escapes resolved. */
  readonly text: string
  readonly scope: Exclude<SynonymScope, 'label'>
  /** The source's own type, e.g. `abbreviation` or `layperson`; absent when it gives none. */
  readonly type?: string
  /** BCP 47 tag; absent when the source gives none. */
  readonly language?: string
  /** Where the source took the synonym from (CURIEs or URLs), in source order. */
  readonly xrefs?: readonly string[]
}

export interface Relation {
  /** Relation name or CURIE as the source gives it, e.g. `part_of`. `is_a` is kept in `parents` instead. */
  readonly predicate: string
  readonly object: Curie
}

export interface Xref {
  /** How strong the claim is, as a CURIE; `oboInOwl:hasDbXref` where the source says no more. */
  readonly predicate: string
  readonly object: string
}

/** What a parser knows of one concept. Lists are in source order and without repeats. */
export interface ParsedTerm {
  readonly id: Curie
  /** `null` when the source names no label. */
  readonly label: string | null
  readonly synonyms: readonly Synonym[]
  readonly definition: string | null
  /** `is_a` / `rdfs:subClassOf` targets. */
  readonly parents: readonly Curie[]
  readonly relations: readonly Relation[]
  readonly xrefs: readonly Xref[]
  /** Ids merged into this one. */
  readonly altIds: readonly Curie[]
  readonly obsolete: boolean
  /** For an obsolete concept: what stands in its place. */
  readonly replacedBy: readonly Curie[]
  /** For an obsolete concept: what a curator may consider instead. */
  readonly consider: readonly Curie[]
  readonly subsets: readonly string[]
  /** Entity class, where the source tells classes apart (MeSH trees, UMLS semantic types); else that of the source. */
  readonly entityClass?: string
  /** Line of the source the record begins at, 1-based; 0 where lines mean nothing. */
  readonly line: number
}

/** A claim that two concepts of any sources correspond: a row of a mapping set (SSSOM, mapping-commons.github.io/sssom). */
export interface Mapping {
  readonly subject: Curie
  /** As a CURIE, e.g. `skos:exactMatch`. */
  readonly predicate: string
  readonly object: Curie
  /** How it was found, as the set says, e.g. `semapv:LexicalMatching`. */
  readonly justification?: string
  /** 0–1, as the set says. */
  readonly confidence?: number
  readonly line: number
}

/** A concept in a knowledge base: what the parser said, and which source and release said it. */
export interface TermRecord extends ParsedTerm {
  readonly entityClass: string
  readonly source: string
  /** Release as the source states it (`data-version`, `owl:versionIRI` …); `null` when it states none. */
  readonly release: string | null
}

/** A term with nothing but its id, to spread over. */
export const emptyTerm = (id: Curie, line = 0): ParsedTerm => ({
  id,
  label: null,
  synonyms: [],
  definition: null,
  parents: [],
  relations: [],
  xrefs: [],
  altIds: [],
  obsolete: false,
  replacedBy: [],
  consider: [],
  subsets: [],
  line,
})
