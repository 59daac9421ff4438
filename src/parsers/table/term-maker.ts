import { normalizeCurie } from '../../core/curie.ts'
import type { Issue } from '../../core/issue.ts'
import type { Curie, ParsedTerm, Relation, Synonym, Xref } from '../../core/term.ts'
import { distinct, distinctPairs, distinctSynonyms } from '../distinct.ts'
import {
  Binder,
  type FindCells,
  type IdCells,
  type LinkCells,
  type ListCells,
  type SynonymCells,
} from './bind.ts'
import type { Cells } from './cells.ts'
import { type IdStyle, idStyle, MAX_ID_LENGTH, readId } from './ids.ts'
import type { IdColumn, TermColumns } from './options.ts'
import type { TableSettings } from './settings.ts'

const HAS_XREF = 'oboInOwl:hasDbXref'
const NO_IDS: readonly Curie[] = []

/** Makes terms of rows. The columns are found once, for all rows. */
export class TermMaker<Row> {
  readonly #id: IdCells<Row>
  readonly #label: Cells<Row> | undefined
  readonly #definition: Cells<Row> | undefined
  readonly #synonyms: readonly SynonymCells<Row>[]
  readonly #ids: Readonly<Record<'parents' | 'altIds' | 'replacedBy' | 'consider', readonly IdCells<Row>[]>>
  readonly #relations: readonly LinkCells<Row>[]
  readonly #xrefs: readonly LinkCells<Row>[]
  readonly #subsets: readonly ListCells<Row>[]
  readonly #obsolete: { readonly cells: Cells<Row>; readonly values: ReadonlySet<string> } | undefined
  readonly #entityClass:
    { readonly cells: Cells<Row>; readonly classes: ReadonlyMap<string, string> | undefined } | undefined
  readonly #report: (issue: Issue) => void
  readonly #toldOf = new Set<Cells<Row>>()

  /** @throws KnownError `CONFIG_INVALID` for a column the table lacks */
  constructor(settings: TableSettings, id: IdColumn, find: FindCells<Row>, report: (issue: Issue) => void) {
    const columns: TermColumns = settings.columns ?? {}
    const own: IdStyle = {
      prefix: settings.idPrefix,
      template: settings.idTemplate,
      separator: settings.idSeparator,
    }
    const bound = new Binder(find, own, settings)
    const [idCells] = bound.ids([id])
    if (!idCells) throw new TypeError('the column of the ids is never optional')
    this.#id = idCells
    this.#label = columns.label && find(columns.label)
    this.#definition = columns.definition && find(columns.definition)
    this.#synonyms = bound.synonyms(columns.synonyms)
    this.#ids = {
      parents: bound.ids(columns.parents),
      altIds: bound.ids(columns.altIds),
      replacedBy: bound.ids(columns.replacedBy),
      consider: bound.ids(columns.consider),
    }
    this.#relations = bound.links(columns.relations, 'related_to')
    this.#xrefs = bound.links(columns.xrefs, HAS_XREF)
    this.#subsets = bound.lists(columns.subsets)
    this.#obsolete = bound.obsolete(columns.obsolete)
    this.#entityClass = bound.entityClass(columns.entityClass)
    this.#report = report
  }

  /** `undefined` for a row without an id, which is reported. Of several ids the first counts, others are alternative. */
  term(row: Row, line: number): ParsedTerm | undefined {
    const [id = '', ...others] = this.#idList(this.#id, row, line)
    if (id === '') {
      // One that is too long was reported as such.
      if (this.#id.cells.text(row) === '') this.#withoutId(line)
      return undefined
    }
    const label = this.#label?.text(row) ?? ''
    // Written out: this is done for millions of rows.
    const term: ParsedTerm = {
      id,
      label: label === '' ? null : label,
      synonyms: this.#synonymsOf(row, label),
      definition: this.#definition?.text(row) || null,
      parents: this.#idsOf(this.#ids.parents, row, line, id),
      relations: this.#linksOf(this.#relations, row, line),
      xrefs: this.#linksOf(this.#xrefs, row, line),
      altIds: this.#idsOf(this.#ids.altIds, row, line, id, others),
      obsolete: this.#obsolete?.values.has(this.#obsolete.cells.text(row).toLowerCase()) ?? false,
      replacedBy: this.#idsOf(this.#ids.replacedBy, row, line, id),
      consider: this.#idsOf(this.#ids.consider, row, line, id),
      subsets: this.#subsetsOf(row),
      line,
    }
    const entityClass = this.#classOf(row)
    return entityClass === undefined ? term : { ...term, entityClass }
  }

  #withoutId(line: number): void {
    this.#report({
      code: 'missing-id',
      line,
      message: `column "${this.#id.cells.name}" is empty; the row was left out`,
      repair: 'Give the row an id, or leave such rows out: "where": [{"column": …, "notIn": [""]}].',
    })
  }

  #synonymsOf(row: Row, label: string): readonly Synonym[] {
    const all: Synonym[] = []
    for (const { cells, separator, column, types, languages } of this.#synonyms) {
      const texts = cells.items(row, separator)
      if (texts.length === 0) continue
      const kinds = types?.items(row, separator)
      const tongues = languages?.items(row, separator)
      for (let at = 0; at < texts.length; at++) {
        const text = texts[at] ?? ''
        // That the label is a name too goes without saying.
        if (text === '' || (text === label && column.scope === 'exact')) continue
        const type = column.type ?? typeName(beside(kinds, at))
        const language = column.language ?? beside(tongues, at)
        all.push(synonymOf(text, column.scope, type, language))
      }
    }
    return this.#synonyms.length < 2 ? distinctSynonyms(all) : firstOfEach(all)
  }

  #idsOf(
    columns: readonly IdCells<Row>[],
    row: Row,
    line: number,
    own: Curie,
    others?: readonly Curie[],
  ): readonly Curie[] {
    const ids: Curie[] = []
    if (others) for (const id of others) if (id !== '' && id !== own) ids.push(id)
    for (const column of columns) {
      for (const id of this.#idList(column, row, line)) if (id !== '' && id !== own) ids.push(id)
    }
    return distinct(ids)
  }

  /** An id for each item, `''` for an empty one. */
  #idList(column: IdCells<Row>, row: Row, line: number): readonly Curie[] {
    const { cells, separator, style, prefixes } = column
    if (prefixes === undefined && separator === undefined && cells.isSingle) {
      const id = this.#idOf(column, cells.text(row), style, line)
      return id === '' ? NO_IDS : [id]
    }
    const raw = cells.items(row, separator)
    if (raw.length === 0) return NO_IDS
    const beforeThem = prefixes?.items(row, separator)
    const ids: Curie[] = []
    for (let at = 0; at < raw.length; at++) {
      const prefix = beside(beforeThem, at)
      const own = prefix === '' ? style : idStyle({ ...style, prefix })
      ids.push(this.#idOf(column, raw[at] ?? '', own, line))
    }
    return ids
  }

  #idOf({ cells }: IdCells<Row>, cell: string, style: IdStyle, line: number): Curie {
    if (cell === '') return ''
    const id = readId(cell, style)
    if (id === undefined) this.#tooLong(cells, cell, line)
    return id ?? ''
  }

  #linksOf(columns: readonly LinkCells<Row>[], row: Row, line: number): readonly (Relation & Xref)[] {
    const links: Xref[] = []
    for (const column of columns) {
      const objects = this.#idList(column, row, line)
      if (objects.length === 0) continue
      const predicates = column.predicates?.items(row, column.separator)
      for (let at = 0; at < objects.length; at++) {
        const object = objects[at] ?? ''
        if (object === '') continue
        if (!object.includes(':')) this.#withoutPrefix(column.cells, object, line)
        const own = beside(predicates, at)
        links.push({ predicate: own === '' ? column.predicate : normalizeCurie(own), object })
      }
    }
    return distinctPairs(links)
  }

  #subsetsOf(row: Row): readonly string[] {
    const all: string[] = []
    for (const { cells, separator } of this.#subsets) {
      for (const name of cells.items(row, separator)) if (name !== '') all.push(name)
    }
    return distinct(all)
  }

  #classOf(row: Row): string | undefined {
    if (!this.#entityClass) return undefined
    const { cells, classes } = this.#entityClass
    const cell = cells.text(row)
    return (classes ? classes.get(cell) : cell) || undefined
  }

  #tooLong(cells: Cells<Row>, cell: string, line: number): void {
    this.#report({
      code: 'malformed-line',
      line,
      message: `an id of ${String(cell.length)} characters in column "${cells.name}" was left out: "${cell.slice(0, 40)}…"`,
      repair: `Ids have at most ${String(MAX_ID_LENGTH)} characters: correct it, or name the column that holds the ids.`,
    })
  }

  #withoutPrefix(cells: Cells<Row>, object: string, line: number): void {
    if (this.#toldOf.has(cells)) return
    this.#toldOf.add(cells)
    this.#report({
      code: 'malformed-xref',
      line,
      message: `column "${cells.name}" has ids without a prefix, kept as they are: "${object.slice(0, 40)}" (said once)`,
      repair: 'Set "prefix" of the column, e.g. {"column": …, "prefix": "UMLS"}.',
    })
  }
}

/** What stands in a column beside the item at a place; one value stands beside all. */
const beside = (values: readonly string[] | undefined, at: number): string =>
  values === undefined ? '' : ((values.length === 1 ? values[0] : values[at]) ?? '')

/** `IUPAC NAME` → `iupac_name`, as types of synonyms are written everywhere. */
const typeName = (text: string): string => (text === '' ? '' : text.toLowerCase().replaceAll(/\s+/g, '_'))

const synonymOf = (text: string, scope: Synonym['scope'], type: string, language: string): Synonym => {
  if (language === '') return type === '' ? { text, scope } : { text, scope, type }
  return type === '' ? { text, scope, language } : { text, scope, type, language }
}

// Comparing each with each spares the keys where there are few.
const FEW = 24

/** A name that two columns have with one scope is one synonym, of the type the first gives. */
const firstOfEach = (synonyms: readonly Synonym[]): readonly Synonym[] => {
  if (synonyms.length > FEW) {
    const seen = new Set<string>()
    return synonyms.filter(
      ({ text, scope, language = '' }) => seen.size !== seen.add(`${scope}\t${language}\t${text}`).size,
    )
  }
  const found: Synonym[] = []
  for (const synonym of synonyms) if (!isAmong(found, synonym)) found.push(synonym)
  return found
}

const isAmong = (found: readonly Synonym[], { text, scope, language }: Synonym): boolean => {
  for (const other of found) {
    if (other.text === text && other.scope === scope && other.language === language) return true
  }
  return false
}
