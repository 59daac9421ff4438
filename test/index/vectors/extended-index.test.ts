import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { GONE, type VectorBackend, type VectorIndexBuilder } from '../../../src/index/vectors/contract.ts'
import { usearchBackend } from '../../../src/index/vectors/usearch-backend.ts'
import { failureOf } from '../../support/failure.ts'
import { newFile, scratchFolder } from '../../support/scratch.ts'
import { bruteForce, clusteredVectors, recallOf } from './clustered-vectors.ts'

const scratch = scratchFolder()
const DIMENSIONS = 32
const graphs = usearchBackend({ rowsUpTo: 100, scanUpTo: 100 })
const all = clusteredVectors(3_000, DIMENSIONS, 40)
const vector = (at: number): Float32Array => all.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS)
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

/** Which of all vectors an index has, by key. */
type Content = readonly number[]

const rowsOf = (content: Content): Float32Array => {
  const rows = new Float32Array(content.length * DIMENSIONS)
  for (const [key, at] of content.entries()) rows.set(vector(at), key * DIMENSIONS)
  return rows
}

const settingsFor = (content: Content): Parameters<VectorBackend['build']>[0] => ({
  ...{ encoder: 'e', dimensions: DIMENSIONS, capacity: content.length },
})

const written = (builder: VectorIndexBuilder, rows: Float32Array): string => {
  const file = newFile(scratch, 'vectors.hnsw')
  builder.add(rows)
  builder.write(file)
  return file
}

const newIndexOf = (content: Content): string => written(graphs.build(settingsFor(content)), rowsOf(content))

const keysFor = (before: Content, after: Content): Uint32Array =>
  Uint32Array.from(before, (at) => (after.includes(at) ? after.indexOf(at) : GONE))

const extendedBy = (file: string, before: Content, after: Content): string | undefined => {
  const builder = graphs.extend?.(settingsFor(after), { file, keys: keysFor(before, after) })
  return builder && written(builder, rowsOf(after.filter((at) => !before.includes(at))))
}

/** Whether an index answers as one that has just this content. */
const expectToHold = (file: string | undefined, content: Content): void => {
  const index = graphs.open(file ?? '')
  const rows = rowsOf(content)
  expect(index.length).toBe(content.length)
  let recall = 0
  for (const at of range(0, 100)) {
    const query = vector(at * 29)
    const { keys } = index.search(query, 10)
    expect(keys.length).toBe(10)
    expect(Math.max(...keys)).toBeLessThan(content.length)
    recall +=
      recallOf(
        bruteForce(rows, query, 10, () => true),
        keys,
      ) / 100
  }
  expect(recall).toBeGreaterThan(0.97)
  // Each under its own key, whatever key it had before.
  for (const key of range(0, content.length))
    expect(
      index.similarities(rows.subarray(key * DIMENSIONS, (key + 1) * DIMENSIONS), Uint32Array.of(key))[0],
    ).toBeGreaterThan(0.99)
  const rare = { name: 'rare', accepts: (key: number) => key % 97 === 0 }
  expect([...index.search(vector(7), 200, rare).keys].sort((a, b) => a - b)).toEqual(
    range(0, content.length).filter(rare.accepts),
  )
  index.close()
}

describe('an index made of another', () => {
  // As in a release: some are gone, some new, and what comes between others moves their keys.
  const first = range(0, 2_500)
  const second = [...range(2_500, 2_600), ...first.filter((at) => at % 50 !== 0)]
  const third = [...range(2_600, 2_650), ...second.filter((at) => at % 50 !== 1), ...range(2_700, 2_710)]

  it('answers as one made anew, release after release', () => {
    const before = newIndexOf(first)
    const between = extendedBy(before, first, second)
    expectToHold(between, second)
    expectToHold(extendedBy(between ?? '', second, third), third)
  })

  it('leaves what it is made of as it was', () => {
    const before = newIndexOf(first)
    const bytes = readFileSync(before)
    extendedBy(before, first, second)
    expect(readFileSync(before).equals(bytes)).toBe(true)
    expectToHold(before, first)
  })

  it('takes what is gone back in when it comes again', () => {
    const before = newIndexOf(first)
    const less = first.slice(100)
    const without = extendedBy(before, first, less)
    expectToHold(without, less)
    expectToHold(extendedBy(without ?? '', less, first), first)
  })

  it('may have nothing new, or nothing to add to', () => {
    const before = newIndexOf(first)
    expectToHold(extendedBy(before, first, first.toReversed()), first.toReversed())
  })

  it('does not pay where much is gone, where the encoder is another, and where all are looked at', () => {
    const file = newIndexOf(first)
    const settings = settingsFor(first)
    const same = keysFor(first, first)
    expect(extendedBy(file, first, first.slice(400))).toBeUndefined()
    expect(graphs.extend?.({ ...settings, encoder: 'f' }, { file, keys: same })).toBeUndefined()
    expect(graphs.extend?.({ ...settings, dimensions: 16 }, { file, keys: same })).toBeUndefined()
    expect(usearchBackend().extend?.(settings, { file, keys: same })).toBeUndefined()
    const scanned = written(usearchBackend().build(settings), rowsOf(first))
    expect(graphs.extend?.(settings, { file: scanned, keys: same })).toBeUndefined()
    expect(graphs.extend?.(settings, { file, keys: same.subarray(1) })).toBeUndefined()
  })

  it('is not made of a damaged one', async () => {
    const file = newIndexOf(first)
    const bytes = readFileSync(file)
    const at = bytes.length - 30_000
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    writeFileSync(file, bytes)
    expect(await failureOf(() => extendedBy(file, first, second))).toMatchObject({ code: 'KB_DAMAGED' })
  })
})
