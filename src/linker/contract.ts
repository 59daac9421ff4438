import type { Candidate, Reason } from '../core/candidate.ts'
import type { CaseAgreement } from '../core/text/case-agreement.ts'
import type { Rung } from '../core/text/ladder.ts'
import type { Curie, SynonymScope } from '../core/term.ts'

/**
 * What is known of one (mention, candidate) pair. A scorer sees this and nothing else, so that any scorer can be put in
 * place of another.
 */
export interface CandidateFeatures {
  readonly rung: Rung
  readonly scope: SynonymScope
  /** Synonym type as the source gives it, e.g. `abbreviation`. */
  readonly type: string | null
  /** `same`, only the first letter differs (`initial`), or more does (`differs`), where letters are the same at all. */
  readonly caseAgreement: CaseAgreement
  /** A name of at most five characters with a capital after the first or a digit: a symbol rather than a word. */
  readonly symbol: boolean
  /** Other concepts, of the same source or another class, that meet the mention on the same rung in the same scope. */
  readonly ties: number
  /** Such concepts that fit better: by a label or exact synonym where this is a looser name, else by rung, else by scope. */
  readonly rivals: number
  /** Rank of the source in the configuration, 0 first. */
  readonly sourceRank: number
  /** The name belongs to a retired concept that was replaced by this one. */
  readonly redirected: boolean
  /** A curator says that this is what the name means. */
  readonly preferred: boolean
}

export interface Scored {
  /** 0–1: the estimated probability that this candidate is right. */
  readonly score: number
  /** Their weights sum to the log-odds of `score`. */
  readonly reasons: readonly Reason[]
}

/** Turns features into a score. Pure: the same features give the same score. */
export interface Scorer {
  readonly name: string
  score(features: CandidateFeatures): Scored
}

/** A concept that was found and is no candidate, and why. */
export interface Dropped {
  readonly id: Curie
  readonly matched: string
  readonly reason: string
}

/** Why a mention has no candidate. */
export type NilReason =
  | 'no-name-matches'
  | 'only-retired-concepts-match'
  | 'only-curated-names-match'
  | 'class-not-in-knowledge-base'
  | 'source-not-in-knowledge-base'
  | 'no-counterpart-in-source'

export interface LinkResult {
  readonly mention: string
  /** True when there is no candidate. */
  readonly nil: boolean
  readonly nilReason?: NilReason
  /** Best first; ties by source rank, then id. One per concept. */
  readonly candidates: readonly Candidate[]
  /** Present when asked for. */
  readonly dropped?: readonly Dropped[]
}

export interface LinkOptions {
  /** Only concepts of this entity class. */
  readonly class?: string | undefined
  /** Answers in concepts of this source, carried over by declared correspondences. */
  readonly toSource?: string | undefined
  /** At most this many candidates. Default 10. */
  readonly limit?: number | undefined
  /** Adds the reasons of each score, and what was dropped. Default false. */
  readonly explain?: boolean | undefined
}
