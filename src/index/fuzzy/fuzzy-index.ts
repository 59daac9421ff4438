import type { HeldFile } from '../../io/held-file.ts'
import { readSectionFile, type SectionFile } from '../../io/section-file.ts'
import { TextTable } from '../text-table.ts'
import type { KeyFilter, Neighbours } from '../vectors/contract.ts'
import { type AlignedQuery, type JoinedWords, likenessOf, type QueryWord } from './alignment.ts'
import { comparedWords, FUZZY_INDEX_MAGIC, type FuzzyIndexMeta, idfOf } from './fuzzy-format.ts'
import { TopList } from './top-list.ts'
import { Vocabulary } from './vocabulary.ts'

// Names compared word by word, of all that share words with the query.
const COMPARED = 64
// Beyond so many names, words are left out that could not make a name likely by themselves …
const MANY_NAMES = 40_000
// … those that together hold no more than this share of the squared weight of the query.
const LITTLE_WEIGHT = 0.36
/** Longer texts are no names: of so much of them, the words that tell most are looked for. */
const MOST_CHARACTERS = 10_000
const MOST_READ = 256
const MOST_WORDS = 24

/** Names like a text, by their words and the letters of these. One thread at a time. */
export class FuzzyIndex {
  readonly #vocabulary: Vocabulary
  readonly #holderStart: Uint32Array
  readonly #holders: Uint32Array
  readonly #wordingStart: Uint32Array
  readonly #wordingWords: Uint32Array
  readonly #idf: Float32Array
  readonly #norm: Float32Array
  /** Of the query at hand: shared weight by wording, all 0 between queries. */
  readonly #shared: Float32Array
  readonly #touched: Uint32Array
  /** The query asked last: as a rule more is asked of it. */
  #last: { readonly text: string; readonly query: AlignedQuery } | undefined

  constructor(file: SectionFile) {
    const { gramBits } = file.meta as FuzzyIndexMeta
    const text = new TextTable(file.u8('wordText'), file.u32('wordTextStart'))
    this.#vocabulary = new Vocabulary({
      text,
      gramBits,
      gramStart: file.u32('gramStart'),
      gramWords: file.u32('gramWords'),
    })
    this.#holderStart = file.u32('holderStart')
    this.#holders = file.u32('holders')
    this.#wordingStart = file.u32('wordingStart')
    this.#wordingWords = file.u32('wordingWords')
    this.#idf = Float32Array.from({ length: text.length }, (_, word) =>
      idfOf((this.#holderStart[word + 1] ?? 0) - (this.#holderStart[word] ?? 0), this.length),
    )
    this.#norm = this.#norms()
    this.#shared = new Float32Array(this.length)
    this.#touched = new Uint32Array(this.length)
  }

  /** How many wordings it knows. */
  get length(): number {
    return this.#wordingStart.length - 1
  }

  /** At most `limit` wordings with a word like one of the text's, likest first; 0–1, 1 for the same words. */
  search(text: string, limit: number, filter?: KeyFilter): Neighbours {
    const query = this.#query(text)
    const near = this.#nearest(query, Math.max(COMPARED, limit), filter)
    const best = new TopList(Math.max(1, limit))
    for (const { number } of near) best.add(number, this.#likenessOf(query, number))
    const found = best.sorted()
    return {
      keys: Uint32Array.from(found, ({ number }) => number),
      similarities: Float32Array.from(found, ({ score }) => score),
    }
  }

  /** How like these wordings are to a text, in their order: as {@link search} gives it. */
  likenesses(text: string, wordings: Uint32Array): Float32Array {
    const query = this.#query(text)
    return Float32Array.from(wordings, (wording) => this.#likenessOf(query, wording))
  }

  #likenessOf(query: AlignedQuery, wording: number): number {
    const [start, end] = [this.#wordingStart[wording], this.#wordingStart[wording + 1]]
    return likenessOf(query, this.#wordingWords.subarray(start, end), this.#idf)
  }

  #query(text: string): AlignedQuery {
    if (this.#last?.text !== text) this.#last = { text, query: this.#aligned(text) }
    return this.#last.query
  }

  #aligned(text: string): AlignedQuery {
    const texts = this.#telling(comparedWords(text.slice(0, MOST_CHARACTERS)).slice(0, MOST_READ))
    const words: QueryWord[] = texts.map((word) => {
      const similar = this.#vocabulary.similar(word)
      return { idf: this.#idfOf(similar.own), similar }
    })
    return {
      words,
      order: [...words.keys()].sort((a, b) => (words[b]?.idf ?? 0) - (words[a]?.idf ?? 0) || a - b),
      joined: this.#joined(texts),
    }
  }

  /** The words that tell most, in their order. */
  #telling(words: readonly string[]): readonly string[] {
    if (words.length <= MOST_WORDS) return words
    const all = words.map((word, at) => ({ word, at, idf: this.#idfOf(this.#vocabulary.find(word)) }))
    const kept = all.toSorted((a, b) => b.idf - a.idf || a.at - b.at).slice(0, MOST_WORDS)
    return kept.sort((a, b) => a.at - b.at).map(({ word }) => word)
  }

  /** A word that no name has says as much as one that a single name has. */
  #idfOf(word: number): number {
    return word === -1 ? idfOf(1, this.length) : (this.#idf[word] ?? 0)
  }

  #joined(words: readonly string[]): JoinedWords[] {
    return words.slice(1).flatMap((second, at) => {
      const word = this.#vocabulary.find(`${words[at] ?? ''}${second}`)
      return word === -1 ? [] : [{ at, word }]
    })
  }

  /** The wordings with the greatest cosine, of those that share telling words. */
  #nearest(query: AlignedQuery, most: number, filter: KeyFilter | undefined): ReturnType<TopList['sorted']> {
    const touched = this.#gather(query)
    const top = new TopList(most)
    for (let at = 0; at < touched; at++) {
      const wording = this.#touched[at] ?? 0
      const score = (this.#shared[wording] ?? 0) / (this.#norm[wording] ?? 1)
      this.#shared[wording] = 0
      if (score > top.bar && filter?.accepts(wording) !== false) top.add(wording, score)
    }
    return top.sorted()
  }

  /** Adds up what each wording shares with the query; returns how many share anything. */
  #gather({ words, order, joined }: AlignedQuery): number {
    let touched = 0
    let left = words.reduce((sum, { idf }) => sum + idf * idf, 0)
    const little = LITTLE_WEIGHT * left
    for (const at of order) {
      const { idf, similar } = words[at] as QueryWord
      if (touched > MANY_NAMES && left <= little) break
      left -= idf * idf
      for (const word of similar.words)
        touched = this.#add(word, idf * (similar.likeness.get(word) ?? 0), touched)
      for (const word of similar.halves ?? []) touched = this.#add(word, idf / 2, touched)
    }
    for (const { at, word } of joined)
      touched = this.#add(word, (words[at]?.idf ?? 0) + (words[at + 1]?.idf ?? 0), touched)
    return touched
  }

  #add(word: number, weight: number, already: number): number {
    let touched = already
    const share = weight * (this.#idf[word] ?? 0)
    const end = this.#holderStart[word + 1] ?? 0
    for (let at = this.#holderStart[word] ?? 0; at < end; at++) {
      const wording = this.#holders[at] ?? 0
      const before = this.#shared[wording] ?? 0
      if (before === 0) this.#touched[touched++] = wording
      this.#shared[wording] = before + share
    }
    return touched
  }

  /** Length of each wording as a vector of the idf of its words. */
  #norms(): Float32Array {
    const norms = new Float32Array(this.length)
    for (let wording = 0; wording < norms.length; wording++) {
      let square = 0
      for (let at = this.#wordingStart[wording] ?? 0; at < (this.#wordingStart[wording + 1] ?? 0); at++)
        square += (this.#idf[this.#wordingWords[at] ?? 0] ?? 0) ** 2
      norms[wording] = Math.sqrt(square)
    }
    return norms
  }
}

/** @throws KnownError `KB_SCHEMA`, `KB_DAMAGED` */
export const openFuzzyIndex = (file: string | HeldFile): FuzzyIndex =>
  new FuzzyIndex(readSectionFile(file, FUZZY_INDEX_MAGIC))
