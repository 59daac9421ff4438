import { readSectionFile } from '../../io/section-file.ts'
import { DIGIT, UPPER } from './character-class.ts'
import { DICTIONARY_MAGIC, LONGEST_NAME } from './dictionary-format.ts'
import { ENDS, GOES_ON, KeySet } from './key-set.ts'
import { POWERS_A, POWERS_B } from './key-hash.ts'
import { APART, CLOSE, TokenScanner } from './token-scanner.ts'
import { IS_ARTICLE, IS_PREPOSITION, WordMemo } from './word-memo.ts'

/** Tokens read at a time: bounds memory for a text of any size. */
const CHUNK = 8192
/** Longest symbol written in pieces that names write as one (PD L1): words, and length of their keys. */
const PIECES = 3
const PIECES_LENGTH = 8
/** Words on either side of "of" that are looked up the other way round. */
const WORDS_BEFORE_OF = 2
const WORDS_AFTER_OF = 3

/**
 * `dictionary.bin`: finds every stretch of a text that reads like a name, nested ones too. It knows names by hashes of
 * their loose keys, those of their beginnings among them, and walks from each word of the text as long as some name goes
 * on. What it finds is to be verified: about one stretch in a hundred is no name on any rung of the ladder.
 *
 * Not to be shared between threads; the array under it may be.
 */
export class Dictionary {
  readonly #keys: KeySet
  readonly #tokens: TokenScanner
  #visit: (start: number, end: number) => void = () => undefined

  constructor(slots: Uint32Array) {
    const keys = new KeySet(slots)
    this.#keys = keys
    this.#tokens = new TokenScanner(new WordMemo((a, b) => keys.get(a, b)))
  }

  /**
   * Calls `visit` with each stretch of `text` within `[from, to)` that may be a name: by its beginning, shorter before
   * longer, save those the other way round ("cancer of the breast"), which come when their "of" does. Cost: linear.
   */
  scan(text: string, from: number, to: number, visit: (start: number, end: number) => void): void {
    this.#visit = visit
    const tokens = this.#tokens
    let start = from
    while (start < to) {
      const next = tokens.scan(text, start, to, CHUNK)
      const isLast = next >= to
      // Names that begin near the end of a piece are left to the next one, which begins there.
      const begin = isLast ? tokens.count : Math.max(1, tokens.count - LONGEST_NAME)
      for (let token = 0; token < begin; token++) this.#from(token)
      if (isLast) break
      start = tokens.starts[begin] ?? to
    }
    this.#visit = () => undefined
  }

  #from(first: number): void {
    const { words, starts, ends, gaps, count, memo } = this.#tokens
    const word = words[first] ?? 0
    const flags = memo.flags(word)
    const start = starts[first] ?? 0
    if ((flags & ENDS) !== 0) this.#visit(start, ends[first] ?? 0)
    if ((flags & IS_PREPOSITION) !== 0) this.#aroundPreposition(first)
    let inPieces = this.#mayBePiece(first)
    if ((flags & GOES_ON) === 0 && !inPieces) return
    let a = memo.a(word)
    let b = memo.b(word)
    let length = memo.length(word)
    const last = Math.min(count, first + LONGEST_NAME)
    for (let token = first + 1; token < last && gaps[token] !== APART; token++) {
      const next = words[token] ?? 0
      const nextLength = memo.length(next)
      a = (Math.imul(a, POWERS_A[nextLength] ?? 1) + memo.a(next)) | 0
      b = (Math.imul(b, POWERS_B[nextLength] ?? 1) + memo.b(next)) | 0
      length += nextLength
      const found = this.#keys.get(a, b)
      if ((found & ENDS) !== 0) this.#visit(start, ends[token] ?? 0)
      inPieces &&= gaps[token] === CLOSE && token - first < PIECES && length <= PIECES_LENGTH
      if ((found & GOES_ON) === 0 && !inPieces) return
    }
  }

  /** A symbol's piece has a digit or a capital in it, or the next one has. */
  #mayBePiece(token: number): boolean {
    const { shapes, gaps, count, memo, words } = this.#tokens
    if (token + 1 >= count || gaps[token + 1] !== CLOSE) return false
    if (memo.length(words[token] ?? 0) >= PIECES_LENGTH) return false
    return (((shapes[token] ?? 0) | (shapes[token + 1] ?? 0)) & (UPPER | DIGIT)) !== 0
  }

  /** "cancer of the breast" is looked up as "breast cancer". */
  #aroundPreposition(of: number): void {
    const { words, starts, ends, gaps, count, memo } = this.#tokens
    let first = of + 1
    if (first < count && gaps[first] !== APART && (memo.flags(words[first] ?? 0) & IS_ARTICLE) !== 0) first++
    let [a, b] = [0, 0]
    const last = Math.min(count, first + WORDS_AFTER_OF)
    for (let token = first; token < last && gaps[token] !== APART; token++) {
      const after = words[token] ?? 0
      const afterLength = memo.length(after)
      a = (Math.imul(a, POWERS_A[afterLength] ?? 1) + memo.a(after)) | 0
      b = (Math.imul(b, POWERS_B[afterLength] ?? 1) + memo.b(after)) | 0
      // A name the other way round begins with these words.
      const flags = token === first ? memo.flags(after) : this.#keys.get(a, b)
      if ((flags & GOES_ON) === 0) return
      for (let before = of - 1; before >= 0 && before >= of - WORDS_BEFORE_OF; before--) {
        if (gaps[before + 1] === APART) break
        if (this.#endsWith(a, b, before, of)) this.#visit(starts[before] ?? 0, ends[token] ?? 0)
      }
    }
  }

  /** Whether a name that begins with the key ends with the words from `first` up to `end`. */
  #endsWith(a: number, b: number, first: number, end: number): boolean {
    const { words, memo } = this.#tokens
    for (let token = first; token < end; token++) {
      const word = words[token] ?? 0
      const wordLength = memo.length(word)
      a = (Math.imul(a, POWERS_A[wordLength] ?? 1) + memo.a(word)) | 0
      b = (Math.imul(b, POWERS_B[wordLength] ?? 1) + memo.b(word)) | 0
    }
    return (this.#keys.get(a, b) & ENDS) !== 0
  }
}

/** @throws KnownError `KB_SCHEMA`, `KB_DAMAGED` */
export const openDictionary = (file: string): Dictionary =>
  new Dictionary(readSectionFile(file, DICTIONARY_MAGIC).u32('slots'))
