import { foldCase, originalSpan } from './fold.ts'

/** A word of the `punctuation` rung and where it stands in the text it came from (UTF-16 code units, half-open). */
export interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

// Letters and digits make words. A plus is a word of its own (CD4+), and so is a minus that ends one or
// stands in brackets (IgD- cell, egfr(-));
// an apostrophe between letters is dropped (Alzheimer's), a point between digits is kept (2.5).
const WORD =
  /[\p{L}\p{N}\p{M}]+(?:'(?=\p{L})[\p{L}\p{N}\p{M}]+|\.(?=\p{N})(?<=\p{N}\.)[\p{L}\p{N}\p{M}]+)*|\+|(?<=[\p{L}\p{N}+(])-(?=$|[\s,;)/\]])/gu
const ASCII_WORD =
  /[a-z0-9]+(?:'(?=[a-z])[a-z0-9]+|\.(?=[0-9])(?<=[0-9]\.)[a-z0-9]+)*|\+|(?<=[a-z0-9+(])-(?=$|[\s,;)/\]])/g
const NON_ASCII = /[\u0080-\uffff]/
const SIMPLE = /^[a-z0-9]+(?: [a-z0-9]+)*$/

/** Splits a folded text (see {@link foldCase}) into words, accents removed. */
export const foldedWords = (folded: string): string[] => {
  if (SIMPLE.test(folded)) return folded.split(' ')
  const ascii = !NON_ASCII.test(folded)
  const words = folded.match(ascii ? ASCII_WORD : WORD) ?? []
  return ascii ? words.map(dropApostrophe) : words.map((word) => stripAccents(dropApostrophe(word)))
}

/** Words of any text with their places in it. */
export const tokenize = (text: string): Token[] => {
  const folded = foldCase(text)
  return Array.from(folded.text.matchAll(WORD), (match) => {
    const [start, end] = originalSpan(folded, match.index, match.index + match[0].length)
    return { text: stripAccents(dropApostrophe(match[0])), start, end }
  })
}

const dropApostrophe = (word: string): string => (word.includes("'") ? word.replaceAll("'", '') : word)

// Marks are dropped after Latin and Greek letters only: elsewhere they are vowels, or make another letter.
const ACCENTED = /(?<=[\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu
const LETTERS_WITHOUT_PARTS: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

const stripAccents = (word: string): string => {
  if (!NON_ASCII.test(word)) return word
  return word
    .normalize('NFD')
    .replace(ACCENTED, '')
    .replace(/[øæœłđðþı]/g, (letter) => LETTERS_WITHOUT_PARTS[letter] ?? letter)
    .normalize('NFC')
}
