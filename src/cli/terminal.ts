import type { Readable } from 'node:stream'

/** All a command may touch of the world, so that tests can stand in for it. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined }
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly signal: AbortSignal
}

export interface Output {
  write(text: string): boolean
  once(event: 'drain', listener: () => void): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** Writes, and waits when the reader is slower than we are. */
export const print = async (output: Output, text: string): Promise<void> => {
  if (output.write(text)) return
  await new Promise<void>((resolve) => {
    output.once('drain', resolve)
  })
}

const BUFFERED_LENGTH = 64 * 1024

/** Gathers lines and prints them in larger pieces; `end` prints the rest. */
export class LinePrinter {
  readonly #output: Output
  readonly #bufferedLength: number
  #pending = ''

  /** @param bufferedLength 0 prints each line at once: someone may wait for it before giving the next */
  constructor(output: Output, bufferedLength = BUFFERED_LENGTH) {
    this.#output = output
    this.#bufferedLength = bufferedLength
  }

  async print(line: string): Promise<void> {
    this.#pending += `${line}\n`
    if (this.#pending.length >= this.#bufferedLength) await this.end()
  }

  async end(): Promise<void> {
    const text = this.#pending
    this.#pending = ''
    if (text !== '') await print(this.#output, text)
  }
}

export type Style = Readonly<Record<'bold' | 'dim' | 'red' | 'yellow', (text: string) => string>>

const paint =
  (on: boolean, code: number) =>
  (text: string): string =>
    on ? `\u001b[${String(code)}m${text}\u001b[0m` : text

/** Colours on a terminal, unless NO_COLOR is set (no-color.org). */
export const styleOf = (terminal: Terminal, output: Output): Style => {
  const on = output.isTTY === true && (terminal.env['NO_COLOR'] ?? '') === ''
  return { bold: paint(on, 1), dim: paint(on, 2), red: paint(on, 31), yellow: paint(on, 33) }
}

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** Lines of an aligned table under its titles; the last column is left ragged. */
export const tableLines = (columns: readonly Column[], rows: readonly (readonly string[])[]): string[] =>
  alignedLines(
    [columns.map(({ title }) => title), ...rows],
    columns.map(({ align }) => align ?? 'left'),
  )

/** Rows of cells as lines with the cells below each other; columns without a word on it are aligned left. */
export const alignedLines = (
  rows: readonly (readonly string[])[],
  aligns: readonly ('left' | 'right')[] = [],
): string[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(cell))
        return aligns[column] === 'right' ? padding + cell : cell + padding
      })
      .join('  ')
      .trimEnd(),
  )
}

const displayWidth = (text: string): number => Array.from(text).length

export const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
