import { appendFileSync, chmodSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EmbeddingCache, openEmbeddingCache } from '../../src/encoder/embedding-cache.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, newFolder, scratchFolder } from '../support/scratch.ts'
import { hashEncoder } from './embedding-cache-encoder.ts'

const scratch = scratchFolder()
const DIMENSIONS = 8
const encoder = hashEncoder(DIMENSIONS)

const withCache = <Result>(file: string, use: (cache: EmbeddingCache) => Result): Result => {
  const cache = openEmbeddingCache(file, { encoderId: encoder.id, dimensions: DIMENSIONS })
  try {
    return use(cache)
  } finally {
    cache.close()
  }
}

const vectorsOf = (texts: readonly string[]): Float32Array => encoder.now(texts)

const keep = (file: string, texts: readonly string[]): void => {
  withCache(file, (cache) => {
    expect(cache.append(texts, vectorsOf(texts))).toBe(true)
  })
}

/** What the cache answers, with the vectors expected in place of the missing ones. */
const answer = (file: string, texts: readonly string[]): { rows: Float32Array; missing: readonly number[] } =>
  withCache(file, (cache) => {
    const rows = new Float32Array(texts.length * DIMENSIONS)
    return { missing: cache.read(texts, rows), rows }
  })

const expectNear = (found: Float32Array, wanted: Float32Array): void => {
  expect(found.length).toBe(wanted.length)
  const far = found.filter((value, at) => !(Math.abs(value - (wanted[at] ?? NaN)) < 1e-3))
  expect(far.length).toBe(0)
}

const names = (count: number, prefix = 'name'): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix} ${String(at)}`)

describe('embedding cache', () => {
  it('answers after reopening what was appended, in any order, and names what is missing', () => {
    const file = newFile(scratch, 'embeddings.bin')
    keep(file, names(10))
    keep(file, names(5, 'other'))
    const asked = ['other 3', 'name 4', 'name 5', 'never seen', 'name 6', 'other 4', 'name 0', 'name 9']
    const { rows, missing } = answer(file, asked)
    expect(missing).toEqual([3])
    const wanted = vectorsOf(asked)
    wanted.fill(0, 3 * DIMENSIONS, 4 * DIMENSIONS)
    expectNear(rows, wanted)
  })

  it('answers vectors of length one', () => {
    const file = newFile(scratch, 'embeddings.bin')
    keep(file, names(50))
    const { rows } = answer(file, names(50))
    for (let row = 0; row < 50; row++) {
      const squares = rows
        .subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)
        .reduce((sum, x) => sum + x * x, 0)
      expect(squares).toBeCloseTo(1, 5)
    }
  })

  it('tells any two texts apart: empty, lone surrogates, emoji, combining marks', () => {
    const file = newFile(scratch, 'embeddings.bin')
    const hostile = [
      '',
      ' ',
      '\ud800',
      '\ud801',
      '\ufffd',
      '😀',
      'é',
      'e\u0301',
      'ß',
      'İ',
      'ﬁ',
      'fi',
      '\r\n',
      '\0',
    ]
    keep(file, hostile)
    const { rows, missing } = answer(file, hostile)
    expect(missing).toEqual([])
    expectNear(rows, vectorsOf(hostile))
  })

  it('keeps more than a chunk holds at once', () => {
    const file = newFile(scratch, 'embeddings.bin')
    const many = names(10_000)
    keep(file, many)
    const { rows, missing } = answer(file, many)
    expect(missing).toEqual([])
    expectNear(rows.subarray(0, 800), vectorsOf(many.slice(0, 100)))
    expectNear(rows.subarray(-800), vectorsOf(many.slice(-100)))
  })

  it('answers the same numbers as a map would, whatever was appended when', () => {
    const texts = fc.array(fc.string({ maxLength: 4 }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 6 }), texts, (batches, asked) => {
        const file = newFile(scratch, 'embeddings.bin')
        const there = new Set<string>()
        for (const batch of batches) {
          keep(file, batch)
          for (const text of batch) there.add(text)
        }
        const { missing } = answer(file, asked)
        expect(missing).toEqual(asked.flatMap((text, at) => (there.has(text) ? [] : [at])))
      }),
      { numRuns: 60 },
    )
  })

  it('refuses vectors that are not of length one, with the text', async () => {
    const file = newFile(scratch, 'embeddings.bin')
    for (const bad of [0, NaN, 2]) {
      const failure = await failureOf(() =>
        withCache(file, (cache) => cache.append(['bad name'], new Float32Array(DIMENSIONS).fill(bad))),
      )
      expect(failure.code).toBe('MODEL_DAMAGED')
      expect(failure.message).toContain('bad name')
    }
    expect(withCache(file, (cache) => cache.length)).toBe(0)
  })

  it('refuses the file of another model or of anything else, and says to delete it', async () => {
    const file = newFile(scratch, 'embeddings.bin')
    keep(file, names(3))
    const asOther = { encoderId: 'another', dimensions: DIMENSIONS }
    const failure = await failureOf(() => openEmbeddingCache(file, asOther))
    expect(failure).toMatchObject({ code: 'KB_DAMAGED', place: { file } })
    expect(failure.repair).toContain('Delete')
    expect(withCache(file, (cache) => cache.readOnlyBecause)).toBeUndefined()
    writeFileSync(file, 'what is this?'.repeat(100))
    expect((await failureOf(() => withCache(file, () => 0))).code).toBe('KB_DAMAGED')
  })
})

describe('a cache whose writer was killed', () => {
  it('loses at most the chunk being written, wherever the file ends', () => {
    const file = newFile(scratch, 'embeddings.bin')
    keep(file, names(4))
    const first = statSync(file).size
    keep(file, names(3, 'later'))
    const whole = readFileSync(file)
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length))
      const found = withCache(file, (cache) => cache.length)
      expect(found).toBe(length < first ? 0 : 4)
      // What is written next is found again.
      keep(file, ['after'])
      expect(answer(file, ['after']).missing).toEqual([])
      expect(answer(file, names(4)).missing.length).toBe(length < first ? 4 : 0)
    }
  })

  it('passes over damaged keys and damaged vectors: they are missing, the others are not', () => {
    const file = newFile(scratch, 'embeddings.bin')
    keep(file, names(4))
    keep(file, names(4, 'later'))
    const whole = readFileSync(file)
    for (let at = 40; at < whole.length; at += 3) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0x10
      writeFileSync(file, changed)
      const asked = [...names(4), ...names(4, 'later')]
      const { rows, missing } = answer(file, asked)
      expect(missing.length).toBeGreaterThan(0)
      const wanted = vectorsOf(asked)
      for (const [position] of asked.entries())
        if (!missing.includes(position))
          expectNear(
            rows.subarray(position * DIMENSIONS, (position + 1) * DIMENSIONS),
            wanted.subarray(position * DIMENSIONS, (position + 1) * DIMENSIONS),
          )
    }
  })

  it('makes a damaged vector good when it is appended again', () => {
    const file = newFile(scratch, 'embeddings.bin')
    keep(file, ['a'])
    const bytes = readFileSync(file)
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    writeFileSync(file, bytes)
    expect(answer(file, ['a']).missing).toEqual([0])
    keep(file, ['a'])
    expect(answer(file, ['a']).missing).toEqual([])
  })

  it('cuts off what follows the last whole chunk', () => {
    const file = newFile(scratch, 'embeddings.bin')
    keep(file, names(4))
    const { size } = statSync(file)
    appendFileSync(file, Buffer.alloc(1000))
    expect(withCache(file, (cache) => cache.length)).toBe(4)
    expect(statSync(file).size).toBe(size)
    truncateSync(file, size - 1)
    expect(withCache(file, (cache) => cache.length)).toBe(0)
  })
})

describe('two who open one cache', () => {
  it('lets the second read what was there, and says who writes', () => {
    const file = newFile(scratch, 'embeddings.bin')
    withCache(file, (writer) => {
      writer.append(['a'], vectorsOf(['a']))
      withCache(file, (reader) => {
        expect(reader.readOnlyBecause).toContain(String(process.pid))
        expect(reader.has('a')).toBe(true)
        expect(reader.append(['b'], vectorsOf(['b']))).toBe(false)
      })
      writer.append(['c'], vectorsOf(['c']))
    })
    expect(answer(file, ['a', 'b', 'c']).missing).toEqual([1])
  })

  it('takes over from a dead process, one whose number was given again, and a lock cut short long ago', () => {
    const file = newFile(scratch, 'embeddings.bin')
    const host = JSON.parse(lockOf(file)) as { host: string; started: string }
    for (const stale of [{ pid: 2 ** 30 }, { pid: 1, started: 'long ago' }, { pid: process.pid }]) {
      writeFileSync(`${file}.lock`, JSON.stringify({ ...host, token: 'x', ...stale }))
      expect(withCache(file, (cache) => cache.readOnlyBecause)).toBeUndefined()
    }
  })

  it('leaves the lock of a living process, and of another machine that was there lately', () => {
    const file = newFile(scratch, 'embeddings.bin')
    const own = JSON.parse(lockOf(file)) as { host: string }
    for (const holder of [{ ...own, host: 'elsewhere' }, 'torn']) {
      writeFileSync(`${file}.lock`, JSON.stringify(holder))
      expect(withCache(file, (cache) => cache.readOnlyBecause)).toContain('is writing it')
      expect(readFileSync(`${file}.lock`, 'utf8')).toBe(JSON.stringify(holder))
    }
  })

  it('stops writing when another took the lock over', () => {
    const file = newFile(scratch, 'embeddings.bin')
    withCache(file, (cache) => {
      writeFileSync(`${file}.lock`, '{}')
      expect(cache.append(['a'], vectorsOf(['a']))).toBe(false)
      expect(cache.readOnlyBecause).toContain('took it over')
    })
  })

  it.skipIf(process.getuid?.() === 0)('reads where it may not write', () => {
    const file = newFile(newFolder(scratch), 'embeddings.bin')
    keep(file, ['a'])
    chmodSync(dirname(file), 0o500)
    withCache(file, (cache) => {
      expect(cache.has('a')).toBe(true)
      expect(cache.readOnlyBecause).toContain('permission')
    })
  })
})

/** What a lock of this process says. */
const lockOf = (file: string): string => withCache(file, () => readFileSync(`${file}.lock`, 'utf8'))
