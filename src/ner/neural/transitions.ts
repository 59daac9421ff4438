import type { WordRows } from './decoder.ts'

/** How well labels follow one another: what a conditional random field has learnt, added to the scores of the words. */
export interface Transitions {
  /** Of the first and of the last label. */
  readonly start: readonly number[]
  readonly end: readonly number[]
  /** `between[from][to]`. */
  readonly between: readonly (readonly number[])[]
}

/**
 * The columns of the best path, one for each word (Viterbi 1967). Of equal paths the one of the lower columns, from the
 * end. Time and memory: words × columns².
 */
export const bestPath = (rows: WordRows, { start, end, between }: Transitions): Uint32Array => {
  const { count, columns, values } = rows
  const path = new Uint32Array(count)
  if (count === 0) return path
  const from = new Uint32Array(count * columns)
  let best = Float64Array.from({ length: columns }, (_, to) => (start[to] ?? 0) + (values[to] ?? 0))
  for (let row = 1; row < count; row++) {
    const next = new Float64Array(columns)
    for (let to = 0; to < columns; to++) {
      let [before, value] = [0, -Infinity]
      for (let column = 0; column < columns; column++) {
        const reached = (best[column] ?? 0) + (between[column]?.[to] ?? 0)
        if (reached > value) [before, value] = [column, reached]
      }
      from[row * columns + to] = before
      next[to] = value + (values[row * columns + to] ?? 0)
    }
    best = next
  }
  let [last, most] = [0, -Infinity]
  for (let column = 0; column < columns; column++) {
    const whole = (best[column] ?? 0) + (end[column] ?? 0)
    if (whole > most) [last, most] = [column, whole]
  }
  for (let row = count - 1; row >= 0; row--) {
    path[row] = last
    last = from[row * columns + last] ?? 0
  }
  return path
}

/** The probability of each label at each word, over all paths (forward–backward; Lafferty et al. 2001). */
export const marginals = (rows: WordRows, transitions: Transitions): WordRows => {
  const { count, columns, values } = rows
  const { start, end, between } = transitions
  const forward = new Float64Array(count * columns)
  const terms = new Float64Array(columns)
  for (let row = 0; row < count; row++)
    for (let to = 0; to < columns; to++) {
      for (let column = 0; column < columns && row > 0; column++)
        terms[column] = (forward[(row - 1) * columns + column] ?? 0) + (between[column]?.[to] ?? 0)
      const reached = row === 0 ? (start[to] ?? 0) : logSum(terms)
      forward[row * columns + to] = reached + (values[row * columns + to] ?? 0)
    }
  let backward = Float64Array.from({ length: columns }, (_, column) => end[column] ?? 0)
  const found = new Float32Array(count * columns)
  for (let row = count - 1; row >= 0; row--) {
    const joint = backward.map((value, column) => value + (forward[row * columns + column] ?? 0))
    const total = logSum(joint)
    joint.forEach((value, column) => {
      found[row * columns + column] = Math.exp(value - total)
    })
    const after = backward
    backward = Float64Array.from({ length: columns }, (_, column) => {
      for (let to = 0; to < columns; to++)
        terms[to] = (between[column]?.[to] ?? 0) + (values[row * columns + to] ?? 0) + (after[to] ?? 0)
      return logSum(terms)
    })
  }
  return { count, columns, values: found }
}

const logSum = (terms: Float64Array): number => {
  let most = -Infinity
  for (const term of terms) if (term > most) most = term
  if (most === -Infinity) return most
  let sum = 0
  for (const term of terms) sum += Math.exp(term - most)
  return most + Math.log(sum)
}
