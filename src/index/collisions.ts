import { meetingRung, normalForms, profileOf, type Rung, RUNGS } from '../core/text/ladder.ts'
import type { Name } from './contract.ts'
import type { NameIndex } from './name-index.ts'

/** Two concepts of one source that have names a reader could take for one another. */
export interface Collision {
  /** The surest rung on which names of the two meet. */
  readonly rung: Rung
  readonly a: Name
  readonly b: Name
}

/** Names under one key beyond this many are not compared with each other: the square of them helps nobody. */
const MAX_GROUP = 64

/**
 * All collisions, surest rung first, then in the order of concepts. Retired concepts are left out, and so are concepts
 * of different sources: that two ontologies name one disease alike is what they are for.
 */
export const findCollisions = (index: NameIndex): Collision[] => {
  const byPair = new Map<string, Collision>()
  for (const group of index.keyGroups()) {
    const names = group
      .slice(0, MAX_GROUP)
      .map((name) => index.nameAt(name))
      .filter(({ obsolete }) => !obsolete)
    names.forEach((b, place) => {
      for (const a of names.slice(0, place)) addCollision(byPair, a, b)
    })
  }
  return [...byPair.values()].sort(
    (x, y) => RUNGS.indexOf(x.rung) - RUNGS.indexOf(y.rung) || x.a.row - y.a.row || x.b.row - y.b.row,
  )
}

const addCollision = (byPair: Map<string, Collision>, first: Name, second: Name): void => {
  if (first.row === second.row || first.source !== second.source) return
  const [a, b] = first.row < second.row ? [first, second] : [second, first]
  const key = `${String(a.row)}-${String(b.row)}`
  const earlier = byPair.get(key)
  const profile = profileOf(a.entityClass)
  const rung = meetingRung(normalForms(a.text, profile), normalForms(b.text, profile))
  if (rung === null || (earlier && RUNGS.indexOf(earlier.rung) <= RUNGS.indexOf(rung))) return
  byPair.set(key, { rung, a, b })
}
