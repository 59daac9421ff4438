import { KnownError } from '../core/errors.ts'
import type { Issue } from '../core/issue.ts'
import { SYNONYM_SCOPES, type Curie, type Synonym, type TermRecord } from '../core/term.ts'
import type {
  ConceptEntry,
  ConceptNames,
  ConceptSize,
  Correspondence,
  NameRow,
  SourceInfo,
  TermLookup,
} from './contract.ts'
import { type ConceptRecord, conceptRecords } from './concept-records.ts'
import { CLAIMS, correspondencesOf } from './correspondences.ts'
import { type Database, openDatabase, type SqlValue, type Statement } from './database.ts'
import { ISSUE_COLUMNS, issueOf } from './issue-rows.ts'
import { IS_A, IS_A_WORD, SCHEMA_VERSION } from './schema.ts'

type Row = readonly SqlValue[]

const CONCEPT = `SELECT concept.id, concept.curie, concept.label, word.text, source.name, concept.obsolete FROM concept
JOIN word ON word.id = concept.entity_class JOIN source ON source.id = concept.source`

// A source's concepts are numbered one after another: ranges are counted many times faster than what is found by its number.
const COUNTS = `WITH span AS (SELECT *, first_concept AS start,
    coalesce(lead(first_concept) OVER (ORDER BY id), (SELECT max(id) + 1 FROM concept), 0) AS stop FROM source)
  SELECT name, entity_class, parser, title, release,
  (SELECT count(*) FROM concept WHERE id >= start AND id < stop),
  (SELECT count(*) FROM synonym WHERE concept >= start AND concept < stop),
  (SELECT count(*) FROM concept WHERE id >= start AND id < stop AND obsolete),
  (SELECT count(*) FROM xref WHERE concept >= start AND concept < stop),
  (SELECT count(*) FROM mapping WHERE mapping.source = span.id),
  (SELECT count(*) FROM issue WHERE issue.source = span.id)
FROM span ORDER BY id`

const SIZES = `WITH asked AS (SELECT ? AS row, ? AS curie, ${String(IS_A_WORD)} AS is_a) SELECT
  (SELECT count(label) FROM concept WHERE id = asked.row), (SELECT count(*) FROM synonym WHERE concept = asked.row),
  (SELECT count(*) FROM relation WHERE object = asked.curie AND predicate = asked.is_a),
  (SELECT count(*) FROM relation WHERE concept = asked.row AND predicate = asked.is_a),
  (SELECT count(*) FROM alt_id WHERE concept = asked.row), (SELECT count(*) FROM xref WHERE concept = asked.row) FROM asked`
/** So many are remembered: candidates come again. */
const MOST_SIZES = 50_000

/** The synonym store, read-only. Calls may be made from one thread at a time; close it when done. */
export class VocabStore implements TermLookup {
  readonly #database: Database
  readonly #statements = new Map<string, Statement>()
  readonly #sizes = new Map<number, ConceptSize>()

  /** @throws KnownError `KB_SCHEMA` when another version of the product wrote it, `KB_DAMAGED` */
  constructor(file: string) {
    this.#database = openDatabase(file, { readonly: true })
    const version = this.#schemaVersion(file)
    if (version === String(SCHEMA_VERSION)) return
    this.#database.close()
    throw new KnownError(
      'KB_SCHEMA',
      `the store has schema ${String(version)}, this version reads ${String(SCHEMA_VERSION)}`,
      'Run ontoground build --full.',
      { place: { file } },
    )
  }

  concepts(curie: Curie): readonly ConceptEntry[] {
    return this.#all(`${CONCEPT} WHERE concept.curie = ? ORDER BY concept.source`, curie).map(conceptOf)
  }

  conceptsByAltId(curie: Curie): readonly ConceptEntry[] {
    const where = 'WHERE concept.id IN (SELECT concept FROM alt_id WHERE curie = ?) ORDER BY concept.source'
    return this.#all(`${CONCEPT} ${where}`, curie).map(conceptOf)
  }

  term(row: number): TermRecord {
    const [concept] = this.#all(`${CONCEPT} WHERE concept.id = ?`, row).map(conceptOf)
    const [extra] = this.#all('SELECT definition, line, source FROM concept WHERE id = ?', row)
    if (concept === undefined || extra === undefined) throw new RangeError(`no concept row ${String(row)}`)
    const successors = this.#all('SELECT curie, replaces FROM successor WHERE concept = ? ORDER BY n', row)
    const release = this.#all('SELECT release FROM source WHERE id = ?', Number(extra[2]))[0]?.[0]
    return {
      id: concept.id,
      label: concept.label,
      synonyms: this.#synonyms(row),
      definition: textOrNull(extra[0]),
      parents: this.#pairs('relation', row)
        .filter(({ predicate }) => predicate === IS_A)
        .map(({ object }) => object),
      relations: this.#pairs('relation', row).filter(({ predicate }) => predicate !== IS_A),
      xrefs: this.#pairs('xref', row),
      altIds: this.#all('SELECT curie FROM alt_id WHERE concept = ? ORDER BY n', row).map(firstText),
      obsolete: concept.obsolete,
      replacedBy: successors.filter(([, replaces]) => replaces === 1).map(firstText),
      consider: successors.filter(([, replaces]) => replaces === 0).map(firstText),
      subsets: this.#all(
        'SELECT text FROM subset JOIN word ON word.id = subset.name WHERE concept = ? ORDER BY n',
        row,
      ).map(firstText),
      line: Number(extra[1]),
      entityClass: concept.entityClass,
      source: concept.source,
      release: textOrNull(release),
    }
  }

  /** Ids of concepts that have this one as parent, sorted. */
  children(curie: Curie): readonly Curie[] {
    const sql = `SELECT DISTINCT concept.curie FROM relation JOIN concept ON concept.id = relation.concept
      WHERE relation.object = ? AND relation.predicate = ${String(IS_A_WORD)} ORDER BY concept.curie`
    return this.#all(sql, curie).map(firstText)
  }

  sizeOf(row: number, curie: Curie): ConceptSize {
    const known = this.#sizes.get(row)
    if (known !== undefined) return known
    const [counts = []] = this.#all(SIZES, row, curie)
    const [labels, synonyms, children, parents, altIds, xrefs] = counts.map(Number)
    const size = {
      ...{ names: (labels ?? 0) + (synonyms ?? 0), children: children ?? 0, parents: parents ?? 0 },
      ...{ altIds: altIds ?? 0, xrefs: xrefs ?? 0 },
    }
    if (this.#sizes.size >= MOST_SIZES) this.#sizes.clear()
    this.#sizes.set(row, size)
    return size
  }

  replacements(row: number): readonly Curie[] {
    return this.#all('SELECT curie FROM successor WHERE concept = ? AND replaces = 1 ORDER BY n', row).map(
      firstText,
    )
  }

  correspondences(curie: Curie): readonly Correspondence[] {
    return correspondencesOf(this.#all(CLAIMS, curie, curie, curie, curie), curie)
  }

  sources(): readonly SourceInfo[] {
    return this.#all(COUNTS).map(([name, entityClass, parser, title, release, ...counts]) => ({
      name: String(name),
      entityClass: textOrNull(entityClass),
      parser: String(parser),
      title: textOrNull(title),
      release: textOrNull(release),
      terms: Number(counts[0]),
      synonyms: Number(counts[1]),
      obsolete: Number(counts[2]),
      xrefs: Number(counts[3]),
      mappings: Number(counts[4]),
      issues: Number(counts[5]),
    }))
  }

  issues(source: string, limit: number): readonly Issue[] {
    const sql = `SELECT ${ISSUE_COLUMNS} FROM issue WHERE source = (SELECT id FROM source WHERE name = ?) ORDER BY n LIMIT ?`
    return this.#all(sql, source, limit).map(issueOf)
  }

  /** The id as the sources spell it, found without regard to the case of the prefix. A scan: for ids not found otherwise. */
  spellingOf(curie: Curie): Curie | undefined {
    const sql =
      'SELECT curie FROM concept WHERE curie = ? COLLATE NOCASE UNION SELECT curie FROM alt_id WHERE curie = ? COLLATE NOCASE'
    const local = curie.slice(curie.indexOf(':'))
    return this.#all(sql, curie, curie)
      .map(firstText)
      .find((found) => found.slice(found.indexOf(':')) === local)
  }

  /** All concepts with their names, in the order of their rows: what indexes are built from. */
  *conceptNames(): Generator<ConceptNames> {
    const synonyms = this.#database
      .prepare(
        'SELECT concept, synonym.text, scope, word.text FROM synonym LEFT JOIN word ON word.id = synonym.type ORDER BY concept, n',
      )
      .iterate()
    try {
      let pending = synonyms.next()
      for (const row of this.#database.prepare(`${CONCEPT} ORDER BY concept.id`).iterate()) {
        const concept = conceptOf(row)
        const names: NameRow[] = concept.label === null ? [] : [{ text: concept.label, scope: 0, type: null }]
        for (; pending.done !== true && pending.value[0] === concept.row; pending = synonyms.next()) {
          const [, text, scope, type] = pending.value
          names.push({ text: String(text), scope: Number(scope), type: textOrNull(type) })
        }
        yield { concept, names }
      }
    } finally {
      // A reader that stops early must not leave a query open: the store could not be closed.
      synonyms.return?.()
    }
  }

  /** All concepts of a source with all that is known of each, in the order of their rows; none where there is no such source. */
  *records(source: string): Generator<ConceptRecord> {
    const [id] = this.#all('SELECT id FROM source WHERE name = ?', source)
    if (id !== undefined) yield* conceptRecords(this.#database, Number(id[0]))
  }

  /** The names of the concepts of a source that are in use: labels, then synonyms. */
  *namesInUse(source: string): Generator<{ readonly id: Curie; readonly text: string }> {
    const ofSource = 'source = (SELECT id FROM source WHERE name = ?) AND NOT obsolete'
    const names = this.#database.prepare(
      `SELECT curie, label FROM concept WHERE label IS NOT NULL AND ${ofSource}
       UNION ALL SELECT curie, text FROM concept JOIN synonym ON synonym.concept = concept.id WHERE ${ofSource}`,
    )
    for (const [id, text] of names.iterate(source, source)) yield { id: String(id), text: String(text) }
  }

  /** What SQLite itself finds wrong with the file; empty when all is well. */
  integrityProblems(): readonly string[] {
    return this.#all('PRAGMA integrity_check(20)')
      .map(firstText)
      .filter((line) => line !== 'ok')
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #schemaVersion(file: string): SqlValue | undefined {
    try {
      return this.#all("SELECT value FROM meta WHERE key = 'schema_version'")[0]?.[0]
    } catch (cause) {
      this.#database.close()
      if (cause instanceof KnownError) throw cause
      throw new KnownError(
        'KB_DAMAGED',
        'the file is no store of ontoground',
        'Run ontoground build --full.',
        { place: { file }, cause },
      )
    }
  }

  #synonyms(row: number): Synonym[] {
    const sql = `SELECT synonym.text, scope, kind.text, tongue.text, xrefs FROM synonym
      LEFT JOIN word AS kind ON kind.id = synonym.type LEFT JOIN word AS tongue ON tongue.id = synonym.language
      WHERE concept = ? ORDER BY n`
    return this.#all(sql, row).map(([text, scope, type, language, xrefs]) => ({
      text: String(text),
      scope: synonymScope(Number(scope)),
      ...(type === null ? {} : { type: String(type) }),
      ...(language === null ? {} : { language: String(language) }),
      ...(xrefs === null ? {} : { xrefs: JSON.parse(String(xrefs)) as readonly string[] }),
    }))
  }

  #pairs(table: 'relation' | 'xref', row: number): { predicate: string; object: string }[] {
    const sql = `SELECT word.text, object FROM ${table} JOIN word ON word.id = predicate WHERE concept = ? ORDER BY n`
    return this.#all(sql, row).map(([predicate, object]) => ({
      predicate: String(predicate),
      object: String(object),
    }))
  }

  #all(sql: string, ...values: readonly SqlValue[]): Row[] {
    let statement = this.#statements.get(sql)
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)))
    return statement.all(...values)
  }
}

const firstText = (row: Row): string => String(row[0])

const textOrNull = (value: SqlValue | undefined): string | null => (typeof value === 'string' ? value : null)

const conceptOf = ([row, curie, label, entityClass, source, obsolete]: Row): ConceptEntry => ({
  row: Number(row),
  id: String(curie),
  label: textOrNull(label),
  entityClass: String(entityClass),
  source: String(source),
  obsolete: obsolete === 1,
})

const synonymScope = (code: number): Synonym['scope'] => {
  const scope = SYNONYM_SCOPES[code]
  return scope === undefined || scope === 'label' ? 'related' : scope
}
