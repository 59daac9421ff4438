import { readingsOf, sameCurie } from '../core/curie.ts'
import { KnownError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Curie } from '../core/term.ts'
import type { Database } from './database.ts'
import { IS_A_WORD } from './schema.ts'

/** The rows of one source: concepts are numbered as they come, so a source is a range. */
export interface SourceRange {
  readonly source: number
  readonly firstConcept: number
}

// In temporary tables: an index on the others would have to go again, and a store tells how often its tables were changed.
const EDGES = `
CREATE TEMP TABLE child_of AS SELECT object AS parent, concept FROM relation
  WHERE concept >= :first AND predicate = ${String(IS_A_WORD)};
CREATE INDEX child_of_parent ON child_of (parent);
CREATE TEMP TABLE replaced_by AS SELECT curie AS successor, concept FROM successor WHERE concept >= :first AND replaces;
CREATE INDEX replaced_by_successor ON replaced_by (successor)`

const DESCENDANTS = `
CREATE TEMP TABLE kept AS
WITH RECURSIVE below(id, curie) AS (
  SELECT id, curie FROM concept WHERE source = :source AND curie IN (SELECT value FROM json_each(:roots))
  UNION
  SELECT child.id, child.curie FROM below
  JOIN child_of ON child_of.parent = below.curie JOIN concept AS child ON child.id = child_of.concept
)
SELECT id, curie FROM below`

// Retired ids that lead to a kept concept, over several retirements or by way of a merged id, stay: they are redirects.
const REDIRECTS = `
INSERT INTO kept
WITH RECURSIVE leads(curie) AS (
  SELECT curie FROM kept
  UNION SELECT alt_id.curie FROM kept JOIN alt_id ON alt_id.concept = kept.id
  UNION SELECT retired.curie FROM leads
  JOIN replaced_by ON replaced_by.successor = leads.curie
  JOIN concept AS retired ON retired.id = replaced_by.concept AND retired.obsolete
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
  database.exec(EDGES.replaceAll(':first', String(firstConcept)))
  const rootList = `'${JSON.stringify(spelled).replaceAll("'", "''")}'`
  database.exec(DESCENDANTS.replaceAll(':source', String(source)).replace(':roots', rootList))
  database.exec(REDIRECTS.replaceAll(':source', String(source)))
  database.exec('DROP TABLE child_of; DROP TABLE replaced_by')
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
