import type { Provenance } from '../core/candidate.ts'
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
export interface LikeConcept {
  readonly target: Target
  /** Its likest name as names are written, else as an encoder reads them; of names equally like the better scope. */
  readonly best: LikeName
  readonly features: LikenessFeatures
  /** Likest first, one of each kind of likeness. */
  readonly found: readonly Provenance[]
}

/** What is the same for all concepts of one mention. */
export interface LikenessContext {
  readonly mention: string
  readonly encoded: boolean
  /** Concepts with a name that meets the mention. */
  readonly met: number
}

/** Puts names together by concept, in the order they were first found. */
export const likeConcepts = (likes: readonly ResolvedLike[], context: LikenessContext): LikeConcept[] => {
  const byTarget = new Map<string, ResolvedLike[]>()
  for (const resolved of likes) {
    const same = byTarget.get(resolved.target.id)
    if (same === undefined) byTarget.set(resolved.target.id, [resolved])
    else same.push(resolved)
  }
  const groups = [...byTarget.values()].map(gathered)
  const likest = {
    fuzzy: Math.max(...groups.map(({ fuzzy }) => fuzzy)),
    vector: Math.max(...groups.map(({ vector }) => vector)),
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

interface Group {
  readonly target: Target
  readonly best: LikeName
  readonly fuzzy: number
  readonly vector: number
  readonly found: readonly Provenance[]
}

const scopeRank = (scope: SynonymScope): number => SYNONYM_SCOPES.indexOf(scope)

const gathered = (likes: readonly ResolvedLike[]): Group => {
  const sorted = likes.toSorted(
    ({ like: a }, { like: b }) =>
      b.similarity - a.similarity || scopeRank(a.name.scope) - scopeRank(b.name.scope),
  )
  const [first] = sorted as [ResolvedLike]
  const fuzzy = sorted.find(({ like }) => like.by === 'fuzzy')?.like
  const vector = sorted.find(({ like }) => like.by === 'vector')?.like
  const found = [fuzzy, vector].filter((like) => like !== undefined)
  return {
    target: first.target,
    best: fuzzy ?? first.like,
    fuzzy: fuzzy?.similarity ?? 0,
    vector: vector?.similarity ?? 0,
    found: found.map(({ by, name, similarity }) => ({ method: by, matched: name.text, similarity })),
  }
}
