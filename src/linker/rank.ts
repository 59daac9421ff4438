import type { Candidate, Provenance } from '../core/candidate.ts'
import { rounded } from '../core/rounded.ts'
import type { Scored, Scorer } from './contract.ts'
import { sharedOut } from './evidence.ts'
import { type FoundConcept, nameOf, type Weighed } from './features.ts'
import { ruleScorer } from './rule-scorer.ts'

/** A candidate, and what orders it where scores are equal. */
interface Ranked {
  readonly candidate: Candidate
  readonly sourceRank: number
}

/**
 * Concepts that no name meets are candidates as long as there are no more in all; those that hand-set weights put first.
 * The learned scorer was taught on such lists.
 */
const SHORTLIST = 25

/** Candidates with their scores and reasons, best first; ties by source rank, then id. */
export const rank = (scorer: Scorer, weighed: readonly Weighed[]): readonly Candidate[] =>
  sharedOut(
    shortlisted(weighed)
      .map(({ concept, features }) => {
        const candidate = candidateOf(concept, scorer.score(features))
        return { candidate, sourceRank: features.sourceRank }
      })
      .sort(inOrder)
      .map(({ candidate }) => candidate),
  )

const shortlisted = (weighed: readonly Weighed[]): readonly Weighed[] => {
  if (weighed.length <= SHORTLIST) return weighed
  const met = weighed.filter(({ concept }) => concept.hit !== null)
  const likest = weighed
    .filter(({ concept }) => concept.hit === null)
    .map((each) => ({ each, score: ruleScorer.score(each.features).score }))
    .sort((a, b) => b.score - a.score)
  const room = Math.max(0, SHORTLIST - met.length)
  return [...met, ...likest.slice(0, room).map(({ each }) => each)]
}

const inOrder = (a: Ranked, b: Ranked): number =>
  b.candidate.score - a.candidate.score ||
  a.sourceRank - b.sourceRank ||
  compareIds(a.candidate.id, b.candidate.id)

const compareIds = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const candidateOf = (concept: FoundConcept, { score, reasons }: Scored): Candidate => {
  const { target, hit, like } = concept
  const name = nameOf(concept)
  const way =
    concept.hit === null
      ? { method: concept.like.best.by, similarity: rounded(concept.like.best.similarity) }
      : { method: concept.hit.rung }
  return {
    id: target.id,
    label: target.label,
    class: target.entityClass,
    source: target.source,
    score,
    ...way,
    matched: name.text,
    scope: name.scope,
    ...(name.type === null ? {} : { type: name.type }),
    ...(name.id === target.id ? {} : { replaces: name.id }),
    reasons,
    found: [
      ...(hit === null ? [] : [{ method: hit.rung, matched: hit.text }]),
      ...(like?.found ?? []).map(roundedProvenance),
    ],
  }
}

const roundedProvenance = ({ similarity = 0, ...each }: Provenance): Provenance => ({
  ...each,
  similarity: rounded(similarity),
})
