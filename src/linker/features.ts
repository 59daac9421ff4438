import type { Likeness } from '../core/candidate.ts'
import { caseAgreement } from '../core/text/case-agreement.ts'
import { RUNGS } from '../core/text/ladder.ts'
import { SYMBOL_LENGTH } from '../core/text/name-shape.ts'
import { SYNONYM_SCOPES } from '../core/term.ts'
import type { Name, NameHit } from '../index/contract.ts'
import type { TermLookup } from '../vocab/contract.ts'
import type { CandidateFeatures } from './contract.ts'
import { type LikeFinding, likeFindings, type ResolvedLike } from './likeness.ts'
import type { Target } from './target.ts'

/** A name that meets the mention, and the concept it stands for once retired ids are resolved. */
export interface ResolvedHit {
  readonly hit: NameHit
  readonly target: Target
}

/** A concept that was found: by names that meet the mention, by names that are like it, or by both. */
export type FoundConcept = { readonly target: Target } & (
  | {
      /** Its surest name that meets the mention. */
      readonly hit: NameHit
      readonly like: LikeFinding | null
    }
  | { readonly hit: null; readonly like: LikeFinding }
)

/** A concept that was found, and what is known of it as a candidate. */
export interface Weighed {
  readonly concept: FoundConcept
  readonly features: CandidateFeatures
}

/** What is the same for all candidates of one mention. */
export interface MentionFacts {
  readonly mention: string
  /** Which likenesses were asked for. */
  readonly asked: Readonly<Record<Likeness, boolean>>
}

/** Concepts by their names, each once: those with a name that meets the mention first. */
export const foundConcepts = (
  hits: readonly ResolvedHit[],
  likes: readonly ResolvedLike[],
): readonly FoundConcept[] => {
  const likeOf = new Map(likeFindings(likes).map((like) => [like.target.id, like]))
  const best = bestHits(hits)
  return [
    ...[...best.values()].map(({ hit, target }) => ({ target, hit, like: likeOf.get(target.id) ?? null })),
    ...[...likeOf.values()]
      .filter(({ target }) => !best.has(target.id))
      .map((like) => ({ target: like.target, hit: null, like })),
  ]
}

/** The name that speaks for a concept. */
export const nameOf = (concept: FoundConcept): Name =>
  concept.hit === null ? concept.like.best.name : concept.hit

/** Each concept with its features against all the others, in their order. */
export const featuresOf = (
  found: readonly FoundConcept[],
  { mention, asked }: MentionFacts,
  sizeOf: TermLookup['sizeOf'],
): readonly Weighed[] => {
  const met = found.filter(({ hit }) => hit !== null)
  const standings = {
    fuzzy: standingsOf(found.map(({ like }) => like?.fuzzy ?? 0)),
    vector: standingsOf(found.map(({ like }) => like?.vector ?? 0)),
  }
  const ofMention = {
    mentionWords: wordCount(mention),
    short: mention.length <= SYMBOL_LENGTH,
    met: met.length,
  }
  return found.map((concept, at) => {
    const { target, hit, like } = concept
    const name = nameOf(concept)
    const features: CandidateFeatures = {
      rung: hit?.rung ?? null,
      scope: name.scope,
      type: name.type,
      caseAgreement: caseAgreement(mention, name.text),
      symbol: isSymbol(name.text),
      ...(hit === null ? NO_RIVALS : countRivals(met, hit, target)),
      fuzzy: asked.fuzzy ? (like?.fuzzy ?? 0) : null,
      vector: asked.vector ? (like?.vector ?? 0) : null,
      fuzzyBehind: standings.fuzzy[at]?.behind ?? 0,
      vectorBehind: standings.vector[at]?.behind ?? 0,
      fuzzyRank: standings.fuzzy[at]?.rank ?? 0,
      vectorRank: standings.vector[at]?.rank ?? 0,
      nameWords: wordCount(name.text),
      ...ofMention,
      entityClass: target.entityClass,
      // Looked up when it is asked for: most of what is found is not weighed closely.
      get concept() {
        return sizeOf(target.row, target.id)
      },
      sourceRank: name.sourceRank,
      redirected: name.id !== target.id,
      preferred: name.preferred,
    }
    return { concept, features }
  })
}

interface Standing {
  readonly behind: number
  readonly rank: number
}

/** How far each value is behind the greatest, and how many are greater. */
const standingsOf = (values: readonly number[]): readonly Standing[] => {
  const sorted = values.toSorted((a, b) => b - a)
  const most = sorted[0] ?? 0
  const ranks = new Map<number, number>()
  sorted.forEach((value, rank) => {
    if (!ranks.has(value)) ranks.set(value, rank)
  })
  return values.map((value) => ({ behind: most - value, rank: ranks.get(value) ?? 0 }))
}

const wordCount = (text: string): number => text.split(/\s+/).length

const NO_RIVALS = { ties: 0, rivals: 0 }

/** The surest hit of each concept, labels and better scopes first; of equally sure ones its own, not that of a retired one. */
const bestHits = (hits: readonly ResolvedHit[]): ReadonlyMap<string, ResolvedHit> => {
  const best = new Map<string, ResolvedHit>()
  for (const resolved of hits) {
    const earlier = best.get(resolved.target.id)
    if (earlier === undefined || ownSureness(resolved) < ownSureness(earlier))
      best.set(resolved.target.id, resolved)
  }
  return best
}

const ownSureness = ({ hit, target }: ResolvedHit): number => sureness(hit) + (hit.id === target.id ? 0 : 0.5)

const TRUE_NAMES: ReadonlySet<string> = new Set(['label', 'exact'])

/** Smaller is better: names a curator prefers, then labels and exact synonyms before looser ones, then the rung, then the scope. */
export const trust = (hit: NameHit): number => order(hit, rungRank(hit))

const order = ({ scope, preferred }: NameHit, rung: number): number =>
  (preferred ? -1000 : 0) +
  (TRUE_NAMES.has(scope) ? 0 : 100) +
  rung * SYNONYM_SCOPES.length +
  SYNONYM_SCOPES.indexOf(scope)

/** As {@link trust}, but every rung counts: the order of a concept's own names. */
export const sureness = (hit: NameHit): number => order(hit, RUNGS.indexOf(hit.rung))

// Whether a word is written with a capital says nothing of what it means (HPO writes all its labels with one); of a
// symbol it does.
const rungRank = ({ rung, text }: NameHit): number =>
  rung === 'case' && !isSymbol(text) ? RUNGS.indexOf('exact') : RUNGS.indexOf(rung)

// The same class in another source is as a rule the same thing said again, not a rival.
const countRivals = (
  met: readonly FoundConcept[],
  hit: NameHit,
  { id, source, entityClass }: Target,
): { readonly rivals: number; readonly ties: number } => {
  let [rivals, ties] = [0, 0]
  for (const { hit: otherHit, target: other } of met) {
    if (otherHit === null || other.id === id) continue
    if (other.source !== source && other.entityClass === entityClass) continue
    if (trust(otherHit) === trust(hit)) ties++
    else if (trust(otherHit) < trust(hit)) rivals++
  }
  return { rivals, ties }
}

const isSymbol = (name: string): boolean => name.length <= SYMBOL_LENGTH && /.[A-Z]|\d/.test(name)
