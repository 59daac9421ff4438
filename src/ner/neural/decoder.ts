import type { Label } from './labels.ts'

/** What a network says of the words of a text: a row for each word, a column for each label. */
export interface WordRows {
  readonly count: number
  readonly columns: number
  /** Row-major; `count * columns` numbers. */
  readonly values: Float32Array
}

/** An entity, by words: half-open. */
export interface WordEntity {
  readonly first: number
  readonly end: number
  /** As of a {@link Label}. */
  readonly name: string
  /** 0–1: the mean, over its words, of the probability that the word is of such an entity. */
  readonly score: number
}

/** Turns what a network says of words into entities. Pure: the same rows give the same entities. */
export interface Decoder {
  /** By first word, longer before shorter. */
  decode(rows: WordRows): WordEntity[]
  /** Whether the word is in no entity: what stands before it and what after are decoded apart with the same result. */
  isOutside(rows: WordRows, row: number): boolean
}

/** An entity by words, without a score. */
export interface Stretch {
  readonly first: number
  readonly end: number
  readonly name: string
}

/**
 * The entities of a sequence of labels, one for each word.
 *
 * - `B` and `S` begin one, always: two of one name may stand side by side.
 * - `I` and `E` go on with one of their name; where none is open, they begin one (as conlleval has it): whatever stood
 *   before, of another name or nothing.
 * - `E` and `S` end one. No bracket or mark between words does: that is the model's to say.
 */
export const stretchesOf = (labels: Iterable<Label>): Stretch[] => {
  const found: Stretch[] = []
  let open: { readonly first: number; readonly name: string } | undefined
  let at = 0
  const close = (): void => {
    if (open !== undefined) found.push({ ...open, end: at })
    open = undefined
  }
  for (const { mark, name } of labels) {
    const goesOn = open?.name === name && (mark === 'I' || mark === 'E')
    if (!goesOn) {
      close()
      if (mark !== 'O') open = { first: at, name }
    }
    at++
    if (mark === 'E' || mark === 'S') close()
  }
  close()
  return found
}

/** The column with the greatest number among these (all, when absent); the first of equals. */
export const bestColumn = (
  { columns, values }: WordRows,
  row: number,
  among?: readonly number[],
): { readonly column: number; readonly value: number } => {
  const start = row * columns
  let [column, value] = [among?.[0] ?? 0, -Infinity]
  const count = among?.length ?? columns
  for (let index = 0; index < count; index++) {
    const candidate = among === undefined ? index : (among[index] ?? 0)
    const found = values[start + candidate] ?? -Infinity
    if (found > value) [column, value] = [candidate, found]
  }
  return { column, value }
}

/** Order of entities: by first word, longer before shorter. */
export const byFirstWord = (a: WordEntity, b: WordEntity): number => a.first - b.first || b.end - a.end

/** Columns by the name they speak of, those of `O` left out. */
export const columnsByName = (labels: readonly Label[]): ReadonlyMap<string, readonly number[]> => {
  const columns = new Map<string, number[]>()
  for (const [column, { mark, name }] of labels.entries()) {
    if (mark === 'O') continue
    const known = columns.get(name)
    if (known === undefined) columns.set(name, [column])
    else known.push(column)
  }
  return columns
}
