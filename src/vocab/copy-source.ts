import type { Issue } from '../core/issue.ts'
import type { Database, SqlValue } from './database.ts'
import { ISSUE_COLUMNS, issueOf } from './issue-rows.ts'
import { IS_A_WORD } from './schema.ts'
import type { SourceStart } from './term-writer.ts'

export interface CopiedSource {
  readonly terms: number
  readonly mappings: number
  readonly issues: readonly Issue[]
  /** Where the rows of the next source begin. */
  readonly end: SourceStart
}

/** Where the rows of a source are: from `first` up to, not including, `end`. */
interface Rows {
  readonly first: SourceStart
  readonly end: SourceStart
}

/** A word's new number; there is none where there was none. */
const word = (column: string): string =>
  `CASE ${column} WHEN ${String(IS_A_WORD)} THEN ${String(IS_A_WORD)} ELSE ${column} + @word END`

/** By table what follows the source in its rows. */
const OF_SOURCE = {
  mapping: `n, subject, ${word('predicate')}, object, justification, confidence, line`,
  relation_type: 'id, curie, label',
} as const

/** By table what follows the concept and the place in its rows. */
const OF_CONCEPT = {
  synonym: `text, scope, ${word('type')}, ${word('language')}, xrefs`,
  relation: `${word('predicate')}, object`,
  xref: `${word('predicate')}, object`,
  alt_id: 'curie',
  successor: 'curie, replaces',
  subset: word('name'),
} as const

// `before` is the database that is copied from; what begins with @ is a number put in below.
const STATEMENTS = [
  `INSERT INTO source SELECT @source, name, entity_class, parser, title, release, @toConcept, @toWord
    FROM before.source WHERE id = @old`,
  'INSERT INTO word SELECT id + @word, text FROM before.word WHERE id >= @fromWord AND id < @endWord',
  `INSERT INTO concept SELECT id + @concept, @source, curie, label, ${word('entity_class')}, obsolete, definition, line
    FROM before.concept WHERE id >= @fromConcept AND id < @endConcept`,
  ...Object.entries(OF_CONCEPT).map(
    ([table, columns]) => `INSERT INTO ${table} SELECT concept + @concept, n, ${columns}
      FROM before.${table} WHERE concept >= @fromConcept AND concept < @endConcept`,
  ),
  ...Object.entries(OF_SOURCE).map(
    ([table, columns]) =>
      `INSERT INTO ${table} SELECT @source, ${columns} FROM before.${table} WHERE source = @old`,
  ),
  `INSERT INTO issue SELECT @source, n, ${ISSUE_COLUMNS} FROM before.issue
    WHERE source = @old AND code <> 'unknown-parent'`,
]

/**
 * Copies a source out of a store of this schema that is attached as `before`: the rows that it would have if it were read
 * again, but for issues `unknown-parent`, which depend on other sources.
 *
 * @param source its number from now on
 * @param start where its rows begin
 * @throws RangeError where there is no such source
 */
export const copySource = (
  database: Database,
  name: string,
  source: number,
  start: SourceStart,
): CopiedSource => {
  const old = Number(requireRow(database, 'SELECT id FROM before.source WHERE name = ?', name)[0])
  const { first, end } = rowsOf(database, old)
  const by = { concept: start.concept - first.concept, word: start.word - first.word }
  const numbers = {
    ...{ old, source, concept: by.concept, word: by.word, toConcept: start.concept, toWord: start.word },
    ...{ fromConcept: first.concept, endConcept: end.concept, fromWord: first.word, endWord: end.word },
  }
  const filled = (sql: string): string =>
    sql.replaceAll(/@(\w+)/g, (_, key: keyof typeof numbers) => String(numbers[key]))
  for (const sql of STATEMENTS) database.exec(filled(sql))
  const count = (table: string): number =>
    Number(database.prepare(`SELECT count(*) FROM ${table} WHERE source = ?`).get(source)?.[0])
  const issues = database.prepare(`SELECT ${ISSUE_COLUMNS} FROM issue WHERE source = ? ORDER BY n`)
  return {
    ...{ terms: count('concept'), mappings: count('mapping'), issues: issues.all(source).map(issueOf) },
    end: { concept: end.concept + by.concept, word: end.word + by.word },
  }
}

const rowsOf = (database: Database, source: number): Rows => {
  const starts = 'SELECT first_concept, first_word FROM before.source WHERE id = ?'
  const ends = 'SELECT (SELECT max(id) + 1 FROM before.concept), (SELECT max(id) + 1 FROM before.word)'
  const [concept, word] = requireRow(database, starts, source).map(Number)
  const [endConcept, endWord] = (
    database.prepare(starts).get(source + 1) ??
    database.prepare(ends).get() ??
    []
  ).map(Number)
  const first = { concept: concept ?? 0, word: word ?? 0 }
  // Where no concept comes after the first row it is the end.
  const end = { concept: Math.max(first.concept, endConcept ?? 0), word: endWord ?? 0 }
  return { first, end }
}

const requireRow = (database: Database, sql: string, value: SqlValue): readonly SqlValue[] => {
  const row = database.prepare(sql).get(value)
  if (row === undefined) throw new RangeError(`no source ${String(value)} to copy`)
  return row
}
