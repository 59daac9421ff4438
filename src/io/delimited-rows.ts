import type { Issue } from '../core/issue.ts'
import { readTextBlocks, type TextBlockOptions } from './text-blocks.ts'

/** One record of a table. */
export interface DelimitedRow {
  /** As they stand, quotes of quoted cells resolved; blanks around them are kept. */
  readonly cells: readonly string[]
  /** Line the row begins on, 1-based. */
  readonly line: number
}

export interface DelimitedRowOptions extends TextBlockOptions {
  /** One character or several; `''`: the whole line is one cell. */
  readonly separator: string
  /** Whether a cell may stand in double quotes (RFC 4180: it may then hold separators, line ends and `""`). */
  readonly quoted: boolean
  /** What a line begins with that is no row; such lines go to `onComment`. */
  readonly comment?: string | undefined
  readonly onComment?: (text: string) => void
}

/** Longest row that goes over several lines, UTF-16 code units: beyond it, a quote is taken to be a stray one. */
const MAX_QUOTED_LENGTH = 1024 * 1024
/** Most cells a row may have: a file of separators alone shall not become as many strings. */
const MAX_CELLS = 16_384
const QUOTE = 0x22
const CARRIAGE_RETURN = 0x0d

/**
 * Streams the rows of a delimited text file, a block of lines at a time, in memory bounded by the longest row. Lines of
 * blanks are no rows. A quote around part of a cell is text; one that is never closed is reported, and its row left out.
 *
 * @throws KnownError those of `readTextBlocks`
 */
export async function* readDelimitedRows(
  file: string,
  options: DelimitedRowOptions,
): AsyncGenerator<readonly DelimitedRow[]> {
  const splitter = new RowSplitter(options)
  for await (const { text, firstLine } of readTextBlocks(file, options)) yield splitter.push(text, firstLine)
  const last = splitter.end()
  if (last.length > 0) yield last
}

interface Line {
  readonly text: string
  readonly number: number
}

/** A row whose last cell was opened by a quote and goes on in the next line. */
interface OpenRow {
  /** Line the row begins on. */
  readonly line: number
  readonly cells: string[]
  /** Lines of the open cell, without its opening quote. */
  readonly cell: string[]
  /** Lines after the one with the opening quote, in case it turns out to be a stray one. */
  readonly lines: Line[]
  readonly openedIn: number
  /** Of the whole row so far. */
  length: number
}

class RowSplitter {
  readonly #separator: string
  readonly #quoted: boolean
  readonly #comment: string | undefined
  readonly #onComment: (text: string) => void
  readonly #report: (issue: Issue) => void
  #rows: DelimitedRow[] = []
  #open: OpenRow | null = null
  /** Cells of the last whole row. */
  #width = 0

  constructor(options: DelimitedRowOptions) {
    this.#separator = options.separator
    this.#quoted = options.quoted
    this.#comment = options.comment === '' ? undefined : options.comment
    this.#onComment = options.onComment ?? (() => undefined)
    this.#report = options.report
  }

  push(text: string, firstLine: number): readonly DelimitedRow[] {
    let number = firstLine
    for (let start = 0; start < text.length; number++) {
      const newline = text.indexOf('\n', start)
      const end = newline > start && text.charCodeAt(newline - 1) === CARRIAGE_RETURN ? newline - 1 : newline
      this.#line({ text: text.slice(start, end), number })
      start = newline + 1
    }
    return this.#taken()
  }

  end(): readonly DelimitedRow[] {
    if (this.#open) this.#giveUp(this.#open, this.#isTable(this.#open.lines))
    return this.#taken()
  }

  #taken(): readonly DelimitedRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #line(line: Line): void {
    const { text, number } = line
    if (this.#open) {
      this.#continue(this.#open, line)
      return
    }
    if (text.charCodeAt(0) <= 0x20 ? text.trim() === '' : text === '') return
    if (this.#comment !== undefined && text.startsWith(this.#comment)) this.#onComment(text)
    else {
      const cells = this.#split(text)
      if (!this.#quoted || !text.includes('"') || unquote(cells)) this.#finish(cells, number)
      else this.#take([], line, 0, { line: number, length: text.length })
    }
  }

  #split(text: string): string[] {
    return this.#separator === '' ? [text] : text.split(this.#separator, MAX_CELLS + 1)
  }

  #finish(cells: readonly string[], line: number): void {
    if (cells.length > MAX_CELLS) {
      const message = `the row has more than ${String(MAX_CELLS)} cells and was left out`
      this.#report({ code: 'malformed-line', line, message, repair: 'Check the separator.' })
      return
    }
    this.#width = cells.length
    this.#rows.push({ cells, line })
  }

  /** Takes the cells that begin at `at` and later; the row is finished, or left open. */
  #take(cells: string[], { text, number }: Line, at: number, row: Pick<OpenRow, 'line' | 'length'>): void {
    for (let next: number | undefined = at; next !== undefined;) {
      if (text.charCodeAt(next) !== QUOTE) {
        next = this.#plainCell(cells, text, next)
        continue
      }
      const close = closingQuote(text, next + 1)
      if (close === -1) {
        const { line, length } = row
        this.#open = { line, cells, cell: [text.slice(next + 1)], lines: [], openedIn: number, length }
        return
      }
      next = this.#closedCell(cells, text.slice(next + 1, close), text, close + 1)
    }
    this.#finish(cells, row.line)
  }

  /** @returns where the next cell begins; `undefined` after the last */
  #plainCell(cells: string[], text: string, at: number): number | undefined {
    const end = this.#separator === '' ? -1 : text.indexOf(this.#separator, at)
    cells.push(end === -1 ? text.slice(at) : text.slice(at, end))
    return end === -1 ? undefined : end + this.#separator.length
  }

  /** `after` is the place behind the closing quote. What follows up to the separator makes the quotes part of the text. */
  #closedCell(cells: string[], inner: string, text: string, after: number): number | undefined {
    const next = this.#plainCell(cells, text, after)
    const rest = cells.pop() ?? ''
    cells.push(rest.trim() === '' ? inner.replaceAll('""', '"') : `"${inner}"${rest}`)
    return next
  }

  #continue(open: OpenRow, line: Line): void {
    const { text } = line
    open.lines.push(line)
    open.length += text.length + 1
    const close = closingQuote(text, 0)
    if (close === -1 || open.length > MAX_QUOTED_LENGTH) {
      open.cell.push(text)
      if (open.length > MAX_QUOTED_LENGTH) this.#giveUp(open, true)
      return
    }
    this.#open = null
    open.cell.push(text.slice(0, close))
    const next = this.#closedCell(open.cells, open.cell.join('\n'), text, close + 1)
    if (next === undefined) this.#finish(open.cells, open.line)
    else this.#take(open.cells, line, next, open)
  }

  /** A stray quote in a sound table leaves lines of the width of the rest; a cell cut short leaves lines of prose. */
  #isTable(lines: readonly Line[]): boolean {
    return lines.every(({ text }) => text.trim() === '' || this.#split(text).length === this.#width)
  }

  #giveUp({ openedIn, lines, cells }: OpenRow, rereads: boolean): void {
    this.#open = null
    const lost = rereads ? '' : `, and so were the ${String(lines.length)} lines after it`
    this.#report({
      code: 'malformed-line',
      line: openedIn,
      message: `the quote that opens column ${String(cells.length + 1)} is never closed; the row was left out${lost}`,
      repair: 'Close the quote, or set "cells": "plain" if quotes mean nothing in this file.',
    })
    // All but the last hold no quotes but doubled ones, so that the work done twice is bounded.
    if (rereads) for (const line of lines) this.#line(line)
  }
}

/** The short way: quotes that stand around whole cells and nowhere else. @returns whether they do */
const unquote = (cells: string[]): boolean => {
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? ''
    if (cell.charCodeAt(0) !== QUOTE) continue
    const last = cell.length - 1
    if (last === 0 || cell.indexOf('"', 1) !== last) return false
    cells[at] = cell.slice(1, last)
  }
  return true
}

/** Place of the next quote that is not doubled, or -1. */
const closingQuote = (text: string, from: number): number => {
  let at = text.indexOf('"', from)
  while (at !== -1 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2)
  return at
}
