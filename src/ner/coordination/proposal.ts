import type { Span } from '../../core/document.ts'

/** What a coordination may say in full; to be confirmed by somebody who knows names. */
export interface Proposal {
  /** Two or more; UTF-16, half-open, ascending, neither overlapping nor touching. */
  readonly spans: readonly Span[]
  /** In full: "lung cancer" for the lung of "lung and breast cancer". */
  readonly reading: string
  readonly rule: 'shared end' | 'shared beginning' | 'shared stem'
  /** Of proposals that share it, at most one is meant: a conjunct of a coordination. */
  readonly group: string
  /** Readings of the last conjunct with the same shared part: that one of them is a name speaks for the proposal. */
  readonly parallels: readonly string[]
  /** The conjunct by itself, where it may mean what it says: "heart muscle" in "heart muscle and red blood cells". */
  readonly alone?: string
  /** Words between the conjuncts and the shared part. */
  readonly skipped: number
}
