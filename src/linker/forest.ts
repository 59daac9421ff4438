/**
 * A regression tree. Node 0 is the root; a node whose `left` is 0 is a leaf. What is at most the threshold goes left, what
 * is not known where `missingLeft` says.
 */
export interface Tree {
  /** Place in the features of the model. */
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  readonly missingLeft: readonly boolean[]
  readonly left: readonly number[]
  readonly right: readonly number[]
  /** In log-odds: of a leaf what it adds; of another node the mean of its leaves, weighed by the examples in them. */
  readonly value: readonly number[]
}

/**
 * Trees laid out as one: of each node where it leads, and what going there changes. A number that is not known is asked in
 * one of two places, by where it goes: as less than all numbers, or as more.
 */
export class Forest {
  readonly #features: number
  readonly #roots: Uint32Array
  /** Of each node: place of its number, left child (0: a leaf), right child. */
  readonly #ways: Uint32Array
  readonly #threshold: Float64Array
  /** How far the value of each node is from that of the node above. */
  readonly #step: Float64Array
  readonly #numbers: Float64Array

  constructor(trees: readonly Tree[], features: number) {
    const nodes = trees.reduce((sum, { value }) => sum + value.length, 0)
    this.#features = features
    this.#roots = new Uint32Array(trees.length)
    this.#ways = new Uint32Array(3 * nodes)
    this.#threshold = new Float64Array(nodes)
    this.#step = new Float64Array(nodes)
    this.#numbers = new Float64Array(2 * features)
    let root = 0
    trees.forEach((tree, at) => {
      this.#roots[at] = root
      this.#add(tree, root)
      root += tree.value.length
    })
  }

  /** What each feature changes on the way through all trees: in log-odds, in the order of the features. NaN: not known. */
  parts(numbers: readonly number[]): Float64Array {
    const parts = new Float64Array(this.#features)
    const asked = this.#asked(numbers)
    const [ways, threshold, step] = [this.#ways, this.#threshold, this.#step]
    for (const root of this.#roots) {
      let node = root
      for (let left = ways[3 * node + 1] ?? 0; left !== 0; left = ways[3 * node + 1] ?? 0) {
        const place = ways[3 * node] ?? 0
        node = (asked[place] ?? 0) <= (threshold[node] ?? 0) ? left : (ways[3 * node + 2] ?? 0)
        const feature = place >> 1
        parts[feature] = (parts[feature] ?? 0) + (step[node] ?? 0)
      }
    }
    return parts
  }

  #asked(numbers: readonly number[]): Float64Array {
    for (let feature = 0; feature < this.#features; feature++) {
      const number = numbers[feature] ?? Number.NaN
      const unknown = Number.isNaN(number)
      this.#numbers[2 * feature] = unknown ? -Infinity : number
      this.#numbers[2 * feature + 1] = unknown ? Infinity : number
    }
    return this.#numbers
  }

  #add(tree: Tree, root: number): void {
    tree.left.forEach((left, at) => {
      if (left === 0) return
      const right = tree.right[at] ?? 0
      const missing = tree.missingLeft[at] === true ? 0 : 1
      this.#ways.set([2 * (tree.feature[at] ?? 0) + missing, root + left, root + right], 3 * (root + at))
      this.#threshold[root + at] = tree.threshold[at] ?? 0
      for (const next of [left, right])
        this.#step[root + next] = (tree.value[next] ?? 0) - (tree.value[at] ?? 0)
    })
  }
}
