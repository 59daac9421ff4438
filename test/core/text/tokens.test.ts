import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldCase } from '../../../src/core/text/fold.ts'
import { foldedWords, tokenize } from '../../../src/core/text/tokens.ts'

const wordsOf = (text: string): string[] => foldedWords(foldCase(text).text)
const piecesOf = (text: string): string[] => tokenize(text).map(({ start, end }) => text.slice(start, end))

describe('words of a text', () => {
  it.each([
    ['', []],
    [' - , ', []],
    ['Type-2 diabetes', ['type', '2', 'diabetes']],
    ["Alzheimer's disease", ['alzheimers', 'disease']],
    ["Graves' disease", ['graves', 'disease']],
    ["5'-nucleotidase", ['5', 'nucleotidase']],
    ['pH 2.5.', ['ph', '2.5']],
    ['3.4-fold', ['3.4', 'fold']],
    ['e.g. this', ['e', 'g', 'this']],
    ['CD4+CD8- cell', ['cd4', '+', 'cd8', '-', 'cell']],
    ['IgD-', ['igd', '-']],
    ['CD4-positive', ['cd4', 'positive']],
    ['lung - liver', ['lung', 'liver']],
    ['naïve Å łódź œdème', ['naive', 'a', 'lodz', 'oedeme']],
    ['άλφα', ['αλφα']],
    ['हिन्दी', ['हिन्दी']],
    ['が ガ', ['が', 'ガ']],
    ['½', ['1', '2']],
    ['😀', []],
  ])('%j: %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
    expect(tokenize(text).map((token) => token.text)).toEqual(words)
  })
})

describe('places of words in the original', () => {
  it.each([
    ['İzmir fever', ['İzmir', 'fever']],
    ['İ İ lung', ['İ', 'İ', 'lung']],
    ['große Leber', ['große', 'Leber']],
    ['ﬁbrosis-ﬂow', ['ﬁbrosis', 'ﬂow']],
    ['ne\u0301 e\u0301te\u0301', ['ne\u0301', 'e\u0301te\u0301']],
    ['😀liver😀😀spleen', ['liver', 'spleen']],
    ['one\r\ntwo\r\n\r\nthree', ['one', 'two', 'three']],
    ['ＭＣＦ－７　ｃｅｌｌ', ['ＭＣＦ', '７', 'ｃｅｌｌ']],
    ['½ dose', ['½', '½', 'dose']],
    ['Aspirin™ 500mg', ['Aspirin', '500mg']],
    ['Alzheimer’s disease', ['Alzheimer’s', 'disease']],
    ['car\u00adci\u00adno\u00adma', ['car\u00adci\u00adno\u00adma']],
    ['CD4⁺ T', ['CD4', '⁺', 'T']],
    ['IgD− B', ['IgD', '−', 'B']],
    ['  led by blanks', ['led', 'by', 'blanks']],
  ])('%j: %j', (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces)
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from("aBi4 -+.,'’İßﬁé½™\r\n()/－"),
      'e\u0301',
      '😀',
      '\u00ad',
      '\u200b',
      'ﷺ',
    ),
  }),
)

describe('words of any text', () => {
  it('are those of its folded form', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tokenize(text).map((token) => token.text)).toEqual(wordsOf(text))
      }),
      { numRuns: 500 },
    )
  })

  it('stand in order, inside the text, and hold something', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let [lastStart, lastEnd] = [0, 0]
        for (const { start, end, text: word } of tokenize(text)) {
          expect(word).not.toBe('')
          expect(start).toBeLessThan(end)
          expect(start).toBeGreaterThanOrEqual(lastStart)
          expect(end).toBeGreaterThanOrEqual(lastEnd)
          expect(end).toBeLessThanOrEqual(text.length)
          ;[lastStart, lastEnd] = [start, end]
        }
      }),
      { numRuns: 500 },
    )
  })

  it('cut back to a piece of the original that holds the word', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { start, end, text: word } of tokenize(text)) {
          const piece = text.slice(start, end)
          // A minus is a word only after another one: its piece alone has none.
          expect(word === '-' ? foldCase(piece).text : wordsOf(piece).join('')).toContain(word)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('do not overlap, unless one character folds to several words', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('aBß İﬁé-+.,’\r\n'), 'e\u0301', '😀') }),
        (text) => {
          let last = 0
          for (const { start, end } of tokenize(text)) {
            expect(start).toBeGreaterThanOrEqual(last)
            last = end
          }
        },
      ),
    )
  })
})
