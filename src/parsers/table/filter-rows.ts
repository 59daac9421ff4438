import type { Cells } from './cells.ts'
import type { RowFilter } from './options.ts'
import type { FindCells } from './bind.ts'

/** Whether a row is read: all conditions hold. `undefined` where there is none. */
export const rowFilter = <Row>(
  where: readonly RowFilter[],
  find: FindCells<Row>,
): ((row: Row) => boolean) | undefined => {
  const conditions = where.flatMap(({ column, optional, in: wanted, notIn: unwanted }) => {
    const cells = find({ column, optional })
    // Of a column that may be missing and is, nothing is demanded.
    return cells ? [{ cells, wanted: wanted && new Set(wanted), unwanted: new Set(unwanted) }] : []
  })
  if (conditions.length === 0) return undefined
  return (row) =>
    conditions.every(({ cells, wanted, unwanted }) => {
      const values = valuesOf(cells, row)
      if (values.some((value) => unwanted.has(value))) return false
      return wanted === undefined || values.some((value) => wanted.has(value))
    })
}

const valuesOf = <Row>(cells: Cells<Row>, row: Row): readonly string[] => {
  const values = cells.items(row, undefined)
  return values.length === 0 ? [''] : values
}
