const MOST = 1 << 16
/** Longer texts are not remembered. */
const LONGEST = 100

/** Remembers what a pure function made of short texts: documents say the same names again and again. Forgets all when full. */
export class TextMemo<Value> {
  readonly #values = new Map<string, Value>()

  of(text: string, make: (text: string) => Value): Value {
    const known = this.#values.get(text)
    if (known !== undefined) return known
    const value = make(text)
    if (text.length > LONGEST) return value
    if (this.#values.size >= MOST) this.#values.clear()
    // A copy: a piece of a document would hold all of it in memory.
    this.#values.set(Buffer.from(text, 'utf16le').toString('utf16le'), value)
    return value
  }
}
