/** Scores and likenesses as they are told: to four digits after the point. */
export const rounded = (value: number): number => Math.round(value * 10_000) / 10_000
