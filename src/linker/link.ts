import { groupBy } from '../core/group-by.ts'
import { caseAgreement } from '../core/text/case-agreement.ts'
import type { Name, NameLookup } from '../index/contract.ts'
import type { TermLookup } from '../vocab/contract.ts'
import { carryOver } from './carry-over.ts'
import type { Candidate, Likeness, Provenance, Reason } from '../core/candidate.ts'
import type {
  CandidateFeatures,
  Dropped,
  LikeName,
  LinkOptions,
  LinkResult,
  Scored,
  Scorer,
} from './contract.ts'
import { featuresOf, type FoundConcept, foundConcepts, type MentionFacts, nameOf } from './features.ts'
import type { ResolvedLike } from './likeness.ts'
import { ruleScorer } from './rule-scorer.ts'
import { successors } from './successors.ts'
import type { Target } from './target.ts'

/** What linking needs to look things up with. */
export interface LinkerParts {
  readonly names: NameLookup
  readonly terms: TermLookup
  readonly scorer: Scorer
}

export const DEFAULT_LIMIT = 10
/** A mention is NIL whose meaning is less likely than this to be among its candidates. */
export const LEAST_LIKELY = 0.15

/** What is like the mention, where that was asked for. */
export interface FoundLike {
  readonly names: readonly LikeName[]
  /** Which likenesses were asked for. */
  readonly asked: Readonly<Record<Likeness, boolean>>
}

const NOTHING_LIKE: FoundLike = { names: [], asked: { fuzzy: false, vector: false } }

/**
 * Candidates for one mention: every concept with a name that meets it or is like it, retired ones resolved, each once,
 * scored and ranked.
 */
export const linkMention = (
  parts: LinkerParts,
  mention: string,
  options: LinkOptions = {},
  like: FoundLike = NOTHING_LIKE,
): LinkResult => {
  const dropped: Dropped[] = []
  const text = mention.trim()
  const exact = options.stages?.includes('exact') !== false
  const found = exact ? parts.names.normalized(text, { entityClass: options.class }) : []
  const usable = found.filter((hit) => mayLink(hit, mention, dropped))
  const hits = resolveRetired(parts.terms, usable, dropped)
    .map(({ name, target }) => ({ hit: name, target }))
    .filter(({ hit, target }) => isOfClass(hit, target, options.class, dropped))
  const likes = usableLikes(parts.terms, mention, options, like, dropped)
  const limit = options.limit ?? DEFAULT_LIMIT
  const all = rank(parts, { mention: text, asked: like.asked }, foundConcepts(hits, likes), limit)
  const ranked = all.map(({ candidate }) => candidate)
  const met = hits.length
  const wanted =
    options.toSource === undefined ? ranked : carryOver(parts.terms, ranked, options.toSource, dropped)
  const cut = wanted.slice(0, limit)
  const candidates = options.explain === true ? cut : cut.map(withoutReasons)
  const explained = options.explain === true ? { dropped: distinct(dropped) } : {}
  if (isLikely(wanted)) return { mention, nil: false, candidates, ...explained }
  return {
    mention,
    nil: true,
    nilReason: nilReason(parts, options, {
      usable: usable.length,
      found: found.length,
      met,
      ranked: ranked.length,
      candidates: candidates.length,
    }),
    candidates,
    ...explained,
  }
}

/**
 * Names that meet the mention share what is likely among them: of ten concepts of one name, each has a tenth. Likeness is
 * as likely as its best.
 */
const isLikely = (candidates: readonly Candidate[]): boolean => {
  const met = candidates.filter(({ similarity }) => similarity === undefined)
  const sum = met.reduce((total, { score }) => total + score, 0)
  return sum >= LEAST_LIKELY || candidates.some(({ score }) => score >= LEAST_LIKELY)
}

/** Names like the mention that may stand for it, with the concepts they stand for. */
const usableLikes = (
  terms: TermLookup,
  mention: string,
  options: LinkOptions,
  { names }: FoundLike,
  dropped: Dropped[],
): readonly ResolvedLike[] =>
  names
    .filter(({ name }) => mayLink(name, mention, dropped))
    .flatMap((like) => resolveRetired(terms, [like.name], dropped).map(({ target }) => ({ like, target })))
    .filter(({ like, target }) => isOfClass(like.name, target, options.class, dropped))

const roundedProvenance = ({ similarity = 0, ...each }: Provenance): Provenance => ({
  ...each,
  similarity: rounded(similarity),
})

/** What the source's curations say of the name. */
const mayLink = ({ id, text, use }: Name, mention: string, dropped: Dropped[]): boolean => {
  if (use !== 'drop' && !(use === 'case-sensitive' && caseAgreement(mention, text) !== 'same')) return true
  const reason = use === 'drop' ? 'a curation drops this name' : 'a curation makes this name case-sensitive'
  dropped.push({ id, matched: text, reason })
  return false
}

const isOfClass = (name: Name, target: Target, wanted: string | undefined, dropped: Dropped[]): boolean => {
  if (wanted === undefined || target.entityClass === wanted) return true
  const reason = `the concept is retired, and ${target.id} in its place is of class ${target.entityClass}`
  dropped.push({ id: name.id, matched: name.text, reason })
  return false
}

interface Ranked {
  readonly candidate: Candidate
  /** Unrounded. */
  readonly score: number
  readonly sourceRank: number
}

/** So many, or as many as are asked for, are weighed closely: those that a few weights put first. */
const SHORTLIST = 25

/** Best first. */
const rank = (
  { scorer, terms }: LinkerParts,
  facts: MentionFacts,
  found: readonly FoundConcept[],
  limit: number,
): readonly Ranked[] => {
  const features = featuresOf(found, facts, (row, id) => terms.sizeOf(row, id))
  const chosen = shortlisted(features, Math.max(SHORTLIST, limit))
  const shares = sharesOf(
    chosen.map(({ own, at }) => ({ source: found[at]?.target.source ?? '', scored: scorer.score(own) })),
  )
  const ranked = chosen.flatMap(({ own: { sourceRank }, at }, place) => {
    const [concept, scored] = [found[at], shares[place]]
    if (concept === undefined || scored === undefined) return []
    const candidate = candidateOf(concept, scored.score, scored.reasons)
    return [{ candidate, score: scored.score, sourceRank }]
  })
  return ranked.sort(byScore)
}

/** The first by hand-set weights, in the order they came. */
const shortlisted = (
  features: readonly CandidateFeatures[],
  most: number,
): readonly { readonly own: CandidateFeatures; readonly at: number }[] => {
  const all = features.map((own, at) => ({ own, at }))
  if (all.length <= most) return all
  const scores = features.map((own) => ruleScorer.score(own).score)
  const order = all.toSorted((a, b) => (scores[b.at] ?? 0) - (scores[a.at] ?? 0) || a.at - b.at)
  return order.slice(0, most).sort((a, b) => a.at - b.at)
}

/** Rivals are those at least so likely as the likeliest, as a share of it. */
const RIVALLING = 0.5

interface SourceScored {
  readonly source: string
  readonly scored: Scored
}

/** Of the concepts of one source a mention means one: where the scores of rivals sum to more than 1, each has its share. */
const sharesOf = (all: readonly SourceScored[]): readonly Scored[] => {
  const sums = new Map(
    [...groupBy(all, ({ source }) => source)].map(([source, group]) => [source, sumOfRivals(group)]),
  )
  return all.map(({ source, scored: { score, reasons } }) => {
    const sum = sums.get(source) ?? 0
    if (sum <= 1) return { score, reasons }
    const weight = logOdds(score / sum) - logOdds(score)
    return {
      score: score / sum,
      reasons: [...reasons, { feature: 'share', value: 'only one is meant', weight }],
    }
  })
}

const sumOfRivals = (group: readonly SourceScored[]): number => {
  const scores = group.map(({ scored }) => scored.score)
  const least = RIVALLING * Math.max(...scores)
  return scores.reduce((sum, score) => sum + (score >= least ? score : 0), 0)
}

const logOdds = (score: number): number => Math.log(score / (1 - score))

const byScore = (a: Ranked, b: Ranked): number =>
  b.score - a.score || a.sourceRank - b.sourceRank || compareIds(a.candidate.id, b.candidate.id)

const compareIds = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

const candidateOf = (found: FoundConcept, score: number, reasons: readonly Reason[]): Candidate => {
  const { target, hit, like } = found
  const name = nameOf(found)
  return {
    ...concept(target),
    score: rounded(score),
    method: hit?.rung ?? like?.best.by ?? 'exact',
    matched: name.text,
    scope: name.scope,
    ...(name.type === null ? {} : { type: name.type }),
    ...(hit !== null || like === null ? {} : { similarity: rounded(like.best.similarity) }),
    ...(name.id === target.id ? {} : { replaces: name.id }),
    reasons,
    found: [
      ...(hit === null ? [] : [{ method: hit.rung, matched: hit.text }]),
      ...(like?.found ?? []).map(roundedProvenance),
    ],
  }
}

const concept = ({
  id,
  label,
  entityClass,
  source,
}: Target): Pick<Candidate, 'id' | 'label' | 'class' | 'source'> => ({
  id,
  label,
  class: entityClass,
  source,
})

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

const withoutReasons = ({ reasons: _, found: __, ...candidate }: Candidate): Candidate => candidate

const distinct = (dropped: readonly Dropped[]): readonly Dropped[] => [
  ...new Map(dropped.map((each) => [`${each.id}\t${each.matched}\t${each.reason}`, each])).values(),
]

/** Names of retired concepts become names of what replaced them, or are dropped with the reason. */
const resolveRetired = <Each extends Name>(
  terms: TermLookup,
  names: readonly Each[],
  dropped: Dropped[],
): { readonly name: Each; readonly target: Target }[] =>
  names.flatMap((name) => {
    if (!name.obsolete) return [{ name, target: name }]
    const targets = successors(terms, name.row)
    if (targets.length === 0)
      dropped.push({
        id: name.id,
        matched: name.text,
        reason: 'the concept is retired and nothing replaces it',
      })
    return targets.map((target) => ({ name, target }))
  })

const nilReason = (
  { names }: LinkerParts,
  options: LinkOptions,
  count: {
    readonly found: number
    readonly usable: number
    readonly met: number
    readonly ranked: number
    readonly candidates: number
  },
): NonNullable<LinkResult['nilReason']> => {
  if (options.class !== undefined && !names.classes.includes(options.class))
    return 'class-not-in-knowledge-base'
  if (options.toSource !== undefined && !names.sources.includes(options.toSource))
    return 'source-not-in-knowledge-base'
  if (count.ranked > 0 && count.candidates === 0) return 'no-counterpart-in-source'
  if (count.met > 0) return 'no-candidate-is-likely'
  if (count.usable > 0) return 'only-retired-concepts-match'
  if (count.found > 0) return 'only-curated-names-match'
  return count.candidates > 0 ? 'no-candidate-is-likely' : 'no-name-matches'
}
