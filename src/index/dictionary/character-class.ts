/** What a UTF-16 code unit is to the scanner; letters and digits are told apart by bits. */
export const OTHER = 0
/** Dropped by folding: part of the word it stands in. */
export const SOFT = 1
export const APOSTROPHE = 2
export const POINT = 3
export const PLUS = 4
export const DASH = 5
/** Half of a character outside of the basic plane. */
export const SURROGATE = 6
export const WORD = 8
/** Beside `WORD`. */
export const UPPER = 16
export const DIGIT = 32

const UNKNOWN = 255
const classes = new Uint8Array(65_536).fill(UNKNOWN)

const SOFT_CHARACTER = /[\u00ad\u200b-\u200f\u2060\ufeff\u2122\u00ae\u00a9\u2120]/
const QUOTE = /['\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07]/
const DASH_CHARACTER = /[\p{Pd}\u2212\u2043]/u
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u
const UPPER_CASE = /\p{Lu}/u
const NUMBER = /\p{N}/u

const classify = (character: string): number => {
  if (/[\ud800-\udfff]/.test(character)) return SURROGATE
  if (SOFT_CHARACTER.test(character)) return SOFT
  if (QUOTE.test(character)) return APOSTROPHE
  if (character === '.') return POINT
  if (character === '+') return PLUS
  if (DASH_CHARACTER.test(character)) return DASH
  if (!WORD_CHARACTER.test(character)) return OTHER
  return WORD | (UPPER_CASE.test(character) ? UPPER : 0) | (NUMBER.test(character) ? DIGIT : 0)
}

/** Class of a code unit. */
export const classOf = (unit: number): number => {
  const known = classes[unit] ?? OTHER
  return known === UNKNOWN ? (classes[unit] = classify(String.fromCharCode(unit))) : known
}

/** Class of the character outside of the basic plane that begins at `at`: `WORD` or `OTHER`. */
export const classOfPair = (text: string, at: number): number => {
  const point = text.codePointAt(at) ?? 0
  return point > 0xffff && WORD_CHARACTER.test(String.fromCodePoint(point)) ? WORD : OTHER
}
