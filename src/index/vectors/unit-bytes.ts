/**
 * Vectors in 8 bits a number, each scaled so that its largest number is ±127: cosine does not see the scale. Against a
 * scale for all (±127 for ±1) that keeps three bits more of a vector of some hundred dimensions, whose numbers are small.
 *
 * @param rows row-major
 * @param at where the first row goes in `into`
 */
export const toBytes = (rows: Float32Array, dimensions: number, into: Int8Array, at = 0): void => {
  for (let from = 0; from < rows.length; from += dimensions) {
    const scale = 127 / largestOf(rows, from, from + dimensions)
    const isUsable = Number.isFinite(scale)
    for (let column = from; column < from + dimensions; column++)
      into[at + column] = isUsable ? Math.round((rows[column] ?? 0) * scale) : 0
  }
}

const largestOf = (rows: Float32Array, from: number, to: number): number => {
  let largest = 0
  for (let column = from; column < to; column++) {
    const size = Math.abs(rows[column] ?? 0)
    if (!(size <= largest)) largest = size
  }
  return largest
}
