import type { ConceptSet, DiffConcept, Ref, SourceChanges } from './contract.ts'
import {
  compareText,
  isEmpty,
  otherChanges,
  parentsChanged,
  synonymsChanged,
  synonymsRescoped,
  xrefsChanged,
} from './concept-changes.ts'
import { homeOf, refIn } from './homes.ts'
import type { NameMoves } from './name-findings.ts'

/** Kinds of change that are told of names, not of concepts. */
export type NameChangeKind = 'synonymsMoved' | 'newAmbiguities' | 'resolvedAmbiguities'
type ConceptChangeKind = Exclude<keyof SourceChanges, NameChangeKind>

/** Changes of concepts as they are found. */
export type ChangeLists = { readonly [Kind in ConceptChangeKind]: SourceChanges[Kind][number][] }

export const emptyLists = (): ChangeLists => ({
  added: [],
  removed: [],
  retired: [],
  restored: [],
  merged: [],
  split: [],
  relabelled: [],
  moved: [],
  synonymsChanged: [],
  synonymsRescoped: [],
  xrefsChanged: [],
  classChanged: [],
  otherwiseChanged: [],
})

export const sortById = (lists: ChangeLists): ChangeLists => {
  for (const list of Object.values(lists)) list.sort((a: Ref, b: Ref) => compareText(a.id, b.id))
  return lists
}

export const enterAdded = (lists: ChangeLists, { id, label, entityClass, obsolete }: DiffConcept): void => {
  lists.added.push({ id, label, class: entityClass, obsolete })
}

/** What differs in a concept that is on both sides. */
export const enterChanges = (
  lists: ChangeLists,
  old: DiffConcept,
  concept: DiffConcept,
  [before, after]: readonly [ConceptSet, ConceptSet],
): void => {
  const { id, label, obsolete } = concept
  const self = { id, label }
  const ref = refIn(after, before)
  if (old.obsolete && !obsolete) lists.restored.push(self)
  if (old.label !== label) lists.relabelled.push({ ...self, from: old.label, to: label, obsolete })
  const parents = parentsChanged(old, concept)
  if (!isEmpty(parents) && !old.obsolete && !obsolete) {
    const [parentsAdded, parentsRemoved] = [parents.added.map(ref), parents.removed.map(ref)]
    lists.moved.push({ ...self, parentsAdded, parentsRemoved })
  }
  const synonyms = synonymsChanged(old, concept)
  if (!isEmpty(synonyms)) lists.synonymsChanged.push({ ...self, ...synonyms })
  const rescoped = synonymsRescoped(old, concept)
  if (rescoped.length > 0) lists.synonymsRescoped.push({ ...self, changes: rescoped })
  const xrefs = xrefsChanged(old, concept)
  if (!isEmpty(xrefs)) lists.xrefsChanged.push({ ...self, ...xrefs })
  if (old.entityClass !== concept.entityClass)
    lists.classChanged.push({ ...self, from: old.entityClass, to: concept.entityClass })
  const fields = otherChanges(old, concept)
  if (fields.length > 0) lists.otherwiseChanged.push({ ...self, fields })
}

/** A concept that is retired now, or no concept any more. */
export const enterLeft = (
  lists: ChangeLists,
  old: DiffConcept,
  after: ConceptSet,
  moves: NameMoves,
): void => {
  const self: Ref = { id: old.id, label: old.label }
  const now = after.concept(old.id)
  const home = homeOf(after, old.id, moves.from(old.id))
  const ref = refIn(after)
  if (now === undefined) lists.removed.push({ ...self, home })
  else if (!old.obsolete) {
    const [replacedBy, consider] = [now.replacedBy.map(ref), now.consider.map(ref)]
    lists.retired.push({ ...self, label: now.label, replacedBy, consider, home })
  }
  if (old.obsolete || home === null || home.by === 'names') return
  const [into, ...more] = home.concepts
  const considered = [...home.concepts, ...(now?.consider.map(ref) ?? [])]
  const several = [...new Map(considered.map((one) => [one.id, one])).values()]
  if (several.length > 1) lists.split.push({ ...self, into: several, by: 'successors' })
  if (into !== undefined && more.length === 0 && home.by !== 'consider')
    lists.merged.push({ ...self, into, by: home.by, names: moves.between(old.id, into.id) })
}
