import type { Span } from '../../core/document.ts'
import { type Item, stretchesOf } from './items.ts'

/** How many words each part may have, and how many conjuncts a list: time per coordination is bounded. */
export const MAX_CONJUNCT = 3
export const MAX_SHARED = 3
const MAX_LIST = 8

/** The words around the last separator of a list. */
export interface WordList {
  /** What stands before it, in order: the nearest words of each conjunct, one at least. */
  readonly conjuncts: readonly (readonly Item[])[]
  /** What follows it: the last conjunct, and what may be shared. */
  readonly right: readonly Item[]
  /** Where the last separator stands. */
  readonly at: number
}

/** Every list of a text, by its last separator: a coordinator, a slash, a comma before a hyphen. */
export function* listsIn(text: string): Generator<WordList> {
  for (const stretch of stretchesOf(text)) yield* listsOf(stretch)
}

function* listsOf(items: readonly Item[]): Generator<WordList> {
  for (const [at, { kind, start }] of items.entries()) {
    if (kind !== 'coordinator' && kind !== 'slash' && !isHyphenList(items, at)) continue
    const right = wordsAfter(items, at)
    const conjuncts = right.length === 0 ? [] : conjunctsBefore(items, at)
    if (conjuncts.length > 0) yield { conjuncts, right, at: start }
  }
}

/** "Notch-1, -3": a list without a coordinator. */
const isHyphenList = (items: readonly Item[], at: number): boolean =>
  items[at]?.kind === 'comma' && /^-[\p{N}\p{Lu}]/u.test(items[at + 1]?.text ?? '')

const conjunctsBefore = (items: readonly Item[], at: number): (readonly Item[])[] => {
  const conjuncts: (readonly Item[])[] = []
  // "skin, lung, and breast cancer"
  let before = isSeparator(items[at - 1]) ? at - 1 : at
  while (conjuncts.length < MAX_LIST) {
    const words = wordsBefore(items, before)
    if (words.length === 0) break
    conjuncts.unshift(words)
    before -= words.length + 1
    if (!isSeparator(items[before])) break
  }
  return conjuncts
}

const isSeparator = (item: Item | undefined): boolean => item?.kind === 'comma' || item?.kind === 'slash'

const wordsAfter = (items: readonly Item[], at: number): Item[] => {
  const words: Item[] = []
  // "lung and/or breast"
  let next = items[at + 1]?.kind === 'coordinator' ? at + 2 : at + 1
  for (
    let item = items[next];
    item?.kind === 'word' && words.length < MAX_CONJUNCT + MAX_SHARED;
    item = items[++next]
  )
    words.push(item)
  return words
}

const wordsBefore = (items: readonly Item[], at: number): Item[] => {
  const words: Item[] = []
  let next = at - 1
  for (let item = items[next]; item?.kind === 'word' && words.length <= MAX_CONJUNCT; item = items[--next])
    words.unshift(item)
  return words
}

/** Words that follow one another are one span; remarks in brackets part them. */
export const spansOf = (words: readonly Item[]): Span[] => {
  const spans: Span[] = []
  for (const { start, end, afterAside } of words) {
    const last = spans.at(-1)
    if (last === undefined || afterAside) spans.push([start, end])
    else spans[spans.length - 1] = [last[0], end]
  }
  return spans
}

/** The words with a blank between each. */
export const textOf = ([first, ...others]: readonly Item[]): string => {
  let text = first?.text ?? ''
  for (const word of others) text += ` ${word.text}`
  return text
}

/** What begins and ends with a word: not with "of", a dash, "±". */
export const isNamePart = (words: readonly Item[]): boolean =>
  isNameWord(words[0]) && isNameWord(words.at(-1))

const isNameWord = (word: Item | undefined): boolean =>
  word !== undefined &&
  word.text !== 'of' &&
  (/^[A-Za-z\d]/.test(word.text) || /[\p{L}\p{N}]/u.test(word.text))

/**
 * The end of the list in which every conjunct but the first is one word that `isLabel`: "filamin A, B and C" of "three
 * members, filamin A, B and C".
 */
export const labelled = (list: WordList, isLabel: (word: string) => boolean): WordList => {
  let first = list.conjuncts.length - 1
  while (first > 0 && isLone(list.conjuncts[first], isLabel)) first--
  return { ...list, conjuncts: list.conjuncts.slice(first) }
}

const isLone = (words: readonly Item[] | undefined, isLabel: (word: string) => boolean): boolean =>
  words?.length === 1 && words.every(({ text }) => isLabel(text))
