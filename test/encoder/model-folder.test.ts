import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openEncoder } from '../../src/encoder/open-encoder.ts'
import { failureOf } from '../support/failure.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { filesOf, type SmallNetworkOptions, writeSmallModel } from '../support/small-encoder.ts'
import type { KnownError } from '../../src/core/errors.ts'

const scratch = scratchFolder()

const small = (changes: Readonly<Record<string, unknown>> = {}, network: SmallNetworkOptions = {}): string =>
  writeSmallModel(newFolder(scratch), changes, network)

const failure = (folder: string, options = {}): Promise<KnownError> =>
  failureOf(() => openEncoder(folder, { ownThread: false, ...options }))

describe('a model that is not there', () => {
  it('is told as such', async () => {
    const missing = join(scratch, 'none')
    const error = await failure(missing)
    expect([error.code, error.message, error.place?.file]).toEqual([
      'MODEL_NOT_FOUND',
      'no such folder',
      missing,
    ])
    expect((await failure(newFolder(scratch))).message).toBe('the folder has no ontoground.json')
    const folder = small()
    expect((await failure(join(folder, 'model.onnx'))).code).toBe('MODEL_NOT_FOUND')
    rmSync(join(folder, 'ontoground.json'))
    mkdirSync(join(folder, 'ontoground.json'))
    expect((await failure(folder)).code).toBe('MODEL_NOT_FOUND')
  })
})

describe('a model that was half copied', () => {
  const broken: readonly (readonly [string, (folder: string) => void, RegExp, string])[] = [
    ['without its network', (folder) => { rmSync(join(folder, 'model.onnx')) }, /is missing/, 'model.onnx'],
    ['without its tokenizer', (folder) => { rmSync(join(folder, 'tokenizer.json')) }, /has none of: tokenizer.json, vocab.txt/, ''],
    ['with a network cut short', (folder) => { truncateSync(join(folder, 'model.onnx'), 100) }, /has 100 bytes, not \d+/, 'model.onnx'],
    ['with an empty network', (folder) => { truncateSync(join(folder, 'model.onnx'), 0) }, /has 0 bytes/, 'model.onnx'],
    ['with a byte changed', (folder) => {
      const bytes = readFileSync(join(folder, 'model.onnx'))
      bytes[200] = (bytes[200] ?? 0) ^ 1
      writeFileSync(join(folder, 'model.onnx'), bytes)
    }, /SHA-256/, 'model.onnx'],
    ['with a longer tokenizer', (folder) => { appendFileSync(join(folder, 'tokenizer.json'), ' ') }, /bytes, not/, 'tokenizer.json'],
    ['with a folder in place of a file', (folder) => {
      renameSync(join(folder, 'model.onnx'), join(folder, 'x'))
      mkdirSync(join(folder, 'model.onnx'))
    }, /no file/, 'model.onnx'],
    ['with half its settings', (folder) => { truncateSync(join(folder, 'ontoground.json'), 20) }, /not valid JSON/, 'ontoground.json'],
  ] // prettier-ignore

  it.each(broken)('%s is told as such', async (_, breaks, message, file) => {
    const folder = small()
    breaks(folder)
    const error = await failure(folder)
    expect(error.code).toBe('MODEL_DAMAGED')
    expect(error.message).toMatch(message)
    expect(error.place?.file).toBe(join(folder, file))
    expect(error.repair).toMatch(/Copy the folder/)
  })

  it('lacks another file that its settings name', async () => {
    const folder = small()
    writeFileSync(join(folder, 'more.txt'), 'x')
    const files = filesOf(folder, ['more.txt', 'model.onnx'])
    const settings = JSON.parse(readFileSync(join(folder, 'ontoground.json'), 'utf8')) as object
    writeFileSync(join(folder, 'ontoground.json'), JSON.stringify({ ...settings, files }))
    await (await openEncoder(folder, { ownThread: false })).close()
    rmSync(join(folder, 'more.txt'))
    expect((await failure(folder)).place?.file).toBe(join(folder, 'more.txt'))
  })

  it('is told also where nothing says what the files should be', async () => {
    const folder = small({ files: undefined })
    truncateSync(join(folder, 'model.onnx'), 500)
    const error = await failure(folder)
    expect([error.code, error.place?.file]).toEqual(['MODEL_DAMAGED', join(folder, 'model.onnx')])
    expect(error.message).toMatch(/cannot be loaded/)
    expect((await failure(folder, { ownThread: true })).message).toBe(error.message)
  })
})

describe('settings that cannot be', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ pooling: 'max' }, /^pooling: has the value "max"; /],
    [{ pooling: undefined }, /^pooling: is missing; /],
    [{ poolin: 'mean' }, /^poolin: unknown key\. Did you mean "pooling"\?/],
    [{ kind: 'ner' }, /^kind: has the value "ner"; /],
    [{ dimensions: 0 }, /^dimensions: has the value 0; /],
    [{ dimensions: '8' }, /^dimensions: has the value "8"; /],
    [{ prefixes: [9] }, /^prefixes: 9 is more than the 8 dimensions/],
    [{ prefixes: [4, 'x'] }, /^prefixes\.1: has the value "x"; /],
    [{ maxTokens: 2 }, /^maxTokens: has the value 2; /],
    [{ normalize: false }, /^normalize: has the value false; vectors are always of length one/],
    [{ file: '../model.onnx' }, /^file: has the value "\.\.\/model\.onnx"; must be the name of a file/],
    [{ tokenizer: '..' }, /^tokenizer: /],
    [{ files: { 'model.onnx': { sha256: 'x', bytes: 1 } } }, /^files\.model\.onnx\.sha256: .*hexadecimal/],
  ])('%j', async (changes, message) => {
    const folder = small(changes)
    const error = await failure(folder)
    expect(error.message).toMatch(message)
    expect([error.code, error.place?.file]).toEqual(['MODEL_UNSUITED', join(folder, 'ontoground.json')])
  })

  it('are told for what is no object', async () => {
    const folder = small()
    writeFileSync(join(folder, 'ontoground.json'), 'null')
    expect((await failure(folder)).message).toMatch(/^the file: has the value null; /)
  })

  it('of a case that the tokenizer has not', async () => {
    expect((await failure(small({ lowerCase: false }))).message).toMatch(/"lowerCase": false/)
  })

  it('or dimensions asked for that the model has not', async () => {
    const error = await failure(small(), { dimensions: 5 })
    expect([error.code, error.repair]).toEqual(['MODEL_UNSUITED', 'Ask for one of: 8, 4.'])
  })
})

describe('a network that does not fit', () => {
  it.each<[Record<string, unknown>, SmallNetworkOptions, RegExp]>([
    [{ dimensions: 16, prefixes: [] }, {}, /gives 8 dimensions, ontoground\.json says 16/],
    [
      { pooling: 'pooled' },
      {},
      /outputs "last_hidden_state"; pooling "pooled" needs "sentence_embedding" or/,
    ],
    [
      { pooling: 'mean' },
      { output: 'sentence_embedding' },
      /outputs "sentence_embedding"; pooling "mean" needs/,
    ],
    [{ output: 'none' }, {}, /needs "none"/],
    [
      { pooling: 'pooled', output: 'last_hidden_state' },
      {},
      /"last_hidden_state" that pooling "pooled" cannot read/,
    ],
    [{}, { extraInput: 'position_ids' }, /wants an input "position_ids"/],
    [{}, { fixedLength: 16 }, /wants 16 as a length of "input_ids"/],
    [{}, { integers: 'float32' }, /wants inputs of type float32/],
  ])('for %j, with %j', async (changes, network, message) => {
    const folder = small(changes, network)
    const error = await failure(folder)
    expect(error.message).toMatch(message)
    expect([error.code, error.place?.file]).toEqual(['MODEL_UNSUITED', join(folder, 'model.onnx')])
  })

  it('because its tokenizer is of another model', async () => {
    const encoder = await openEncoder(small({}, { tokens: 20 }), { ownThread: false })
    const error = await failureOf(() => encoder.embed(['heart']))
    expect([error.code, error.repair]).toEqual([
      'MODEL_UNSUITED',
      'Check that tokenizer and network are of one model.',
    ])
    await encoder.close()
  })
})

describe('without the library that runs models', () => {
  afterEach(() => {
    vi.doUnmock('onnxruntime-node')
    vi.resetModules()
  })

  it('the failure says how to get it', async () => {
    vi.resetModules()
    vi.doMock('onnxruntime-node', () => {
      throw new Error('Cannot find package')
    })
    const { openEncoder: openAnew } = await import('../../src/encoder/open-encoder.ts')
    // Loaded anew, the class of the failure is another than the one known here.
    const error = (await openAnew(small(), { ownThread: false }).catch(
      (cause: unknown) => cause,
    )) as KnownError
    expect(error.code).toBe('MODEL_RUNTIME')
    expect(error.message).toMatch(/^onnxruntime-node, which runs models, cannot be loaded: /)
    expect(error.repair).toMatch(/npm install onnxruntime-node@/)
  })
})
