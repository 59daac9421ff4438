import { caseAgreement } from '../core/text/case-agreement.ts'
import { RUNGS } from '../core/text/ladder.ts'
import { SYNONYM_SCOPES } from '../core/term.ts'
import type { NameHit } from '../index/contract.ts'
import type { CandidateFeatures } from './contract.ts'

/** A name that matched, and the concept it stands for once retired ids are resolved. */
export interface ResolvedHit {
  readonly hit: NameHit
  /** The concept answered: the hit's own, or what replaced it. */
  readonly target: {
    readonly id: string
    readonly label: string | null
    readonly entityClass: string
    readonly source: string
  }
}

/** Features of each hit against all the others, in the order of `hits`. */
export const featuresOf = (mention: string, hits: readonly ResolvedHit[]): CandidateFeatures[] => {
  const best = bestHits(hits)
  return hits.map(({ hit, target }) => ({
    rung: hit.rung,
    scope: hit.scope,
    type: hit.type,
    caseAgreement: caseAgreement(mention, hit.text),
    symbol: isSymbol(hit.text),
    ...countRivals(best, hit, target),
    sourceRank: hit.sourceRank,
    redirected: hit.id !== target.id,
    preferred: hit.preferred,
  }))
}

export type Target = ResolvedHit['target']

/** The surest hit of each concept, labels and better scopes first. */
const bestHits = (hits: readonly ResolvedHit[]): ReadonlyMap<string, ResolvedHit> => {
  const best = new Map<string, ResolvedHit>()
  for (const resolved of hits) {
    const earlier = best.get(resolved.target.id)
    if (earlier === undefined || sureness(resolved.hit) < sureness(earlier.hit))
      best.set(resolved.target.id, resolved)
  }
  return best
}

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
  best: ReadonlyMap<string, ResolvedHit>,
  hit: NameHit,
  { id, source, entityClass }: Target,
): { readonly rivals: number; readonly ties: number } => {
  let [rivals, ties] = [0, 0]
  for (const { hit: otherHit, target: other } of best.values()) {
    if (other.id === id || (other.source !== source && other.entityClass === entityClass)) continue
    if (trust(otherHit) === trust(hit)) ties++
    else if (trust(otherHit) < trust(hit)) rivals++
  }
  return { rivals, ties }
}

const isSymbol = (name: string): boolean => name.length <= 5 && /.[A-Z]|\d/.test(name)
