/** What was right and wrong: of gold and found together, of found alone, of gold alone. */
export interface Counts {
  readonly tp: number
  readonly fp: number
  readonly fn: number
}

/** Shares are 0–1; 0 where nothing could be right (no gold, nothing found), as the usual scorers have it. */
export interface Score {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** In gold: right and missed. */
  readonly support: number
  /** Found: right and wrong. */
  readonly predicted: number
  readonly correct: number
}

export interface Summary {
  /** By entity class, in alphabetical order. */
  readonly byClass: Readonly<Record<string, Score>>
  /** Of all counts together. */
  readonly micro: Score
  /** Mean of the classes' shares, each class counting the same; counts are sums. */
  readonly macro: Score
  /** Mean of the classes' shares by their support; counts are sums. */
  readonly weighted: Score
}

export const NO_COUNTS: Counts = { tp: 0, fp: 0, fn: 0 }

export const addCounts = (a: Counts, b: Counts): Counts => ({
  tp: a.tp + b.tp,
  fp: a.fp + b.fp,
  fn: a.fn + b.fn,
})

export const scoreOf = ({ tp, fp, fn }: Counts): Score => ({
  precision: share(tp, tp + fp),
  recall: share(tp, tp + fn),
  f1: share(2 * tp, 2 * tp + fp + fn),
  support: tp + fn,
  predicted: tp + fp,
  correct: tp,
})

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** Counts by entity class, gathered document by document. */
export class ClassTally {
  readonly #counts = new Map<string, Counts>()

  add(entityClass: string, counts: Partial<Counts>): void {
    const before = this.#counts.get(entityClass) ?? NO_COUNTS
    this.#counts.set(entityClass, addCounts(before, { ...NO_COUNTS, ...counts }))
  }

  summary(): Summary {
    const classes = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))
    const scores = classes.map(([, counts]) => scoreOf(counts))
    const micro = scoreOf(classes.map(([, counts]) => counts).reduce(addCounts, NO_COUNTS))
    return {
      byClass: Object.fromEntries(classes.map(([name, counts]) => [name, scoreOf(counts)])),
      micro,
      macro: { ...micro, ...meanOf(scores, () => 1) },
      weighted: { ...micro, ...meanOf(scores, ({ support }) => support) },
    }
  }
}

type Shares = Pick<Score, 'precision' | 'recall' | 'f1'>

const meanOf = (scores: readonly Score[], weightOf: (score: Score) => number): Shares => {
  const whole = scores.reduce((sum, score) => sum + weightOf(score), 0)
  const mean = (key: keyof Shares): number =>
    share(
      scores.reduce((sum, score) => sum + weightOf(score) * score[key], 0),
      whole,
    )
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') }
}
