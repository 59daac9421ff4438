import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Encoder } from '../../src/encoder/contract.ts'
import { type EncoderOptions, openEncoder } from '../../src/encoder/open-encoder.ts'
import { readTokenizer } from '../../src/models/tokenizer-file.ts'
import { WordPiece } from '../../src/models/word-piece.ts'
import { failureOf } from '../support/failure.ts'
import { hostileText, seeded } from '../support/hostile-text.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import {
  expectedVector,
  SMALL_DIMENSIONS,
  type SmallNetworkOptions,
  writeSmallModel,
} from '../support/small-encoder.ts'
import { encoderSuite } from './encoder-suite.ts'

const scratch = scratchFolder()
const opened: Encoder[] = []
afterAll(async () => {
  for (const encoder of opened) await encoder.close()
})

const small = (changes: Readonly<Record<string, unknown>> = {}, network: SmallNetworkOptions = {}): string =>
  writeSmallModel(newFolder(scratch), changes, network)

const open = async (folder: string, options: EncoderOptions = {}): Promise<Encoder> => {
  const encoder = await openEncoder(folder, { ownThread: false, threads: 1, ...options })
  opened.push(encoder)
  return encoder
}

const folder = small()
encoderSuite(
  'a network on the thread that asks',
  () => openEncoder(folder, { ownThread: false, threads: 1 }),
  true,
)
encoderSuite(
  'a network on threads of its own',
  () => openEncoder(folder, { ownThread: true, threads: 2 }),
  true,
)

describe('several threads', () => {
  const many = Array.from({ length: 1500 }, (_, index) => hostileText(seeded(index), 6))

  it('say what one says, in the same order', async () => {
    const [one, three] = [
      await open(folder, { ownThread: true, threads: 1 }),
      await open(folder, { ownThread: true, threads: 3 }),
    ]
    const found = await Promise.all([three.embed(many), three.embed(many.slice(0, 3)), three.embed(many)])
    const expected = await one.embed(many)
    expect(found[0]).toHaveLength(many.length * SMALL_DIMENSIONS)
    for (const [at, value] of found[0].entries()) expect(value).toBeCloseTo(expected[at] ?? NaN, 5)
    expect(found[2]).toEqual(found[0])
    expect(found[1]).toEqual(await one.embed(many.slice(0, 3)))
  })

  it('stop together, and are closed together', async () => {
    const encoder = await open(folder, { ownThread: true, threads: 2 })
    const controller = new AbortController()
    const asked = failureOf(() => encoder.embed([...many, ...many, ...many], controller.signal))
    setTimeout(() => {
      controller.abort('enough')
    }, 5)
    expect([(await asked).code, (await asked).cause]).toEqual(['ABORTED', 'enough'])
    expect(await encoder.embed(many)).toHaveLength(many.length * SMALL_DIMENSIONS)
    await encoder.close()
    expect((await failureOf(() => encoder.embed(many))).code).toBe('USAGE')
  })
})

const idsOf = async (model: string): Promise<(text: string) => number[]> => {
  const piece = new WordPiece(await readTokenizer(`${model}/tokenizer.json`, true))
  return (text) => piece.encode(text, 32)
}

const expectNear = (found: Float32Array, expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length)
  expected.forEach((value, at) => {
    expect(found[at]).toBeCloseTo(value, 5)
  })
}

describe('vectors are those worked out by hand', () => {
  it.each<['mean' | 'cls' | 'pooled', SmallNetworkOptions]>([
    ['mean', {}],
    ['cls', {}],
    ['mean', { tokenTypes: true }],
    ['mean', { integers: 'int32' }],
    ['cls', { output: 'hidden' }],
    ['pooled', { output: 'sentence_embedding' }],
    ['pooled', { output: 'pooler_output' }],
  ])('with pooling %s, network %j', async (pooling, network) => {
    const model = small({ pooling }, network)
    const idsOfText = await idsOf(model)
    const encoder = await open(model)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), async (seeds) => {
        const texts = seeds.map((seed) => hostileText(seeded(seed), 8))
        const vectors = await encoder.embed(texts)
        texts.forEach((text, place) => {
          const row = vectors.subarray(place * SMALL_DIMENSIONS, (place + 1) * SMALL_DIMENSIONS)
          expectNear(row, expectedVector(idsOfText(text), pooling))
        })
      }),
      { numRuns: 30 },
    )
  })

  it('cut to a prefix, and of length one again', async () => {
    const encoder = await open(folder, { dimensions: 4 })
    expect(encoder.dimensions).toBe(4)
    const ids = (await idsOf(folder))('heart attack')
    expectNear(await encoder.embed(['heart attack']), expectedVector(ids, 'mean', 4))
  })

  it('of so many tokens as the settings allow', async () => {
    const encoder = await open(small({ maxTokens: 4 }))
    const [whole, cut] = [
      await encoder.embed(['heart attack disease type']),
      await encoder.embed(['heart attack']),
    ]
    expect(whole).toEqual(cut)
  })
})

describe('the id of an encoder', () => {
  it('is that of what its vectors depend on, not of its name and place', async () => {
    const idOf = async (
      changes: Readonly<Record<string, unknown>>,
      options: EncoderOptions = {},
    ): Promise<string> => (await open(small(changes), options)).id
    const id = await idOf({})
    expect(await idOf({ name: 'another', prefixes: [2, 4], files: undefined })).toBe(id)
    const others = [
      await idOf({ pooling: 'cls' }),
      await idOf({ maxTokens: 31 }),
      await idOf({}, { dimensions: 4 }),
      (await open(small({}, { tokenTypes: true }))).id,
    ]
    expect(new Set([id, ...others]).size).toBe(5)
  })
})
