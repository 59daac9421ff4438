/** A seeded generator of numbers in [0, 1): a multiplicative congruential one (Park and Miller, 1988). */
export const randomNumbers = (seed: number): (() => number) => {
  let state = seed
  return () => (state = (state * 48_271) % 0x7fff_ffff) / 0x7fff_ffff
}

const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())

const unit = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** Rows of length one around `clusters` centres: row `n` belongs to the cluster `n % clusters`. */
export const clusteredVectors = (
  count: number,
  dimensions: number,
  clusters: number,
  seed = 1,
  spread = 0.8,
): Float32Array => {
  const random = randomNumbers(seed)
  const centres = Array.from({ length: clusters }, () =>
    unit(Float32Array.from({ length: dimensions }, () => gaussian(random))),
  )
  const rows = new Float32Array(count * dimensions)
  for (let row = 0; row < count; row++) {
    const centre = centres[row % clusters] ?? new Float32Array(dimensions)
    const noise = Float32Array.from(centre, () => (gaussian(random) * spread) / Math.sqrt(dimensions))
    rows.set(unit(centre.map((value, column) => value + (noise[column] ?? 0))), row * dimensions)
  }
  return rows
}

/** The nearest by cosine among the keys accepted, of equal ones the lower first: by looking at all of them. */
export const bruteForce = (
  rows: Float32Array,
  query: Float32Array,
  limit: number,
  accepts: (key: number) => boolean = () => true,
): number[] => {
  const dimensions = query.length
  const found: { key: number; similarity: number }[] = []
  for (let key = 0; key * dimensions < rows.length; key++)
    if (accepts(key)) found.push({ key, similarity: dot(rows, key * dimensions, query) })
  return found
    .sort((a, b) => b.similarity - a.similarity || a.key - b.key)
    .slice(0, limit)
    .map(({ key }) => key)
}

export const dot = (rows: Float32Array, at: number, query: Float32Array): number => {
  let sum = 0
  for (let column = 0; column < query.length; column++) sum += (rows[at + column] ?? 0) * (query[column] ?? 0)
  return sum
}

/** Of the neighbours wanted, the share found. */
export const recallOf = (wanted: readonly number[], found: ArrayLike<number>): number => {
  const there = new Set(Array.from(found))
  return wanted.length === 0 ? 1 : wanted.filter((key) => there.has(key)).length / wanted.length
}
