import { writeSectionFile } from '../../io/section-file.ts'
import type { Wordings } from '../contract.ts'
import { growingU32 } from '../growing-array.ts'
import { TextTableBuilder } from '../text-table.ts'
import { comparedWords, FUZZY_INDEX_MAGIC, type FuzzyIndexMeta } from './fuzzy-format.ts'
import { gramsOf } from './grams.ts'

/**
 * Builds `fuzzy.bin`: the words of all wordings, who has them, and their trigrams. No word and no trigram is too frequent
 * or too rare to be in it.
 */
export const buildFuzzyIndex = (names: Wordings, file: string): void => {
  const numbers = new Map<string, number>()
  const starts = growingU32()
  const words = growingU32()
  for (let wording = 0; wording < names.wordings; wording++) {
    starts.push(words.length)
    for (const word of comparedWords(names.wordingAt(wording))) {
      const number = numbers.get(word) ?? numbers.size
      if (number === numbers.size) numbers.set(word, number)
      words.push(number)
    }
  }
  starts.push(words.length)
  const sorted = [...numbers.keys()].sort()
  const wordingWords = renumbered(words.finish(), numbers, sorted)
  const holders = holdersOf(starts.finish(), wordingWords, sorted.length)
  const gramBits = Math.min(18, Math.max(10, Math.ceil(Math.log2(sorted.length + 1)) + 3))
  const grams = gramTable(sorted, gramBits)
  const text = new TextTableBuilder()
  for (const word of sorted) text.add(word)
  const meta: FuzzyIndexMeta = { gramBits }
  writeSectionFile(file, FUZZY_INDEX_MAGIC, meta, {
    wordText: text.bytes,
    wordTextStart: text.starts,
    holderStart: holders.starts,
    holders: holders.values,
    gramStart: grams.starts,
    gramWords: grams.values,
    wordingStart: starts.finish(),
    wordingWords,
  })
}

/** Lists of numbers, one after the other. */
interface Lists {
  /** One more than there are lists. */
  readonly starts: Uint32Array
  readonly values: Uint32Array
}

const renumbered = (
  words: Uint32Array,
  numbers: ReadonlyMap<string, number>,
  sorted: readonly string[],
): Uint32Array => {
  const places = new Uint32Array(sorted.length)
  sorted.forEach((word, place) => (places[numbers.get(word) ?? 0] = place))
  return words.map((word) => places[word] ?? 0)
}

/** For each word the wordings that have it, ascending, each once. */
const holdersOf = (starts: Uint32Array, wordingWords: Uint32Array, words: number): Lists => {
  const pairs = function* (): Generator<readonly [number, number]> {
    const last = new Uint32Array(words)
    for (let wording = 0; wording + 1 < starts.length; wording++) {
      for (let at = starts[wording] ?? 0; at < (starts[wording + 1] ?? 0); at++) {
        const word = wordingWords[at] ?? 0
        if (last[word] === wording + 1) continue
        last[word] = wording + 1
        yield [word, wording]
      }
    }
  }
  return listsOf(pairs, words)
}

/** For each trigram the words that have it. */
const gramTable = (sorted: readonly string[], bits: number): Lists => {
  const pairs = function* (): Generator<readonly [number, number]> {
    for (const [word, text] of sorted.entries()) for (const gram of gramsOf(text, bits)) yield [gram, word]
  }
  return listsOf(pairs, 2 ** bits)
}

const listsOf = (pairs: () => Iterable<readonly [number, number]>, lists: number): Lists => {
  const starts = new Uint32Array(lists + 1)
  for (const [list] of pairs()) starts[list + 1] = (starts[list + 1] ?? 0) + 1
  for (let list = 1; list <= lists; list++) starts[list] = (starts[list] ?? 0) + (starts[list - 1] ?? 0)
  const values = new Uint32Array(starts[lists] ?? 0)
  const next = starts.slice()
  for (const [list, value] of pairs()) {
    const place = next[list] ?? 0
    values[place] = value
    next[list] = place + 1
  }
  return { starts, values }
}
