import { KnownError } from '../core/errors.ts'
import type { Issue } from '../core/issue.ts'
import { splitCurie } from '../core/curie.ts'
import type { Curie, Mapping, ParsedTerm } from '../core/term.ts'
import { type Database, openDatabase, type Statement } from './database.ts'
import { type CopiedSource, copySource } from './copy-source.ts'
import { checkCircles, checkParents } from './hierarchy.ts'
import { keepDescendants } from './roots.ts'
import { INDEXES, IS_A, SCHEMA_VERSION, STAGING, TABLES } from './schema.ts'
import { TermJoiner, type TermPiece } from './term-joiner.ts'
import { type SourceStart, TermWriter } from './term-writer.ts'

/** What the build says of a source before its terms come. */
export interface SourceSpec {
  readonly name: string
  /** Class of the concepts that have none of their own; `null` when all have one, or there are none. */
  readonly entityClass: string | null
  readonly parser: string
  /** Only ids with these prefixes become concepts; all when empty. */
  readonly idPrefixes: readonly string[]
  /** Only these concepts and what lies below them is kept; all when empty. */
  readonly roots: readonly string[]
  /** Whether a second term of one id is a flaw, or more about the same concept. Default flaw. */
  readonly repeatedIds?: 'flaw' | 'join'
}

/** More about a term that may not be written yet. */
export type Addition = { readonly id: Curie } & TermPiece

export interface RelationTypeRow {
  readonly id: string
  readonly curie?: string
  readonly label?: string
}

/** Loads sources into a new store, all in one transaction; nothing can be read before `finish`. The same sources make the same file. */
export class VocabWriter {
  readonly #database: Database
  readonly #terms: TermWriter
  readonly #joiner: TermJoiner
  readonly #insertSource: Statement
  #sources = 0
  /** Of the source at hand. */
  #firstConcept = 0

  /** @param before a store with sources to copy */
  constructor(file: string, before?: string) {
    this.#database = openDatabase(file, { readonly: false })
    try {
      if (before !== undefined) this.#database.prepare('ATTACH ? AS before').run(before)
      this.#database.exec(TABLES)
      this.#database.exec(STAGING)
      this.#database.exec('BEGIN')
      this.#database.prepare('INSERT INTO meta VALUES (?, ?)').run('schema_version', String(SCHEMA_VERSION))
      this.#terms = new TermWriter(this.#database)
      this.#joiner = new TermJoiner(this.#database, this.#terms)
      this.#insertSource = this.#database.prepare('INSERT INTO source VALUES (?, ?, ?, ?, NULL, NULL, ?, ?)')
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  /** Sources are ranked in the order they are begun. One at a time: end it before the next. */
  beginSource(spec: SourceSpec, report: (issue: Issue) => void): SourceWriter {
    const id = ++this.#sources
    const start = this.#beginRows()
    this.#insertSource.run(id, spec.name, spec.entityClass, spec.parser, start.concept, start.word)
    return new SourceWriter(this.#database, this.#terms, this.#joiner, id, start, spec, report)
  }

  /** A source as the store before has it, as if it had been read again, but for flaws that depend on other sources. */
  copySource(name: string): CopiedSource {
    const start = this.#beginRows()
    const copied = copySource(this.#database, name, ++this.#sources, start)
    this.#terms.goOnFrom(copied.end)
    return copied
  }

  /** Reports parents that no source so far defines. For each source once, when it has ended or was copied. */
  checkParents({ idPrefixes }: Pick<SourceSpec, 'idPrefixes'>, report: (issue: Issue) => void): void {
    const range = { source: this.#sources, firstConcept: this.#firstConcept }
    checkParents(this.#database, range, idPrefixes.length > 0, report)
  }

  /** Keeps flaws of the source at hand. */
  addIssues(issues: Iterable<Issue>): void {
    const insert = this.#database.prepare('INSERT INTO issue VALUES (?, ?, ?, ?, ?, ?)')
    const last = this.#database.prepare('SELECT max(n) FROM issue WHERE source = ?').get(this.#sources)?.[0]
    let n = typeof last === 'number' ? last + 1 : 0
    for (const { code, line, message, repair } of issues)
      insert.run(this.#sources, n++, code, line, message, repair)
  }

  /** Makes the indexes, commits and closes. */
  finish(): void {
    this.#database.exec(INDEXES)
    this.#database.exec('COMMIT')
    // Pages in one order, whatever way the rows came.
    // Of this store alone: without its name the one before would be analysed, and so written, too.
    this.#database.exec('ANALYZE main; VACUUM main')
    this.#database.close()
  }

  /** Gives up; the file is left for the caller to delete. */
  abandon(): void {
    this.#database.close()
  }

  #beginRows(): SourceStart {
    const start = this.#terms.beginSource()
    this.#firstConcept = start.concept
    return start
  }
}

/** Additions held at a time; those of one concept are never parted. */
const ADDITIONS_PAGE = 20_000

/** One source on its way into the store. */
export class SourceWriter {
  readonly #database: Database
  readonly #terms: TermWriter
  readonly #joiner: TermJoiner
  readonly #source: number
  readonly #spec: SourceSpec
  readonly #report: (issue: Issue) => void
  readonly #findConcept: Statement
  readonly #stage: Statement
  readonly #insertMapping: Statement
  readonly #prefixes: ReadonlySet<string>
  readonly #relationTypes = new Map<string, RelationTypeRow>()
  /** Terms written so far; after `end` those that `roots` keeps. */
  kept = 0
  /** Mappings written so far. */
  mapped = 0
  readonly #firstConcept: number

  constructor(
    database: Database,
    terms: TermWriter,
    joiner: TermJoiner,
    source: number,
    start: SourceStart,
    spec: SourceSpec,
    report: (issue: Issue) => void,
  ) {
    this.#database = database
    this.#terms = terms
    this.#joiner = joiner
    this.#source = source
    this.#firstConcept = start.concept
    this.#spec = spec
    this.#report = report
    this.#findConcept = database.prepare('SELECT id, line FROM concept WHERE curie = ? AND source = ?')
    this.#stage = database.prepare('INSERT INTO addition VALUES (?, ?, ?)')
    this.#insertMapping = database.prepare('INSERT INTO mapping VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    this.#prefixes = new Set(spec.idPrefixes.map((prefix) => prefix.toLowerCase()))
  }

  add(terms: readonly ParsedTerm[], additions: readonly Addition[], mappings: readonly Mapping[] = []): void {
    for (const term of terms) {
      if (term.id === '') this.#reportMissingId(term)
      else if (this.#wanted(term.id)) this.#addTerm(term)
    }
    for (const addition of additions) {
      if (this.#wanted(addition.id)) this.#stageAddition(addition)
    }
    for (const mapping of mappings) this.#addMapping(mapping)
  }

  has(id: Curie): boolean {
    return this.#findConcept.get(id, this.#source) !== undefined
  }

  /** All names written, labels and synonyms, concept by concept. */
  *names(): Generator<{ readonly concept: Curie; readonly text: string; readonly obsolete: boolean }> {
    const names = this.#database.prepare(
      `SELECT curie, label, obsolete FROM concept WHERE source = ? AND label IS NOT NULL
       UNION ALL SELECT curie, text, obsolete FROM concept JOIN synonym ON synonym.concept = concept.id WHERE source = ?`,
    )
    for (const [concept, text, obsolete] of names.iterate(this.#source, this.#source))
      yield { concept: String(concept), text: String(text), obsolete: obsolete === 1 }
  }

  defineRelation(relation: RelationTypeRow): void {
    if (!this.#relationTypes.has(relation.id)) this.#relationTypes.set(relation.id, relation)
  }

  /** Joins what came apart, looks for circles, applies `roots`. */
  end(header: { readonly title?: string | undefined; readonly release?: string | undefined }): void {
    this.#database
      .prepare('UPDATE source SET title = ?, release = ? WHERE id = ?')
      .run(header.title ?? null, header.release ?? null, this.#source)
    this.#joinAdditions()
    this.#reportMissingLabels()
    this.#nameRelations()
    const range = { source: this.#source, firstConcept: this.#firstConcept }
    checkCircles(this.#database, range, this.#report)
    if (this.#spec.roots.length === 0) return
    this.kept = keepDescendants(this.#database, range, this.#spec.roots)
    // As if those left out had never been: the numbers of the next source do not tell how many they were.
    const last = this.#database.prepare('SELECT max(id) FROM concept').get()?.[0]
    this.#terms.goOnFrom({ concept: Number(last) + 1 })
  }

  #wanted(id: Curie): boolean {
    if (this.#prefixes.size === 0) return true
    const prefix = splitCurie(id)?.prefix
    return prefix !== undefined && this.#prefixes.has(prefix.toLowerCase())
  }

  // To join each at once would read all that is known of the concept each time: quadratic where its rows stand apart.
  #stageAddition(addition: Addition): void {
    this.#stage.run(addition.id, addition.line, JSON.stringify(addition))
  }

  #reportMissingId({ line, label }: ParsedTerm): void {
    const message = `a term without an id was left out${label === null ? '' : ` ("${label}")`}`
    this.#report({ code: 'missing-id', line, message, repair: 'Give it an id.' })
  }

  #addTerm(term: ParsedTerm): void {
    const earlier = this.#findConcept.get(term.id, this.#source)
    if (earlier && this.#spec.repeatedIds === 'join') {
      this.#stageAddition(term)
      return
    }
    if (earlier) {
      this.#report({
        code: 'duplicate-id',
        line: term.line,
        message: `${term.id} is defined again (first in line ${String(earlier[1])}); the second definition was left out`,
        repair: 'Merge the two, or give one another id.',
      })
      return
    }
    this.#terms.write(term, this.#source, this.#classOf(term))
    this.kept++
  }

  #classOf({ id, entityClass }: ParsedTerm): string {
    const name = entityClass ?? this.#spec.entityClass
    if (name !== null) return name
    throw new KnownError(
      'CONFIG_INVALID',
      `"entityClass" is missing, and ${id} has no class of its own`,
      'Add "entityClass" to the source.',
    )
  }

  /** Some thousands at a time: additions may be as many as the rest of the source. */
  #joinAdditions(): void {
    this.#database.exec('CREATE INDEX addition_by_curie ON addition (curie)')
    const next = this.#database.prepare(
      `SELECT max(curie) FROM (SELECT curie FROM addition WHERE curie > ? ORDER BY curie LIMIT ${String(ADDITIONS_PAGE)})`,
    )
    const page = this.#database.prepare(
      'SELECT curie, content FROM addition WHERE curie > ? AND curie <= ? ORDER BY curie, rowid',
    )
    for (let from = '', to = next.get(from)?.[0]; typeof to === 'string'; to = next.get(from)?.[0]) {
      const groups = new Map<Curie, Addition[]>()
      for (const [curie, content] of page.all(from, to)) {
        const group = groups.get(String(curie)) ?? []
        group.push(JSON.parse(String(content)) as Addition)
        groups.set(String(curie), group)
      }
      for (const [curie, group] of groups) this.#joinGroup(curie, group)
      from = to
    }
    this.#database.exec('DROP INDEX addition_by_curie; DELETE FROM addition')
  }

  #joinGroup(curie: Curie, group: readonly Addition[]): void {
    const concept = this.#findConcept.get(curie, this.#source)?.[0]
    if (typeof concept !== 'number') {
      const line = group[0]?.line ?? 0
      const message = `something is said of ${curie}, which is no term of this source; it was passed over`
      this.#report({
        code: 'fact-without-term',
        line,
        message,
        repair: 'Ignore this if the id belongs to an imported ontology.',
      })
      return
    }
    for (const { label, line } of this.#joiner.join(concept, group, this.#spec.entityClass)) {
      const message = `${curie} is labelled again, "${label}"; kept as an exact synonym`
      this.#report({ code: 'conflicting-label', line, message, repair: 'Give it one label.' })
    }
  }

  #addMapping({ subject, predicate, object, justification, confidence, line }: Mapping): void {
    this.#insertMapping.run(
      this.#source,
      this.mapped++,
      subject,
      this.#terms.word(predicate),
      object,
      justification ?? null,
      confidence ?? null,
      line,
    )
  }

  /** Only now: another place may have named what was met without a label. */
  #reportMissingLabels(): void {
    const nameless = this.#database.prepare(
      'SELECT curie, line FROM concept WHERE source = ? AND label IS NULL AND NOT obsolete ORDER BY id',
    )
    for (const [curie, line] of nameless.all(this.#source)) {
      this.#report({
        code: 'missing-label',
        line: Number(line),
        message: `${String(curie)} has no label`,
        repair: 'Name it; until then only its synonyms are found.',
      })
    }
  }

  /** `part_of` and its IRI are one relation: rows take the CURIE its definition gives. */
  #nameRelations(): void {
    const insert = this.#database.prepare('INSERT INTO relation_type VALUES (?, ?, ?, ?)')
    const rename = this.#database.prepare(
      'UPDATE relation SET predicate = ? WHERE predicate = ? AND concept >= ?',
    )
    for (const { id, curie, label } of this.#relationTypes.values()) {
      if (id === IS_A) continue
      insert.run(this.#source, id, curie ?? null, label ?? null)
      if (curie !== undefined && curie !== id) {
        rename.run(this.#terms.word(curie), this.#terms.word(id), this.#firstConcept)
      }
    }
  }
}
