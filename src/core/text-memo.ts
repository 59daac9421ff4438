/** A generation holds so many, unless told otherwise. */
const MOST = 1 << 15
/** Longer texts are not remembered. */
const LONGEST = 100

/**
 * Remembers what a pure function made of short texts: documents say the same names again and again. Two generations: what
 * was not asked for while one filled is forgotten.
 */
export class TextMemo<Value> {
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()
  readonly #most: number

  /** @param most texts in each of the two generations */
  constructor(most = MOST) {
    this.#most = most
  }

  of(text: string, make: (text: string) => Value): Value {
    const known = this.#young.get(text)
    if (known !== undefined) return known
    const older = this.#old.get(text)
    const value = older ?? make(text)
    if (text.length > LONGEST) return value
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    // A copy: a piece of a document would hold all of it in memory.
    this.#young.set(Buffer.from(text, 'utf16le').toString('utf16le'), value)
    return value
  }

  /** The next time it is made anew. */
  forget(text: string): void {
    this.#young.delete(text)
    this.#old.delete(text)
  }
}
