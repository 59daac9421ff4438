/** A share of a number of cases, with the Wilson score interval that holds the true share 95 times in 100. */
export interface Share {
  /** 0–1; 0 where there are no cases. */
  readonly share: number
  readonly count: number
  readonly low: number
  readonly high: number
}

/** Of the normal distribution, two-sided 95 %. */
const Z = 1.959963984540054

/**
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927, without continuity
 * correction. Without cases nothing is known: 0 to 1.
 */
export const shareOf = (count: number, of: number): Share => {
  if (of === 0) return { share: 0, count, low: 0, high: 1 }
  const share = count / of
  const middle = share + (Z * Z) / (2 * of)
  const reach = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))
  const whole = 1 + (Z * Z) / of
  // At its ends the interval is exact; rounding is not to leave the share outside of it.
  const low = count === 0 ? 0 : Math.max(0, (middle - reach) / whole)
  const high = count === of ? 1 : Math.min(1, (middle + reach) / whole)
  return { share, count, low, high }
}
