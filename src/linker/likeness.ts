import type { Likeness, Provenance } from '../core/candidate.ts'
import { SYMBOL_LENGTH } from '../core/text/name-shape.ts'
import { SYNONYM_SCOPES, type SynonymScope } from '../core/term.ts'
import type { LikeName, LikenessFeatures } from './contract.ts'
import type { Target } from './features.ts'

/** A name like the mention, and the concept it stands for once retired ids are resolved. */
export interface ResolvedLike {
  readonly like: LikeName
  readonly target: Target
}

/** A concept with names like the mention. */
export interface LikeFinding {
  readonly target: Target
  /** Its likest name, whether as names are written or as an encoder reads them; of names equally like the better scope. */
  readonly best: LikeName
  /** Likeness of its likest name in each way, 0–1; 0: none was found. */
  readonly fuzzy: number
  readonly vector: number
  /** The likest name in each way, unless it is not like it at all. */
  readonly found: readonly Provenance[]
}

export interface LikeConcept extends Pick<LikeFinding, 'target' | 'best' | 'found'> {
  readonly features: LikenessFeatures
}

/** What is the same for all concepts of one mention. */
export interface LikenessContext {
  readonly mention: string
  readonly encoded: boolean
  /** Concepts with a name that meets the mention. */
  readonly met: number
}

/** Puts names together by concept, in the order they were first found. */
export const likeFindings = (likes: readonly ResolvedLike[]): readonly LikeFinding[] => {
  const byTarget = new Map<string, ResolvedLike[]>()
  for (const resolved of likes) {
    const same = byTarget.get(resolved.target.id)
    if (same === undefined) byTarget.set(resolved.target.id, [resolved])
    else same.push(resolved)
  }
  return [...byTarget.values()].map(gathered)
}

/** As {@link likeFindings}, each with its features against all the others. */
export const likeConcepts = (likes: readonly ResolvedLike[], context: LikenessContext): LikeConcept[] => {
  const groups = likeFindings(likes)
  const likest = {
    fuzzy: groups.reduce((most, { fuzzy }) => Math.max(most, fuzzy), 0),
    vector: groups.reduce((most, { vector }) => Math.max(most, vector), 0),
  }
  const short = context.mention.length <= SYMBOL_LENGTH
  return groups.map(({ best, target, fuzzy, vector, found }) => ({
    target,
    best,
    found,
    features: {
      fuzzy,
      vector,
      encoded: context.encoded,
      fuzzyBehind: likest.fuzzy - fuzzy,
      vectorBehind: likest.vector - vector,
      met: context.met,
      scope: best.name.scope,
      short,
      sourceRank: best.name.sourceRank,
      redirected: best.name.id !== target.id,
    },
  }))
}

/** Names less like a text than this are not like it. */
export const LEAST_LIKENESS: Readonly<Record<Likeness, number>> = { fuzzy: 0.25, vector: 0.2 }

const isLike = ({ by, similarity }: LikeName): boolean => similarity >= LEAST_LIKENESS[by]

const scopeRank = (scope: SynonymScope): number => SYNONYM_SCOPES.indexOf(scope)

const gathered = (likes: readonly ResolvedLike[]): LikeFinding => {
  const sorted = likes.toSorted(
    ({ like: a }, { like: b }) =>
      b.similarity - a.similarity || scopeRank(a.name.scope) - scopeRank(b.name.scope),
  )
  const [first] = sorted as [ResolvedLike]
  const fuzzy = sorted.find(({ like }) => like.by === 'fuzzy')?.like
  const vector = sorted.find(({ like }) => like.by === 'vector')?.like
  const found = [fuzzy, vector].filter((like) => like !== undefined).filter(isLike)
  return {
    target: first.target,
    best: first.like,
    fuzzy: fuzzy?.similarity ?? 0,
    vector: vector?.similarity ?? 0,
    found: found.map(({ by, name, similarity }) => ({ method: by, matched: name.text, similarity })),
  }
}
