import { KnownError } from '../../core/errors.ts'
import { didYouMean } from '../../core/nearest.ts'
import type { DelimitedRow } from '../../io/delimited-rows.ts'
import type { ParseContext, ParsedBatch } from '../contract.ts'
import { type ColumnChoice, foldName, keysOf } from './bind.ts'
import { type Cells, type CellStyle, cleaner, delimitedCells } from './cells.ts'
import type { RowMaker } from './row-maker.ts'
import type { TableSettings } from './settings.ts'

type Row = readonly string[]

/** What the reader of a table has to know beside its settings. */
export interface DelimitedForm {
  readonly file: string
  readonly separator: string
  readonly cells: CellStyle
}

/** Rows looked at before it is said that none of them fits. */
const TRIAL_ROWS = 100
const MAX_COMMENTS = 100

/** Rows of a delimited file to records: finds the header and the columns, and checks the width of each row. */
export class DelimitedTable {
  readonly #settings: TableSettings
  readonly #form: DelimitedForm
  readonly #context: ParseContext
  readonly #maker: RowMaker<Row>
  readonly #byName: boolean
  #comments: string[] = []
  #header: readonly string[] | null = null
  #width = 0
  /** Places of the columns that are read. */
  readonly #wanted = new Map<number, string>()
  #started = false
  #rows = 0
  #single = 0
  #wide = 0
  #short = 0

  constructor(settings: TableSettings, form: DelimitedForm, context: ParseContext, maker: RowMaker<Row>) {
    this.#settings = settings
    this.#form = form
    this.#context = context
    this.#maker = maker
    this.#byName = JSON.stringify([settings.columns, settings.mappings, settings.where]).includes(
      '"column":"',
    )
  }

  /** A line that is no row. */
  comment(text: string): void {
    const header = this.#settings.describe?.(text)
    if (header) this.#context.describe(header)
    this.#maker.comment(text)
    if (!this.#started && this.#comments.length < MAX_COMMENTS) this.#comments.push(text)
  }

  read(rows: readonly DelimitedRow[]): ParsedBatch {
    for (const row of rows) {
      if (!this.#started && this.#begin(row.cells)) continue
      if (this.#fits(row)) this.#maker.row(row.cells, row.line)
      if (this.#rows === TRIAL_ROWS) this.#judge()
    }
    return this.#maker.batch()
  }

  finish(): ParsedBatch {
    if (this.#rows < TRIAL_ROWS) this.#judge()
    return this.#maker.end()
  }

  /** @returns whether the row was the header */
  #begin(first: Row): boolean {
    this.#started = true
    const header = this.#settings.header ?? this.#byName
    const named = header === true ? first : header === 'comment' ? this.#headerOf(first) : null
    this.#header = named?.map((name) => cleaner(this.#form.cells, [])(name)) ?? null
    this.#comments = []
    this.#width = (this.#header ?? first).length
    const clean = cleaner(this.#form.cells, this.#settings.empty ?? [])
    this.#maker.bind((choice) => this.#find(choice, clean))
    if (!this.#header) this.#width = Math.max(this.#width, 1 + Math.max(...this.#wanted.keys()))
    return header === true
  }

  /** The last comment line with as many cells as the first row. */
  #headerOf(first: Row): readonly string[] | null {
    const prefix = this.#settings.comment ?? ''
    const lines = this.#comments.map((line) => line.slice(prefix.length).split(this.#form.separator))
    return lines.findLast((cells) => cells.length === first.length && cells.length > 1) ?? null
  }

  #find({ column, optional }: ColumnChoice, clean: ReturnType<typeof cleaner>): Cells<Row> | undefined {
    const keys = keysOf(column)
    const index = keys.map((key) => this.#indexOf(key)).find((place) => place !== -1)
    if (index === undefined) {
      if (optional) return undefined
      throw this.#unknown(keys)
    }
    const name = this.#header?.[index] ?? keys.find((key) => typeof key === 'string') ?? String(index)
    if (!optional) this.#wanted.set(index, name)
    return delimitedCells(name, index, clean)
  }

  #indexOf(key: string | number): number {
    const names = this.#header ?? []
    if (typeof key === 'number') return this.#header && key >= names.length ? -1 : key
    const exact = names.indexOf(key)
    if (exact !== -1) return exact
    const folded = names.map(foldName)
    const at = folded.indexOf(foldName(key))
    return at === folded.lastIndexOf(foldName(key)) ? at : -1
  }

  #unknown([key = '']: readonly (string | number)[]): KnownError {
    const known = (this.#header ?? []).slice(0, 1000).filter((title) => title.length < 100)
    const place = { place: { file: this.#form.file } }
    if (this.#header === null) {
      const message = `column "${String(key)}" is given by name, but the table has no header`
      const repair = 'Give columns by place (0 is the first), or set "header" to true or "comment".'
      return new KnownError('CONFIG_INVALID', message, repair, place)
    }
    const shown = known.slice(0, 30).map((title) => `"${title}"`)
    const name = typeof key === 'string' ? `"${key}".${didYouMean(key, known)}` : String(key)
    const message = `the table has no column ${name}`
    const hint = known.length === 1 ? `${this.#separatorHint()} ` : ''
    return new KnownError('CONFIG_INVALID', message, `${hint}Its columns are ${shown.join(', ')}.`, place)
  }

  #fits({ cells, line }: DelimitedRow): boolean {
    this.#rows++
    if (cells.length === this.#width) return true
    if (cells.length === 1) this.#single++
    return cells.length > this.#width ? this.#fitsWide(cells, line) : this.#fitsNarrow(cells, line)
  }

  #fitsWide(cells: Row, line: number): boolean {
    const surplus = cells.findIndex((cell, at) => at >= this.#width && cell.trim() !== '')
    if (surplus === -1) return true
    this.#wide++
    this.#context.report({
      code: 'malformed-line',
      line,
      message: `${String(cells.length)} cells where the table has ${String(this.#width)} columns (cell ${String(surplus + 1)} is "${(cells[surplus] ?? '').slice(0, 40)}"); the row was left out`,
      repair: 'Quote cells that hold the separator, or correct "separator" or "cells".',
    })
    return false
  }

  /** A row may end early where nothing is lost by it; without its label it is none. */
  #fitsNarrow(cells: Row, line: number): boolean {
    const missing = [...this.#wanted].find(([index]) => index >= cells.length)
    if (missing === undefined) return true
    const [index, name] = missing
    const title = name === String(index) ? '' : ` ("${name.slice(0, 40)}")`
    const isKept = this.#maker.isEnough(cells)
    if (!isKept) this.#short++
    this.#context.report({
      code: 'malformed-line',
      line,
      message: `${String(cells.length)} cells: column ${String(index)}${title} is not there; ${isKept ? 'it was taken to be empty' : 'the row was left out'}`,
      repair: 'Complete the row (places count from 0).',
    })
    return isKept
  }

  /** Settings under which no row makes sense are wrong ones. */
  #judge(): void {
    if (this.#rows === 0) return
    const place = { place: { file: this.#form.file } }
    if (this.#single === this.#rows && this.#width > 1) {
      const message = `no row is split by the separator ${JSON.stringify(this.#form.separator)}`
      throw new KnownError('CONFIG_INVALID', message, this.#separatorHint(), place)
    }
    if (this.#short === this.#rows && this.#rows > 1) {
      const message = `no row has as many columns as are asked for (${String(this.#width)})`
      throw new KnownError(
        'CONFIG_INVALID',
        message,
        'Correct the places of the columns: they count from 0.',
        place,
      )
    }
    if (this.#wide === this.#rows) {
      const message = `every row has more cells than the ${String(this.#width)} of the header`
      const repair = 'Correct "separator" or "cells", or name the first column in the header.'
      throw new KnownError('SOURCE_SYNTAX', message, repair, place)
    }
  }

  #separatorHint(): string {
    const given = JSON.stringify(this.#form.separator)
    return `Set "separator" to what stands between the cells (it is ${given} now).`
  }
}
