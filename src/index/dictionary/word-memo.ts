import { looseKey } from '../../core/text/loose-key.ts'
import { hashWord, type WordHash } from './key-hash.ts'

/** Beside the flags of the key set. */
export const IS_PREPOSITION = 4
export const IS_ARTICLE = 8

const SLOTS = 1 << 17
const MOST = SLOTS >> 1

/**
 * The words met so far, by number: their loose keys, hashed, and what is known of them. A text says the same words
 * again and again: most cost one look-up. A pure function remembered; forgotten when full. About 4 MB.
 */
export class WordMemo {
  readonly a = new Int32Array(MOST)
  readonly b = new Int32Array(MOST)
  readonly powerA = new Int32Array(MOST)
  readonly powerB = new Int32Array(MOST)
  /** Length of the loose key, at most 255. */
  readonly lengths = new Uint8Array(MOST)
  readonly flags = new Uint8Array(MOST)
  readonly #keyA = new Int32Array(SLOTS)
  readonly #keyB = new Int32Array(SLOTS)
  /** Number of the word and one more; 0: empty. */
  readonly #numbers = new Uint32Array(SLOTS)
  #count = 0
  readonly #flagsOf: (a: number, b: number) => number
  readonly #hash: WordHash = { a: 0, b: 0, powerA: 1, powerB: 1 }

  /** @param flagsOf what is known of a word that stands alone */
  constructor(flagsOf: (a: number, b: number) => number) {
    this.#flagsOf = flagsOf
  }

  /** Forgets all when it is nearly full. Numbers given before are void then: not to be called within a text. */
  makeRoom(words: number): void {
    if (this.#count + words < MOST) return
    this.#numbers.fill(0)
    this.#count = 0
  }

  /**
   * Number of a word; -1 when there is no room for another. `keyA` and `keyB` are a hash of the word as it stands in the
   * text, upper-case ASCII read as lower: two words with one hash are taken for one.
   */
  number(keyA: number, keyB: number, text: string, start: number, end: number): number {
    let place = (keyA ^ (keyA >>> 15)) & (SLOTS - 1)
    for (;;) {
      const number = this.#numbers[place] ?? 0
      if (number === 0) return this.#add(place, keyA, keyB, text.slice(start, end))
      if (this.#keyA[place] === keyA && this.#keyB[place] === keyB) return number - 1
      place = (place + 1) & (SLOTS - 1)
    }
  }

  #add(place: number, keyA: number, keyB: number, word: string): number {
    if (this.#count === MOST) return -1
    const number = this.#count++
    const key = looseKey(word)
    const hash = hashWord(key, this.#hash)
    this.a[number] = hash.a
    this.b[number] = hash.b
    this.powerA[number] = hash.powerA
    this.powerB[number] = hash.powerB
    this.lengths[number] = Math.min(255, key.length)
    this.flags[number] =
      this.#flagsOf(hash.a, hash.b) |
      (key === 'of' || key === 'in' ? IS_PREPOSITION : 0) |
      (key === 'the' ? IS_ARTICLE : 0)
    this.#keyA[place] = keyA
    this.#keyB[place] = keyB
    this.#numbers[place] = number + 1
    return number
  }
}
