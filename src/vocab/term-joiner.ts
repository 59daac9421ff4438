import type { ParsedTerm, Synonym } from '../core/term.ts'
import type { Database, Statement } from './database.ts'
import { IS_A } from './schema.ts'
import { SynonymBook } from './synonym-book.ts'
import type { TermLists, TermWriter } from './term-writer.ts'

/** What may be said of a term in a second place. */
export type TermPiece = Pick<ParsedTerm, 'line'> &
  TermLists &
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

/** A label that is not the concept's. */
export interface OtherLabel {
  readonly label: string
  readonly line: number
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
    this.#setClass = database.prepare('UPDATE concept SET entity_class = ? WHERE id = ? AND entity_class = ?')
    this.#knownItems = database.prepare(KNOWN_ITEMS)
    this.#knownSynonyms = database.prepare(KNOWN_SYNONYMS)
    this.#refineSynonym = database.prepare(
      'UPDATE synonym SET type = ?, xrefs = ? WHERE concept = ? AND n = ?',
    )
  }

  /**
   * @param pieces in source order: of labels, definitions and classes the first counts, where the concept has none
   * @param defaultClass the class of concepts that have none of their own
   * @returns labels that are not the concept's: they became exact synonyms
   */
  join(concept: number, pieces: readonly TermPiece[], defaultClass: string | null): readonly OtherLabel[] {
    const label = this.#joinHead(concept, pieces, defaultClass)
    this.#joinLists(concept, pieces)
    this.#joinSynonyms(
      concept,
      pieces.flatMap((piece) => synonymsOf(piece, label)),
    )
    return pieces.flatMap((piece) =>
      isOther(piece.label, label) ? [{ label: piece.label, line: piece.line }] : [],
    )
  }

  /** @returns the concept's label */
  #joinHead(concept: number, pieces: readonly TermPiece[], defaultClass: string | null): string | null {
    if (!pieces.some(hasHead)) return null
    const [knownLabel, knownDefinition] = this.#head.get(concept) ?? []
    const known = typeof knownLabel === 'string' ? knownLabel : null
    const label = known ?? firstOf(pieces, (piece) => piece.label)
    if (label !== known) this.#setLabel.run(label, concept)
    const definition = firstOf(pieces, (piece) => piece.definition)
    if (knownDefinition === null && definition !== null) this.#setDefinition.run(definition, concept)
    if (pieces.some(({ obsolete }) => obsolete === true)) this.#retire.run(concept)
    const entityClass = firstOf(pieces, (piece) => piece.entityClass)
    if (entityClass !== null && defaultClass !== null)
      this.#setClass.run(this.#writer.word(entityClass), concept, this.#writer.word(defaultClass))
    return label
  }

  #joinLists(concept: number, pieces: readonly TermPiece[]): void {
    if (!pieces.some(hasLists)) return
    const known = new Set(this.#knownItems.all(concept).map(([key]) => String(key)))
    const at = this.#writer.positionsOf(concept)
    for (const piece of pieces) this.#writer.append(concept, newItems(piece, known), at)
  }

  #joinSynonyms(concept: number, synonyms: readonly Synonym[]): void {
    if (synonyms.length === 0) return
    const book = new SynonymBook(this.#knownSynonyms.all(concept))
    const fresh = synonyms.filter((synonym) => book.add(synonym))
    this.#writer.append(concept, { synonyms: fresh }, this.#writer.positionsOf(concept))
    for (const { n, type, xrefs } of book.changed()) {
      const word = type === null ? null : this.#writer.word(type)
      this.#refineSynonym.run(word, xrefs.size === 0 ? null : JSON.stringify([...xrefs]), concept, n)
    }
  }
}

const LISTS = ['parents', 'relations', 'xrefs', 'altIds', 'replacedBy', 'consider', 'subsets'] as const

const hasHead = ({ label, definition, obsolete, entityClass }: TermPiece): boolean =>
  typeof label === 'string' ||
  typeof definition === 'string' ||
  obsolete === true ||
  entityClass !== undefined

const firstOf = (
  pieces: readonly TermPiece[],
  textOf: (piece: TermPiece) => string | null | undefined,
): string | null => {
  for (const piece of pieces) {
    const text = textOf(piece)
    if (typeof text === 'string') return text
  }
  return null
}

const isOther = (label: string | null | undefined, known: string | null): label is string =>
  typeof label === 'string' && label !== known

const synonymsOf = ({ synonyms = [], label }: TermPiece, known: string | null): readonly Synonym[] =>
  isOther(label, known) ? [...synonyms, { text: label, scope: 'exact' }] : synonyms

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
