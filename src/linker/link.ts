import { caseAgreement } from '../core/text/case-agreement.ts'
import type { Name, NameLookup } from '../index/contract.ts'
import type { TermLookup } from '../vocab/contract.ts'
import { carryOver } from './carry-over.ts'
import type { Likeness } from '../core/candidate.ts'
import type { Draft } from './answer.ts'
import type { Dropped, LikeName, LinkOptions, NilReason, Scorer } from './contract.ts'
import { featuresOf, foundConcepts } from './features.ts'
import type { ResolvedLike } from './likeness.ts'
import { rank } from './rank.ts'
import { successors } from './successors.ts'
import type { Target } from './target.ts'

/** What linking needs to look things up with. */
export interface LinkerParts {
  readonly names: NameLookup
  readonly terms: TermLookup
  readonly scorer: Scorer
}

/** What is like the mention, where that was asked for. */
export interface FoundLike {
  readonly names: readonly LikeName[]
  /** Which likenesses were asked for. */
  readonly asked: Readonly<Record<Likeness, boolean>>
}

const NOTHING_LIKE: FoundLike = { names: [], asked: { fuzzy: false, vector: false } }

/**
 * All candidates for one mention: every concept with a name that meets it or is like it, retired ones resolved, each once,
 * scored and ranked.
 */
export const draftLink = (
  parts: LinkerParts,
  mention: string,
  options: LinkOptions = {},
  like: FoundLike = NOTHING_LIKE,
): Draft => {
  const dropped: Dropped[] = []
  const text = mention.trim()
  const exact = options.stages?.includes('exact') !== false
  const found = exact ? parts.names.normalized(text, { entityClass: options.class }) : []
  const usable = found.filter((hit) => mayLink(hit, mention, dropped))
  const hits = resolveRetired(parts.terms, usable, dropped)
    .map(({ name, target }) => ({ hit: name, target }))
    .filter(({ hit, target }) => isOfClass(hit, target, options.class, dropped))
  const likes = usableLikes(parts.terms, mention, options, like, dropped)
  const facts = { mention: text, asked: like.asked }
  const weighed = featuresOf(foundConcepts(hits, likes), facts, (row, id) => parts.terms.sizeOf(row, id))
  const ranked = rank(parts.scorer, weighed)
  const candidates =
    options.toSource === undefined ? ranked : carryOver(parts.terms, ranked, options.toSource, dropped)
  const nilReason = nilReasonOf(parts, options, {
    usable: usable.length,
    found: found.length,
    met: hits.length,
    ranked: ranked.length,
    candidates: candidates.length,
  })
  return { mention, candidates, dropped, nilReason }
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

const nilReasonOf = (
  { names }: LinkerParts,
  options: LinkOptions,
  count: {
    readonly found: number
    readonly usable: number
    readonly met: number
    readonly ranked: number
    readonly candidates: number
  },
): NilReason => {
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
