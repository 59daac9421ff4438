import type { Candidate, Reason } from '../../core/candidate.ts'

/** A mention as its document shows it to what disambiguates. */
export interface MentionInDocument {
  /** What was linked: the mention, or what the text says it is short for. */
  readonly text: string
  /** Best first, by what is known of the mention alone; scores 0–1. */
  readonly candidates: readonly Candidate[]
}

/** A document as far as it is known. */
export interface LinkedDocument {
  /** Its text, or the parts of it that are known, in order. */
  readonly texts: readonly string[]
  readonly mentions: readonly MentionInDocument[]
}

/** What a document says for or against a candidate; `null`: nothing. */
export type Witness = (mention: MentionInDocument, candidate: Candidate) => Reason | null

/**
 * Reads a document for what it says of the candidates of its mentions. Pure: it sees what candidates were before anything
 * disambiguated them, so that the order of disambiguators and of mentions does not matter.
 */
export interface Disambiguator {
  readonly name: string
  read(document: LinkedDocument): Witness
}
