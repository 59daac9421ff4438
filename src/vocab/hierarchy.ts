import type { Issue } from '../core/issue.ts'
import { splitCurie } from '../core/curie.ts'
import type { Database } from './database.ts'
import type { SourceRange } from './roots.ts'
import { IS_A_WORD } from './schema.ts'

const PARENTS = `
SELECT relation.concept, parent.id FROM relation
JOIN concept AS parent ON parent.curie = relation.object AND parent.source = ?
WHERE relation.concept >= ? AND relation.predicate = ${String(IS_A_WORD)}`

const DANGLING = `
SELECT concept.curie, relation.object, concept.line FROM relation JOIN concept ON concept.id = relation.concept
WHERE relation.concept >= ? AND relation.predicate = ${String(IS_A_WORD)}
AND NOT EXISTS (SELECT 1 FROM concept AS parent WHERE parent.curie = relation.object)
ORDER BY relation.concept, relation.n`

/** Reports circles of `is_a`. The rows stay as they are: walking the hierarchy must bear circles. */
export const checkCircles = (
  database: Database,
  range: SourceRange,
  report: (issue: Issue) => void,
): void => {
  for (const cycle of cycles(parentsByConcept(database, range))) reportCycle(database, cycle, report)
}

/**
 * Reports parents that no source so far defines: the one flaw of a source that depends on others. With `filtered`,
 * parents of other ontologies are expected to be missing.
 */
export const checkParents = (
  database: Database,
  { firstConcept }: SourceRange,
  filtered: boolean,
  report: (issue: Issue) => void,
): void => {
  for (const [curie, parent, line] of database.prepare(DANGLING).all(firstConcept)) {
    const foreign = splitCurie(String(curie))?.prefix !== splitCurie(String(parent))?.prefix
    if (filtered && foreign) continue
    const message = `${String(curie)} is_a ${String(parent)}, which no source read so far defines`
    report({
      code: 'unknown-parent',
      line: Number(line),
      message,
      repair: 'Add the ontology that defines it before this one, or ignore this.',
    })
  }
}

const parentsByConcept = (
  database: Database,
  { source, firstConcept }: SourceRange,
): Map<number, number[]> => {
  const parents = new Map<number, number[]>()
  for (const [child, parent] of database.prepare(PARENTS).iterate(source, firstConcept)) {
    if (typeof child !== 'number' || typeof parent !== 'number') continue
    const list = parents.get(child)
    if (list) list.push(parent)
    else parents.set(child, [parent])
  }
  return parents
}

interface Visit {
  readonly concept: number
  /** Parents looked at so far. */
  next: number
}

/**
 * One circle for each knot of the hierarchy (strongly connected component: Tarjan 1972, without recursion), as the
 * concepts along it. Cost linear in the edges.
 */
export const cycles = (parents: ReadonlyMap<number, readonly number[]>): number[][] => {
  const found: number[][] = []
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const open: number[] = []
  const isOpen = new Set<number>()
  const enter = (concept: number): Visit => {
    order.set(concept, order.size)
    low.set(concept, order.size - 1)
    open.push(concept)
    isOpen.add(concept)
    return { concept, next: 0 }
  }
  const lower = (concept: number, to: number | undefined): void => {
    low.set(concept, Math.min(low.get(concept) ?? 0, to ?? 0))
  }
  const close = (concept: number): void => {
    if (low.get(concept) !== order.get(concept)) return
    const knot = new Set(open.splice(open.lastIndexOf(concept)))
    for (const member of knot) isOpen.delete(member)
    if (knot.size > 1 || parents.get(concept)?.includes(concept) === true)
      found.push(circleIn(knot, concept, parents))
  }
  for (const start of parents.keys()) {
    const path = order.has(start) ? [] : [enter(start)]
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const parent = parents.get(visit.concept)?.[visit.next++]
      if (parent === undefined) {
        path.pop()
        close(visit.concept)
        const below = path.at(-1)
        if (below) lower(below.concept, low.get(visit.concept))
      } else if (!order.has(parent)) path.push(enter(parent))
      else if (isOpen.has(parent)) lower(visit.concept, order.get(parent))
    }
  }
  return found
}

/** Follows parents inside a knot until a concept comes again. */
const circleIn = (
  knot: ReadonlySet<number>,
  start: number,
  parents: ReadonlyMap<number, readonly number[]>,
): number[] => {
  const places = new Map<number, number>()
  const walked: number[] = []
  for (let at: number | undefined = start; at !== undefined && !places.has(at);) {
    places.set(at, walked.length)
    walked.push(at)
    const next: number | undefined = parents.get(at)?.find((parent) => knot.has(parent))
    if (next !== undefined && places.has(next)) return walked.slice(places.get(next))
    at = next
  }
  return walked
}

const reportCycle = (database: Database, cycle: readonly number[], report: (issue: Issue) => void): void => {
  const find = database.prepare('SELECT curie, line FROM concept WHERE id = ?')
  const rows = cycle.map((concept) => find.get(concept))
  const ids = rows.map((row) => String(row?.[0]))
  const shown = [...ids.slice(0, 8), ...(ids.length > 8 ? ['…'] : []), ids[0] ?? ''].join(' is_a ')
  report({
    code: 'is-a-cycle',
    line: Number(rows[0]?.[1] ?? 0),
    message: `the hierarchy runs in a circle: ${shown}`,
    repair: 'Remove one of these is_a lines; until then each of them counts as below the others.',
  })
}
