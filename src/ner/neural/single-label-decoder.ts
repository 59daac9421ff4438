import {
  bestColumn,
  columnsByName,
  type Decoder,
  type Stretch,
  stretchesOf,
  type WordEntity,
  type WordRows,
} from './decoder.ts'
import { type Label, OUTSIDE } from './labels.ts'
import { bestPath, marginals, type Transitions } from './transitions.ts'

/**
 * Decodes labels of which each word has one (soft-max): the most probable one, or, with transitions, the labels of the
 * best path. Entities do not overlap. A word's share in a score is the probability of all labels of the entity's name
 * together: whether it begins the entity does not matter to that.
 */
export class SingleLabelDecoder implements Decoder {
  readonly #labels: readonly Label[]
  readonly #columns: ReadonlyMap<string, readonly number[]>
  readonly #transitions: Transitions | undefined

  /** @param transitions with them rows hold scores as the network gives them, without them probabilities */
  constructor(labels: readonly Label[], transitions?: Transitions) {
    this.#labels = labels
    this.#columns = columnsByName(labels)
    this.#transitions = transitions
  }

  decode(rows: WordRows): WordEntity[] {
    const transitions = this.#transitions
    const path =
      transitions === undefined
        ? Uint32Array.from({ length: rows.count }, (_, row) => bestColumn(rows, row).column)
        : bestPath(rows, transitions)
    const stretches = stretchesOf(Array.from(path, (column) => this.#labels[column] ?? OUTSIDE))
    if (stretches.length === 0) return []
    const probabilities = transitions === undefined ? rows : marginals(rows, transitions)
    return stretches.map((stretch) => ({ ...stretch, score: this.#score(probabilities, stretch) }))
  }

  isOutside(rows: WordRows, row: number): boolean {
    return this.#labels[bestColumn(rows, row).column]?.mark === 'O'
  }

  #score({ columns, values }: WordRows, { first, end, name }: Stretch): number {
    const own = this.#columns.get(name) ?? []
    let sum = 0
    for (let row = first; row < end; row++)
      for (const column of own) sum += values[row * columns + column] ?? 0
    return Math.min(1, Math.max(0, sum / (end - first)))
  }
}
