import { readingsOf, sameCurie } from '../core/curie.ts'
import { KnownError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Curie } from '../core/term.ts'
import type { Database } from './database.ts'
import { IS_A } from './schema.ts'

/** The rows of one source: concepts are numbered as they come, so a source is a range. */
export interface SourceRange {
  readonly source: number
  /** 0 when the source has no concept. */
  readonly firstConcept: number
}

const DESCENDANTS = `
CREATE TEMP TABLE kept AS
WITH RECURSIVE below(id, curie) AS (
  SELECT id, curie FROM concept WHERE source = :source AND curie IN (SELECT value FROM json_each(:roots))
  UNION
  SELECT child.id, child.curie FROM below
  JOIN relation ON relation.object = below.curie AND relation.predicate = (SELECT id FROM word WHERE text = '${IS_A}')
  JOIN concept AS child ON child.id = relation.concept AND child.source = :source
)
SELECT id, curie FROM below`

// Retired ids that lead to a kept concept, over several retirements or by way of a merged id, stay: they are redirects.
const REDIRECTS = `
INSERT INTO kept
WITH RECURSIVE leads(curie) AS (
  SELECT curie FROM kept
  UNION SELECT alt_id.curie FROM kept JOIN alt_id ON alt_id.concept = kept.id
  UNION SELECT retired.curie FROM leads
  JOIN successor ON successor.curie = leads.curie AND successor.replaces
  JOIN concept AS retired ON retired.id = successor.concept AND retired.source = :source AND retired.obsolete
)
SELECT concept.id, concept.curie FROM leads JOIN concept ON concept.curie = leads.curie AND concept.source = :source
WHERE concept.obsolete AND concept.id NOT IN (SELECT id FROM kept)`

/**
 * Deletes the concepts of a source that are neither one of `roots` nor below one.
 *
 * @returns how many are kept
 * @throws KnownError `ROOT_NOT_FOUND`
 */
export const keepDescendants = (
  database: Database,
  { source, firstConcept }: SourceRange,
  roots: readonly string[],
): number => {
  const spelled = roots.map((root) => requireRoot(database, source, root))
  database.exec(
    'CREATE INDEX relation_for_roots ON relation (object, predicate); CREATE INDEX successor_for_roots ON successor (curie)',
  )
  const rootList = `'${JSON.stringify(spelled).replaceAll("'", "''")}'`
  database.exec(DESCENDANTS.replaceAll(':source', String(source)).replace(':roots', rootList))
  database.exec(REDIRECTS.replaceAll(':source', String(source)))
  database.exec('DROP INDEX relation_for_roots; DROP INDEX successor_for_roots')
  for (const table of ['synonym', 'relation', 'xref', 'alt_id', 'successor', 'subset']) {
    database
      .prepare(`DELETE FROM ${table} WHERE concept >= ? AND concept NOT IN (SELECT id FROM kept)`)
      .run(firstConcept)
  }
  database.prepare('DELETE FROM concept WHERE source = ? AND id NOT IN (SELECT id FROM kept)').run(source)
  const kept = Number(database.prepare('SELECT count(*) FROM kept').get()?.[0])
  database.exec('DROP TABLE kept')
  return kept
}

/** @returns the root as the source spells it: `uo_0000003` and `uo:0000003` mean UO:0000003 */
const requireRoot = (database: Database, source: number, root: string): Curie => {
  const find = database.prepare('SELECT curie FROM concept WHERE curie = ? COLLATE NOCASE AND source = ?')
  for (const reading of readingsOf(root)) {
    const rows = find.all(reading, source).map(([curie]) => String(curie))
    const found = rows.find((curie) => sameCurie(curie, reading))
    if (found !== undefined) return found
  }
  const some = database
    .prepare('SELECT curie FROM concept WHERE source = ? ORDER BY id LIMIT 2000')
    .all(source)
  const known = some.map(([curie]) => String(curie))
  throw new KnownError(
    'ROOT_NOT_FOUND',
    `"roots" names ${root}, which the source does not have.${didYouMean(root, known)}`,
    `Correct "roots"; ids of this source look like ${known[0] ?? 'nothing: it is empty'}.`,
  )
}
