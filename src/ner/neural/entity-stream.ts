import type { Span } from '../../core/document.ts'
import type { Decoder, WordRows } from './decoder.ts'

/** An entity in a text; UTF-16 code units, half-open. */
export interface NamedEntity {
  readonly start: number
  readonly end: number
  readonly name: string
  readonly score: number
}

/** So many words are gathered before they are decoded, and at most so many wait for one that is in no entity. */
const ENOUGH = 2048
const TOO_MANY = 4 * ENOUGH

/**
 * Decodes a text while its words come, window by window: at a word that is in no entity what is before it can be decoded,
 * so that memory does not grow with the text. The entities are those of the text as a whole (with transitions: but for
 * what such a word, once in 2,048, could have told of the word after it). An entity of thousands of words may be cut.
 */
export class EntityStream {
  readonly #decoder: Decoder
  readonly #columns: number
  readonly #found: (entity: NamedEntity) => void
  #words: Span[] = []
  #values: Float32Array[] = []

  constructor(decoder: Decoder, columns: number, found: (entity: NamedEntity) => void) {
    this.#decoder = decoder
    this.#columns = columns
    this.#found = found
  }

  /**
   * @param words where the next words stand
   * @param values a row for each
   */
  push(words: readonly Span[], values: Float32Array): void {
    for (const word of words) this.#words.push(word)
    this.#values.push(values)
    if (this.#words.length < ENOUGH) return
    const rows = this.#rows()
    const cut = lastOutside(this.#decoder, rows)
    if (cut > 0) this.#decode(rows, cut)
    else if (this.#words.length >= TOO_MANY) this.#decode(rows, rows.count)
  }

  /** The text ends here; another may begin. */
  end(): void {
    if (this.#words.length > 0) this.#decode(this.#rows(), this.#words.length)
  }

  #rows(): WordRows {
    const count = this.#words.length
    const [first] = this.#values
    if (this.#values.length === 1 && first !== undefined)
      return { count, columns: this.#columns, values: first }
    const values = new Float32Array(count * this.#columns)
    let at = 0
    for (const part of this.#values) {
      values.set(part, at)
      at += part.length
    }
    this.#values = [values]
    return { count, columns: this.#columns, values }
  }

  #decode({ columns, values }: WordRows, count: number): void {
    const rows = { count, columns, values: values.subarray(0, count * columns) }
    for (const { first, end, name, score } of this.#decoder.decode(rows)) {
      const [from, to] = [this.#words[first], this.#words[end - 1]]
      if (from !== undefined && to !== undefined) this.#found({ start: from[0], end: to[1], name, score })
    }
    this.#words = this.#words.slice(count)
    this.#values = this.#words.length === 0 ? [] : [values.slice(count * columns)]
  }
}

/** How many words there are up to the last that is in no entity, that one included. */
const lastOutside = (decoder: Decoder, rows: WordRows): number => {
  for (let row = rows.count - 1; row >= 0; row--) if (decoder.isOutside(rows, row)) return row + 1
  return 0
}
