import { normalizeCurie } from '../../core/curie.ts'
import type { Issue } from '../../core/issue.ts'
import type { Curie, Mapping } from '../../core/term.ts'
import type { FindCells } from './bind.ts'
import type { Cells } from './cells.ts'
import { type IdStyle, idStyle, readId } from './ids.ts'
import type { IdColumn, MappingColumns } from './options.ts'
import type { TableSettings } from './settings.ts'

interface EndCells<Row> {
  readonly cells: Cells<Row>
  readonly prefixes: Cells<Row> | undefined
  readonly style: IdStyle
}

/** Makes mappings of rows. The columns are found once, for all rows. */
export class MappingMaker<Row> {
  readonly #subject: EndCells<Row>
  readonly #object: EndCells<Row>
  readonly #predicate: string
  readonly #predicates: Cells<Row> | undefined
  readonly #justification: Cells<Row> | undefined
  readonly #confidence: Cells<Row> | undefined
  readonly #report: (issue: Issue) => void
  /** Of the set itself: CURIE → the id it stands for. */
  readonly #expand: (curie: Curie) => Curie

  /** @throws KnownError `CONFIG_INVALID` for a column the table lacks */
  constructor(
    settings: TableSettings,
    columns: MappingColumns,
    find: FindCells<Row>,
    report: (issue: Issue) => void,
    expand: (curie: Curie) => Curie,
  ) {
    const besides = (column: IdColumn['prefixColumn']): Cells<Row> | undefined =>
      column === undefined ? undefined : find({ column, optional: false })
    const end = (column: IdColumn): EndCells<Row> => {
      const cells = find({ column: column.column, optional: false })
      if (!cells) throw new TypeError('the ends of a mapping are never optional')
      return {
        cells,
        prefixes: besides(column.prefixColumn),
        style: idStyle({ prefix: column.prefix, separator: settings.idSeparator }),
      }
    }
    this.#subject = end(columns.subject)
    this.#object = end(columns.object)
    this.#predicate = columns.predicate ?? 'skos:exactMatch'
    this.#predicates = besides(columns.predicateColumn)
    this.#justification = columns.justification && find(columns.justification)
    this.#confidence = columns.confidence && find(columns.confidence)
    this.#report = report
    this.#expand = expand
  }

  /** `undefined` for a row that names less than two concepts, which is reported. */
  mapping(row: Row, line: number): Mapping | undefined {
    const subject = this.#end(this.#subject, row)
    const object = this.#end(this.#object, row)
    const predicate = this.#predicates ? this.#predicates.text(row) : this.#predicate
    if (subject === '' || object === '' || predicate === '') {
      const missing = subject === '' ? 'subject' : object === '' ? 'object' : 'predicate'
      this.#report({
        code: 'missing-id',
        line,
        message: `a mapping without a ${missing} was left out`,
        repair: 'Give subject, predicate and object; ids have at most 1000 characters.',
      })
      return undefined
    }
    const justification = this.#justification?.text(row) ?? ''
    const confidence = this.#confidenceOf(row, line)
    return {
      subject,
      predicate: this.#expand(predicate),
      object,
      ...(justification === '' ? {} : { justification }),
      ...(confidence === undefined ? {} : { confidence }),
      line,
    }
  }

  #end({ cells, prefixes, style }: EndCells<Row>, row: Row): Curie {
    const prefix = prefixes?.text(row) ?? ''
    const cell = cells.text(row)
    const id = readId(cell, prefix === '' ? style : idStyle({ ...style, prefix })) ?? ''
    // What the set's own prefix map says is said of the prefix as written.
    return id === ''
      ? ''
      : cell.includes(':') && !cell.includes('://')
        ? this.#expand(cell)
        : this.#expand(id)
  }

  #confidenceOf(row: Row, line: number): number | undefined {
    const text = this.#confidence?.text(row) ?? ''
    if (text === '') return undefined
    const value = Number(text)
    if (value >= 0 && value <= 1) return value
    this.#report({
      code: 'malformed-line',
      line,
      message: `the confidence "${text.slice(0, 40)}" is no number from 0 to 1; it was left out, the mapping kept`,
      repair: 'Correct the confidence.',
    })
    return undefined
  }
}

/** Ids written with the prefixes of a `curie_map`: prefix → IRI it stands for. */
export const expander = (prefixes: ReadonlyMap<string, string>): ((curie: Curie) => Curie) => {
  if (prefixes.size === 0) return normalizeCurie
  return (curie) => {
    const colon = curie.indexOf(':')
    const base = prefixes.get(curie.slice(0, colon))
    if (base === undefined) return normalizeCurie(curie)
    const expanded = normalizeCurie(base + curie.slice(colon + 1))
    // A base that is no one's leaves an IRI: the CURIE says it better.
    return expanded.includes('://') ? normalizeCurie(curie) : expanded
  }
}
