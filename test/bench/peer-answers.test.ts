// Guards the counting behind "Linking beside others": what is right, at which depth, among ties, and of what is answered.
import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../bench/peers/answers.ts'

describe('figures of rivals', () => {
  it('count any gold id, by its place', () => {
    const others = Array.from({ length: 5 }, (_, at) => [`X:${String(at)}`, 0.9 - at / 100] as const)
    const answers = [
      { ranked: [['A:1', 1] as const], answered: true },
      { ranked: [...others, ['A:2', 0.1] as const], answered: true },
      { ranked: [], answered: false },
      { ranked: [['B:1', 0.2] as const, ['A:4', 0.1] as const], answered: false },
    ]
    const figures = figuresOf(answers, [['A:0', 'A:1'], ['A:2'], ['A:3'], ['A:4']])
    expect(figures).toEqual({
      first: 0.25,
      inFive: 0.5,
      inTwenty: 0.75,
      firstOfTies: 0.25,
      answered: 0.5,
      precision: 0.5,
    })
  })

  it('count concepts of one score as if in random order, apart', () => {
    const ranked = [
      ['X:1', 0.5],
      ['A:1', 0.5],
      ['A:2', 0.5],
      ['X:2', 0.5],
      ['A:3', 0.4],
    ] as const
    const { first, firstOfTies } = figuresOf([{ ranked, answered: true }], [['A:1', 'A:2', 'A:3']])
    expect([first, firstOfTies]).toEqual([0, 0.5])
  })

  it('of nothing are nothing', () => {
    expect(figuresOf([], [])).toMatchObject({ first: 0, answered: 0, precision: 0 })
  })
})
