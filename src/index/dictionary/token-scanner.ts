import {
  APOSTROPHE,
  classOf,
  classOfPair,
  DASH,
  DIGIT,
  OTHER,
  PLUS,
  POINT,
  SOFT,
  SURROGATE,
  UPPER,
  WORD,
} from './character-class.ts'
import type { WordMemo } from './word-memo.ts'

/** How a token stands to the one before. */
export const APART = 0
export const JOINED = 1
/** Nothing, one blank, hyphen or slash between: they may be pieces of one word. */
export const CLOSE = 2

/** Longest gap within a name, code units; blanks alone may be more. */
const LONGEST_GAP = 3
const MOST_BLANKS = 100
/** Words longer than this are cut: no name has such. */
const LONGEST_WORD = 1000
const FIRST_ROOM = 1024

/**
 * The words of a text, each with its place, its number in the memo, its shape, and how it stands to the one before. One
 * object for many texts: `scan` writes over what was there.
 */
export class TokenScanner {
  readonly memo: WordMemo
  count = 0
  starts = new Int32Array(FIRST_ROOM)
  ends = new Int32Array(FIRST_ROOM)
  words = new Int32Array(FIRST_ROOM)
  /** `UPPER` and `DIGIT` of the word's characters. */
  shapes = new Uint8Array(FIRST_ROOM)
  gaps = new Uint8Array(FIRST_ROOM)
  #text = ''
  #end = 0

  constructor(memo: WordMemo) {
    this.memo = memo
  }

  /**
   * Reads on from `start`; stops at `end`, or before when there are `limit` tokens.
   *
   * @returns where to read on
   */
  scan(text: string, start: number, end: number, limit: number): number {
    this.#text = text
    this.#end = end
    this.count = 0
    this.#makeRoom(limit)
    this.memo.makeRoom(limit)
    let at = start
    while (at < end && this.count < limit) {
      const kind = this.#classAt(at)
      if ((kind & WORD) !== 0) at = this.#word(at)
      else if (kind === PLUS) at = this.#sign(at, '+')
      else if (kind === DASH && this.#isMinus(at)) at = this.#sign(at, '-')
      else at += kind === SURROGATE ? 1 + Number(this.#isPair(at)) : 1
    }
    return at
  }

  #word(start: number): number {
    const [text, end] = [this.#text, Math.min(this.#end, start + LONGEST_WORD)]
    let a = 0x811c9dc5
    let b = 0
    let shape = 0
    let at = start
    for (; at < end; at++) {
      const unit = text.charCodeAt(at)
      const folded = unit < 128 ? (ASCII_WORD[unit] ?? 0) : 0
      if (folded === 0) break
      a = Math.imul(a ^ folded, 0x01000193)
      b = (Math.imul(b, 0x2c1b3c6d) + folded) | 0
      if (folded !== unit || folded < 58) shape |= at > start || folded < 58 ? classOf(unit) : 0
    }
    if (at < end && !isPlainEnd(text.charCodeAt(at))) return this.#oddWord(start)
    // A capital counts when it is not the first letter of a word, or is all of it.
    if (at === start + 1) shape |= classOf(text.charCodeAt(start))
    this.#push(start, at, shape & (UPPER | DIGIT), this.memo.entry(a, b, text, start, at))
    return at
  }

  /** As `#word`, of a word that has more than ASCII letters and digits in it. */
  #oddWord(start: number): number {
    const [text, end] = [this.#text, Math.min(this.#end, start + LONGEST_WORD)]
    let [a, b, shape, before, at] = [0x811c9dc5, 0, 0, 0, start]
    // Where the word ends: what is dropped by folding counts only within.
    let wordEnd = start
    for (; at < end; at++) {
      const unit = text.charCodeAt(at)
      let kind = classOf(unit)
      if (kind === SURROGATE) kind = this.#classOfHalf(at)
      if ((kind & WORD) === 0 && (kind === OTHER || !this.#goesOn(kind, before, at))) break
      if ((kind & WORD) !== 0) {
        if (at > start || (kind & DIGIT) !== 0) shape |= kind
        before = kind
        wordEnd = at + 1
      }
      const folded = unit >= 65 && unit <= 90 ? unit + 32 : unit
      a = Math.imul(a ^ folded, 0x01000193)
      b = (Math.imul(b, 0x2c1b3c6d) + folded) | 0
    }
    // Dropped characters at the end are hashed with it: two entries of the memo for one word do no harm.
    this.#push(start, wordEnd, shape & (UPPER | DIGIT), this.memo.entry(a, b, text, start, wordEnd))
    return Math.max(at, wordEnd)
  }

  /** Whether a word goes on at a character that is neither letter nor digit. */
  #goesOn(kind: number, before: number, at: number): boolean {
    if (kind === SOFT) return true
    if (kind !== APOSTROPHE && kind !== POINT) return false
    const next = at + 1 < this.#end ? this.#classAt(at + 1) : OTHER
    if (kind === POINT) return (before & DIGIT) !== 0 && (next & DIGIT) !== 0
    return (next & WORD) !== 0 && (next & DIGIT) === 0
  }

  #sign(at: number, sign: '+' | '-'): number {
    const code = sign.charCodeAt(0)
    this.#push(at, at + 1, 0, this.memo.entry(code, ~code, sign, 0, 1))
    return at + 1
  }

  /** A minus ends a word or stands in brackets: IgD- cell, egfr(-). */
  #isMinus(at: number): boolean {
    if (at === 0) return false
    const before = this.#text.charCodeAt(at - 1)
    if ((classOf(before) & WORD) === 0 && before !== 43 && before !== 40) return false
    return at + 1 >= this.#end || /[\s,;)/\]]/.test(this.#text.charAt(at + 1))
  }

  #push(start: number, end: number, shape: number, word: number): void {
    const token = this.count++
    this.starts[token] = start
    this.ends[token] = end
    this.words[token] = word
    this.shapes[token] = shape
    this.gaps[token] = token === 0 ? APART : this.#gap(this.ends[token - 1] ?? 0, start, token - 1)
  }

  #gap(start: number, end: number, tokenBefore: number): number {
    if (end === start) return CLOSE
    const text = this.#text
    if (end === start + 1) {
      const unit = text.charCodeAt(start)
      if (unit === 32 || unit === 45 || unit === 47) return CLOSE
    }
    const long = end - start > LONGEST_GAP
    if (end - start > MOST_BLANKS) return APART
    let lines = 0
    for (let at = start; at < end; at++) {
      const unit = text.charCodeAt(at)
      if (unit === 10 && ++lines > 1) return APART
      if (unit === 59 || unit === 33 || unit === 63 || (long && !isBlank(unit))) return APART
      // A full stop ends a sentence, except after one or two letters: E. coli, St. Louis.
      if (unit === 46 && at + 1 < end && isBlank(text.charCodeAt(at + 1))) {
        const length = (this.ends[tokenBefore] ?? 0) - (this.starts[tokenBefore] ?? 0)
        if (length > 2) return APART
      }
    }
    return JOINED
  }

  #classAt(at: number): number {
    const kind = classOf(this.#text.charCodeAt(at))
    return kind === SURROGATE ? this.#classOfHalf(at) || SURROGATE : kind
  }

  /** `WORD` for both halves of a letter outside of the basic plane. */
  #classOfHalf(at: number): number {
    const unit = this.#text.charCodeAt(at)
    return unit >= 0xdc00 ? classOfPair(this.#text, at - 1) : classOfPair(this.#text, at)
  }

  #isPair(at: number): boolean {
    return (this.#text.codePointAt(at) ?? 0) > 0xffff
  }

  #makeRoom(tokens: number): void {
    if (tokens <= this.starts.length) return
    this.starts = new Int32Array(tokens)
    this.ends = new Int32Array(tokens)
    this.words = new Int32Array(tokens)
    this.shapes = new Uint8Array(tokens)
    this.gaps = new Uint8Array(tokens)
  }
}

// ASCII letters and digits, upper case as lower; 0 for all else.
const ASCII_WORD = Uint8Array.from({ length: 128 }, (_, unit) =>
  /[A-Za-z0-9]/.test(String.fromCharCode(unit)) ? String.fromCharCode(unit).toLowerCase().charCodeAt(0) : 0,
)

/** Whether a word of ASCII letters and digits surely ends at this unit. */
const isPlainEnd = (unit: number): boolean => unit < 128 && unit !== 39 && unit !== 46 && unit !== 96

const isBlank = (unit: number): boolean =>
  unit === 32 || unit === 10 || unit === 13 || unit === 9 || unit === 0xa0
