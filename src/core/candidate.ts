import type { Rung } from './text/ladder.ts'
import type { Curie, SynonymScope } from './term.ts'

/** How two concepts correspond, seen from the one asked for; strongest first. `xref`: a bare database cross-reference. */
export type CorrespondenceStrength = 'equivalent' | 'close' | 'xref' | 'narrower' | 'broader' | 'related'

/** One feature's part in a score. */
export interface Reason {
  /** Name of the feature, or `prior`. */
  readonly feature: string
  readonly value: string
  /** Added to the log-odds of being right: positive speaks for the candidate. */
  readonly weight: number
}

/** An answer to "what does this mention mean?". */
export interface Candidate {
  readonly id: Curie
  readonly label: string | null
  readonly class: string
  readonly source: string
  /** 0–1, higher is better. */
  readonly score: number
  /**
   * The rung of the ladder on which mention and name meet; `fuzzy`: the name is written like the mention; `vector`: it
   * means something like it; `id`: the text states the id itself.
   */
  readonly method: Rung | Likeness | 'id'
  /** The name that matched, as the source writes it; the id, where that is what the text states. */
  readonly matched: string
  readonly scope: SynonymScope
  /** Present when the name has one: that of the source, e.g. `abbreviation`; `learned` where gold taught the name. */
  readonly type?: string
  /** How like the name is to the mention, 0–1: present where the method is `fuzzy` or `vector`. */
  readonly similarity?: number
  /** Present when the name belongs to a retired concept: its id. */
  readonly replaces?: Curie
  /** Present when the concept that matched is another one, of another source: how it was carried over. */
  readonly via?: readonly CarryStep[]
  /** Present when asked for. */
  readonly reasons?: readonly Reason[]
  /** All ways in which the concept was found, surest first. Present when asked for. */
  readonly found?: readonly Provenance[]
}

/** Ways in which a name can be like a text that it does not meet: as it is written, and as an encoder reads it. */
export const LIKENESSES = ['fuzzy', 'vector'] as const
export type Likeness = (typeof LIKENESSES)[number]

/** One way in which a concept was found. */
export interface Provenance {
  readonly method: Rung | Likeness
  readonly matched: string
  /** 0–1, with the methods `fuzzy` and `vector`. */
  readonly similarity?: number
}

/** A step from one source to another, by the strongest claim there is. */
export interface CarryStep {
  /** The concept it leads away from. */
  readonly id: Curie
  readonly strength: CorrespondenceStrength
  readonly predicate: string
  /** The concept whose xref it is, or the subject of the mapping. */
  readonly statedBy: Curie
  /** Source of the claim. */
  readonly source: string
}
