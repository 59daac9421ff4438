import { hash } from 'node:crypto'
import { emptyLists, enterAdded, enterChanges, enterLeft, sortById } from './change-lists.ts'
import {
  CHANGE_KINDS,
  type ChangeKind,
  type ChangeSummary,
  type ConceptSet,
  type Curie,
  type DiffConcept,
  type SourceChanges,
} from './contract.ts'
import { nameFindings, NameMoves } from './name-findings.ts'
import { NameLedger } from './name-ledger.ts'

/** What differs between two releases of a source, and what became of its names. */
export interface Comparison {
  readonly changes: SourceChanges
  readonly names: NameLedger
  readonly moves: NameMoves
  /** The concepts in use now of each name that some concept lost or got, by its key. */
  readonly ownersNow: ReadonlyMap<string, ReadonlySet<Curie>>
}

/**
 * Compares two releases of a source, concept by concept. Memory: the ids and a fingerprint of each concept of `before`,
 * and what differs; concepts that do not differ are read once and let go.
 */
export const compareConcepts = (before: ConceptSet, after: ConceptSet): Comparison => {
  const lists = emptyLists()
  const names = new NameLedger()
  /** In use before, or anything at all, and not now. */
  const left: DiffConcept[] = []
  const unmet = new Map(fingerprints(before))
  for (const concept of after.concepts()) {
    const known = unmet.get(concept.id)
    unmet.delete(concept.id)
    if (known === fingerprintOf(concept)) continue
    const old = known === undefined ? undefined : before.concept(concept.id)
    names.enter(old, concept)
    if (old === undefined) enterAdded(lists, concept)
    else enterChanges(lists, old, concept, [before, after])
    if (old?.obsolete === false && concept.obsolete) left.push(old)
  }
  for (const id of unmet.keys()) {
    const old = before.concept(id)
    if (old === undefined) continue
    names.enter(old, undefined)
    left.push(old)
  }
  const moves = new NameMoves(names)
  for (const old of left) enterLeft(lists, old, after, moves)
  const { split, ownersNow, ...ofNames } = nameFindings({
    ...{ before, after, names, moves },
    added: new Set(lists.added.filter(({ obsolete }) => !obsolete).map(({ id }) => id)),
    splitAlready: new Set(lists.split.map(({ id }) => id)),
  })
  lists.split.push(...split)
  return { changes: { ...sortById(lists), ...ofNames }, names, moves, ownersNow }
}

function* fingerprints(side: ConceptSet): Generator<readonly [Curie, string]> {
  for (const concept of side.concepts()) yield [concept.id, fingerprintOf(concept)]
}

// All that is said, in the order it is said: another order costs a closer look, nothing more.
const fingerprintOf = (concept: DiffConcept): string => hash('sha1', JSON.stringify(concept), 'base64')

export const summaryOf = (changes: SourceChanges): ChangeSummary => {
  const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, changes[kind].length]))
  return {
    ...(counts as Record<ChangeKind, number>),
    removedSilently: changes.removed.filter(({ home }) => home === null || home.by === 'names').length,
    relabelledInUse: changes.relabelled.filter(({ obsolete }) => !obsolete).length,
  }
}

/** Whether nothing differs. */
export const isUnchanged = (changes: SourceChanges): boolean =>
  CHANGE_KINDS.every((kind) => changes[kind].length === 0)
