import { TextMemo } from '../core/text-memo.ts'
import { eachWord, type WordRules } from './bert-words.ts'

/** A token found in a text as it is written, before anything is done to the text. */
export interface AddedToken {
  readonly content: string
  readonly id: number
}

export interface WordPieceSettings {
  readonly rules: WordRules
  /** Pieces that begin a word, and their ids. */
  readonly heads: ReadonlyMap<string, number>
  /** Pieces that go on with a word, without the mark that says so. */
  readonly tails: ReadonlyMap<string, number>
  readonly unknownId: number
  /** Longer words are unknown; characters. */
  readonly longestWord: number
  readonly added: readonly AddedToken[]
  /** What stands before and after every text. */
  readonly prefix: readonly number[]
  readonly suffix: readonly number[]
}

/**
 * BERT's tokenizer: each word is cut into the longest pieces the vocabulary has, from the left (Wu et al. 2016,
 * "Google's neural machine translation system", as BERT uses it). Remembers words.
 */
export class WordPiece {
  readonly #settings: WordPieceSettings
  readonly #longestPiece: number
  readonly #words = new TextMemo<readonly number[]>()
  readonly #addedTokens: RegExp | undefined
  readonly #addedIds: ReadonlyMap<string, number>

  constructor(settings: WordPieceSettings) {
    this.#settings = settings
    this.#longestPiece = longest([...settings.heads.keys(), ...settings.tails.keys()])
    this.#addedTokens = patternOf(settings.added)
    this.#addedIds = new Map(settings.added.map(({ content, id }) => [content, id]))
  }

  /** Ids of the text's pieces between those that stand around every text; at most `most` in all, the rest is cut off. */
  encode(text: string, most: number): number[] {
    const { prefix, suffix } = this.#settings
    const pieces = this.pieces(text, Math.max(0, most - prefix.length - suffix.length))
    return [...prefix, ...pieces, ...suffix]
  }

  /** Ids of the text's pieces alone, at most `most`. */
  pieces(text: string, most: number): number[] {
    const ids: number[] = []
    this.#addPieces(text, ids, most)
    if (ids.length > most) ids.length = most
    return ids
  }

  #addPieces(text: string, ids: number[], end: number): void {
    if (this.#addedTokens?.test(text) !== true) {
      this.#addWords(text, ids, end)
      return
    }
    let from = 0
    for (const match of text.matchAll(new RegExp(this.#addedTokens, 'g'))) {
      this.#addWords(text.slice(from, match.index), ids, end)
      if (ids.length >= end) return
      const id = this.#addedIds.get(match[0])
      if (id !== undefined) ids.push(id)
      from = match.index + match[0].length
    }
    this.#addWords(text.slice(from), ids, end)
  }

  #addWords(text: string, ids: number[], end: number): void {
    if (ids.length >= end) return
    eachWord(text, this.#settings.rules, (word) => {
      for (const id of this.#words.of(word, this.#cut)) ids.push(id)
      return ids.length < end
    })
  }

  readonly #cut = (word: string): readonly number[] => {
    const { heads, tails, unknownId, longestWord } = this.#settings
    if (word.length > longestWord && exceeds(word, longestWord)) return [unknownId]
    const ids: number[] = []
    for (let start = 0; start < word.length;) {
      const pieces = start === 0 ? heads : tails
      let end = Math.min(word.length, start + this.#longestPiece)
      while (end > start && !pieces.has(word.slice(start, end))) end--
      const id = pieces.get(word.slice(start, end))
      if (id === undefined || end === start) return [unknownId]
      ids.push(id)
      start = end
    }
    return ids
  }
}

const longest = (texts: readonly string[]): number =>
  texts.reduce((most, { length }) => Math.max(most, length), 0)

/** Whether a text has more than so many code points. */
const exceeds = (text: string, most: number): boolean => {
  let count = 0
  for (const _ of text) if (++count > most) return true
  return false
}

const patternOf = (added: readonly AddedToken[]): RegExp | undefined => {
  if (added.length === 0) return undefined
  const literals = added
    .map(({ content }) => content)
    .sort((a, b) => b.length - a.length)
    .map((content) => content.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(literals.join('|'))
}
