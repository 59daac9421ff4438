type Growable = Uint8Array | Uint16Array | Uint32Array

/** A typed array that doubles as it is filled. */
export class GrowingArray<Type extends Growable> {
  length = 0
  #array: Type
  readonly #make: (length: number) => Type

  constructor(make: (length: number) => Type) {
    this.#make = make
    this.#array = make(1024)
  }

  push(value: number): void {
    if (this.length === this.#array.length) this.#reserve(this.length + 1)
    this.#array[this.length++] = value
  }

  append(values: ArrayLike<number>): void {
    if (this.length + values.length > this.#array.length) this.#reserve(this.length + values.length)
    this.#array.set(values, this.length)
    this.length += values.length
  }

  /** A view of what was pushed; later pushes may move away from it. */
  finish(): Type {
    return this.#array.subarray(0, this.length) as Type
  }

  #reserve(length: number): void {
    const larger = this.#make(Math.max(length, this.#array.length * 2))
    larger.set(this.#array)
    this.#array = larger
  }
}

export const growingU8 = (): GrowingArray<Uint8Array> => new GrowingArray((length) => new Uint8Array(length))
export const growingU16 = (): GrowingArray<Uint16Array> =>
  new GrowingArray((length) => new Uint16Array(length))
export const growingU32 = (): GrowingArray<Uint32Array> =>
  new GrowingArray((length) => new Uint32Array(length))
