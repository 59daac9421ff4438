import {
  bestColumn,
  byFirstWord,
  columnsByName,
  type Decoder,
  stretchesOf,
  type WordEntity,
  type WordRows,
} from './decoder.ts'
import { type Label, OUTSIDE } from './labels.ts'

/**
 * Decodes probabilities of labels that do not exclude one another (sigmoid): each name is decoded by itself, so that
 * entities of different names nest and overlap. A word is of a name when the greatest probability among the name's labels
 * reaches its threshold; that label says whether it begins an entity. With `B` and `I` (TinyBERN2) neighbours of one name
 * stay apart; with one label for each name (Kazu's later models) they are one.
 */
export class MultiLabelDecoder implements Decoder {
  readonly #labels: readonly Label[]
  readonly #names: readonly { readonly columns: readonly number[]; readonly threshold: number }[]

  /** @param thresholdOf 0–1, by name; `undefined` leaves the name out */
  constructor(labels: readonly Label[], thresholdOf: (name: string) => number | undefined) {
    this.#labels = labels
    this.#names = [...columnsByName(labels)].flatMap(([name, columns]) => {
      const threshold = thresholdOf(name)
      return threshold === undefined ? [] : [{ columns, threshold }]
    })
  }

  decode(rows: WordRows): WordEntity[] {
    const found: WordEntity[] = []
    for (const { columns, threshold } of this.#names) {
      const path: Label[] = []
      const sureness = new Float64Array(rows.count)
      for (let row = 0; row < rows.count; row++) {
        const { column, value } = bestColumn(rows, row, columns)
        path.push(value >= threshold ? (this.#labels[column] ?? OUTSIDE) : OUTSIDE)
        sureness[row] = value
      }
      for (const stretch of stretchesOf(path)) found.push({ ...stretch, score: meanOf(sureness, stretch) })
    }
    return found.sort(byFirstWord)
  }

  isOutside(rows: WordRows, row: number): boolean {
    return this.#names.every(({ columns, threshold }) => bestColumn(rows, row, columns).value < threshold)
  }
}

const meanOf = (
  values: Float64Array,
  { first, end }: { readonly first: number; readonly end: number },
): number => {
  let sum = 0
  for (let at = first; at < end; at++) sum += values[at] ?? 0
  return Math.min(1, sum / (end - first))
}
