import type { Curation } from '../curation/curation.ts'
import { foldConcept, foldName } from '../curation/curation-key.ts'
import type { Comparison } from './compare.ts'
import type { ConceptSet, Curie, Home, Ref } from './contract.ts'
import { refIn } from './homes.ts'
import type { NameChange } from './name-ledger.ts'

/**
 * What a release does to a curation:
 *
 * - `concept-retired`, `concept-gone`: its concept; `home` is where to
 * - `name-moved`: its concept lost the name to others, `home`
 * - `name-gone`: no concept it is about has the name any more
 * - `name-spread`: other concepts got the name, `home`, and the curation does not say what that means
 * - `name-known`: the source says now itself what it adds
 */
export const CURATION_EFFECTS = [
  'concept-retired',
  'concept-gone',
  'name-moved',
  'name-gone',
  'name-spread',
  'name-known',
] as const
export type CurationEffectKind = (typeof CURATION_EFFECTS)[number]

export interface CurationEffect {
  readonly effect: CurationEffectKind
  readonly curation: Curation
  /** `null`: nothing is known. */
  readonly home: Home | null
}

/** The curations that the changes touch, in file order. */
export const curationEffects = (
  curations: readonly Curation[],
  comparison: Comparison,
  after: ConceptSet,
): readonly CurationEffect[] => {
  const { retired, removed } = comparison.changes
  const left = new Map<string, Pick<CurationEffect, 'effect' | 'home'>>([
    ...retired.map(({ id, home }) => [foldConcept(id), { effect: 'concept-retired', home }] as const),
    ...removed.map(({ id, home }) => [foldConcept(id), { effect: 'concept-gone', home }] as const),
  ])
  return curations.flatMap((curation) => {
    const ofConcept = curation.concept === undefined ? undefined : left.get(foldConcept(curation.concept))
    const found = ofConcept ?? nameEffect(curation, comparison, after)
    return found === undefined ? [] : [{ effect: found.effect, curation, home: found.home }]
  })
}

const nameEffect = (
  { action, text, concept }: Curation,
  { names, ownersNow }: Comparison,
  after: ConceptSet,
): Pick<CurationEffect, 'effect' | 'home'> | undefined => {
  const change = text === undefined ? undefined : names.change(foldName(text))
  if (text === undefined || change === undefined) return undefined
  const own = concept === undefined ? undefined : foldConcept(concept)
  const others = [...change.gainedBy].filter((id) => foldConcept(id) !== own).sort()
  const home = homeAt(others.map(refIn(after)))
  if (own === undefined) return ofAnyConcept(change, home, ownersNow.get(foldName(text))?.size ?? 0)
  if (action === 'add') {
    if (has(change.gainedBy, own)) return { effect: 'name-known', home: null }
    return home === null ? undefined : { effect: 'name-spread', home }
  }
  if (has(change.lostBy, own)) return { effect: home === null ? 'name-gone' : 'name-moved', home }
  return action === 'prefer' && home !== null ? { effect: 'name-spread', home } : undefined
}

const ofAnyConcept = (
  { lostBy }: NameChange,
  home: Home | null,
  owners: number,
): Pick<CurationEffect, 'effect' | 'home'> | undefined => {
  if (owners === 0) return { effect: 'name-gone', home: null }
  if (home === null) return undefined
  return { effect: lostBy.size > 0 ? 'name-moved' : 'name-spread', home }
}

const has = (ids: ReadonlySet<Curie>, folded: string): boolean =>
  [...ids].some((id) => foldConcept(id) === folded)

const homeAt = (concepts: readonly Ref[]): Home | null =>
  concepts.length === 0 ? null : { by: 'names', concepts }
