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

/** Looking concepts up by id. Answers are in source order. */
export interface TermLookup {
  /** Concepts with this id: one per source that has it. */
  concepts(curie: Curie): readonly ConceptEntry[]
  /** Concepts this id was merged into. */
  conceptsByAltId(curie: Curie): readonly ConceptEntry[]
  /** What an obsolete concept was replaced by. */
  replacements(row: number): readonly Curie[]
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
