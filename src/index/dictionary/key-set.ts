import { mixed } from './key-hash.ts'

/** What is known of a key, as bits. */
export const ENDS = 1
export const GOES_ON = 2
const FLAGS = ENDS | GOES_ON

/** Share of the slots that are taken. */
const LOAD = 0.66
const LANES = 2 ** 32

/**
 * A set of 64-bit keys with two flags each, in one flat array of 32-bit slots: 6 bytes a key. The place comes of one
 * lane, 30 bits of the other are kept: two keys in a thousand million are taken for one another. Verify what is found.
 */
export class KeySet {
  readonly slots: Uint32Array

  constructor(slots: Uint32Array) {
    this.slots = slots
  }

  /** Flags of the key; 0 when it is not there. */
  get(a: number, b: number): number {
    const { slots } = this
    const tag = mixed(b) & ~FLAGS
    let place = Math.floor((mixed(a) / LANES) * slots.length)
    for (;;) {
      const slot = slots[place] ?? 0
      if (slot === 0) return 0
      if ((slot & ~FLAGS) === tag) return slot & FLAGS
      if (++place === slots.length) place = 0
    }
  }
}

/** Gathers keys; a key added again gains flags. */
export class KeySetBuilder {
  #a = new Int32Array(1024)
  #b = new Int32Array(1024)
  #flags = new Uint8Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(a: number, b: number, flags: number): void {
    if (this.#length * 2 >= this.#flags.length) this.#grow()
    const place = this.#placeOf(a, b)
    if (this.#flags[place] === 0) {
      this.#a[place] = a
      this.#b[place] = b
      this.#length++
    }
    this.#flags[place] = (this.#flags[place] ?? 0) | flags
  }

  /** Slots of a {@link KeySet}; at least one stays empty. The same keys in the same order give the same slots. */
  finish(): Uint32Array {
    const slots = new Uint32Array(Math.ceil(this.#length / LOAD) + 1)
    for (let entry = 0; entry < this.#flags.length; entry++) {
      const flags = this.#flags[entry] ?? 0
      if (flags !== 0) insert(slots, this.#a[entry] ?? 0, this.#b[entry] ?? 0, flags)
    }
    return slots
  }

  #placeOf(a: number, b: number): number {
    const mask = this.#flags.length - 1
    let place = mixed(a) & mask
    while (this.#flags[place] !== 0 && (this.#a[place] !== a || this.#b[place] !== b))
      place = (place + 1) & mask
    return place
  }

  #grow(): void {
    const [a, b, flags] = [this.#a, this.#b, this.#flags]
    this.#a = new Int32Array(a.length * 2)
    this.#b = new Int32Array(a.length * 2)
    this.#flags = new Uint8Array(a.length * 2)
    this.#length = 0
    for (let entry = 0; entry < flags.length; entry++)
      if (flags[entry] !== 0) this.add(a[entry] ?? 0, b[entry] ?? 0, flags[entry] ?? 0)
  }
}

const insert = (slots: Uint32Array, a: number, b: number, flags: number): void => {
  const tag = mixed(b) & ~FLAGS
  let place = Math.floor((mixed(a) / LANES) * slots.length)
  while (slots[place] !== 0 && ((slots[place] ?? 0) & ~FLAGS) !== tag) place = (place + 1) % slots.length
  slots[place] = ((slots[place] ?? 0) | tag | flags) >>> 0
}
