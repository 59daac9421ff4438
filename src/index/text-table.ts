import { growingU32, growingU8 } from './growing-array.ts'

/** Many short strings in one block of UTF-8. */
export class TextTableBuilder {
  readonly #bytes = growingU8()
  readonly #starts = growingU32()

  constructor() {
    this.#starts.push(0)
  }

  add(text: string): void {
    this.#bytes.append(Buffer.from(text, 'utf8'))
    this.#starts.push(this.#bytes.length)
  }

  get bytes(): Uint8Array {
    return this.#bytes.finish()
  }

  /** One more than there are strings. */
  get starts(): Uint32Array {
    return this.#starts.finish()
  }
}

export class TextTable {
  readonly #bytes: Buffer
  readonly #starts: Uint32Array

  constructor(bytes: Uint8Array, starts: Uint32Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#starts = starts
  }

  get length(): number {
    return this.#starts.length - 1
  }

  get(index: number): string {
    return this.#bytes.toString('utf8', this.#starts[index], this.#starts[index + 1])
  }

  /** Whether the string at `index` is `text`; spares the decoding where both are ASCII. */
  is(index: number, text: string): boolean {
    const start = this.#starts[index] ?? 0
    if ((this.#starts[index + 1] ?? 0) - start !== text.length)
      return NON_ASCII.test(text) && this.get(index) === text
    for (let at = 0; at < text.length; at++) {
      const byte = this.#bytes[start + at] ?? 0
      if (byte >= 0x80) return this.get(index) === text
      if (byte !== text.charCodeAt(at)) return false
    }
    return true
  }
}

const NON_ASCII = /[\u0080-\uffff]/
