import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import {
  type EmbeddingOptions,
  type EmbeddingProgress,
  embeddingRows,
  fillEmbeddingCache,
} from '../../src/encoder/embedding-cache-fill.ts'
import { type EmbeddingCache, openEmbeddingCache } from '../../src/encoder/embedding-cache.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { type HashEncoder, hashEncoder } from './embedding-cache-encoder.ts'

const scratch = scratchFolder()
const DIMENSIONS = 64

const open = (file: string): EmbeddingCache =>
  openEmbeddingCache(file, { encoderId: `hash-${String(DIMENSIONS)}`, dimensions: DIMENSIONS })

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `name ${String(at)}`)

const fill = async (
  file: string,
  encoder: HashEncoder,
  texts: Iterable<string>,
  options: EmbeddingOptions = {},
): Promise<EmbeddingProgress> => {
  const cache = open(file)
  try {
    return await fillEmbeddingCache(encoder, cache, texts, { blockSize: 100, ...options })
  } finally {
    cache.close()
  }
}

const rowsOf = async (file: string, encoder: HashEncoder, texts: Iterable<string>): Promise<number[]> => {
  const cache = open(file)
  const all: number[] = []
  for await (const rows of embeddingRows(encoder, cache, texts, { blockSize: 100 })) all.push(...rows)
  cache.close()
  return all
}

describe('filling a cache', () => {
  it('embeds each name once, in any run', async () => {
    const file = newFile(scratch, 'embeddings.bin')
    const encoder = hashEncoder(DIMENSIONS)
    expect(await fill(file, encoder, names(250))).toMatchObject({
      done: 250,
      of: 250,
      embedded: 250,
      fromCache: 0,
    })
    expect(encoder.embedded).toBe(250)
    expect(await fill(file, encoder, names(250))).toMatchObject({ done: 250, embedded: 0, secondsLeft: 0 })
    expect(await fill(file, encoder, names(300))).toMatchObject({ embedded: 50, fromCache: 250 })
    expect(encoder.embedded).toBe(300)
  })

  it('tells how far it is, how fast, and how long it takes', async () => {
    const file = newFile(scratch, 'embeddings.bin')
    const encoder = hashEncoder(DIMENSIONS)
    await fill(file, encoder, names(100))
    const told: EmbeddingProgress[] = []
    let clock = 0
    await fill(file, encoder, names(400), {
      onProgress: (progress) => told.push(progress),
      now: () => (clock += 500),
    })
    expect(told.map(({ done }) => done)).toEqual([100, 200, 300, 400])
    expect(told.map(({ secondsLeft }) => secondsLeft)).toEqual([undefined, 1, 0.5, 0])
    expect(told.map(({ perSecond }) => perSecond)).toEqual([0, 200, 200, 200])
  })

  it('gives the encoder full blocks of what is missing', async () => {
    const file = newFile(scratch, 'embeddings.bin')
    const sizes: number[] = []
    const encoder = hashEncoder(DIMENSIONS, (texts) => {
      sizes.push(texts.length)
      return Promise.resolve()
    })
    await fill(
      file,
      encoder,
      names(500).filter((_, at) => at % 2 === 0),
    )
    sizes.length = 0
    await fill(file, encoder, names(500))
    expect(sizes).toEqual([100, 100, 50])
  })

  it('stops when asked to, and keeps what was made', async () => {
    const file = newFile(scratch, 'embeddings.bin')
    const stop = new AbortController()
    const encoder = hashEncoder(DIMENSIONS, (texts) => {
      if (texts.includes('name 250')) stop.abort()
      return Promise.resolve()
    })
    const failure = await failureOf(() => fill(file, encoder, names(900), { signal: stop.signal }))
    expect(failure).toBeInstanceOf(KnownError)
    expect(failure.code).toBe('ABORTED')
    const again = hashEncoder(DIMENSIONS)
    expect(await fill(file, again, names(900))).toMatchObject({ fromCache: 300, embedded: 600 })
  })

  it('makes nothing where the cache may not be written', async () => {
    const file = newFile(scratch, 'embeddings.bin')
    const writer = open(file)
    const encoder = hashEncoder(DIMENSIONS)
    expect(await fill(file, encoder, names(10))).toMatchObject({ done: 0, of: 10, embedded: 0 })
    expect(encoder.embedded).toBe(0)
    expect((await rowsOf(file, encoder, names(10))).length).toBe(10 * DIMENSIONS)
    expect(encoder.embedded).toBe(10)
    writer.close()
  })

  it('goes on where a killed process stopped', { timeout: 120_000 }, async () => {
    const file = newFile(scratch, 'embeddings.bin')
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'embedding-cache-child.ts'), file, '1000000'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let told = 0
    for await (const chunk of child.stdout) {
      told = Number(String(chunk).trim().split('\n').at(-1))
      if (told >= 500) child.kill('SIGKILL')
    }
    const count = told + 5_000
    const encoder = hashEncoder(DIMENSIONS)
    const found = await fill(file, encoder, names(count))
    expect(found.fromCache).toBeGreaterThanOrEqual(told)
    expect(found).toMatchObject({ done: count, embedded: count - found.fromCache })
    expect(await fill(file, encoder, names(count))).toMatchObject({ embedded: 0 })
    expect(await rowsOf(file, encoder, names(300))).toEqual(
      await rowsOf(newFile(scratch, 'embeddings.bin'), hashEncoder(DIMENSIONS), names(300)),
    )
  })
})

describe('rows of embeddings', () => {
  it('come in the order of the names, the same numbers from the cache and fresh', async () => {
    const encoder = hashEncoder(DIMENSIONS)
    const file = newFile(scratch, 'embeddings.bin')
    const fresh = await rowsOf(file, encoder, names(350))
    expect(fresh.length).toBe(350 * DIMENSIONS)
    expect(await rowsOf(file, encoder, names(350))).toEqual(fresh)
    expect(encoder.embedded).toBe(350)
    const wanted = encoder.now(names(350))
    expect(fresh.filter((value, at) => !(Math.abs(value - (wanted[at] ?? NaN)) < 1e-3))).toEqual([])
  })

  it('are made again where the disk damaged them', async () => {
    const encoder = hashEncoder(DIMENSIONS)
    const file = newFile(scratch, 'embeddings.bin')
    const fresh = await rowsOf(file, encoder, names(50))
    const bytes = readFileSync(file)
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 4
    writeFileSync(file, bytes)
    expect(await rowsOf(file, encoder, names(50))).toEqual(fresh)
    expect(encoder.embedded).toBe(51)
    expect(await rowsOf(file, encoder, names(50))).toEqual(fresh)
    expect(encoder.embedded).toBe(51)
  })

  it('of no names are none', async () => {
    expect(await rowsOf(newFile(scratch, 'embeddings.bin'), hashEncoder(DIMENSIONS), [])).toEqual([])
  })
})
