/** What two runs differ by, and how sure that is. */
export interface PairedDifference {
  /** The first run's figure less the second's. */
  readonly difference: number
  /** Percentile interval that holds 95 % of the resampled differences. */
  readonly low: number
  readonly high: number
  /** Two-sided: how often resampling gives no difference or one the other way. 0–1. */
  readonly p: number
}

export interface BootstrapOptions {
  /** Default 10,000. */
  readonly resamples?: number
  /** Default 1: the same seed gives the same answer. */
  readonly seed?: number
}

/** A figure from the summed counts of documents. */
export type Statistic = (sums: Float64Array) => number

const RESAMPLES = 10_000
const INTERVAL = 0.95

/**
 * Paired bootstrap over documents (Efron and Tibshirani 1993, ch. 13; Berg-Kirkpatrick et al. 2012): documents are drawn with
 * replacement, and each figure is taken anew from the summed counts of those drawn. Mentions of one document stand and fall
 * together, so documents, not mentions, are what is drawn.
 *
 * @param documents one row of counts each, all of one length; their order matters to which are drawn, not to what holds
 * @param differences of the first run and the second, from summed counts
 */
export const pairedBootstrap = (
  documents: readonly (readonly number[])[],
  differences: readonly Statistic[],
  { resamples = RESAMPLES, seed = 1 }: BootstrapOptions = {},
): PairedDifference[] => {
  const width = documents[0]?.length ?? 0
  const counts = Float64Array.from(documents.flat())
  const draws = differences.map(() => new Float64Array(resamples))
  const sums = new Float64Array(width)
  const random = randomBelow(documents.length, seed)
  for (let resample = 0; resample < resamples; resample++) {
    sums.fill(0)
    for (let drawn = 0; drawn < documents.length; drawn++) {
      const row = random() * width
      for (let column = 0; column < width; column++)
        sums[column] = (sums[column] ?? 0) + (counts[row + column] ?? 0)
    }
    differences.forEach((difference, index) => draws[index]?.fill(difference(sums), resample, resample + 1))
  }
  sums.fill(0)
  counts.forEach((count, index) => (sums[index % width] = (sums[index % width] ?? 0) + count))
  return differences.map((difference, index) =>
    summary(difference(sums), (draws[index] ?? new Float64Array()).sort()),
  )
}

const summary = (difference: number, sorted: Float64Array): PairedDifference => {
  const tail = Math.floor(((1 - INTERVAL) / 2) * sorted.length)
  const notAbove = sorted.filter((each) => each <= 0).length
  const notBelow = sorted.filter((each) => each >= 0).length
  // One is added: the sample itself is one of those that might have been drawn (Davison and Hinkley 1997, 4.2).
  const p = Math.min(1, (2 * (Math.min(notAbove, notBelow) + 1)) / (sorted.length + 1))
  return { difference, low: sorted[tail] ?? 0, high: sorted[sorted.length - 1 - tail] ?? 0, p }
}

/** Whole numbers from 0 to below `limit`: a Weyl sequence through a mixing function (splitmix, Steele et al. 2014), 32 bits. */
const randomBelow = (limit: number, seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000) * limit)
  }
}
