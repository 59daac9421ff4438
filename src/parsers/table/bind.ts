import type { Cells } from './cells.ts'
import { type IdStyle, idStyle } from './ids.ts'
import type { ColumnKeys, IdColumn, LinkColumn, ListColumn, SynonymColumn, TermColumns } from './options.ts'
import type { TableSettings } from './settings.ts'

export interface ColumnChoice {
  readonly column: ColumnKeys
  readonly optional: boolean
}

/**
 * The column of a table that is meant; `undefined` for an optional one it lacks.
 *
 * @throws KnownError `CONFIG_INVALID` for a column it must have
 */
export type FindCells<Row> = (choice: ColumnChoice) => Cells<Row> | undefined

export const keysOf = (column: ColumnKeys): readonly (string | number)[] =>
  Array.isArray(column) ? column : [column]

/** Column names that are one but for case and punctuation: `HGNC ID`, `hgnc_id`. */
export const foldName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

export interface ListCells<Row> {
  readonly cells: Cells<Row>
  readonly separator: string | undefined
}

export interface IdCells<Row> extends ListCells<Row> {
  readonly style: IdStyle
  readonly prefixes: Cells<Row> | undefined
}

export interface LinkCells<Row> extends IdCells<Row> {
  readonly predicate: string
  readonly predicates: Cells<Row> | undefined
}

export interface SynonymCells<Row> extends ListCells<Row> {
  readonly column: SynonymColumn
  readonly types: Cells<Row> | undefined
  readonly languages: Cells<Row> | undefined
}

/** Finds the cells of columns, and adds what the table's own settings say of them. */
export class Binder<Row> {
  readonly #find: FindCells<Row>
  readonly #idStyle: IdStyle
  readonly #synonymSeparator: string | undefined

  constructor(find: FindCells<Row>, idStyle: IdStyle, { synonymSeparator }: TableSettings) {
    this.#find = find
    this.#idStyle = idStyle
    this.#synonymSeparator = synonymSeparator
  }

  lists(columns: readonly ListColumn[] = []): ListCells<Row>[] {
    return columns.flatMap((column) => {
      const cells = this.#find(column)
      return cells === undefined ? [] : [{ cells, separator: column.separator }]
    })
  }

  synonyms(columns: readonly SynonymColumn[] = []): SynonymCells<Row>[] {
    return columns.flatMap((column) =>
      this.lists([column]).map(({ cells, separator }) => ({
        cells,
        separator: separator ?? this.#synonymSeparator,
        column,
        types: this.#beside(column.typeColumn),
        languages: this.#beside(column.languageColumn),
      })),
    )
  }

  ids(columns: readonly IdColumn[] = [], own: IdStyle = this.#idStyle): IdCells<Row>[] {
    return columns.flatMap((column) =>
      this.lists([column]).map((list) => ({
        ...list,
        style: idStyle(
          column.prefix === undefined ? own : { separator: own.separator, prefix: column.prefix },
        ),
        prefixes: this.#beside(column.prefixColumn),
      })),
    )
  }

  /** What ids of other vocabularies look like, the table's `idPrefix` does not say. */
  links(columns: readonly LinkColumn[] = [], predicate: string): LinkCells<Row>[] {
    return columns.flatMap((column) =>
      this.ids([column], { separator: this.#idStyle.separator }).map((ids) => ({
        ...ids,
        predicate: column.predicate ?? predicate,
        predicates: this.#beside(column.predicateColumn),
      })),
    )
  }

  obsolete(column: TermColumns['obsolete']): { cells: Cells<Row>; values: ReadonlySet<string> } | undefined {
    const cells = column && this.#find(column)
    return cells && { cells, values: new Set(column.values.map((value) => value.toLowerCase())) }
  }

  entityClass(
    column: TermColumns['entityClass'],
  ): { cells: Cells<Row>; classes: ReadonlyMap<string, string> | undefined } | undefined {
    const cells = column && this.#find(column)
    return cells && { cells, classes: column.classes && new Map(Object.entries(column.classes)) }
  }

  #beside(column: IdColumn['prefixColumn']): Cells<Row> | undefined {
    return column === undefined ? undefined : this.#find({ column, optional: true })
  }
}
