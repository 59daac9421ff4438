import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../../src/core/issue.ts'
import { cycles } from '../../src/vocab/hierarchy.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { storeOf, termWith, writeStore } from '../support/vocabulary.ts'

const scratch = scratchFolder()

const issuesOf = (parents: Readonly<Record<string, readonly string[]>>): readonly Issue[] =>
  writeStore(newFile(scratch), [
    {
      terms: Object.entries(parents).map(([id, list], index) =>
        termWith({ id: `A:${id}`, label: id, parents: list.map((parent) => `A:${parent}`), line: index + 1 }),
      ),
    },
  ])

describe('circles of is_a', () => {
  it.each([
    { what: 'a concept below itself', parents: { a: ['a'] }, circles: ['A:a is_a A:a'] },
    { what: 'two concepts', parents: { a: ['b'], b: ['a'] }, circles: ['A:a is_a A:b is_a A:a'] },
    {
      what: 'a circle above the concept read first',
      parents: { a: ['b'], b: ['c'], c: ['b'] },
      circles: ['A:b is_a A:c is_a A:b'],
    },
    {
      what: 'two circles apart',
      parents: { a: ['b'], b: ['a'], c: ['d'], d: ['c'], e: ['a', 'c'] },
      circles: ['A:a is_a A:b is_a A:a', 'A:c is_a A:d is_a A:c'],
    },
  ])('are reported once each, with their concepts: $what', ({ parents, circles }) => {
    const issues = issuesOf(parents)
    expect(issues.map(({ code }) => code)).toEqual(circles.map(() => 'is-a-cycle'))
    expect(issues.map(({ message }) => message.replace(/^.*circle: /, ''))).toEqual(circles)
  })

  it('are reported at the line of a concept on the circle, with a repair', () => {
    const [issue] = issuesOf({ root: [], a: ['root', 'b'], b: ['a'] })
    expect(issue?.line).toBe(2)
    expect(issue?.repair).toContain('Remove one')
  })

  it('of 10,000 concepts are one issue, shown in short', () => {
    const count = 10_000
    const parents = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [String(index), [String((index + 1) % count)]]),
    )
    const issues = issuesOf(parents)
    expect(issues).toHaveLength(1)
    expect(issues[0]?.message.length).toBeLessThan(300)
    expect(issues[0]?.message).toContain('…')
  })

  it('leave the rows as they are: parents and children can still be asked for', () => {
    const { store, issues } = storeOf(scratch, [
      {
        terms: [
          termWith({ id: 'A:1', label: 'one', parents: ['A:2'] }),
          termWith({ id: 'A:2', label: 'two', parents: ['A:1'] }),
        ],
      },
    ])
    expect(issues).toHaveLength(1)
    expect(store.children('A:1')).toEqual(['A:2'])
    expect(store.children('A:2')).toEqual(['A:1'])
    store.close()
  })

  it('are not seen where many ways lead to one ancestor', () => {
    expect(issuesOf({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([])
  })
})

describe('a deep hierarchy', () => {
  it('of 100,000 concepts in one chain is walked without overflowing the stack', () => {
    const count = 100_000
    const terms = Array.from({ length: count }, (_, index) =>
      termWith({
        id: `A:${String(index)}`,
        label: 'x',
        parents: index + 1 < count ? [`A:${String(index + 1)}`] : [],
      }),
    )
    expect(writeStore(newFile(scratch), [{ terms }])).toEqual([])
  })
})

describe('cycles', () => {
  const graphs = fc
    .array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
    .map((lists) => new Map(lists.map((parents, child) => [child, parents] as const)))

  const reaches = (parents: ReadonlyMap<number, readonly number[]>, from: number, to: number): boolean => {
    const seen = new Set<number>()
    const waiting = [...(parents.get(from) ?? [])]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === to) return true
      if (seen.has(next)) continue
      seen.add(next)
      waiting.push(...(parents.get(next) ?? []))
    }
    return false
  }

  it('finds some exactly when a concept lies below itself, and each found one is a circle', () => {
    fc.assert(
      fc.property(graphs, (parents) => {
        const found = cycles(parents)
        expect(found.length > 0).toBe(
          [...parents.keys()].some((concept) => reaches(parents, concept, concept)),
        )
        for (const circle of found) {
          for (const [at, concept] of circle.entries())
            expect(parents.get(concept)).toContain(circle[(at + 1) % circle.length])
        }
      }),
    )
  })

  it('costs no more than the edges: a chain in which every concept also leads back to the first', () => {
    const count = 2_000
    const parents = new Map(
      Array.from({ length: count }, (_, at) => [at, at === 0 ? [1] : [0, at + 1]] as const),
    )
    const edges = 2 * count
    const told = cycles(parents).reduce((sum, circle) => sum + circle.length, 0)
    expect(told).toBeLessThanOrEqual(4 * edges)
  })
})
