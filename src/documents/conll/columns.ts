import type { Line } from '../input.ts'
import { isLabel } from './labels.ts'

/** Where tokens and labels stand. */
export interface Columns {
  readonly split: (line: string) => readonly string[]
  readonly token: number
  readonly label: number
}

const LINES_LOOKED_AT = 1000

/**
 * Labels stand in the last column that has nothing else in the first lines; tokens in the first column, or, where labels
 * come first, in the last. Columns are parted by tabs, or by blanks if there is no tab. `undefined` when no column has
 * labels.
 */
export const columnsOf = (lines: readonly Line[]): Columns | undefined => {
  const texts = lines
    .slice(0, LINES_LOOKED_AT)
    .map(({ text }) => text)
    .filter((text) => text.trim() !== '' && !/^(?:-DOCSTART-|#)/.test(text))
  const hasTabs = texts.some((text) => text.includes('\t'))
  const split = hasTabs
    ? (line: string) => line.split('\t').map((cell) => cell.trim())
    : (line: string) => line.trim().split(/\s+/)
  const rows = texts.map(split)
  const width = Math.max(0, ...rows.map((row) => row.length))
  const isLabelled = (column: number): boolean =>
    rows.filter((row) => isLabel(row[column] ?? '')).length > rows.length * 0.9
  for (let column = width - 1; column >= 0; column--)
    if (isLabelled(column)) return { split, label: column, token: column === 0 ? width - 1 : 0 }
  return undefined
}
