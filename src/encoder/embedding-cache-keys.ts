import { hash } from 'node:crypto'

/** Bytes of a key: the first 128 bits of the SHA-256 of a text's UTF-16 units. Lone surrogates tell texts apart too. */
export const KEY_BYTES = 16
const KEY_WORDS = KEY_BYTES / 4
const NONE = 0xffff_ffff

/** @returns the text's key as four numbers, in the first four of `into` */
export const keyOf = (text: string, into: Uint32Array): void => {
  const digest = hash('sha256', Buffer.from(text, 'utf16le'), 'buffer')
  for (let word = 0; word < KEY_WORDS; word++) into[word] = digest.readUInt32LE(word * 4)
}

/**
 * Entry numbers by key: the keys in the order of the entries, and an open-addressing table of numbers. 22 to 30 bytes an
 * entry. Of entries with one key, the later one counts.
 */
export class KeyTable {
  length = 0
  #keys: Uint32Array
  #slots: Uint32Array

  /** @param capacity how many entries are expected; more are taken */
  constructor(capacity: number) {
    this.#keys = new Uint32Array(Math.max(256, capacity) * KEY_WORDS)
    this.#slots = emptySlots(Math.max(256, capacity))
  }

  /** Adds the next entry. @param key four numbers from `at` */
  push(key: Uint32Array, at = 0): void {
    if ((this.length + 1) * KEY_WORDS > this.#keys.length) this.#growKeys()
    if ((this.length + 1) * 4 > this.#slots.length * 3) this.#growSlots()
    this.#keys.set(key.subarray(at, at + KEY_WORDS), this.length * KEY_WORDS)
    this.#slots[this.#slotOf(key, at)] = this.length
    this.length++
  }

  /** The latest entry with this key, or -1. */
  find(key: Uint32Array): number {
    const entry = this.#slots[this.#slotOf(key, 0)] ?? NONE
    return entry === NONE ? -1 : entry
  }

  /** Where the key is, or where it goes. */
  #slotOf(key: Uint32Array, at: number): number {
    const mask = this.#slots.length - 1
    let slot = (key[at] ?? 0) & mask
    for (;;) {
      const entry = this.#slots[slot] ?? NONE
      if (entry === NONE || this.#is(entry, key, at)) return slot
      slot = (slot + 1) & mask
    }
  }

  #is(entry: number, key: Uint32Array, at: number): boolean {
    for (let word = 0; word < KEY_WORDS; word++)
      if (this.#keys[entry * KEY_WORDS + word] !== key[at + word]) return false
    return true
  }

  #growKeys(): void {
    const larger = new Uint32Array(Math.ceil(this.#keys.length / KEY_WORDS / 4) * 5 * KEY_WORDS)
    larger.set(this.#keys)
    this.#keys = larger
  }

  #growSlots(): void {
    this.#slots = emptySlots(this.#slots.length)
    for (let entry = 0; entry < this.length; entry++)
      this.#slots[this.#slotOf(this.#keys, entry * KEY_WORDS)] = entry
  }
}

/** A power of two, of which `entries` fill less than three quarters. */
const emptySlots = (entries: number): Uint32Array =>
  new Uint32Array(2 ** Math.ceil(Math.log2((entries * 4) / 3 + 1))).fill(NONE)
