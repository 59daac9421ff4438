import { type PairedDifference, pairedBootstrap, type Statistic } from './bootstrap.ts'
import type { Score } from './score.ts'

/** F1 of two runs over the same documents, 0–1. */
export interface ComparedF1 extends PairedDifference {
  readonly first: number
  readonly second: number
}

/** One run against another, by the name of the figure; documents are what is drawn. */
export interface RunComparison<Figure extends string = string> {
  readonly documents: number
  readonly f1: Readonly<Record<Figure, ComparedF1>>
}

/** What was right in one document, by the name of the figure. */
export type DocumentScores<Figure extends string> = Readonly<Record<Figure, Score>>

/** Counts of one figure, of one run. */
const COUNTS = 3
const RUNS = 2

/** Gathers what two runs got right in each document. */
export class RunComparer<Figure extends string> {
  readonly #figures: readonly Figure[]
  readonly #documents = new Map<string, number[]>()

  constructor(figures: readonly Figure[]) {
    this.#figures = figures
  }

  /** @param run the first or the second; documents of one name are put together */
  add(run: 0 | 1, document: string, scores: DocumentScores<Figure>): void {
    const row = this.#documents.get(document) ?? Array<number>(RUNS * COUNTS * this.#figures.length).fill(0)
    this.#documents.set(document, row)
    this.#figures.forEach((figure, at) => {
      const { correct, predicted, support } = scores[figure]
      const start = columnOf(at, run)
      for (const [column, count] of [correct, predicted, support].entries())
        row[start + column] = (row[start + column] ?? 0) + count
    })
  }

  result(): RunComparison<Figure> {
    // By name, so that what is drawn does not depend on the order of the documents.
    const rows = [...this.#documents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
    const sums = Float64Array.from(rows[0] ?? [], (_, column) =>
      rows.reduce((sum, row) => sum + (row[column] ?? 0), 0),
    )
    const differences: Statistic[] = this.#figures.map(
      (_, at) => (drawn) => f1Of(drawn, columnOf(at, 0)) - f1Of(drawn, columnOf(at, 1)),
    )
    const found = pairedBootstrap(rows, differences)
    const compared = this.#figures.map((figure, at) => {
      const difference = found[at] ?? { difference: 0, low: 0, high: 0, p: 1 }
      const [first, second] = [f1Of(sums, columnOf(at, 0)), f1Of(sums, columnOf(at, 1))]
      return [figure, { first, second, ...difference }] as const
    })
    return { documents: rows.length, f1: Object.fromEntries(compared) as Record<Figure, ComparedF1> }
  }
}

const columnOf = (figure: number, run: 0 | 1): number => (RUNS * figure + run) * COUNTS

/** Twice what is right, of what was found and what is in gold. */
const f1Of = (sums: Float64Array, start: number): number => {
  const whole = (sums[start + 1] ?? 0) + (sums[start + 2] ?? 0)
  return whole === 0 ? 0 : (2 * (sums[start] ?? 0)) / whole
}
