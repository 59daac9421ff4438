import type { Span } from '../../core/document.ts'

/** What a coordination may say in full; to be confirmed by somebody who knows names. */
export interface Proposal {
  /** UTF-16, half-open, ascending, neither overlapping nor touching; one alone where a plural is read as a singular. */
  readonly spans: readonly Span[]
  /** In full: "lung cancer" for the lung of "lung and breast cancer". */
  readonly reading: string
  readonly rule: CoordinationRule
  /** Of proposals that share it, at most one is meant: a conjunct of a coordination. */
  readonly group: string
  /** Readings of another conjunct with the same shared part: that one of them is a name speaks for the proposal. */
  readonly parallels: readonly string[]
  /** Without a name among the parallels it is too doubtful. */
  readonly needsParallel: boolean
  /**
   * The conjunct by itself, and the longer ones it ends: "LCAT deficiency" in "LCAT deficiency and fish-eye disease". That
   * one of them is a name speaks against the proposal.
   */
  readonly alone?: readonly string[]
}

/**
 * What the conjuncts share: the end ("lung and breast cancer"), the end of a word ("alpha- and beta-globin"), what stands
 * before labels ("hepatitis B and C"), before "of" ("cancer of breast and colon"), the first words ("neural fold and
 * tube"), or the beginning of a symbol ("BRCA1/2").
 */
export type CoordinationRule =
  | 'shared end'
  | 'shared word end'
  | 'shared label head'
  | 'shared head'
  | 'shared first words'
  | 'shared stem'
