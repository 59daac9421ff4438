import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type TextDocument, textOf } from '../../src/core/document.ts'
import { alignedTo, firstDifference } from '../../src/eval/align.ts'
import { mentionIn } from './made-up.ts'

const document = (text: string, spans: readonly (readonly [number, number])[]): TextDocument => ({
  id: 'one',
  text,
  sections: [],
  mentions: spans.map((span) => mentionIn(text, [span])),
})

describe('texts', () => {
  it('are compared without white space', () => {
    expect(firstDifference('p53 -/- mice', 'p53-/-\r\nmice ')).toBeNull()
    expect(firstDifference('p53 mice', 'p53 rats')).toBe(4)
    expect(firstDifference('p53', 'p53 rats')).toBe(3)
    expect(firstDifference('', ' \u2009\u00a0')).toBeNull()
  })
})

describe('mentions', () => {
  it('move to where the text has them', () => {
    const moved = alignedTo(
      'IL - 2 ( T cells )',
      document('IL-2 (T cells)', [
        [0, 4],
        [6, 13],
      ]),
    )
    expect(moved.mentions.map(({ text, spans }) => [text, ...spans])).toEqual([
      ['IL - 2', [0, 6]],
      ['T cells', [9, 16]],
    ])
  })

  it('stay in a text that is another', () => {
    const other = document('IL-3', [[0, 4]])
    expect(alignedTo('IL-2', other)).toBe(other)
  })

  it('take their abbreviations along', () => {
    const there = {
      ...document('Wilson\ndisease (WD)', []),
      abbreviations: [
        { short: 'WD', long: 'Wilson\ndisease', start: 16, end: 18, longStart: 0, longEnd: 14 },
      ],
    }
    expect(alignedTo('Wilson disease(WD)', there).abbreviations).toMatchObject([
      { start: 15, end: 17, longStart: 0, longEnd: 14 },
    ])
  })

  it('cover the same characters wherever white space is put in or left out', () => {
    const piece = fc.constantFrom('a', 'B', '😀', 'e\u0301', '-', ' ', '\n', '\r\n', '\u2009')
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 30 }),
        fc.array(fc.boolean()),
        fc.nat(),
        fc.nat(),
        (pieces, gaps, one, other) => {
          const text = pieces.join('')
          const elsewhere = pieces
            .map((part, at) => (part.trim() === '' ? '' : part) + (gaps[at] === true ? ' ' : ''))
            .join('')
          const [a, b] = [one % (text.length + 1), other % (text.length + 1)]
          const [start, end] = [Math.min(a, b), Math.max(a, b)]
          const bare = (covered: string): string => covered.replace(/\s/g, '')
          if (bare(text.slice(start, end)) === '' || text === elsewhere) return
          const { mentions, text: there } = alignedTo(elsewhere, document(text, [[start, end]]))
          expect(there).toBe(elsewhere)
          for (const mention of mentions) {
            expect(textOf(elsewhere, mention.spans)).toBe(mention.text)
            expect(bare(mention.text)).toBe(bare(text.slice(start, end)))
            expect(mention.text).toBe(mention.text.trim())
          }
        },
      ),
    )
  })
})
