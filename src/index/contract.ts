import type { Rung } from '../core/text/ladder.ts'
import type { Curie, SynonymScope } from '../core/term.ts'

/**
 * What a name may be used for, as curated: everything, linking but not finding in text, only in this very case, nothing.
 * The position is the code stored in `names.bin`: never reorder.
 */
export const NAME_USES = ['all', 'link-only', 'case-sensitive', 'drop'] as const
export type NameUse = (typeof NAME_USES)[number]

/** One name of one concept. */
export interface Name {
  readonly id: Curie
  /** Row of the concept in the store. */
  readonly row: number
  readonly text: string
  readonly scope: SynonymScope
  readonly type: string | null
  readonly label: string | null
  readonly entityClass: string
  readonly source: string
  /** Rank of the source in the configuration, 0 first. */
  readonly sourceRank: number
  readonly obsolete: boolean
  readonly use: NameUse
  /** Curated as what the text means where others have the name too. */
  readonly preferred: boolean
}

/** A name that meets a text on a rung of the ladder. */
export interface NameHit extends Name {
  /** The surest rung on which the name and the text asked for meet. */
  readonly rung: Rung
}

/** Restricts an answer. Absent means all. */
export interface NameFilter {
  readonly entityClass?: string | undefined
  readonly source?: string | undefined
}

/**
 * Names that read the same but for case, punctuation and accents are one wording. Wordings are numbered from 0 in the
 * order of their words; indexes of likeness know names by these numbers.
 */
export interface Wordings {
  /** How many there are. */
  readonly wordings: number
  /** How one of its names writes it. */
  wordingAt(wording: number): string
  /** All names of this wording, in the order of their concepts. */
  namesOf(wording: number, filter?: NameFilter): readonly Name[]
  /** Whether any of its names passes. */
  accepts(wording: number, filter: NameFilter): boolean
}

/** Looking names up by what they say. Safe to share: nothing is changed by asking. */
export interface NameLookup {
  /** Names that are this very text, in the order of their concepts. */
  exact(text: string, filter?: NameFilter): readonly NameHit[]
  /** Names that meet the text on any rung of the ladder of their class; surest rung first, then order of concepts. */
  normalized(text: string, filter?: NameFilter): readonly NameHit[]
  /** At most `limit` names whose words begin with the words of the text, in the order of their words. */
  prefix(text: string, limit: number, filter?: NameFilter): readonly NameHit[]
  readonly classes: readonly string[]
  readonly sources: readonly string[]
}

/** Finds what reads like a name in running text. One thread at a time. */
export interface NameSpotter {
  /**
   * Calls `visit` with each stretch of `text` within `[from, to)` that may be a name, by where it begins, nested ones
   * too; UTF-16 code units. What it gives is to be looked up: some of it is no name.
   */
  scan(text: string, from: number, to: number, visit: (start: number, end: number) => void): void
}
