import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Encoder } from '../../src/encoder/contract.ts'
import { type EncoderOptions, openEncoder } from '../../src/encoder/open-encoder.ts'
import { readTokenizer } from '../../src/models/tokenizer-file.ts'
import { WordPiece } from '../../src/models/word-piece.ts'
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
  'a network on a thread of its own',
  () => openEncoder(folder, { ownThread: true, threads: 2 }),
  true,
)

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
