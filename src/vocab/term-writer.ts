import { SYNONYM_SCOPES, type ParsedTerm } from '../core/term.ts'
import type { Database, Statement } from './database.ts'
import { IS_A, IS_A_WORD } from './schema.ts'

/** The lists of a term, as the tables keep them. */
export type TermLists = Partial<
  Pick<
    ParsedTerm,
    'synonyms' | 'parents' | 'relations' | 'xrefs' | 'altIds' | 'replacedBy' | 'consider' | 'subsets'
  >
>

type ListTable = 'synonym' | 'relation' | 'xref' | 'alt_id' | 'successor' | 'subset'

/** Where a concept's rows go on in each table. */
export type Positions = Record<ListTable, number>

export const startPositions = (): Positions => ({
  synonym: 0,
  relation: 0,
  xref: 0,
  alt_id: 0,
  successor: 0,
  subset: 0,
})

/** Numbers of the first rows that a source may have. */
export interface SourceStart {
  readonly concept: number
  readonly word: number
}

/** Writes the rows of concepts; each source's words are interned once. */
export class TermWriter {
  readonly #insert: Readonly<Record<ListTable | 'concept', Statement>>
  readonly #nextPosition: Readonly<Record<ListTable, Statement>>
  readonly #insertWord: Statement
  #words = new Map<string, number>()
  #nextConcept = 1
  #nextWord = IS_A_WORD + 1

  constructor(database: Database) {
    const insert = (table: string, values: number): Statement =>
      database.prepare(
        `INSERT INTO ${table} VALUES (${Array.from({ length: values }, () => '?').join(', ')})`,
      )
    this.#insert = {
      concept: insert('concept', 8),
      synonym: insert('synonym', 7),
      relation: insert('relation', 4),
      xref: insert('xref', 4),
      alt_id: insert('alt_id', 3),
      successor: insert('successor', 4),
      subset: insert('subset', 3),
    }
    const next = (table: ListTable): Statement =>
      database.prepare(`SELECT coalesce(max(n) + 1, 0) FROM ${table} WHERE concept = ?`)
    this.#nextPosition = {
      synonym: next('synonym'),
      relation: next('relation'),
      xref: next('xref'),
      alt_id: next('alt_id'),
      successor: next('successor'),
      subset: next('subset'),
    }
    this.#insertWord = database.prepare('INSERT INTO word VALUES (?, ?)')
  }

  /** What comes now is another source's. @returns where its rows begin */
  beginSource(): SourceStart {
    this.#words = new Map([[IS_A, IS_A_WORD]])
    return { concept: this.#nextConcept, word: this.#nextWord }
  }

  /** Rows written next have these numbers. */
  goOnFrom({ concept, word = this.#nextWord }: Partial<SourceStart> & Pick<SourceStart, 'concept'>): void {
    this.#nextConcept = concept
    this.#nextWord = word
  }

  /** @returns the new concept's row id */
  write(term: ParsedTerm, source: number, entityClass: string): number {
    const concept = this.#nextConcept++
    this.#insert.concept.run(
      concept,
      source,
      term.id,
      term.label,
      this.word(entityClass),
      Number(term.obsolete),
      term.definition,
      term.line,
    )
    this.append(concept, term, startPositions())
    return concept
  }

  /** Where lists of a concept already written go on. */
  positionsOf(concept: number): Positions {
    const at = (table: ListTable): number => Number(this.#nextPosition[table].get(concept)?.[0] ?? 0)
    return {
      synonym: at('synonym'),
      relation: at('relation'),
      xref: at('xref'),
      alt_id: at('alt_id'),
      successor: at('successor'),
      subset: at('subset'),
    }
  }

  append(concept: number, lists: TermLists, at: Positions): void {
    for (const { text, scope, type, language, xrefs } of lists.synonyms ?? []) {
      this.#insert.synonym.run(
        concept,
        at.synonym++,
        text,
        SYNONYM_SCOPES.indexOf(scope),
        type === undefined ? null : this.word(type),
        language === undefined ? null : this.word(language),
        xrefs === undefined ? null : JSON.stringify(xrefs),
      )
    }
    for (const parent of lists.parents ?? [])
      this.#insert.relation.run(concept, at.relation++, this.word(IS_A), parent)
    for (const { predicate, object } of lists.relations ?? []) {
      this.#insert.relation.run(concept, at.relation++, this.word(predicate), object)
    }
    for (const { predicate, object } of lists.xrefs ?? [])
      this.#insert.xref.run(concept, at.xref++, this.word(predicate), object)
    for (const curie of lists.altIds ?? []) this.#insert.alt_id.run(concept, at.alt_id++, curie)
    for (const curie of lists.replacedBy ?? []) this.#insert.successor.run(concept, at.successor++, curie, 1)
    for (const curie of lists.consider ?? []) this.#insert.successor.run(concept, at.successor++, curie, 0)
    for (const name of lists.subsets ?? []) this.#insert.subset.run(concept, at.subset++, this.word(name))
  }

  /** Row id of an interned word. */
  word(text: string): number {
    const known = this.#words.get(text)
    if (known !== undefined) return known
    const id = this.#nextWord++
    this.#insertWord.run(id, text)
    this.#words.set(text, id)
    return id
  }
}
