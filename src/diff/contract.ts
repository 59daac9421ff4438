import type { Curie, Relation, Synonym, TermRecord, Xref } from '../core/term.ts'

/** A concept as two releases of its source are compared by: all that is said of it. */
export type DiffConcept = Omit<TermRecord, 'line' | 'source' | 'release'>

/** One release of one source. */
export interface ConceptSet {
  /** All concepts, each id once, in any order. */
  concepts(): Iterable<DiffConcept>
  concept(id: Curie): DiffConcept | undefined
  /** `undefined` where there is no such concept. */
  label(id: Curie): string | null | undefined
  /** Concepts with this alternative id. */
  ownersOfAltId(id: Curie): readonly Curie[]
  /** All names of the concepts in use. */
  names(): Iterable<{ readonly id: Curie; readonly text: string }>
}

/** A concept by id and label; the label is `null` where there is none, or the source does not know the id. */
export interface Ref {
  readonly id: Curie
  readonly label: string | null
}

/** What leads from a concept that is no longer in use to those in its place, surest first. */
export const HOME_BASES = ['replaced-by', 'alternative-id', 'consider', 'names'] as const
export type HomeBasis = (typeof HOME_BASES)[number]

/** Where to go from a concept that is no longer in use. */
export interface Home {
  readonly by: HomeBasis
  readonly concepts: readonly Ref[]
}

export interface AddedConcept extends Ref {
  readonly class: string
  /** It came as a retired one. */
  readonly obsolete: boolean
}

/** An id that is no concept any more. */
export interface RemovedConcept extends Ref {
  /** `null`: gone without a word. */
  readonly home: Home | null
}

/** In use before, obsolete now. */
export interface RetiredConcept extends Ref {
  readonly replacedBy: readonly Ref[]
  readonly consider: readonly Ref[]
  /** Concepts in use that stand in its place, over as many retirements as it takes; `null`: nothing is said. */
  readonly home: Home | null
}

/** No longer in use, and one other concept stands in its place. */
export interface MergedConcept extends Ref {
  readonly into: Ref
  readonly by: 'replaced-by' | 'alternative-id'
  /** Names that the other one got from it. */
  readonly names: readonly string[]
}

export interface SplitConcept extends Ref {
  readonly into: readonly Ref[]
  /** `successors`: it is retired and several stand in its place; `names`: its names are now those of others. */
  readonly by: 'successors' | 'names'
}

export interface RelabelledConcept extends Ref {
  readonly from: string | null
  readonly to: string | null
  /** As retired concepts often are: "obsolete …". */
  readonly obsolete: boolean
}

export interface MovedConcept extends Ref {
  readonly parentsAdded: readonly Ref[]
  readonly parentsRemoved: readonly Ref[]
}

/** How a text is a synonym: its scope, and its type where there is one. */
export type SynonymUse = Pick<Synonym, 'scope' | 'type'>

export interface SynonymEntry extends SynonymUse {
  readonly text: string
}

/** Synonyms are compared as they are written. */
export interface SynonymsChanged extends Ref {
  readonly added: readonly SynonymEntry[]
  readonly removed: readonly SynonymEntry[]
}

export interface SynonymsRescoped extends Ref {
  readonly changes: readonly {
    readonly text: string
    readonly from: readonly SynonymUse[]
    readonly to: readonly SynonymUse[]
  }[]
}

/** A name that concepts in use lost and others got. */
export interface SynonymMoved {
  readonly name: string
  readonly from: readonly Ref[]
  readonly to: readonly Ref[]
}

export interface XrefsChanged extends Ref {
  readonly added: readonly Xref[]
  readonly removed: readonly Xref[]
}

export interface ClassChanged extends Ref {
  readonly from: string
  readonly to: string
}

/** A name and the concepts in use that it means, before and now. */
export interface Ambiguity {
  readonly name: string
  readonly before: readonly Ref[]
  readonly after: readonly Ref[]
}

/** Changes that have no list of their own. */
export const OTHER_FIELDS = [
  'definition',
  'relations',
  'altIds',
  'replacedBy',
  'consider',
  'subsets',
  'parents',
  'synonymLanguages',
  'synonymXrefs',
] as const
export type OtherField = (typeof OTHER_FIELDS)[number]

export interface OtherwiseChanged extends Ref {
  readonly fields: readonly OtherField[]
}

/** Everything that differs between two releases of a source; each list in the order of ids or names. */
export interface SourceChanges {
  readonly added: readonly AddedConcept[]
  readonly removed: readonly RemovedConcept[]
  readonly retired: readonly RetiredConcept[]
  /** Obsolete before, in use now. */
  readonly restored: readonly Ref[]
  readonly merged: readonly MergedConcept[]
  readonly split: readonly SplitConcept[]
  readonly relabelled: readonly RelabelledConcept[]
  readonly moved: readonly MovedConcept[]
  readonly synonymsChanged: readonly SynonymsChanged[]
  readonly synonymsRescoped: readonly SynonymsRescoped[]
  readonly synonymsMoved: readonly SynonymMoved[]
  readonly xrefsChanged: readonly XrefsChanged[]
  readonly classChanged: readonly ClassChanged[]
  readonly newAmbiguities: readonly Ambiguity[]
  readonly resolvedAmbiguities: readonly Ambiguity[]
  readonly otherwiseChanged: readonly OtherwiseChanged[]
}

export type ChangeKind = keyof SourceChanges

/** All kinds of change, in the order they are shown. */
export const CHANGE_KINDS = [
  'added',
  'removed',
  'retired',
  'restored',
  'merged',
  'split',
  'relabelled',
  'moved',
  'synonymsChanged',
  'synonymsRescoped',
  'synonymsMoved',
  'xrefsChanged',
  'classChanged',
  'newAmbiguities',
  'resolvedAmbiguities',
  'otherwiseChanged',
] as const satisfies readonly ChangeKind[]

/** How many there are of each kind, and two counts within a kind. */
export type ChangeSummary = Readonly<Record<ChangeKind, number>> & {
  /** Of the removed: gone without a word. */
  readonly removedSilently: number
  /** Of the relabelled: those in use. */
  readonly relabelledInUse: number
}

export type { Curie, Relation }
