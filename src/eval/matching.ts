/**
 * A matching of as many pairs as can be: each left and each right in one pair at most (Berge 1957: a matching is largest
 * when no augmenting path is left). A search that failed marks all it reached as dead for the searches after it, so that
 * failures together cost no more than the number of edges.
 *
 * @param neighbours for each left, the rights it may be paired with
 * @param rights how many rights there are
 * @returns for each left its right, or -1
 */
export const maximumMatching = (
  neighbours: readonly (readonly number[])[],
  rights: number,
): readonly number[] => {
  const state = {
    neighbours,
    leftOf: new Array<number>(rights).fill(-1),
    rightOf: new Array<number>(neighbours.length).fill(-1),
    seenIn: new Array<number>(rights).fill(-1),
    dead: new Array<boolean>(rights).fill(false),
  }
  // Most pairs are plain to see.
  neighbours.forEach((choices, left) => {
    const free = choices.find((right) => state.leftOf[right] === -1)
    if (free !== undefined) pair(state, left, free)
  })
  for (let left = 0; left < neighbours.length; left++) if (state.rightOf[left] === -1) augment(state, left)
  return state.rightOf
}

interface State {
  readonly neighbours: readonly (readonly number[])[]
  readonly leftOf: number[]
  readonly rightOf: number[]
  /** The search that reached a right last, by the left it began at. */
  readonly seenIn: number[]
  readonly dead: boolean[]
}

const pair = ({ leftOf, rightOf }: State, left: number, right: number): void => {
  leftOf[right] = left
  rightOf[left] = right
}

/** Breadth first from a left without a pair to a right without one; turns the path round. */
const augment = (state: State, begin: number): void => {
  const { neighbours, leftOf, seenIn, dead } = state
  const reachedFrom = new Map<number, number>()
  const queue = [begin]
  for (const left of queue) {
    for (const right of neighbours[left] ?? []) {
      if (dead[right] === true || seenIn[right] === begin) continue
      seenIn[right] = begin
      reachedFrom.set(right, left)
      const owner = leftOf[right] ?? -1
      if (owner === -1) {
        turn(state, right, reachedFrom)
        return
      }
      queue.push(owner)
    }
  }
  for (const right of reachedFrom.keys()) dead[right] = true
}

const turn = (state: State, last: number, reachedFrom: ReadonlyMap<number, number>): void => {
  let right = last
  while (right !== -1) {
    const left = reachedFrom.get(right) ?? -1
    if (left === -1) return
    const before = state.rightOf[left] ?? -1
    pair(state, left, right)
    right = before
  }
}
