import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordTokens } from '../../../src/core/text/word-tokens.ts'

const words = (text: string): string =>
  wordTokens(text)
    .map(([start, end]) => text.slice(start, end))
    .join(' ')

describe('words for models and column formats', () => {
  it.each([
    ['IL-2-mediated p53/MDM2', 'IL - 2 - mediated p53 / MDM2'],
    ["1,2-dichloroethane and 2,2',3-PCB", "1,2 - dichloroethane and 2,2',3 - PCB"],
    ["3',5'-cAMP, 5'-UTR and 5′", "3',5' - cAMP , 5' - UTR and 5′"],
    ['p<0.05, 1,000 (2.5mg).', 'p < 0.05 , 1,000 ( 2.5mg ) .'],
    ["Alzheimer's and patients' Crohn’s", "Alzheimer 's and patients ' Crohn ’s"],
    ['e.g. i.v. in U.S. E. coli.', 'e.g. i.v. in U.S. E . coli .'],
    ['CD4+ Ca2+ IκBα TNF-α', 'CD4 + Ca2 + IκBα TNF - α'],
    ['c.76A>T p.Val600Glu', 'c . 76A > T p . Val600Glu'],
    ['naïve nai\u0308ve İ ﬁ ß', 'naïve nai\u0308ve İ ﬁ ß'],
    ['a👩‍⚕️b 👍🏽 🇩🇪', 'a 👩‍⚕️ b 👍🏽 🇩🇪'],
    ['\ud83d x', '\ud83d x'],
    ['10%–20%', '10 % – 20 %'],
    ['', ''],
  ])('%s', (text, wanted) => {
    expect(words(text)).toBe(wanted)
  })

  it('take every character that is no blank, once, in order, the same twice', () => {
    const piece = fc.constantFrom(...".,'′-/()+1a2αé\u0301İ😀\u200d\ufe0f\ud83d \r\n".split(''))
    const text = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 100 }),
    )
    fc.assert(
      fc.property(text, (given) => {
        const tokens = wordTokens(given)
        let at = 0
        for (const [start, end] of tokens) {
          expect(given.slice(at, start).trim()).toBe('')
          expect(given.slice(start, end)).toMatch(/^\S+$/)
          at = end
        }
        expect(given.slice(at).trim()).toBe('')
        expect(wordTokens(given)).toEqual(tokens)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['1', '1.', '1,', "1'", 'a.', 'a', '\u0301', '(', "a'", '👍\u200d', "1',"])(
    'take linear time: %j over and over',
    (unit) => {
      const timeOf = (length: number): number => {
        const given = unit.repeat(length / unit.length)
        const started = performance.now()
        wordTokens(given)
        return performance.now() - started
      }
      timeOf(2e4)
      const one = timeOf(1e5)
      expect(timeOf(4e5)).toBeLessThan(Math.max(500, one * 12))
    },
  )
})
