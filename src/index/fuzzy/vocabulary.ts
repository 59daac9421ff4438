import { TextMemo } from '../../core/text-memo.ts'
import type { TextTable } from '../text-table.ts'
import { editDistance, LONGEST_COMPARED } from './edit-distance.ts'
import { gramsOf } from './grams.ts'

/** A word asked for, and the words of names that are like it. */
export interface SimilarWords {
  /** Numbers of the words, likest first. */
  readonly words: readonly number[]
  /** How like each is, above 0 to 1; 1 only for the word itself. By number. */
  readonly likeness: ReadonlyMap<number, number>
  /** Number of the word itself, -1 when no name has it. */
  readonly own: number
  /** Two words of names that make it when run together. */
  readonly halves: readonly [number, number] | null
}

/** The lists of `fuzzy.bin` that tell words by their trigrams. */
export interface VocabularyParts {
  readonly text: TextTable
  readonly gramBits: number
  readonly gramStart: Uint32Array
  readonly gramWords: Uint32Array
}

// Least cosine of trigrams at which letters are compared, and least likeness that counts.
const LEAST_COSINE = 0.2
const LEAST_LIKENESS = 0.3
// A word with more wrong letters than this share is another word, whatever else it shares.
const MOST_WRONG = 0.4
// What is not the word itself is never quite as good.
const INEXACT = 0.95
const MOST_SIMILAR = 64
const SHORTEST_HALF = 3
/** Some 4 KB each, twice so many. */
const REMEMBERED = 4096

const NUMBER = /^\d+$/

/** All words that names are made of. One thread at a time. */
export class Vocabulary {
  readonly #parts: VocabularyParts
  readonly #gramWeight: Float32Array
  readonly #norm: Float32Array
  /** Of the query at hand: shared weight by word, all 0 between queries. */
  readonly #shared: Float32Array
  readonly #memo = new TextMemo<SimilarWords>(REMEMBERED)

  constructor(parts: VocabularyParts) {
    this.#parts = parts
    const words = parts.text.length
    this.#gramWeight = gramWeights(parts)
    this.#norm = norms(parts, this.#gramWeight)
    this.#shared = new Float32Array(words)
  }

  /** Number of a word, -1 when no name has it. */
  find(word: string): number {
    const { text } = this.#parts
    let [low, high] = [0, text.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (text.get(middle) < word) low = middle + 1
      else high = middle
    }
    return low < text.length && text.get(low) === word ? low : -1
  }

  /** The words like a word. A number is like itself alone: type 1 is not type 2. */
  similar(word: string): SimilarWords {
    return this.#memo.of(word, () => this.#similar(word))
  }

  #similar(word: string): SimilarWords {
    const own = this.find(word)
    if (NUMBER.test(word)) {
      const words = own === -1 ? [] : [own]
      return { words, likeness: new Map(words.map((number) => [number, 1])), own, halves: null }
    }
    const found = this.#sharing(word)
      .map(({ number, cosine }) => ({ number, likeness: this.#likeness(word, number, cosine) }))
      .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
      .sort((a, b) => b.likeness - a.likeness || a.number - b.number)
      .slice(0, MOST_SIMILAR)
    return {
      words: found.map(({ number }) => number),
      likeness: new Map(found.map(({ number, likeness }) => [number, likeness])),
      own,
      halves: own === -1 && word.length <= LONGEST_COMPARED ? this.#halves(word) : null,
    }
  }

  /** Words that share enough trigrams. */
  #sharing(word: string): readonly { readonly number: number; readonly cosine: number }[] {
    const { gramBits, gramStart, gramWords } = this.#parts
    const touched: number[] = []
    let square = 0
    for (const gram of gramsOf(word, gramBits)) {
      const weight = this.#gramWeight[gram] ?? 0
      square += weight
      for (let at = gramStart[gram] ?? 0; at < (gramStart[gram + 1] ?? 0); at++) {
        const number = gramWords[at] ?? 0
        const shared = this.#shared[number] ?? 0
        if (shared === 0) touched.push(number)
        this.#shared[number] = shared + weight
      }
    }
    const norm = Math.sqrt(square)
    const sharing: { number: number; cosine: number }[] = []
    for (const number of touched) {
      const cosine = (this.#shared[number] ?? 0) / (norm * (this.#norm[number] ?? 1))
      this.#shared[number] = 0
      if (cosine >= LEAST_COSINE) sharing.push({ number, cosine })
    }
    return sharing
  }

  #likeness(word: string, number: number, cosine: number): number {
    const other = this.#parts.text.get(number)
    if (other === word) return 1
    if (NUMBER.test(other)) return 0
    const longest = Math.max(word.length, other.length)
    const most = Math.floor(MOST_WRONG * longest)
    const wrong = editDistance(word, other, most)
    return INEXACT * (wrong > most ? cosine : Math.max(cosine, 1 - wrong / longest))
  }

  /** Two words that make this one; of several pairs the one cut nearest to the middle. */
  #halves(word: string): readonly [number, number] | null {
    const middle = word.length / 2
    const cuts = Array.from(
      { length: Math.max(0, word.length - 2 * SHORTEST_HALF + 1) },
      (_, at) => at + SHORTEST_HALF,
    )
    cuts.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    for (const cut of cuts) {
      const first = this.find(word.slice(0, cut))
      if (first === -1) continue
      const second = this.find(word.slice(cut))
      if (second !== -1) return [first, second]
    }
    return null
  }
}

/** Squared idf of each trigram among the words. */
const gramWeights = ({ text, gramStart }: VocabularyParts): Float32Array => {
  const weights = new Float32Array(gramStart.length - 1)
  for (let gram = 0; gram < weights.length; gram++) {
    const holders = (gramStart[gram + 1] ?? 0) - (gramStart[gram] ?? 0)
    weights[gram] = Math.log(1 + text.length / Math.max(1, holders)) ** 2
  }
  return weights
}

/** Length of each word as a vector of its trigrams. */
const norms = ({ text, gramStart, gramWords }: VocabularyParts, weights: Float32Array): Float32Array => {
  const squares = new Float32Array(text.length)
  for (let gram = 0; gram < weights.length; gram++) {
    for (let at = gramStart[gram] ?? 0; at < (gramStart[gram + 1] ?? 0); at++) {
      const word = gramWords[at] ?? 0
      squares[word] = (squares[word] ?? 0) + (weights[gram] ?? 0)
    }
  }
  return squares.map(Math.sqrt)
}
