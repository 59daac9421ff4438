/** An answer with the probability it claims to be right with, 0–1. */
export interface ScoredAnswer {
  readonly score: number
  readonly right: boolean
}

/** Answers whose scores lie in one tenth of 0–1. */
export interface ReliabilityBin {
  /** Half-open; the last bin holds 1 as well. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** Mean score; 0 where there are none. */
  readonly score: number
  /** Share of right ones; 0 where there are none. */
  readonly right: number
}

export interface Calibration {
  readonly answers: number
  /**
   * Expected calibration error (Naeini, Cooper and Hauskrecht, 2015), ten bins of one width: what score and share of
   * right answers differ by, bin by bin, weighted by answers. 0–1; 0 without answers.
   */
  readonly ece: number
  /** Lowest scores first; those without answers too. */
  readonly bins: readonly ReliabilityBin[]
}

const BINS = 10

export const calibrationOf = (answers: readonly ScoredAnswer[]): Calibration => {
  const sums = Array.from({ length: BINS }, () => ({ count: 0, score: 0, right: 0 }))
  // In one order, so that sums do not depend on that of the answers.
  for (const { score, right } of answers.toSorted((a, b) => a.score - b.score)) {
    const bin = sums[Math.min(BINS - 1, Math.floor(score * BINS))]
    if (bin === undefined) continue
    bin.count++
    bin.score += score
    bin.right += Number(right)
  }
  const gap = sums.reduce((sum, { score, right }) => sum + Math.abs(right - score), 0)
  return {
    answers: answers.length,
    ece: answers.length === 0 ? 0 : gap / answers.length,
    bins: sums.map(({ count, score, right }, index) => ({
      from: index / BINS,
      to: (index + 1) / BINS,
      count,
      score: count === 0 ? 0 : score / count,
      right: count === 0 ? 0 : right / count,
    })),
  }
}
