import type { Line } from '../lines.ts'
import { isLabel } from './labels.ts'

/** Where tokens and labels stand. */
export interface Columns {
  /** The cells of a line, up to the last one that is wanted. */
  readonly split: (line: string) => readonly string[]
  readonly token: number
  readonly label: number
}

const LINES_LOOKED_AT = 1000
const COLUMNS_LOOKED_AT = 1000

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
  const rows = texts.map((text) => cellsOf(text, hasTabs, COLUMNS_LOOKED_AT))
  const width = Math.max(0, ...rows.map((row) => row.length))
  const isLabelled = (column: number): boolean =>
    rows.filter((row) => isLabel(row[column] ?? '')).length > rows.length * 0.9
  for (let label = width - 1; label >= 0; label--) {
    if (!isLabelled(label)) continue
    const token = label === 0 ? width - 1 : 0
    const limit = Math.max(token, label) + 1
    return { split: (line) => cellsOf(line, hasTabs, limit), label, token }
  }
  return undefined
}

/** A line may have millions of cells: no more are made than wanted. */
const cellsOf = (line: string, hasTabs: boolean, limit: number): readonly string[] => {
  if (!hasTabs) return line.trim().split(/\s+/, limit)
  const cells: string[] = []
  for (let start = 0; cells.length < limit;) {
    const end = line.indexOf('\t', start)
    cells.push((end === -1 ? line.slice(start) : line.slice(start, end)).trim())
    if (end === -1) break
    start = end + 1
  }
  return cells
}
