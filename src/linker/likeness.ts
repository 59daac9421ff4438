import type { Likeness, Provenance } from '../core/candidate.ts'
import { SYNONYM_SCOPES, type SynonymScope } from '../core/term.ts'
import type { LikeName } from './contract.ts'
import type { Target } from './target.ts'

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
