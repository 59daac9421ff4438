import { KnownError } from '../../core/errors.ts'
import { readTextBlocks, type TextBlock } from '../../io/text-blocks.ts'
import type { ParseContext } from '../contract.ts'

/** One file of a release. */
export interface Table {
  readonly name: string
  readonly path: string
  /** Entries that make up the file, in order; `undefined`: the path itself. */
  readonly parts: readonly (string | undefined)[]
  readonly columns: readonly string[]
}

/** The row a reader stands at. Good until the next one. */
export interface Row {
  readonly line: number
  /** Value of a column: a number is its place in the list the reader was made with. */
  field(wanted: number): string
  /** From the beginning of one column to the end of a later one. */
  span(first: number, last: number): string
  /** First code unit of a column; that of the bar when it is empty. */
  letter(wanted: number): number
  /** Whether a column has this value; cheaper than to cut it out. */
  holds(wanted: number, value: string): boolean
}

const CARRIAGE_RETURN = 13
/** A file whose first rows are all flawed is of another format. */
const MAX_FLAWED_AT_START = 100

/**
 * Reads rows of `value|value|…|`. Rows are measured where they stand in the text and only what is asked for is cut out:
 * most rows of a release are passed over.
 */
export class RowReader implements Row {
  line = 0
  /** Rows that had the right number of columns. */
  rows = 0
  readonly #table: Table
  readonly #context: ParseContext
  readonly #wanted: readonly number[]
  /** Position of the bar after each column of the row. */
  readonly #bars: Int32Array
  readonly #width: number
  #text = ''
  #start = 0
  #flawed = 0
  #filter: { readonly column: number; readonly values: readonly string[] } | null = null

  /** @throws KnownError `SOURCE_SYNTAX` when MRFILES gives the file none of a wanted column */
  constructor(table: Table, wanted: readonly string[], context: ParseContext) {
    this.#table = table
    this.#context = context
    this.#width = table.columns.length
    this.#bars = new Int32Array(this.#width)
    this.#wanted = wanted.map((name) => this.#columnNamed(name))
  }

  /** From now on, rows with another value in this column are passed over, before they are measured. */
  keepOnly(column: string, values: readonly string[]): void {
    this.#filter = { column: this.#columnNamed(column), values: values.map((value) => `${value}|`) }
  }

  /** The text of the file, parts joined, in blocks of whole lines. */
  async *blocks(): AsyncGenerator<TextBlock> {
    const { path, parts } = this.#table
    let lines = 0
    let torn = ''
    for (const [at, entry] of parts.entries()) {
      const isLast = at === parts.length - 1
      let held: TextBlock | undefined
      const options = {
        report: (issue: Parameters<ParseContext['report']>[0]) => {
          this.#context.report({ ...issue, message: `${this.#table.name}: ${issue.message}` })
        },
        signal: this.#context.signal,
        ...(entry === undefined ? {} : { entry }),
      }
      for await (const block of readTextBlocks(path, options)) {
        if (held) yield held
        held = { text: torn + block.text, firstLine: lines + block.firstLine }
        torn = ''
      }
      if (!held) continue
      // A file cut into parts by size may be cut within a row.
      const lastLine = isLast ? held.text.length : held.text.lastIndexOf('\n', held.text.length - 2) + 1
      if (!isLast && this.#isShort(held.text, lastLine)) torn = held.text.slice(lastLine, -1)
      const text = torn === '' ? held.text : held.text.slice(0, lastLine)
      lines = held.firstLine - 1 + countLines(text)
      if (text !== '') yield { text, firstLine: held.firstLine }
    }
    if (this.rows === 0 && this.#flawed > 0) throw this.#noRows()
  }

  /** Calls `take` at each row of the block; a row with too few or too many columns is reported and left out. */
  read({ text, firstLine }: TextBlock, take: (row: Row) => void): void {
    this.#text = text
    this.line = firstLine
    for (let start = 0; start < text.length; this.line++) {
      const newline = text.indexOf('\n', start)
      const end = newline > start && text.charCodeAt(newline - 1) === CARRIAGE_RETURN ? newline - 1 : newline
      if (end > start && !this.#isFilteredOut(text, start, end)) {
        this.#start = start
        if (this.#measure(text, start, end)) {
          this.rows++
          take(this)
        } else this.#reportFlawed(text.slice(start, end))
      }
      start = newline + 1
    }
  }

  field(wanted: number): string {
    const column = this.#wanted[wanted] ?? 0
    const start = column === 0 ? this.#start : (this.#bars[column - 1] ?? 0) + 1
    return this.#text.slice(start, this.#bars[column])
  }

  span(first: number, last: number): string {
    const from = this.#wanted[first] ?? 0
    const start = from === 0 ? this.#start : (this.#bars[from - 1] ?? 0) + 1
    return this.#text.slice(start, this.#bars[this.#wanted[last] ?? 0])
  }

  letter(wanted: number): number {
    const column = this.#wanted[wanted] ?? 0
    return this.#text.charCodeAt(column === 0 ? this.#start : (this.#bars[column - 1] ?? 0) + 1)
  }

  holds(wanted: number, value: string): boolean {
    const column = this.#wanted[wanted] ?? 0
    const start = column === 0 ? this.#start : (this.#bars[column - 1] ?? 0) + 1
    return this.#bars[column] === start + value.length && this.#text.startsWith(value, start)
  }

  #isFilteredOut(text: string, start: number, end: number): boolean {
    if (this.#filter === null) return false
    let at = start
    for (let column = this.#filter.column; column > 0; column--) {
      at = text.indexOf('|', at) + 1
      if (at === 0 || at > end) return false
    }
    for (const value of this.#filter.values) if (text.startsWith(value, at)) return false
    const close = text.indexOf('|', at)
    return close !== -1 && close < end
  }

  // Bars are found by indexOf: it runs faster over the text than a loop over its code units.
  #measure(text: string, start: number, end: number): boolean {
    const [bars, width] = [this.#bars, this.#width]
    let count = 0
    for (let at = text.indexOf('|', start); at !== -1 && at < end; at = text.indexOf('|', at + 1)) {
      if (count === width) return false
      bars[count++] = at
    }
    if (count === width) return bars[width - 1] === end - 1
    // The bar after the last column may be missing.
    if (count !== width - 1) return false
    bars[count] = end
    return true
  }

  #isShort(text: string, start: number): boolean {
    let bars = 0
    for (let at = text.indexOf('|', start); at !== -1; at = text.indexOf('|', at + 1)) bars++
    return bars < this.#width
  }

  #columnNamed(name: string): number {
    const column = this.#table.columns.indexOf(name)
    if (column !== -1) return column
    throw new KnownError(
      'SOURCE_SYNTAX',
      `MRFILES.RRF names no column ${name} of ${this.#table.name}`,
      'Take MRFILES.RRF from the same release, or leave it out: then the standard columns hold.',
      { place: { file: this.#table.path } },
    )
  }

  #reportFlawed(row: string): void {
    if (row.trim() === '') return
    const columns = row.split('|').length - (row.endsWith('|') ? 1 : 0)
    this.#context.report({
      code: 'malformed-line',
      line: this.line,
      message: `${this.#table.name}: "${row.slice(0, 80)}" has ${String(columns)} columns, not ${String(this.#width)}; left out`,
      repair: 'Take the file from the release again; no value may hold a bar or a line break.',
    })
    if (++this.#flawed >= MAX_FLAWED_AT_START && this.rows === 0) throw this.#noRows()
  }

  #noRows(): KnownError {
    return new KnownError(
      'SOURCE_SYNTAX',
      `no rows of ${this.#table.name}: none has ${String(this.#width)} columns parted by bars`,
      'Check that "type" fits the file.',
      { place: { file: this.#table.path } },
    )
  }
}

const countLines = (text: string): number => {
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
