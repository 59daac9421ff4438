import { type Candidate, type Likeness, LIKENESSES, type Reason } from '../core/candidate.ts'
import type { Name } from '../index/contract.ts'
import type { CaseAgreement } from '../core/text/case-agreement.ts'
import type { Rung } from '../core/text/ladder.ts'
import type { Curie, SynonymScope } from '../core/term.ts'
import type { ConceptSize } from '../vocab/contract.ts'

/**
 * What is known of one (mention, candidate) pair. A scorer sees this and nothing else, so that any scorer can be put in
 * place of another. The candidate is a concept; one of its names speaks for it: the surest that meets the mention, or else
 * the likest.
 */
export interface CandidateFeatures {
  /** The surest rung on which a name meets the mention; `null`: none does, names are like it only. */
  readonly rung: Rung | null
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
  /** Likeness of the likest name as names are written, 0–1; 0: not like it at all; `null`: not asked for. */
  readonly fuzzy: number | null
  /** Likeness of the likest name as an encoder reads them, 0–1; 0: not like it at all; `null`: no encoder was asked. */
  readonly vector: number | null
  /** How much liker the likest of all candidates is, of each likeness, 0–1. */
  readonly fuzzyBehind: number
  readonly vectorBehind: number
  /** Candidates that are liker, of each likeness. */
  readonly fuzzyRank: number
  readonly vectorRank: number
  /** Words of the mention, and of the name that speaks for the candidate. */
  readonly mentionWords: number
  readonly nameWords: number
  /** The mention has at most five characters: of symbols likeness says little. */
  readonly short: boolean
  /** Concepts with a name that meets the mention. */
  readonly met: number
  readonly entityClass: string
  readonly concept: ConceptSize
  /** Rank of the source in the configuration, 0 first. */
  readonly sourceRank: number
  /** The name belongs to a retired concept that was replaced by this one. */
  readonly redirected: boolean
  /** A curator says that this is what the name means. */
  readonly preferred: boolean
}

/** A name that is like a mention. */
export interface LikeName {
  readonly by: Likeness
  readonly name: Name
  /** 0–1. */
  readonly similarity: number
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

/** What a text says that a short form stands for. */
export interface DefinedForm {
  readonly short: string
  readonly long: string
}

/** Where candidates come from, surest first: names that meet the mention, names written like it, names that mean like it. */
export const CANDIDATE_STAGES = ['exact', ...LIKENESSES] as const
export type CandidateStage = (typeof CANDIDATE_STAGES)[number]

/** Why a mention has no candidate. */
export type NilReason =
  | 'no-name-matches'
  /** There are candidates, and none is likely enough. */
  | 'no-candidate-is-likely'
  | 'only-retired-concepts-match'
  | 'only-curated-names-match'
  | 'class-not-in-knowledge-base'
  | 'source-not-in-knowledge-base'
  | 'no-counterpart-in-source'

export interface LinkResult {
  readonly mention: string
  /** Present when the text says what the mention, or a part of it, is short for: what was linked in its stead. */
  readonly reading?: string
  /** True when no candidate is likely enough: those there are, are unlikely. */
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
  /** Where candidates come from. Default: all that the knowledge base has. */
  readonly stages?: readonly CandidateStage[] | undefined
  /** The text around the mention: what it says of abbreviations counts. */
  readonly context?: string | undefined
  /** What the document says of abbreviations, where that is known; then `context` is not read for them. */
  readonly definitions?: readonly DefinedForm[] | undefined
  /** At most this many candidates. Default 10. */
  readonly limit?: number | undefined
  /** Adds the reasons of each score, and what was dropped. Default false. */
  readonly explain?: boolean | undefined
}
