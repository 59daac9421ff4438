import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, LONGEST_COMPARED } from '../../../src/index/fuzzy/edit-distance.ts'

/** The definition, as it stands in the books: the whole table. */
const plainly = (a: string, b: string): number => {
  const table = Array.from({ length: a.length + 1 }, (_, row) => [row, ...Array<number>(b.length).fill(0)])
  for (let column = 0; column <= b.length; column++) (table[0] ?? [])[column] = column
  const at = (row: number, column: number): number => table[row]?.[column] ?? 0
  for (let row = 1; row <= a.length; row++)
    for (let column = 1; column <= b.length; column++) {
      const ways = [
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + Number(a[row - 1] !== b[column - 1]),
      ]
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        ways.push(at(row - 2, column - 2) + 1)
      ;(table[row] ?? [])[column] = Math.min(...ways)
    }
  return at(a.length, b.length)
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 12 })

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['asthma', 'asthma', 0],
    ['asthma', 'astma', 1],
    ['diabetes', 'daibetes', 1],
    ['ca', 'abc', 3],
    ['leukaemia', 'leukemia', 1],
  ])('of %j and %j is %d', (a, b, distance) => {
    expect(editDistance(a, b, 9)).toBe(distance)
  })

  it('is that of the definition, and one more than the most where it takes more', () => {
    fc.assert(
      fc.property(word, word, fc.nat(12), (a, b, most) => {
        expect(editDistance(a, b, most)).toBe(Math.min(plainly(a, b), most + 1))
      }),
      { numRuns: 2000 },
    )
  })

  it('compares long words by their beginnings', () => {
    const long = 'x'.repeat(LONGEST_COMPARED)
    expect(editDistance(`${long}${'y'.repeat(1000)}`, `${long}z`, 3)).toBe(0)
  })
})
