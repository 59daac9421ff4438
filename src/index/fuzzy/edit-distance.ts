/** Longer words are compared by as many letters. */
export const LONGEST_COMPARED = 64

const WIDTH = LONGEST_COMPARED + 1
// Scratch of a pure function: three rows of the table of distances.
let before = new Uint8Array(WIDTH)
let above = new Uint8Array(WIDTH)
let own = new Uint8Array(WIDTH)

/**
 * Letters to insert, delete or replace, or neighbours to swap, to make one word of the other (optimal string alignment: no
 * letter is touched twice); `most + 1` when it takes more than `most`. Cost: the product of the lengths at worst.
 */
export const editDistance = (a: string, b: string, most: number): number => {
  const [rows, columns] = [Math.min(a.length, LONGEST_COMPARED), Math.min(b.length, LONGEST_COMPARED)]
  if (Math.abs(rows - columns) > most) return most + 1
  for (let column = 0; column <= columns; column++) above[column] = column
  let leastAbove = 0
  for (let row = 1; row <= rows; row++) {
    const letter = a.charCodeAt(row - 1)
    const letterAbove = row > 1 ? a.charCodeAt(row - 2) : -1
    own[0] = row
    let least = row
    let left = row
    for (let column = 1; column <= columns; column++) {
      const other = b.charCodeAt(column - 1)
      let cost = (above[column - 1] ?? 0) + (letter === other ? 0 : 1)
      if (left + 1 < cost) cost = left + 1
      const up = (above[column] ?? 0) + 1
      if (up < cost) cost = up
      if (letterAbove === other && column > 1 && letter === b.charCodeAt(column - 2)) {
        const swapped = (before[column - 2] ?? 0) + 1
        if (swapped < cost) cost = swapped
      }
      own[column] = cost
      left = cost
      if (cost < least) least = cost
    }
    // A swap looks two rows back.
    if (least > most && leastAbove > most) return most + 1
    leastAbove = least
    ;[before, above, own] = [above, own, before]
  }
  return Math.min(above[columns] ?? 0, most + 1)
}
