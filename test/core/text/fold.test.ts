import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldCase, originalSpan } from '../../../src/core/text/fold.ts'

/** The original piece that `part`, as it stands in the folded text, came from. */
const cutBack = (text: string, part: string): string => {
  const folded = foldCase(text)
  const at = folded.text.indexOf(part)
  expect(at, `"${part}" in "${folded.text}"`).toBeGreaterThanOrEqual(0)
  return text.slice(...originalSpan(folded, at, at + part.length))
}

describe('folding case, width, dashes, quotes and blanks', () => {
  it.each([
    ['', ''],
    ['Heart Attack', 'heart attack'],
    ['ＴＮＦ－α', 'tnf-α'],
    ['TNF‐α TNF‑α TNF–α TNF—α TNF−α', 'tnf-α tnf-α tnf-α tnf-α tnf-α'],
    ['‘a’ “b” ′c′', "'a' “b” 'c'"],
    ['a\u00a0b\u2003c\td\r\ne', 'a b c d e'],
    ['  a  \n\n  b  ', 'a b'],
    ['e\u0301 \u00e9', '\u00e9 \u00e9'],
    ['ﬁ ﬂ ﬃ Ĳ', 'fi fl ffi ij'],
    ['ß ẞ', 'ss ss'],
    ['İI', 'ii'],
    ['Ⅷ ² ₂', 'viii 2 2'],
    ['Brand™ Name®', 'brand name'],
    ['car\u00adci\u200bno\u2060ma\ufeff', 'carcinoma'],
    ['😀 Γ', '😀 γ'],
  ])('%j → %j', (text, folded) => {
    expect(foldCase(text).text).toBe(folded)
  })
})

describe('a piece of folded text cuts back to where it came from', () => {
  it.each([
    ['in İstanbul fever', 'fever', 'fever'],
    ['İİİ lung', 'lung', 'lung'],
    ['Straße', 'ss', 'ß'],
    ['große Leber', 'leber', 'Leber'],
    ['ﬁbrosis of ﬂesh', 'fibrosis', 'ﬁbrosis'],
    ['ﬁbrosis of ﬂesh', 'f', 'ﬁ'],
    ['ﬁbrosis of ﬂesh', 'flesh', 'ﬂesh'],
    ['caf\u0065\u0301 au lait', 'caf\u00e9', 'cafe\u0301'],
    ['cafe\u0301 au lait', 'au', 'au'],
    ['😀😀 tumour', 'tumour', 'tumour'],
    ['👩\u200d🔬 liver', 'liver', 'liver'],
    ['one\r\ntwo', 'two', 'two'],
    ['one\r\ntwo', 'one two', 'one\r\ntwo'],
    ['ＩＬ２ｒ gene', 'il2r', 'ＩＬ２ｒ'],
    ['½ cup', '1', '½'],
    ['Aspirin™ tablet', 'aspirin', 'Aspirin'],
    ['Aspirin™ tablet', 'tablet', 'tablet'],
    ['  lead', 'lead', 'lead'],
    ['plain ascii', 'ascii', 'ascii'],
  ])('%j: %j ← %j', (text, part, original) => {
    expect(cutBack(text, part)).toBe(original)
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
  fc.string({
    unit: fc.constantFrom(...Array.from('aB -İßﬁé½™“’\r\n\t.'), 'e\u0301', '😀', '\u00ad', '\u200b', 'ﷺ'),
  }),
)

describe('folding any text', () => {
  it('gives lower case without blanks at the ends or in pairs', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldCase(text).text
        expect(folded).toBe(folded.toLowerCase())
        expect(folded).not.toMatch(/^ | $| {2}/)
      }),
    )
  })

  it('keeps a place in the original for every unit, in order and inside it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldCase(text)
        let [lastStart, lastEnd] = [0, 0]
        for (let at = 0; at < folded.text.length; at++) {
          const [start, end] = originalSpan(folded, at, at + 1)
          expect(start).toBeLessThan(end)
          expect(start).toBeGreaterThanOrEqual(lastStart)
          expect(end).toBeGreaterThanOrEqual(lastEnd)
          ;[lastStart, lastEnd] = [start, end]
        }
        expect(lastEnd).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  it('agrees with lower-casing on plain ASCII, and keeps every offset', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[!-_a-~]+$/), { minLength: 1 }), (words) => {
        const text = words.join(' ')
        const folded = foldCase(text)
        expect(folded.text).toBe(text.toLowerCase())
        expect(originalSpan(folded, 0, text.length)).toEqual([0, text.length])
      }),
    )
  })

  it('folds words together as it folds them one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Tumour', 'İ', 'ﬁ', 'ß', '😀', 'é', '½'), { minLength: 1 }),
        (words) => {
          expect(foldCase(words.join('\r\n')).text).toBe(words.map((word) => foldCase(word).text).join(' '))
        },
      ),
    )
  })
})

// Long texts are documents; the bounds are loose, for a slow machine: what they tell apart is n from n².
describe('folding a long text takes time in proportion to its length', () => {
  it.each([
    ['of many words', 'naïve cell '.repeat(15_000)],
    ['of many lines', 'a\r\n'.repeat(40_000)],
    ['of combining marks', `a${'\u0301\u0323'.repeat(30_000)}`],
    ['without a blank', 'é'.repeat(300_000)],
  ])('%s', (_, text) => {
    const timeOf = (given: string): number => {
      const before = process.cpuUsage().user
      expect(foldCase(given).text.length).toBeGreaterThan(0)
      return (process.cpuUsage().user - before) / 1000
    }
    const quarter = timeOf(text.slice(0, text.length / 4))
    expect(timeOf(text)).toBeLessThan(Math.max(1000, quarter * 10))
  })
})
