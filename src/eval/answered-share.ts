/** A mention with the score of its first candidate. */
export interface RankedAnswer {
  /** 0–1; `null`: it has no candidate, and comes last. */
  readonly score: number | null
  readonly right: boolean
}

/** How many of the answers are right when only so many mentions are answered, best scores first. */
export interface PrecisionPoint {
  /** Of all mentions, 0–1. */
  readonly share: number
  readonly answered: number
  /** Of equal scores at the border the mean of all choices counts. A mention without candidates counts as a wrong answer. */
  readonly precision: number
}

/** The most mentions that can be answered by a threshold at a wanted precision. */
export interface PreciseShare {
  readonly wanted: number
  /** Of all mentions, 0–1; 0 where no threshold will do. */
  readonly share: number
  readonly answered: number
  readonly precision: number
  /** Scores from here on are answered; `null` where no threshold will do. */
  readonly threshold: number | null
}

const SHARES = [0.5, 0.6, 0.7, 0.8, 0.9, 1] as const

export const precisionCurve = (answers: readonly RankedAnswer[]): PrecisionPoint[] => {
  const steps = stepsOf(answers)
  return SHARES.map((share) => {
    const answered = Math.round(share * answers.length)
    return { share, answered, precision: answered === 0 ? 0 : rightAmong(steps, answered) / answered }
  })
}

export const preciseShare = (answers: readonly RankedAnswer[], wanted: number): PreciseShare => {
  const [best] = stepsOf(answers)
    .filter(({ score, answered, right }) => score !== null && right / answered >= wanted)
    .toReversed()
  if (best === undefined) return { wanted, share: 0, answered: 0, precision: 0, threshold: null }
  const { answered, right, score } = best
  return { wanted, share: answered / answers.length, answered, precision: right / answered, threshold: score }
}

/** All answers down to a score, and how many of them are right. */
interface Step {
  readonly score: number | null
  readonly answered: number
  readonly right: number
}

const stepsOf = (answers: readonly RankedAnswer[]): readonly Step[] => {
  const order = answers.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1))
  const steps: Step[] = []
  let right = 0
  order.forEach((answer, index) => {
    right += Number(answer.right)
    const step = { score: answer.score, answered: index + 1, right }
    if (steps.at(-1)?.score === answer.score) steps.pop()
    steps.push(step)
  })
  return steps
}

/** Expected among the first `answered`, where answers of one score come in any order. */
const rightAmong = (steps: readonly Step[], answered: number): number => {
  const at = steps.findIndex((step) => step.answered >= answered)
  const [before, step] = [steps[at - 1] ?? { answered: 0, right: 0 }, steps[at]]
  if (step === undefined) return 0
  const part = (answered - before.answered) / (step.answered - before.answered)
  return before.right + part * (step.right - before.right)
}
