import { RUNGS } from '../core/text/ladder.ts'
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
  const rungs = bestRungs(hits)
  return hits.map(({ hit, target }) => ({
    rung: hit.rung,
    scope: hit.scope,
    type: hit.type,
    caseAgreement: caseAgreement(mention, hit.text),
    symbol: isSymbol(hit.text),
    rivals: countRivals(rungs, target, RUNGS.indexOf(hit.rung)),
    sourceRank: hit.sourceRank,
    redirected: hit.id !== target.id,
  }))
}

type Target = ResolvedHit['target']

/** Surest rung per concept. */
const bestRungs = (
  hits: readonly ResolvedHit[],
): ReadonlyMap<string, { readonly target: Target; readonly rung: number }> => {
  const best = new Map<string, { readonly target: Target; readonly rung: number }>()
  for (const { hit, target } of hits) {
    const rung = RUNGS.indexOf(hit.rung)
    if (rung < (best.get(target.id)?.rung ?? Infinity)) best.set(target.id, { target, rung })
  }
  return best
}

// The same class in another source is as a rule the same thing said again, not a rival.
const countRivals = (
  best: ReturnType<typeof bestRungs>,
  { id, source, entityClass }: Target,
  rung: number,
): number => {
  let rivals = 0
  for (const { target: other, rung: otherRung } of best.values()) {
    if (
      other.id !== id &&
      otherRung <= rung &&
      (other.source === source || other.entityClass !== entityClass)
    )
      rivals++
  }
  return rivals
}

const isSymbol = (name: string): boolean => name.length <= 5 && /.[A-Z]|\d/.test(name)

const caseAgreement = (mention: string, name: string): CandidateFeatures['caseAgreement'] => {
  const [a, b] = [letters(mention), letters(name)]
  if (a === b || a.toLowerCase() !== b.toLowerCase()) return 'same'
  return a.slice(1) === b.slice(1) ? 'initial' : 'differs'
}

const letters = (text: string): string => text.replace(/[^\p{L}]/gu, '')
