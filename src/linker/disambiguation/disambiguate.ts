import type { Candidate, Reason } from '../../core/candidate.ts'
import type { Draft } from '../answer.ts'
import { sharedOut, withReason } from '../evidence.ts'
import type { Disambiguator, LinkedDocument, Witness } from './contract.ts'

/**
 * Candidates of the mentions of one document as the document tells them apart: what each disambiguator finds becomes a
 * reason. It moves what is likely from some candidates of a mention to others; how likely it is that there is a right one
 * among them stays, so that scores agree with how often answers are right as they did before.
 */
export const disambiguate = (
  drafts: readonly Draft[],
  texts: readonly string[],
  disambiguators: readonly Disambiguator[],
): readonly Draft[] => {
  if (disambiguators.length === 0) return drafts
  const mentions = drafts.map(({ mention, reading = mention, candidates }) => ({ text: reading, candidates }))
  const document: LinkedDocument = { texts, mentions }
  const witnesses = disambiguators.map((disambiguator) => disambiguator.read(document))
  return drafts.map((draft, at) => {
    const mention = mentions[at]
    if (mention === undefined || draft.candidates.length < 2) return draft
    const heard = mention.candidates.map((candidate) => ({
      candidate,
      reasons: witnesses.flatMap((witness: Witness) => witness(mention, candidate) ?? []),
    }))
    // Of a reading, what either text means was not shared out before.
    if (draft.reading === undefined && heard.every(({ reasons }) => reasons.length === 0)) return draft
    return { ...draft, candidates: sharedOut(balanced(heard)) }
  })
}

interface Heard {
  readonly candidate: Candidate
  readonly reasons: readonly Reason[]
}

/** Candidates with what was heard of them, less what that adds to the sum of all scores. */
const balanced = (all: readonly Heard[]): readonly Candidate[] => {
  let [before, after] = [0, 0]
  for (const { candidate, reasons } of all) {
    before += candidate.score
    after += candidate.score * Math.exp(reasons.reduce((sum, { weight }) => sum + weight, 0))
  }
  const surplus = before > 0 ? Math.log(after / before) : 0
  if (surplus === 0) return all.map(({ candidate }) => candidate)
  const balance: Reason = { feature: 'balance', value: 'what the document says of all', weight: -surplus }
  return all.map(({ candidate, reasons }) => [...reasons, balance].reduce(withReason, candidate))
}
