import { type LadderProfile, profileOf } from '../../core/text/ladder.ts'
import { looseKey } from '../../core/text/loose-key.ts'
import { writeSectionFile } from '../../io/section-file.ts'
import { DICTIONARY_MAGIC, LONGEST_NAME } from './dictionary-format.ts'
import { POWERS_A, POWERS_B } from './key-hash.ts'
import { ENDS, GOES_ON, KeySetBuilder } from './key-set.ts'
import { TokenScanner } from './token-scanner.ts'
import { WordMemo } from './word-memo.ts'

/** Parts of an inverted name that are turned round: "lymphoma, b-cell, marginal zone". */
const MOST_PARTS = 4
/** Words of a name with "of" that is looked up the other way round, too. */
const MOST_WORDS_AROUND_OF = 6

/** Builds `dictionary.bin`. Memory: some 20 bytes for each word of the names. */
export class DictionaryBuilder {
  readonly #keys = new KeySetBuilder()
  readonly #tokens = new TokenScanner(new WordMemo(() => 0))

  /** @param entityClass decides which words at the end say nothing */
  add(name: string, entityClass: string): void {
    const tokens = this.#tokens
    tokens.scan(name, 0, name.length, LONGEST_NAME)
    const words = this.#withoutImpliedHeads(name, profileOf(entityClass))
    this.#addWords(words)
    for (const turned of this.#turned(name, words)) this.#addWords(turned)
  }

  write(file: string): void {
    writeSectionFile(file, DICTIONARY_MAGIC, {}, { slots: this.#keys.finish() })
  }

  /** The slots themselves, as a {@link Dictionary} takes them. */
  slots(): Uint32Array {
    return this.#keys.finish()
  }

  #addWords(words: readonly number[]): void {
    const { memo } = this.#tokens
    let [a, b] = [0, 0]
    words.forEach((word, index) => {
      const length = memo.length(word)
      a = (Math.imul(a, POWERS_A[length] ?? 1) + memo.a(word)) | 0
      b = (Math.imul(b, POWERS_B[length] ?? 1) + memo.b(word)) | 0
      this.#keys.add(a, b, index === words.length - 1 ? ENDS : GOES_ON)
    })
  }

  #withoutImpliedHeads(name: string, { impliedHeads }: LadderProfile): readonly number[] {
    const { words, starts, ends, count } = this.#tokens
    let end = count
    if (impliedHeads.size > 0)
      while (end > 1 && impliedHeads.has(looseKey(name.slice(starts[end - 1] ?? 0, ends[end - 1])))) end--
    return Array.from(words.subarray(0, end))
  }

  /** The name as prose would have it: "carcinoma, hepatocellular", "cancer of breast" the other way round. */
  *#turned(name: string, words: readonly number[]): Generator<readonly number[]> {
    const { ends, starts } = this.#tokens
    const isCut = (index: number): boolean => name.slice(ends[index - 1], starts[index]).includes(',')
    const parts = split(words, isCut)
    if (parts.length > 1 && parts.length <= MOST_PARTS) yield parts.toReversed().flat()
    if (words.length > MOST_WORDS_AROUND_OF || parts.length > 1) return
    const of = words.findIndex(
      (_, index) => index > 0 && index < words.length - 1 && PREPOSITIONS.has(this.#keyOf(name, index)),
    )
    if (of === -1) return
    const after = this.#keyOf(name, of + 1) === 'the' ? of + 2 : of + 1
    yield [...words.slice(after), ...words.slice(0, of)]
  }

  #keyOf(name: string, index: number): string {
    const { starts, ends } = this.#tokens
    return looseKey(name.slice(starts[index] ?? 0, ends[index]))
  }
}

const PREPOSITIONS = new Set(['of', 'in'])

const split = (words: readonly number[], isCut: (index: number) => boolean): number[][] => {
  const parts: number[][] = [[]]
  words.forEach((word, index) => {
    if (index > 0 && isCut(index)) parts.push([])
    parts.at(-1)?.push(word)
  })
  return parts
}
