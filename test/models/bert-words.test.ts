import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eachWord, eachWordSpan, type WordRules } from '../../src/models/bert-words.ts'
import { hostileText, seeded } from '../support/hostile-text.ts'

const RULES: WordRules = { cleanText: true, lowerCase: true, stripAccents: true, splitIdeographs: true }

const wordsOf = (text: string, rules: WordRules): string[] => {
  const found: string[] = []
  eachWord(text, rules, (word) => {
    found.push(word)
    return true
  })
  return found
}

const parts = (text: string, rules = RULES): string[] =>
  Array.from(eachWordSpan(text, rules), ([start, end]) => text.slice(start, end))

describe('the places of words', () => {
  it.each([
    ["Alzheimer's IL-2, 0.5µg", ['Alzheimer', "'", 's', 'IL', '-', '2', ',', '0', '.', '5µg']],
    ['a`b$c', ['a', '`', 'b', '$', 'c']],
    ['\ufeffEGFR\u00adx\u200b.', ['EGFR\u00adx', '.']],
    ['\u200b \ud800 \u00ad', []],
    ['中文a', ['中', '文', 'a']],
    ['e\u0301 👍', ['e\u0301', '👍']],
    ['', []],
  ])('of %j', (text, words) => {
    expect(parts(text)).toEqual(words)
  })

  it('are left together where the tokenizer does not part ideographs', () => {
    expect(parts('中文a', { ...RULES, splitIdeographs: false })).toEqual(['中文a'])
  })

  it('give the words of the whole text, each from its place', () => {
    const ruleSets = [
      RULES,
      { ...RULES, lowerCase: false, stripAccents: false },
      { ...RULES, splitIdeographs: false },
    ]
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...ruleSets), (seed, rules) => {
        const text = hostileText(seeded(seed))
        expect(parts(text, rules).flatMap((part) => wordsOf(part, rules))).toEqual(wordsOf(text, rules))
      }),
      { numRuns: 2000 },
    )
  })

  it('of a megabyte without a blank, of dropped characters or of marks, are there at once', () => {
    const start = performance.now()
    for (const letter of ['a', '\u200b', '\u0301', '-', 'a\u00ad']) parts(letter.repeat(1e6 / letter.length))
    expect(parts(`a${'\u200b'.repeat(5e5)}b${'\u200b'.repeat(5e5)}`)).toHaveLength(1)
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
