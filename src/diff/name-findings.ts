import { compareText } from './concept-changes.ts'
import type { Ambiguity, ConceptSet, Curie, SplitConcept, SynonymMoved } from './contract.ts'
import { refIn } from './homes.ts'
import type { NameLedger } from './name-ledger.ts'

/** Names that some concepts in use lost and others got: from whom to whom. */
export class NameMoves {
  readonly #ledger: NameLedger
  /** Names by the concept that lost them, keyed. */
  readonly #lost = new Map<Curie, string[]>()

  constructor(ledger: NameLedger) {
    this.#ledger = ledger
    for (const [key, { lostBy, gainedBy }] of ledger.changes) {
      if (gainedBy.size === 0) continue
      for (const id of lostBy) {
        const keys = this.#lost.get(id)
        if (keys === undefined) this.#lost.set(id, [key])
        else keys.push(key)
      }
    }
  }

  /** The concepts that lost a name to others, sorted. */
  get losers(): readonly Curie[] {
    return [...this.#lost.keys()].sort(compareText)
  }

  /** The concepts that have names of this one now, sorted. */
  from(id: Curie): readonly Curie[] {
    const ids = (this.#lost.get(id) ?? []).flatMap((key) => [...(this.#ledger.change(key)?.gainedBy ?? [])])
    return [...new Set(ids)].sort(compareText)
  }

  /** The names that went from one concept to another. */
  between(from: Curie, to: Curie): readonly string[] {
    return (this.#lost.get(from) ?? []).flatMap((key) => {
      const change = this.#ledger.change(key)
      return change?.gainedBy.has(to) === true ? [change.text] : []
    })
  }
}

interface NameFindings {
  readonly synonymsMoved: readonly SynonymMoved[]
  readonly newAmbiguities: readonly Ambiguity[]
  readonly resolvedAmbiguities: readonly Ambiguity[]
  readonly split: readonly SplitConcept[]
  readonly ownersNow: ReadonlyMap<string, ReadonlySet<Curie>>
}

interface NameFacts {
  readonly before: ConceptSet
  readonly after: ConceptSet
  readonly names: NameLedger
  readonly moves: NameMoves
  /** New concepts in use. */
  readonly added: ReadonlySet<Curie>
  /** Concepts already known to be split. */
  readonly splitAlready: ReadonlySet<Curie>
}

export const nameFindings = (facts: NameFacts): NameFindings => {
  const { before, after, names } = facts
  const [then, now] = [names.ownersIn(before), names.ownersIn(after)]
  const [refBefore, refAfter] = [refIn(before, after), refIn(after, before)]
  const synonymsMoved: SynonymMoved[] = []
  const [newAmbiguities, resolvedAmbiguities]: [Ambiguity[], Ambiguity[]] = [[], []]
  for (const [key, { text, lostBy, gainedBy }] of names.changes) {
    if (lostBy.size > 0 && gainedBy.size > 0)
      synonymsMoved.push({
        name: text,
        from: sortedIds(lostBy).map(refBefore),
        to: sortedIds(gainedBy).map(refAfter),
      })
    const [old, current] = [then.get(key), now.get(key)]
    const isNew = (current?.size ?? 0) > 1 && (old?.size ?? 0) < 2
    const isResolved = (old?.size ?? 0) > 1 && (current?.size ?? 0) < 2
    if (!isNew && !isResolved) continue
    const ambiguity = {
      name: text,
      before: sortedIds(old).map(refBefore),
      after: sortedIds(current).map(refAfter),
    }
    ;(isNew ? newAmbiguities : resolvedAmbiguities).push(ambiguity)
  }
  return { synonymsMoved, newAmbiguities, resolvedAmbiguities, split: splitByNames(facts), ownersNow: now }
}

const sortedIds = (ids: ReadonlySet<Curie> = new Set()): readonly Curie[] => [...ids].sort(compareText)

/**
 * A concept that is in use no more is split when two others have its names; one that still is, when a new concept took a
 * name of it.
 */
const splitByNames = ({ before, after, moves, added, splitAlready }: NameFacts): SplitConcept[] => {
  const ref = refIn(after)
  return moves.losers.flatMap((id) => {
    const inUse = after.concept(id)?.obsolete === false
    const into = moves.from(id).filter((other) => !inUse || added.has(other))
    const least = inUse ? 1 : 2
    if (splitAlready.has(id) || into.length < least) return []
    return [{ id, label: before.label(id) ?? null, into: into.map(ref), by: 'names' as const }]
  })
}
