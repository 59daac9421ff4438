/** Texts that go through the network together. */
export interface TokenBatch {
  /** Where each text stands in what was asked for. */
  readonly places: readonly number[]
  /** Token ids of each text. */
  readonly rows: readonly (readonly number[])[]
  /** Tokens of the longest; the others are padded to it. */
  readonly width: number
}

/** More of either is not faster: `bench/speed/encoder.ts`. */
const MOST_TOKENS = 512
const MOST_ROWS = 64

/** Batches of texts of like length, the shortest first, so that little is padded. Every row in one batch. */
export const tokenBatches = (rows: readonly (readonly number[])[]): TokenBatch[] => {
  const order = rows.map((_, place) => place)
  const lengthOf = (place: number): number => rows[place]?.length ?? 0
  order.sort((a, b) => lengthOf(a) - lengthOf(b) || a - b)
  const batches: TokenBatch[] = []
  let places: number[] = []
  const finish = (): void => {
    const width = lengthOf(places.at(-1) ?? -1)
    if (places.length > 0) batches.push({ places, rows: places.map((place) => rows[place] ?? []), width })
    places = []
  }
  for (const place of order) {
    const count = places.length + 1
    if (count > MOST_ROWS || count * lengthOf(place) > MOST_TOKENS) finish()
    places.push(place)
  }
  finish()
  return batches
}
