import type { Issue } from '../core/issue.ts'
import { splitCurie } from '../core/curie.ts'
import type { Database } from './database.ts'
import type { SourceRange } from './roots.ts'
import { IS_A } from './schema.ts'

const PARENTS = `
SELECT relation.concept, parent.id FROM relation
JOIN concept AS parent ON parent.curie = relation.object AND parent.source = ?
WHERE relation.concept >= ? AND relation.predicate = (SELECT id FROM word WHERE text = '${IS_A}')`

const DANGLING = `
SELECT concept.curie, relation.object, concept.line FROM relation JOIN concept ON concept.id = relation.concept
WHERE relation.concept >= ? AND relation.predicate = (SELECT id FROM word WHERE text = '${IS_A}')
AND NOT EXISTS (SELECT 1 FROM concept AS parent WHERE parent.curie = relation.object)
ORDER BY relation.concept, relation.n`

/**
 * Reports circles of `is_a` and parents nobody defines. The rows stay as they are: walking the hierarchy must bear
 * circles. With `filtered`, parents of other ontologies are expected to be missing.
 */
export const checkHierarchy = (
  database: Database,
  range: SourceRange,
  filtered: boolean,
  report: (issue: Issue) => void,
): void => {
  if (range.firstConcept === 0) return
  for (const cycle of cycles(parentsByConcept(database, range))) reportCycle(database, cycle, report)
  for (const [curie, parent, line] of database.prepare(DANGLING).all(range.firstConcept)) {
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

/** The circles a depth-first walk closes, each as the concepts along it; cost linear in the edges. */
export const cycles = (parents: ReadonlyMap<number, readonly number[]>): number[][] => {
  const found: number[][] = []
  const done = new Set<number>()
  for (const start of parents.keys()) {
    if (done.has(start)) continue
    const path: number[] = []
    const onPath = new Map<number, number>()
    const stack: { concept: number; next: number }[] = [{ concept: start, next: 0 }]
    onPath.set(start, 0)
    path.push(start)
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const parent = parents.get(top.concept)?.[top.next++]
      if (parent === undefined) {
        stack.pop()
        path.pop()
        onPath.delete(top.concept)
        done.add(top.concept)
      } else if (onPath.has(parent)) found.push(path.slice(onPath.get(parent)))
      else if (!done.has(parent)) {
        onPath.set(parent, path.length)
        path.push(parent)
        stack.push({ concept: parent, next: 0 })
      }
    }
  }
  return found
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
