import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Name } from '../../src/index/contract.ts'
import type { LikeName } from '../../src/linker/contract.ts'
import { likeFindings, type ResolvedLike } from '../../src/linker/likeness.ts'

const nameOf = (fields: Partial<Name>): Name => ({
  ...{ id: 'A:1', row: 1, text: 'name', scope: 'label', type: null, label: 'name', entityClass: 'gene' },
  ...{ source: 'a', sourceRank: 0, obsolete: false, use: 'all', preferred: false },
  ...fields,
})

const like = (
  by: LikeName['by'],
  similarity: number,
  fields: Partial<Name> = {},
  target: Partial<Name> = {},
): ResolvedLike => {
  const name = nameOf(fields)
  return { like: { by, name, similarity }, target: { ...name, ...target } }
}

describe('names like a mention', () => {
  it('are put together by concept, in the order they were found', () => {
    const found = likeFindings([
      like('fuzzy', 0.9, { id: 'A:1', text: 'one' }),
      like('fuzzy', 0.7, { id: 'A:2', text: 'two' }),
      like('vector', 0.8, { id: 'A:1', text: 'another' }),
    ])
    expect(found.map(({ target }) => target.id)).toEqual(['A:1', 'A:2'])
    expect(found[0]).toMatchObject({
      best: { by: 'fuzzy', similarity: 0.9, name: { text: 'one' } },
      fuzzy: 0.9,
      vector: 0.8,
      found: [
        { method: 'fuzzy', matched: 'one', similarity: 0.9 },
        { method: 'vector', matched: 'another', similarity: 0.8 },
      ],
    })
    expect(found[1]).toMatchObject({ fuzzy: 0.7, vector: 0, found: [{ method: 'fuzzy' }] })
  })

  it('count by the likest of each kind', () => {
    const [concept] = likeFindings([
      like('fuzzy', 0.5, { text: 'less' }),
      like('fuzzy', 0.6, { text: 'more', scope: 'related' }),
      like('vector', 0.3, { text: 'far' }),
      like('vector', 0.4, { text: 'near' }),
    ])
    expect(concept).toMatchObject({
      best: { name: { text: 'more', scope: 'related' } },
      fuzzy: 0.6,
      vector: 0.4,
    })
    expect(concept?.found.map(({ matched }) => matched)).toEqual(['more', 'near'])
  })

  it('found by vector alone say so', () => {
    const [concept] = likeFindings([like('vector', 0.4, { scope: 'broad', sourceRank: 2 })])
    expect(concept).toMatchObject({
      best: { by: 'vector', name: { scope: 'broad', sourceRank: 2 } },
      fuzzy: 0,
      vector: 0.4,
    })
  })

  it('may be none', () => {
    expect(likeFindings([])).toEqual([])
  })

  it('of any kind: each concept once, by its own names alone', () => {
    const likes = fc.array(
      fc.record({
        by: fc.constantFrom<LikeName['by'][]>('fuzzy', 'vector'),
        similarity: fc.double({ min: 0, max: 1, noNaN: true }),
        id: fc.integer({ min: 1, max: 6 }),
      }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(likes, (given) => {
        const all = given.map(({ by, similarity, id }) => like(by, similarity, { id: `A:${String(id)}` }))
        const found = likeFindings(all)
        expect(found.map(({ target }) => target.id)).toEqual([...new Set(all.map(({ target }) => target.id))])
        for (const { target, best, found: provenance, ...likeness } of found) {
          const own = all.filter((each) => each.target.id === target.id)
          for (const kind of ['fuzzy', 'vector'] as const) {
            const most = Math.max(
              0,
              ...own.filter((each) => each.like.by === kind).map((each) => each.like.similarity),
            )
            expect(likeness[kind]).toBe(most)
          }
          expect(own.some((each) => each.like === best)).toBe(true)
          expect(new Set(provenance.map(({ method }) => method)).size).toBe(provenance.length)
        }
      }),
    )
  })
})
