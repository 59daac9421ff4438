import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { KnownError } from '../../../src/core/errors.ts'
import type { VectorBackend } from '../../../src/index/vectors/contract.ts'
import { usearchBackend } from '../../../src/index/vectors/usearch-backend.ts'
import { failureOf } from '../../support/failure.ts'
import { newFile, scratchFolder } from '../../support/scratch.ts'
import { clusteredVectors } from './clustered-vectors.ts'

const scratch = scratchFolder()
const DIMENSIONS = 8
const COUNT = 200
const rows = clusteredVectors(COUNT, DIMENSIONS, 10)
const query = rows.subarray(0, DIMENSIONS)

const written = (backend: VectorBackend, threads = 1): string => {
  const file = newFile(scratch, 'vectors.bin')
  const builder = backend.build({ encoder: 'e', dimensions: DIMENSIONS, capacity: COUNT, threads })
  builder.add(rows)
  builder.write(file)
  return file
}

const layouts = { rows: usearchBackend(), usearch: usearchBackend({ rowsUpTo: 10, scanUpTo: 10 }) } as const

describe.each(['rows', 'usearch'] as const)('a vector file of layout %s', (layout) => {
  const backend = layouts[layout]
  let whole = Buffer.alloc(0)
  beforeAll(() => {
    whole = readFileSync(written(backend))
  })

  const using = (bytes: Uint8Array): number => {
    const file = newFile(scratch, 'vectors.bin')
    writeFileSync(file, bytes)
    const index = backend.open(file)
    const found = index.search(query, 5).keys.length
    index.search(query, 5, { name: 'few', accepts: (key) => key < 5 })
    index.close()
    return found
  }

  it('is the same for the same vectors, byte for byte, on one thread', () => {
    expect(readFileSync(written(backend)).equals(whole)).toBe(true)
  })

  it('is refused when cut short, wherever', async () => {
    for (let length = 0; length < whole.length; length += length < whole.length - 400 ? 131 : 1) {
      const failure = await failureOf(() => using(whole.subarray(0, length)))
      expect(failure.code).toBe('KB_DAMAGED')
      expect(failure.place?.file).toContain('vectors.bin')
      expect(failure.repair).toContain('build --full')
    }
  })

  it('is refused, or answers, when a byte was changed; nothing crashes', () => {
    const refused = { yes: 0, no: 0 }
    for (let at = 0; at < whole.length; at += at < 64 || at > whole.length - 300 ? 1 : 61) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      try {
        expect(using(changed)).toBe(5)
        refused.no++
        // The vectors of a graph alone are not looked through when opened.
        expect(layout).toBe('usearch')
        expect(at).toBeGreaterThanOrEqual(8)
        expect(at).toBeLessThan(8 + COUNT * DIMENSIONS)
      } catch (error) {
        if (!(error instanceof KnownError)) throw error
        expect(['KB_DAMAGED', 'KB_SCHEMA']).toContain(error.code)
        refused.yes++
      }
    }
    expect(refused.yes).toBeGreaterThan(100)
  })

  it('is refused when it is missing, empty, of a later format, or something else', async () => {
    const later = Buffer.from(whole)
    later.write('OGVECTR9', whole.length - 8, 'latin1')
    expect((await failureOf(() => using(later))).code).toBe('KB_SCHEMA')
    expect((await failureOf(() => using(Buffer.alloc(0)))).code).toBe('KB_DAMAGED')
    expect((await failureOf(() => using(Buffer.alloc(5000, 'x')))).code).toBe('KB_DAMAGED')
    expect((await failureOf(() => backend.open(newFile(scratch)))).code).toBe('KB_DAMAGED')
    expect((await failureOf(() => backend.open(scratch))).code).toBe('KB_DAMAGED')
  })

  it('is not written over another, nor where nothing can be written', async () => {
    const file = written(backend)
    const writing = (target: string) =>
      failureOf(() => {
        const builder = backend.build({ encoder: 'e', dimensions: DIMENSIONS, capacity: COUNT })
        builder.add(rows)
        builder.write(target)
      })
    expect((await writing(file)).code).toBe('NOT_WRITABLE')
    expect(readFileSync(file).equals(whole)).toBe(true)
    expect((await writing('/proc/vectors.bin')).code).toBe('NOT_WRITABLE')
  })
})

describe('a graph built on two threads', () => {
  it('holds each vector once', () => {
    const index = layouts.usearch.open(written(layouts.usearch, 2))
    for (let key = 0; key < COUNT; key++) {
      const own = rows.subarray(key * DIMENSIONS, (key + 1) * DIMENSIONS)
      const filter = { name: `only ${String(key)}`, accepts: (other: number) => other === key }
      expect(index.search(own, 1, filter).similarities[0]).toBeGreaterThan(0.999)
    }
  })
})
