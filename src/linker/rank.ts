import type { Candidate, Provenance, Reason } from '../core/candidate.ts'
import { groupBy } from '../core/group-by.ts'
import type { Scored, Scorer } from './contract.ts'
import { type FoundConcept, nameOf, type Weighed } from './features.ts'
import { ruleScorer } from './rule-scorer.ts'

/** A candidate as it is answered, and what orders it. */
interface Ranked {
  readonly candidate: Candidate
  /** Unrounded. */
  readonly score: number
  readonly sourceRank: number
}

/**
 * Concepts that no name meets are candidates as long as there are no more in all; those that hand-set weights put first.
 * The learned scorer was taught on such lists.
 */
const SHORTLIST = 25

/** Candidates with their scores, best first; ties by source rank, then id. */
export const rank = (scorer: Scorer, weighed: readonly Weighed[]): readonly Candidate[] =>
  sharesOf(shortlisted(weighed).map((each) => ({ ...each, scored: scorer.score(each.features) })))
    .map(({ concept, features: { sourceRank }, scored: { score, reasons } }) => {
      return { candidate: candidateOf(concept, score, reasons), score, sourceRank }
    })
    .sort(byScore)
    .map(({ candidate }) => candidate)

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

interface ScoredConcept extends Weighed {
  readonly scored: Scored
}

/** Rivals are those at least so likely as the likeliest, as a share of it. */
const RIVALLING = 0.5

/** Of the concepts of one source a mention means one: where the scores of rivals sum to more than 1, each has its share. */
const sharesOf = (all: readonly ScoredConcept[]): readonly ScoredConcept[] => {
  const groups = groupBy(all, ({ concept }) => concept.target.source)
  const sums = new Map([...groups].map(([source, group]) => [source, sumOfRivals(group)]))
  return all.map((each) => {
    const sum = sums.get(each.concept.target.source) ?? 0
    return sum <= 1 ? each : { ...each, scored: shareOf(each.scored, sum) }
  })
}

const sumOfRivals = (group: readonly ScoredConcept[]): number => {
  const scores = group.map(({ scored }) => scored.score)
  const least = RIVALLING * Math.max(...scores)
  return scores.reduce((sum, score) => sum + (score >= least ? score : 0), 0)
}

const shareOf = ({ score, reasons }: Scored, sum: number): Scored => {
  const weight = logOdds(score / sum) - logOdds(score)
  return {
    score: score / sum,
    reasons: [...reasons, { feature: 'share', value: 'only one is meant', weight }],
  }
}

/** Finite, also of a certainty. */
const logOdds = (score: number): number => {
  const possible = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, score))
  return Math.log(possible / (1 - possible))
}

const byScore = (a: Ranked, b: Ranked): number =>
  b.score - a.score || a.sourceRank - b.sourceRank || compareIds(a.candidate.id, b.candidate.id)

const compareIds = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const candidateOf = (concept: FoundConcept, score: number, reasons: readonly Reason[]): Candidate => {
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
    score: rounded(score),
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

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000
