import type { WordRows } from './decoder.ts'

/** How the numbers of a word come from those of its pieces. */
export const AGGREGATIONS = ['first', 'average', 'max'] as const
export type Aggregation = (typeof AGGREGATIONS)[number]

/** What the numbers become: probabilities that exclude one another or do not, or what they are. */
export type Activation = 'softmax' | 'sigmoid' | 'none'

/** The numbers of a network for the pieces of some words. */
export interface PieceRows {
  /** Row-major; a row for each piece. */
  readonly values: Float32Array
  readonly columns: number
  /** Row of the first piece of the first word. */
  readonly from: number
  /** Pieces of each word, at least one. */
  readonly counts: readonly number[]
}

/**
 * The numbers of words: those of the first piece (as most taggers are trained), the mean over the pieces, or, `max`, the
 * greatest of each label; where labels exclude one another, `max` takes all from the piece that is surest.
 */
export const wordRows = (
  { values, columns, from, counts }: PieceRows,
  activation: Activation,
  aggregation: Aggregation,
): WordRows => {
  const found = new Float32Array(counts.length * columns)
  let piece = from
  counts.forEach((count, word) => {
    const target = found.subarray(word * columns, (word + 1) * columns)
    const used = aggregation === 'first' ? 1 : count
    for (let index = 0; index < used; index++) {
      const start = (piece + index) * columns
      const row = activated(values.subarray(start, start + columns), activation)
      if (index === 0) target.set(row)
      else if (aggregation === 'average') target.forEach((value, at) => (target[at] = value + (row[at] ?? 0)))
      else if (activation === 'sigmoid')
        target.forEach((value, at) => (target[at] = Math.max(value, row[at] ?? 0)))
      else if (greatest(row) > greatest(target)) target.set(row)
    }
    if (aggregation === 'average') target.forEach((value, at) => (target[at] = value / used))
    piece += count
  })
  return { count: counts.length, columns, values: found }
}

const greatest = (row: Float32Array): number => row.reduce((most, value) => Math.max(most, value), -Infinity)

const activated = (row: Float32Array, activation: Activation): Float32Array => {
  switch (activation) {
    case 'none':
      return row
    case 'sigmoid':
      return row.map((value) => 1 / (1 + Math.exp(-value)))
    case 'softmax': {
      const most = greatest(row)
      const shares = Float64Array.from(row, (value) => Math.exp(value - most))
      const total = shares.reduce((sum, value) => sum + value, 0)
      return row.map((_, at) => (shares[at] ?? 0) / total)
    }
  }
}
