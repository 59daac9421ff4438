import { type ParsedTerm, type Synonym, SYNONYM_SCOPES } from '../core/term.ts'
import type { Database, SqlValue, Statement } from './database.ts'
import { IS_A } from './schema.ts'
import type { TermLists, TermWriter } from './term-writer.ts'

/** What may be said of a term in a second place. */
export type TermPiece = TermLists &
  Partial<Pick<ParsedTerm, 'label' | 'definition' | 'obsolete' | 'entityClass'>>

const KNOWN_ITEMS = `
WITH this(concept) AS (SELECT ?)
SELECT 'relation\t' || word.text || '\t' || object FROM this NATURAL JOIN relation JOIN word ON word.id = predicate
UNION ALL SELECT 'xref\t' || word.text || '\t' || object FROM this NATURAL JOIN xref JOIN word ON word.id = predicate
UNION ALL SELECT 'alt_id\t' || curie FROM this NATURAL JOIN alt_id
UNION ALL SELECT 'successor\t' || replaces || '\t' || curie FROM this NATURAL JOIN successor
UNION ALL SELECT 'subset\t' || word.text FROM this NATURAL JOIN subset JOIN word ON word.id = name`

const KNOWN_SYNONYMS = `
SELECT n, synonym.text, scope, kind.text, tongue.text, xrefs FROM synonym
LEFT JOIN word AS kind ON kind.id = synonym.type LEFT JOIN word AS tongue ON tongue.id = synonym.language
WHERE concept = ? ORDER BY n`

interface StoredSynonym {
  readonly n: number
  readonly text: string
  readonly scope: number
  type: string | null
  readonly language: string | null
  readonly xrefs: Set<string>
  changed: boolean
}

/** Adds to concepts already written what is said of them later. Lists stay without repeats. */
export class TermJoiner {
  readonly #writer: TermWriter
  readonly #head: Statement
  readonly #setLabel: Statement
  readonly #setDefinition: Statement
  readonly #retire: Statement
  readonly #setClass: Statement
  readonly #knownItems: Statement
  readonly #knownSynonyms: Statement
  readonly #refineSynonym: Statement

  constructor(database: Database, writer: TermWriter) {
    this.#writer = writer
    this.#head = database.prepare('SELECT label, definition FROM concept WHERE id = ?')
    this.#setLabel = database.prepare('UPDATE concept SET label = ? WHERE id = ?')
    this.#setDefinition = database.prepare('UPDATE concept SET definition = ? WHERE id = ?')
    this.#retire = database.prepare('UPDATE concept SET obsolete = 1 WHERE id = ?')
    this.#setClass = database.prepare('UPDATE concept SET entity_class = ? WHERE id = ?')
    this.#knownItems = database.prepare(KNOWN_ITEMS)
    this.#knownSynonyms = database.prepare(KNOWN_SYNONYMS)
    this.#refineSynonym = database.prepare(
      'UPDATE synonym SET type = ?, xrefs = ? WHERE concept = ? AND n = ?',
    )
  }

  /** @returns labels that are not the concept's: they became exact synonyms */
  join(concept: number, pieces: readonly TermPiece[]): readonly string[] {
    const others = this.#joinHead(concept, pieces)
    const labels = others.map((text) => ({ synonyms: [{ text, scope: 'exact' } as const] }))
    this.#joinLists(concept, pieces)
    this.#joinSynonyms(
      concept,
      [...pieces, ...labels].flatMap(({ synonyms }) => synonyms ?? []),
    )
    return others
  }

  #joinHead(concept: number, pieces: readonly TermPiece[]): readonly string[] {
    if (!pieces.some(hasHead)) return []
    const [known, defined] = this.#head.get(concept) ?? []
    const labels = pieces.map(({ label }) => label).filter((label) => typeof label === 'string')
    const label = known ?? labels[0] ?? null
    if (label !== known) this.#setLabel.run(label, concept)
    const definition = pieces.map((piece) => piece.definition).find((text) => typeof text === 'string')
    if (defined === null && definition !== undefined) this.#setDefinition.run(definition, concept)
    if (pieces.some(({ obsolete }) => obsolete === true)) this.#retire.run(concept)
    const entityClass = pieces.map((piece) => piece.entityClass).find((name) => name !== undefined)
    if (entityClass !== undefined) this.#setClass.run(this.#writer.word(entityClass), concept)
    return [...new Set(labels)].filter((text) => text !== label)
  }

  #joinLists(concept: number, pieces: readonly TermPiece[]): void {
    if (!pieces.some(hasLists)) return
    const known = new Set(this.#knownItems.all(concept).map(([key]) => String(key)))
    const at = this.#writer.positionsOf(concept)
    for (const piece of pieces) this.#writer.append(concept, newItems(piece, known), at)
  }

  #joinSynonyms(concept: number, synonyms: readonly Synonym[]): void {
    if (synonyms.length === 0) return
    const stored = this.#knownSynonyms.all(concept).map(storedSynonym)
    const fresh: Synonym[] = []
    let n = Math.max(-1, ...stored.map((synonym) => synonym.n)) + 1
    for (const synonym of synonyms) {
      if (refine(stored, synonym)) continue
      stored.push(storedOf(synonym, n++))
      fresh.push(synonym)
    }
    const at = this.#writer.positionsOf(concept)
    this.#writer.append(concept, { synonyms: fresh }, at)
    for (const synonym of stored) {
      if (!synonym.changed) continue
      const type = synonym.type === null ? null : this.#writer.word(synonym.type)
      const xrefs = synonym.xrefs.size === 0 ? null : JSON.stringify([...synonym.xrefs])
      this.#refineSynonym.run(type, xrefs, concept, synonym.n)
    }
  }
}

const LISTS = ['parents', 'relations', 'xrefs', 'altIds', 'replacedBy', 'consider', 'subsets'] as const

const hasHead = ({ label, definition, obsolete, entityClass }: TermPiece): boolean =>
  typeof label === 'string' ||
  typeof definition === 'string' ||
  obsolete === true ||
  entityClass !== undefined

const hasLists = (piece: TermPiece): boolean => LISTS.some((list) => (piece[list]?.length ?? 0) > 0)

/** The items of `lists` that are not in `known` yet, synonyms apart; they are in it afterwards. */
const newItems = (lists: TermLists, known: Set<string>): TermLists => {
  const fresh = <Item>(items: readonly Item[] | undefined, key: (item: Item) => string): readonly Item[] =>
    (items ?? []).filter((item) => known.size !== known.add(key(item)).size)
  return {
    parents: fresh(lists.parents, (parent) => `relation\t${IS_A}\t${parent}`),
    relations: fresh(lists.relations, ({ predicate, object }) => `relation\t${predicate}\t${object}`),
    xrefs: fresh(lists.xrefs, ({ predicate, object }) => `xref\t${predicate}\t${object}`),
    altIds: fresh(lists.altIds, (id) => `alt_id\t${id}`),
    replacedBy: fresh(lists.replacedBy, (id) => `successor\t1\t${id}`),
    consider: fresh(lists.consider, (id) => `successor\t0\t${id}`),
    subsets: fresh(lists.subsets, (name) => `subset\t${name}`),
  }
}

/** Whether the synonym is one of `stored`, which gains its type and xrefs then. */
const refine = (
  stored: readonly StoredSynonym[],
  { text, scope, type, language, xrefs }: Synonym,
): boolean => {
  const same = stored.filter(
    (other) =>
      other.text === text &&
      other.scope === SYNONYM_SCOPES.indexOf(scope) &&
      other.language === (language ?? null),
  )
  const match =
    same.find((other) => other.type === (type ?? null)) ??
    (type === undefined ? same[0] : same.find((other) => other.type === null))
  if (match === undefined) return false
  if (type !== undefined && match.type !== type) {
    match.type = type
    match.changed = true
  }
  for (const xref of xrefs ?? []) {
    if (match.xrefs.has(xref)) continue
    match.xrefs.add(xref)
    match.changed = true
  }
  return true
}

const storedSynonym = ([n, text, scope, type, language, xrefs]: readonly SqlValue[]): StoredSynonym => ({
  n: Number(n),
  text: String(text),
  scope: Number(scope),
  type: typeof type === 'string' ? type : null,
  language: typeof language === 'string' ? language : null,
  xrefs: new Set(typeof xrefs === 'string' ? (JSON.parse(xrefs) as string[]) : []),
  changed: false,
})

// As yet unwritten ones are written from the synonym itself; what they gain before that must not be lost.
const storedOf = (synonym: Synonym, n: number): StoredSynonym => ({
  n,
  text: synonym.text,
  scope: SYNONYM_SCOPES.indexOf(synonym.scope),
  type: synonym.type ?? null,
  language: synonym.language ?? null,
  xrefs: new Set(synonym.xrefs),
  changed: false,
})
