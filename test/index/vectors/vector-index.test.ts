import { statSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { KeyFilter, VectorBackend, VectorIndex } from '../../../src/index/vectors/contract.ts'
import { usearchBackend } from '../../../src/index/vectors/usearch-backend.ts'
import { failureOf } from '../../support/failure.ts'
import { newFile, scratchFolder } from '../../support/scratch.ts'
import { bruteForce, clusteredVectors, dot, recallOf } from './clustered-vectors.ts'
import { hnswlibBackend } from './hnswlib-backend.ts'

const scratch = scratchFolder()
const DIMENSIONS = 64
const COUNT = 5_000
const CLUSTERS = 60
const QUERIES = 100

const indexOf = (backend: VectorBackend, rows: Float32Array, dimensions = DIMENSIONS): VectorIndex => {
  const file = newFile(scratch, 'vectors.bin')
  const builder = backend.build({ encoder: 'e', dimensions, capacity: rows.length / dimensions, threads: 1 })
  // As they come from an encoder: in blocks.
  for (let at = 0; at < rows.length; at += 1000 * dimensions)
    builder.add(rows.subarray(at, at + 1000 * dimensions))
  builder.write(file)
  return backend.open(file)
}

const all = clusteredVectors(COUNT + QUERIES, DIMENSIONS, CLUSTERS)
const rows = all.subarray(0, COUNT * DIMENSIONS)
const queries = Array.from({ length: QUERIES }, (_, at) =>
  all.subarray((COUNT + at) * DIMENSIONS, (COUNT + at + 1) * DIMENSIONS),
)

const graphs = usearchBackend({ rowsUpTo: 100, scanUpTo: 100 })
const backends = { scan: usearchBackend(), graph: graphs, hnswlib: hnswlibBackend() } as const
let indexes: Readonly<Record<keyof typeof backends, VectorIndex>>
beforeAll(() => {
  indexes = {
    scan: indexOf(backends.scan, rows),
    graph: indexOf(backends.graph, rows),
    hnswlib: indexOf(backends.hnswlib, rows),
  }
}, 120_000)
const kinds = Object.keys(backends) as (keyof typeof backends)[]

const meanRecall = (index: VectorIndex, limit: number, filter?: KeyFilter): number => {
  const accepts = (key: number): boolean => filter?.accepts(key) ?? true
  const recalls = queries.map((query) =>
    recallOf(bruteForce(rows, query, limit, accepts), index.search(query, limit, filter).keys),
  )
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length
}

describe.each(kinds)('a vector index by %s', (kind) => {
  it('finds what brute force finds', () => {
    expect(meanRecall(indexes[kind], 10)).toBeGreaterThanOrEqual(0.97)
    expect(meanRecall(indexes[kind], 50)).toBeGreaterThanOrEqual(0.97)
  })

  it('says how near any of them is, as it does of those it finds', () => {
    for (const query of queries.slice(0, 20)) {
      const { keys, similarities } = indexes[kind].search(query, 20)
      const turned = indexes[kind].similarities(query, keys.toReversed()).toReversed()
      for (const [rank, similarity] of similarities.entries()) expect(turned[rank]).toBeCloseTo(similarity, 4)
      const some = Uint32Array.of(COUNT - 1, 0, 17)
      const [last, first] = indexes[kind].similarities(query, some)
      expect(Math.abs((last ?? NaN) - dot(rows, (COUNT - 1) * DIMENSIONS, query))).toBeLessThan(0.01)
      expect(Math.abs((first ?? NaN) - dot(rows, 0, query))).toBeLessThan(0.01)
    }
    expect(indexes[kind].similarities(queries[0] ?? rows, new Uint32Array()).length).toBe(0)
  })

  it('says how near they are, nearest first', () => {
    for (const query of queries.slice(0, 20)) {
      const { keys, similarities } = indexes[kind].search(query, 20)
      expect([...similarities]).toEqual([...similarities].sort((a, b) => b - a))
      for (const [rank, key] of keys.entries())
        expect(Math.abs((similarities[rank] ?? NaN) - dot(rows, key * DIMENSIONS, query))).toBeLessThan(0.01)
    }
  })

  it('finds each vector by itself', () => {
    for (let key = 0; key < COUNT; key += 97)
      expect(indexes[kind].search(rows.subarray(key * DIMENSIONS, (key + 1) * DIMENSIONS), 1).keys[0]).toBe(
        key,
      )
  })

  it('answers as many as there are at most', () => {
    const few = indexOf(backends[kind], rows.subarray(0, 101 * DIMENSIONS))
    const [query = new Float32Array()] = queries
    expect(few.search(query, 1000).keys.length).toBe(101)
    expect(new Set(few.search(query, 1000).keys).size).toBe(101)
  })

  it('knows what it was made with', () => {
    expect(indexes[kind]).toMatchObject({ length: COUNT, dimensions: DIMENSIONS, encoder: 'e' })
  })
})

const ofClusters = (name: string, accepts: (cluster: number) => boolean): KeyFilter => ({
  name,
  accepts: (key) => accepts(key % CLUSTERS),
})

/** From every second to none; by key and by cluster, so that what is near may all be refused. */
const filters: readonly KeyFilter[] = [
  { name: 'every second', accepts: (key) => key % 2 === 0 },
  { name: 'every tenth', accepts: (key) => key % 10 === 3 },
  { name: 'every hundredth', accepts: (key) => key % 100 === 7 },
  ofClusters('half of the clusters', (cluster) => cluster < CLUSTERS / 2),
  ofClusters('three clusters', (cluster) => cluster < 3),
  { name: 'one', accepts: (key) => key === 17 },
  { name: 'none', accepts: () => false },
]

describe.each(['scan', 'graph'] as const)('a filtered search by %s', (kind) => {
  it.each(filters)('$name: finds what brute force finds among the accepted', (filter) => {
    expect(meanRecall(indexes[kind], 10, filter)).toBeGreaterThanOrEqual(0.97)
    for (const query of queries.slice(0, 10))
      expect([...indexes[kind].search(query, 10, filter).keys].filter((key) => !filter.accepts(key))).toEqual(
        [],
      )
  })

  it('answers as many as asked for, or as there are', () => {
    for (const filter of filters) {
      const accepted = Array.from({ length: COUNT }, (_, key) => key).filter((key) =>
        filter.accepts(key),
      ).length
      for (const query of queries.slice(0, 10))
        expect(indexes[kind].search(query, 25, filter).keys.length).toBe(Math.min(25, accepted))
    }
  })
})

describe('a filter that accepts few', () => {
  it('loses nothing, whichever they are', () => {
    let drawn = 0
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(COUNT - 1), { maxLength: 100 }),
        fc.nat(QUERIES - 1),
        fc.integer({ min: 1, max: 30 }),
        (accepted, at, limit) => {
          const keys = new Set(accepted)
          const filter = { name: `drawn ${String(drawn++)}`, accepts: (key: number) => keys.has(key) }
          const query = queries[at] ?? new Float32Array()
          // By what the index holds: what eight bits cannot tell apart may change places.
          const kept = indexes.scan.search(query, COUNT)
          const wanted = [...kept.keys].filter((key) => keys.has(key)).slice(0, limit)
          expect([...indexes.graph.search(query, limit, filter).keys]).toEqual(wanted)
          expect([...indexes.scan.search(query, limit, filter).keys]).toEqual(wanted)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is worked out once for all filters of its name', () => {
    let asked = 0
    const filter = { name: 'counted', accepts: (key: number) => asked++ >= 0 && key < 50 }
    for (const query of queries.slice(0, 5)) indexes.graph.search(query, 5, filter)
    expect(asked).toBe(COUNT)
  })
})

describe('usearch and hnswlib', () => {
  it('agree', () => {
    const shared = queries.map((query) =>
      recallOf([...indexes.hnswlib.search(query, 10).keys], indexes.graph.search(query, 10).keys),
    )
    expect(shared.reduce((sum, recall) => sum + recall, 0) / QUERIES).toBeGreaterThanOrEqual(0.96)
  })

  it('differ in size: eight bits a number, not 32', () => {
    const sizes = [graphs, hnswlibBackend()].map((backend) => {
      const file = newFile(scratch, 'vectors.bin')
      const builder = backend.build({ encoder: 'e', dimensions: DIMENSIONS, capacity: 1000 })
      builder.add(rows.subarray(0, 1000 * DIMENSIONS))
      builder.write(file)
      return statSync(file).size
    })
    expect(sizes[0]).toBeLessThan((sizes[1] ?? 0) * 0.6)
  })
})

describe('a vector index', () => {
  it.each(['scan', 'graph'] as const)('of nothing answers nothing (%s)', (kind) => {
    const builder = backends[kind].build({ encoder: 'e', dimensions: 4, capacity: 1_000_000 })
    const file = newFile(scratch, 'vectors.bin')
    builder.add(new Float32Array())
    builder.write(file)
    const index = backends[kind].open(file)
    expect(index.search(Float32Array.of(1, 0, 0, 0), 10).keys.length).toBe(0)
    expect(
      index.search(Float32Array.of(1, 0, 0, 0), 10, { name: 'all', accepts: () => true }).keys.length,
    ).toBe(0)
  })

  it('takes more vectors than were announced', () => {
    const builder = backends.scan.build({ encoder: 'e', dimensions: DIMENSIONS, capacity: 1 })
    const file = newFile(scratch, 'vectors.bin')
    builder.add(rows.subarray(0, 500 * DIMENSIONS))
    builder.write(file)
    expect(backends.scan.open(file).length).toBe(500)
  })

  it('refuses a query of other dimensions, and any when closed', async () => {
    const small = indexOf(graphs, rows.subarray(0, 300 * DIMENSIONS))
    const wrong = await failureOf(() => small.search(new Float32Array(3), 1))
    expect(wrong).toMatchObject({ code: 'USAGE' })
    expect(wrong.message).toContain('3')
    small.close()
    expect(await failureOf(() => small.search(rows.subarray(0, DIMENSIONS), 1))).toMatchObject({
      code: 'USAGE',
    })
  })

  it('survives a query of no direction', () => {
    for (const kind of ['scan', 'graph'] as const)
      for (const value of [0, NaN, Infinity])
        expect(
          indexes[kind].search(new Float32Array(DIMENSIONS).fill(value), 3).keys.length,
        ).toBeLessThanOrEqual(3)
  })

  it('keeps small numbers: the similarity is that of the bytes, whatever the scale', () => {
    const large = clusteredVectors(300, 384, 5, 3)
    const index = indexOf(graphs, large, 384)
    for (let key = 0; key < 300; key += 7) {
      const query = large.subarray(key * 384, (key + 1) * 384)
      const { keys, similarities } = index.search(query, 10)
      for (const [rank, found] of keys.entries())
        expect(Math.abs((similarities[rank] ?? NaN) - dot(large, found * 384, query))).toBeLessThan(0.004)
    }
  })
})
