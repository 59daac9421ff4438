import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TopList } from '../../../src/index/fuzzy/top-list.ts'

it('keeps the best, as sorting all of them would; of equal ones the lower numbers', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 })
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 20 }), (all, most) => {
      const top = new TopList(most)
      all.forEach((score, number) => {
        top.add(number, score)
      })
      const sorted = all
        .map((score, number) => ({ number, score }))
        .sort((a, b) => b.score - a.score || a.number - b.number)
      expect(top.sorted()).toEqual(sorted.slice(0, most))
    }),
  )
})

it('has a bar once it is full', () => {
  const top = new TopList(2)
  top.add(1, 5)
  expect(top.bar).toBe(-Infinity)
  top.add(2, 7)
  expect(top.bar).toBe(5)
  top.add(3, 6)
  expect(top.bar).toBe(6)
})
