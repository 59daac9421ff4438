import type { CorrespondenceStrength } from '../core/candidate.ts'
import type { Curie } from '../core/term.ts'

/** A source as the store knows it, and what is counted of it. */
export interface SourceInfo {
  readonly name: string
  /** As configured; `null` for mapping sets and sources that give each concept its class. */
  readonly entityClass: string | null
  readonly parser: string
  readonly title: string | null
  readonly release: string | null
  readonly terms: number
  /** Without labels. */
  readonly synonyms: number
  readonly obsolete: number
  readonly xrefs: number
  /** Rows of a mapping set. */
  readonly mappings: number
  readonly issues: number
}

/** A concept as the linker needs it: who it is, not all that is known of it. */
export interface ConceptEntry {
  /** Row id in the store. */
  readonly row: number
  readonly id: Curie
  readonly label: string | null
  readonly entityClass: string
  readonly source: string
  readonly obsolete: boolean
}

/** One claim of one source. */
export interface Evidence {
  /** As a CURIE, seen from the concept asked for: `skos:broadMatch` where another says `skos:narrowMatch` of it. */
  readonly predicate: string
  readonly kind: 'xref' | 'mapping'
  /** The concept whose xref it is, or the subject of the mapping. */
  readonly statedBy: Curie
  readonly source: string
  /** Line of the source, 1-based; 0 where unknown. */
  readonly line: number
  readonly justification?: string
  readonly confidence?: number
}

/** A concept, of the knowledge base or not, that is claimed to correspond to another, with all that claims it. */
export interface Correspondence {
  readonly id: Curie
  /** Of the strongest evidence. */
  readonly strength: CorrespondenceStrength
  readonly evidence: readonly Evidence[]
}

/** Looking concepts up by id. Answers are in source order. */
export interface TermLookup {
  /** How much the sources say of a concept. */
  sizeOf(row: number, curie: Curie): ConceptSize
  /** Concepts with this id: one per source that has it. */
  concepts(curie: Curie): readonly ConceptEntry[]
  /** Concepts this id was merged into. */
  conceptsByAltId(curie: Curie): readonly ConceptEntry[]
  /** What an obsolete concept was replaced by. */
  replacements(row: number): readonly Curie[]
  /** What is claimed to correspond to this id, strongest first, by its own xrefs, those of others, and mapping sets. */
  correspondences(curie: Curie): readonly Correspondence[]
}

/** How much a source says of a concept, in numbers: what is spoken of more is meant more often. */
export interface ConceptSize {
  readonly names: number
  readonly children: number
  readonly parents: number
  readonly altIds: number
  readonly xrefs: number
}

/** One name of one concept, as indexes are built from it. */
export interface NameRow {
  readonly text: string
  /** Code of the scope: place in `SYNONYM_SCOPES`. */
  readonly scope: number
  readonly type: string | null
}

/** A concept with all its names, label first. */
export interface ConceptNames {
  readonly concept: ConceptEntry
  readonly names: readonly NameRow[]
}
