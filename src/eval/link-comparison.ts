import { type PairedDifference, pairedBootstrap, type Statistic } from './bootstrap.ts'
import type { JudgedLink } from './link-judge.ts'

/** One figure of two runs over the same mentions. */
export interface ComparedFigure extends PairedDifference {
  /** 0–1, of this run and of the other. */
  readonly first: number
  readonly second: number
  /** Mentions right in one of them alone. */
  readonly onlyFirst: number
  readonly onlySecond: number
}

/** This run against another; all of one mention's document are drawn together. */
export interface LinkComparison {
  readonly mentions: number
  readonly documents: number
  readonly accuracy: ComparedFigure
  readonly recallAt5: ComparedFigure
}

const K = 5
/** Columns of a document's counts: mentions, then right ones among the first 1 and 5, of either run. */
const COLUMNS = { mentions: 0, accuracy: [1, 2], recall: [3, 4] } as const

/** Gathers two runs over the same mentions. */
export class LinkComparer {
  readonly #documents = new Map<string, number[]>()
  readonly #only = { accuracy: [0, 0] as [number, number], recall: [0, 0] as [number, number] }
  #alone = 0

  /** Mentions with one concept, the same one of both runs. */
  add(first: JudgedLink, second: JudgedLink): void {
    // No document's name begins so: a mention without one is a document of its own.
    const name = first.gold.doc === undefined ? `\u0000${String(this.#alone++)}` : `=${first.gold.doc}`
    const counts = this.#documents.get(name) ?? [0, 0, 0, 0, 0]
    this.#documents.set(name, counts)
    counts[COLUMNS.mentions] = (counts[COLUMNS.mentions] ?? 0) + 1
    for (const [of, k] of [
      ['accuracy', 1],
      ['recall', K],
    ] as const) {
      const right = [first, second].map(({ rank }) => rank > 0 && rank <= k)
      COLUMNS[of].forEach((column, run) => (counts[column] = (counts[column] ?? 0) + Number(right[run])))
      if (right[0] !== right[1]) this.#only[of][right[0] === true ? 0 : 1]++
    }
  }

  result(): LinkComparison {
    // By name, so that what is drawn does not depend on the order of the lines.
    const rows = [...this.#documents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, counts]) => counts)
    const sum = (column: number): number => rows.reduce((total, row) => total + (row[column] ?? 0), 0)
    const mentions = sum(COLUMNS.mentions)
    const [accuracy, recall] = pairedBootstrap(rows, [
      differenceOf(COLUMNS.accuracy),
      differenceOf(COLUMNS.recall),
    ])
    const figure = (
      [first, second]: readonly [number, number],
      [onlyFirst, onlySecond]: readonly [number, number],
      difference: PairedDifference = { difference: 0, low: 0, high: 0, p: 1 },
    ): ComparedFigure => ({
      first: share(sum(first), mentions),
      second: share(sum(second), mentions),
      ...{ onlyFirst, onlySecond, ...difference },
    })
    return {
      mentions,
      documents: rows.length,
      accuracy: figure(COLUMNS.accuracy, this.#only.accuracy, accuracy),
      recallAt5: figure(COLUMNS.recall, this.#only.recall, recall),
    }
  }
}

const differenceOf =
  ([first, second]: readonly [number, number]): Statistic =>
  (sums) =>
    share((sums[first] ?? 0) - (sums[second] ?? 0), sums[COLUMNS.mentions] ?? 0)

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
