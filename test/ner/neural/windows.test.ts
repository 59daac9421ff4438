import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roomForWord, windowsOf } from '../../../src/ner/neural/windows.ts'
import { wordRows } from '../../../src/ner/neural/word-scores.ts'

interface Numbered {
  readonly number: number
  readonly pieces: readonly number[]
}

const wordsOf = (lengths: readonly number[]): Numbered[] =>
  lengths.map((length, number) => ({ number, pieces: Array<number>(length).fill(7) }))

describe('windows', () => {
  it('hear every word once, in order, whole, with what stands around it', () => {
    const cases = fc
      .record({ room: fc.integer({ min: 4, max: 60 }), share: fc.integer({ min: 0, max: 50 }) })
      .chain(({ room, share }) =>
        fc.record({
          room: fc.constant(room),
          overlap: fc.constant(Math.floor((room * share) / 100)),
          lengths: fc.array(fc.integer({ min: 1, max: roomForWord(room) }), { maxLength: 200 }),
        }),
      )
    fc.assert(
      fc.property(cases, ({ room, overlap, lengths }) => {
        const words = wordsOf(lengths)
        const windows = [...windowsOf(words, room, overlap)]
        const heard = windows.flatMap((window) => window.words.slice(window.keepFrom, window.keepEnd))
        expect(heard.map(({ number }) => number)).toEqual(words.map(({ number }) => number))
        windows.forEach((window, index) => {
          const pieces = window.words.reduce((sum, word) => sum + word.pieces.length, 0)
          expect(pieces).toBeLessThanOrEqual(room)
          const last = windows[index - 1]?.words.at(-1)?.number ?? -1
          const shared = window.words.filter(({ number }) => number <= last)
          expect(shared.reduce((sum, word) => sum + word.pieces.length, 0)).toBeLessThanOrEqual(overlap)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('share what they are told to, and cut it in the middle', () => {
    const [one, two] = [...windowsOf(wordsOf(Array<number>(14).fill(1)), 10, 4)]
    expect(one?.words.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect([one?.keepFrom, one?.keepEnd]).toEqual([0, 8])
    expect(two?.words.map(({ number }) => number)).toEqual([6, 7, 8, 9, 10, 11, 12, 13])
    expect([two?.keepFrom, two?.keepEnd]).toEqual([2, 8])
  })

  it('come while words come, and there are none for nothing', () => {
    let asked = 0
    const endless = function* (): Generator<Numbered> {
      for (;;) yield { number: asked++, pieces: [1] }
    }
    const [first] = windowsOf(endless(), 10, 2)
    expect(first?.words).toHaveLength(10)
    expect(asked).toBeLessThan(20)
    expect([...windowsOf([], 10, 2)]).toEqual([])
  })
})

describe('the numbers of a word', () => {
  const values = Float32Array.from([9, 9, /* first word */ 0, 2, 4, 0, /* second */ -1, 1])
  const rows = { values, columns: 2, from: 1, counts: [2, 1] }
  const near = (found: Float32Array, expected: readonly number[]): void => {
    expect(found).toHaveLength(expected.length)
    expected.forEach((value, at) => {
      expect(found[at]).toBeCloseTo(value, 5)
    })
  }
  const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value))

  it('are those of its first piece, their mean, or the greatest', () => {
    near(wordRows(rows, 'none', 'first').values, [0, 2, -1, 1])
    near(wordRows(rows, 'none', 'average').values, [2, 1, -1, 1])
    near(wordRows(rows, 'sigmoid', 'first').values, [0.5, sigmoid(2), sigmoid(-1), sigmoid(1)])
    near(wordRows(rows, 'sigmoid', 'max').values, [sigmoid(4), sigmoid(2), sigmoid(-1), sigmoid(1)])
    // The second piece is the surer one: both numbers are its.
    near(wordRows(rows, 'softmax', 'max').values, [sigmoid(4), sigmoid(-4), sigmoid(-2), sigmoid(2)])
    near(wordRows(rows, 'softmax', 'average').values, [
      (sigmoid(-2) + sigmoid(4)) / 2,
      (sigmoid(2) + sigmoid(-4)) / 2,
      sigmoid(-2),
      sigmoid(2),
    ])
  })

  it('are finite whatever the network says', () => {
    const huge = { values: Float32Array.from([1e30, -1e30]), columns: 2, from: 0, counts: [1] }
    near(wordRows(huge, 'softmax', 'first').values, [1, 0])
    near(wordRows(huge, 'sigmoid', 'first').values, [1, 0])
  })
})
