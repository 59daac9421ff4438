/**
 * Makes a row of numbers one of length one. A row of zeros, which has no direction, becomes the first axis: every text
 * has a vector.
 */
export const toUnitLength = (row: Float32Array): void => {
  let square = 0
  for (let at = 0; at < row.length; at++) {
    const value = row[at] ?? 0
    square += value * value
  }
  if (square === 0) {
    row[0] = 1
    return
  }
  const scale = 1 / Math.sqrt(square)
  for (let at = 0; at < row.length; at++) row[at] = (row[at] ?? 0) * scale
}
