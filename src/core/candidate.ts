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
  /** The rung of the ladder on which mention and name meet; `id`: the text states the id itself. */
  readonly method: Rung | 'id'
  /** The name that matched, as the source writes it; the id, where that is what the text states. */
  readonly matched: string
  readonly scope: SynonymScope
  /** Present when the name belongs to a retired concept: its id. */
  readonly replaces?: Curie
  /** Present when the concept that matched is another one, of another source: how it was carried over. */
  readonly via?: readonly CarryStep[]
  /** Present when asked for. */
  readonly reasons?: readonly Reason[]
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
