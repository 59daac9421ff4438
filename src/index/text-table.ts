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
}
