import { looseKey } from '../../core/text/loose-key.ts'
import { hashKey, type KeyHash, LONGEST_KEY } from './key-hash.ts'

/** Beside the flags of the key set. */
export const IS_PREPOSITION = 4
export const IS_ARTICLE = 8

const SLOTS = 1 << 18
const MOST = SLOTS >> 1

// An entry is eight numbers, half a cache line: the word's hash, its key's, what is known of it.
const WIDTH = 8
const WORD_B = 1
const KEY_A = 2
const KEY_B = 3
const INFO = 4
const USED = 1 << 16

/**
 * The words met so far: the hashes of their loose keys, and what is known of them. A text says the same words again and
 * again: most cost one look-up. A pure function remembered; forgotten when full. 8 MB.
 *
 * A word is given as the place of its entry, good until `makeRoom` is called.
 */
export class WordMemo {
  readonly #entries = new Int32Array(SLOTS * WIDTH)
  #count = 0
  readonly #flagsOf: (a: number, b: number) => number
  readonly #hash: KeyHash = { a: 0, b: 0 }

  /** @param flagsOf what is known of a word that stands alone, 0–3 */
  constructor(flagsOf: (a: number, b: number) => number) {
    this.#flagsOf = flagsOf
  }

  /** Forgets all unless there is room for as many words. */
  makeRoom(words: number): void {
    if (this.#count + words < MOST) return
    this.#entries.fill(0)
    this.#count = 0
  }

  /**
   * Entry of the word `text[start, end)`; `a` and `b` are a hash of it, upper-case ASCII read as lower: two words with one
   * hash are taken for one.
   */
  entry(a: number, b: number, text: string, start: number, end: number): number {
    const entries = this.#entries
    let place = ((a ^ (a >>> 15)) & (SLOTS - 1)) * WIDTH
    for (;;) {
      if (entries[place] === a && entries[place + WORD_B] === b && entries[place + INFO] !== 0) return place
      if (entries[place + INFO] === 0) return this.#add(place, a, b, text.slice(start, end))
      place = (place + WIDTH) & (SLOTS * WIDTH - 1)
    }
  }

  a(entry: number): number {
    return this.#entries[entry + KEY_A] ?? 0
  }

  b(entry: number): number {
    return this.#entries[entry + KEY_B] ?? 0
  }

  flags(entry: number): number {
    return (this.#entries[entry + INFO] ?? 0) & 0xff
  }

  /** Length of the key, at most 255. */
  length(entry: number): number {
    return ((this.#entries[entry + INFO] ?? 0) >>> 8) & 0xff
  }

  #add(place: number, a: number, b: number, word: string): number {
    const key = looseKey(word)
    const hash = hashKey(key, this.#hash)
    const flags =
      this.#flagsOf(hash.a, hash.b) |
      (key === 'of' || key === 'in' ? IS_PREPOSITION : 0) |
      (key === 'the' ? IS_ARTICLE : 0)
    const entries = this.#entries
    entries[place] = a
    entries[place + WORD_B] = b
    entries[place + KEY_A] = hash.a
    entries[place + KEY_B] = hash.b
    entries[place + INFO] = USED | (Math.min(LONGEST_KEY, key.length) << 8) | flags
    this.#count++
    return place
  }
}
