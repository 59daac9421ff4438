import type { Candidate } from '../core/candidate.ts'
import type { Curie } from '../core/term.ts'
import type { Rung } from '../core/text/ladder.ts'
import { rounded } from '../core/rounded.ts'
import type { NameLookup } from '../index/contract.ts'
import { type Draft, isLikely } from '../linker/answer.ts'
import type { LikeName, LinkOptions } from '../linker/contract.ts'
import { LEAST_LIKENESS } from '../linker/likeness.ts'
import { successors } from '../linker/successors.ts'
import type { ConceptEntry, TermLookup } from '../vocab/contract.ts'
import { LIKE_WORDINGS, type MentionLinker } from './mention-linker.ts'

/** Where a concept was lost on its way to being the answer, the first of these that holds. */
export type WhyNotOutcome =
  /** It is the answer. */
  | 'answer'
  /** It comes first, and is not likely enough. */
  | 'unlikely'
  /** It is a candidate; others are likelier. */
  | 'behind'
  /** What was found of it was dropped: by a curation, or since it is retired and nothing takes its place. */
  | 'dropped'
  | 'other-class'
  /** A name was found, and so many others that are liker that it was not weighed. */
  | 'not-weighed'
  /** Its likest name is not among those looked at. */
  | 'too-far'
  /** No name of it is like the mention at all. */
  | 'no-name-near'

/** One feature of two candidates, and what it is worth: log-odds in favour of the candidate asked for. */
export interface FeatureDifference {
  readonly feature: string
  readonly own: string | null
  readonly other: string | null
  readonly weight: number
}

/** A name of the concept, and how near it comes to the mention in one way. */
export interface NearName {
  readonly text: string
  /** A rung of the ladder, or a likeness. */
  readonly by: Rung | LikeName['by']
  /** 0–1. */
  readonly similarity?: number
  /** How many wordings are liker, in this way. */
  readonly before?: number
}

export interface WhyNot {
  readonly mention: string
  readonly reading?: string
  readonly asked: Curie
  /** The concept meant: itself, or what took its place. */
  readonly concept: Pick<ConceptEntry, 'id' | 'label' | 'entityClass' | 'source'>
  readonly outcome: WhyNotOutcome
  /** The same in words. */
  readonly because: string
  /** Of a candidate: how many come before it, and its score. */
  readonly before?: number
  readonly score?: number
  /** The likeliest other candidate. */
  readonly rival?: Pick<Candidate, 'id' | 'label' | 'score' | 'matched' | 'method'>
  /** Where there is a rival and it is a candidate: what tells them apart, most telling first. */
  readonly differences?: readonly FeatureDifference[]
  /** Its names that come nearest, in each way. */
  readonly near: readonly NearName[]
}

/** Wordings that are looked through for names of the concept. */
const MOST_WORDINGS = 2000

interface WhyNotParts {
  readonly linker: MentionLinker
  readonly names: NameLookup
  readonly terms: TermLookup
}

/** Traces where a concept was lost on the way to being the answer for a mention. */
export const traceWhyNot = async (
  { linker, names, terms }: WhyNotParts,
  mention: string,
  { asked, concept: given }: { readonly asked: Curie; readonly concept: ConceptEntry },
  options: LinkOptions = {},
): Promise<WhyNot> => {
  const [draft] = await linker.drafts([{ mention, context: options.context }], options)
  if (draft === undefined) throw new RangeError('a mention has a draft')
  const meant = given.obsolete ? successors(terms, given.row) : [given]
  const concept = meant[0] ?? given
  const ids = new Set([given, ...meant].map(({ id }) => id))
  const text = (draft.reading ?? mention).trim()
  const filter = { entityClass: options.class }
  const met = names.normalized(text, filter).filter(({ id }) => ids.has(id))
  const like = await linker.likeNames(text, options, MOST_WORDINGS)
  const near = [
    ...met.slice(0, 1).map(({ text: name, rung }) => ({ text: name, by: rung })),
    ...nearest(like.names, ids),
  ]
  const { id, label, entityClass, source } = concept
  return {
    mention,
    ...(draft.reading === undefined ? {} : { reading: draft.reading }),
    asked,
    concept: { id, label, entityClass, source },
    ...traced(draft, concept, ids, near, options),
    near,
  }
}

type Traced = Pick<WhyNot, 'outcome' | 'because' | 'before' | 'score' | 'rival' | 'differences'>

const traced = (
  { candidates, dropped }: Draft,
  concept: ConceptEntry,
  ids: ReadonlySet<Curie>,
  near: readonly NearName[],
  options: LinkOptions,
): Traced => {
  const before = candidates.findIndex(({ id }) => ids.has(id))
  const own = candidates[before]
  const rival = candidates.find(({ id }) => !ids.has(id))
  const told = rival === undefined ? {} : { rival: shortened(rival) }
  if (own !== undefined) {
    const differences = rival === undefined ? {} : { differences: differencesOf(own, rival) }
    const { outcome, because } = placed(own, before, rival, isLikely(candidates))
    return { outcome, because, before, score: rounded(own.score), ...told, ...differences }
  }
  const reason = dropped.find(({ id }) => ids.has(id))?.reason
  if (reason !== undefined) return { outcome: 'dropped', because: reason, ...told }
  if (options.class !== undefined && options.class !== concept.entityClass)
    return {
      outcome: 'other-class',
      because: `it is of class ${concept.entityClass}, and ${options.class} was asked for`,
      ...told,
    }
  return { ...unfound(near), ...told }
}

const placed = (
  own: Candidate,
  before: number,
  rival: Candidate | undefined,
  likely: boolean,
): Pick<WhyNot, 'outcome' | 'because'> => {
  if (before > 0) {
    const ahead = rival === undefined ? '' : `, ${rival.id} (${rival.score.toFixed(2)}) first`
    return { outcome: 'behind', because: `${String(before)} of the candidates are likelier${ahead}` }
  }
  return likely
    ? { outcome: 'answer', because: 'it is the first candidate' }
    : {
        outcome: 'unlikely',
        because: `it comes first, and ${own.score.toFixed(2)} is too little to be answered`,
      }
}

const unfound = (near: readonly NearName[]): Pick<WhyNot, 'outcome' | 'because'> => {
  if (near.length === 0)
    return { outcome: 'no-name-near', because: 'none of its names is anything like the mention' }
  const seen = near.some(({ before = 0 }) => before < LIKE_WORDINGS)
  return seen
    ? {
        outcome: 'not-weighed',
        because: 'a name of it was found, and too many concepts are liker for it to be weighed',
      }
    : {
        outcome: 'too-far',
        because: `its names come after the ${String(LIKE_WORDINGS)} likest, which are what is looked at`,
      }
}

/** The likest name in each way, unless it is not like the mention at all. */
const nearest = (found: readonly LikeName[], ids: ReadonlySet<Curie>): readonly NearName[] =>
  (['fuzzy', 'vector'] as const).flatMap((by) => {
    const all = found
      .filter((each) => each.by === by && each.similarity >= LEAST_LIKENESS[by])
      .sort((a, b) => b.similarity - a.similarity)
    const at = all.findIndex(({ name }) => ids.has(name.id))
    const first = all[at]
    if (first === undefined) return []
    const liker = new Set(
      all
        .filter(({ similarity }) => similarity > first.similarity)
        .map(({ name }) => name.text.toLowerCase()),
    )
    return [{ text: first.name.text, by, similarity: rounded(first.similarity), before: liker.size }]
  })

const LEAST_DIFFERENCE = 0.05

const differencesOf = (own: Candidate, rival: Candidate): readonly FeatureDifference[] => {
  const [ours, theirs] = [own, rival].map(
    ({ reasons = [] }) => new Map(reasons.map((reason) => [reason.feature, reason])),
  )
  const features = new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])])
  return [...features]
    .map((feature) => {
      const [mine, other] = [ours?.get(feature), theirs?.get(feature)]
      const weight = (mine?.weight ?? 0) - (other?.weight ?? 0)
      return { feature, own: mine?.value ?? null, other: other?.value ?? null, weight }
    })
    .filter(({ weight }) => Math.abs(weight) >= LEAST_DIFFERENCE)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
}

const shortened = ({ id, label, score, matched, method }: Candidate): NonNullable<WhyNot['rival']> => ({
  id,
  label,
  score: rounded(score),
  matched,
  method,
})
