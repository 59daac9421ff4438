import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig, parseConfig } from '../../src/config/load.ts'
import type { KnownError } from '../../src/core/errors.ts'
import { failureOf } from '../support/failure.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()
const FILE = resolve('/somewhere/else/parsers.config.json')

const source = { name: 'mondo', type: 'obo', entityClass: 'disease', path: 'data/mondo.obo' }
const textWith = (more: object, ...sources: object[]): string =>
  JSON.stringify({ sources: sources.length === 0 ? [source] : sources, ...more })

const refusal = (text: string): Promise<KnownError> => failureOf(() => parseConfig(text, FILE))

describe('a configuration', () => {
  it('may be as short as one source; the knowledge base is then in "kb" beside it', () => {
    expect(parseConfig(textWith({}), FILE)).toEqual({
      file: FILE,
      kb: resolve('/somewhere/else/kb'),
      keepBuilds: 5,
      sources: [{ ...source, file: resolve('/somewhere/else/data/mondo.obo') }],
    })
  })

  it('may use every key', () => {
    const full = {
      ...source,
      ...{ url: 'https://example.org/mondo.obo', idPrefixes: ['MONDO'], roots: ['MONDO:0000001'] },
      ...{ license: 'CC-BY-4.0', options: { anything: [1, { at: 'all' }] } },
    }
    const config = parseConfig(textWith({ $schema: './s.json', kb: '../kb' }, full), FILE)
    expect(config.kb).toBe(resolve('/somewhere/kb'))
    expect(config.sources).toEqual([{ ...full, file: resolve('/somewhere/else/data/mondo.obo') }])
  })

  it('keeps its sources in their order', () => {
    const names = ['b', 'a', 'c']
    const config = parseConfig(textWith({}, ...names.map((name) => ({ ...source, name }))), FILE)
    expect(config.sources.map(({ name }) => name)).toEqual(names)
  })

  it('is read from a file, and its paths are relative to that file', () => {
    const folder = newFolder(scratch)
    const file = join(folder, 'inner', 'my.json')
    mkdirSync(dirname(file))
    writeFileSync(file, textWith({}))
    expect(loadConfig(file)).toMatchObject({ file, kb: join(folder, 'inner/kb') })
    expect(loadConfig(file).sources[0]?.file).toBe(join(folder, 'inner/data/mondo.obo'))
  })

  it.each([
    ['shipped', 'encoder'],
    ['shipped-fast', 'encoder-fast'],
  ])('may name an encoder of the package: %s', (model, name) => {
    const folder = parseConfig(textWith({ encoder: { model } }), FILE).encoder?.folder ?? ''
    expect(folder).toBe(resolve(import.meta.dirname, '../../data/models', name))
    expect(existsSync(join(folder, 'ontoground.json'))).toBe(true)
  })

  it('may name an encoder, in a folder relative to that file', () => {
    expect(parseConfig(textWith({ encoder: { model: 'models/small' } }), FILE).encoder).toEqual({
      folder: resolve('/somewhere/else/models/small'),
    })
    const encoder = { type: 'static', model: '../shared/fast', dimensions: 64 }
    expect(parseConfig(textWith({ encoder }), FILE).encoder).toEqual({
      ...{ type: 'static', folder: resolve('/somewhere/shared/fast'), dimensions: 64 },
    })
    expect(parseConfig(textWith({ encoder: { model: resolve('/models/m') } }), FILE).encoder?.folder).toBe(
      resolve('/models/m'),
    )
    expect(parseConfig(textWith({}), FILE)).not.toHaveProperty('encoder')
  })

  it('leaves absolute paths as they are', () => {
    const path = resolve('/data/mondo.obo.gz')
    const config = parseConfig(textWith({ kb: resolve('/data/kb') }, { ...source, path }), FILE)
    expect([config.kb, config.sources[0]?.file]).toEqual([resolve('/data/kb'), path])
  })
})

describe('an unknown key is refused with its path and the nearest right one', () => {
  it.each([
    { text: textWith({ sorces: [] }), path: 'sorces', nearest: 'sources' },
    { text: textWith({ KB: 'kb' }), path: 'KB', nearest: 'kb' },
    {
      text: textWith({}, { ...source, idPrefix: ['A'] }),
      path: 'sources[0].idPrefix',
      nearest: 'idPrefixes',
    },
    {
      text: textWith({}, source, { ...source, name: 'b', entityclass: 'x' }),
      path: 'sources[1].entityclass',
      nearest: 'entityClass',
    },
    { text: textWith({}, { ...source, licence: 'CC0' }), path: 'sources[0].licence', nearest: 'license' },
    { text: textWith({ encoders: { model: 'm' } }), path: 'encoders', nearest: 'encoder' },
    { text: textWith({ encoder: { modle: 'm' } }), path: 'encoder.modle', nearest: 'model' },
    {
      text: textWith({ encoder: { model: 'm', dimension: 8 } }),
      path: 'encoder.dimension',
      nearest: 'dimensions',
    },
  ])('$path → $nearest', async ({ text, path, nearest }) => {
    const failure = await refusal(text)
    expect(failure.code).toBe('CONFIG_INVALID')
    expect(failure.message).toContain(`${path}: unknown key. Did you mean "${nearest}"?`)
    expect(failure.place).toEqual({ file: FILE })
  })

  it('without a suggestion where nothing is near', async () => {
    const failure = await refusal(textWith({ completelyDifferent: 1 }))
    expect(failure.message).toContain('completelyDifferent: unknown key.')
    expect(failure.message).not.toContain('Did you mean')
  })
})

describe('a wrong value is refused with the path of its key', () => {
  it.each([
    { what: 'the file is no object', text: '[]', path: 'the file' },
    { what: 'the file is null', text: 'null', path: 'the file' },
    { what: 'no sources', text: '{}', path: 'sources' },
    { what: 'an empty list of sources', text: '{"sources": []}', path: 'sources' },
    { what: 'sources as an object', text: '{"sources": {}}', path: 'sources' },
    { what: 'a source that is a text', text: '{"sources": ["mondo"]}', path: 'sources[0]' },
    { what: 'kb as a number', text: textWith({ kb: 7 }), path: 'kb' },
    { what: 'an empty kb', text: textWith({ kb: '' }), path: 'kb' },
    {
      what: 'a name with a blank',
      text: textWith({}, { ...source, name: 'my mondo' }),
      path: 'sources[0].name',
    },
    {
      what: 'a class in capitals',
      text: textWith({}, { ...source, entityClass: 'Disease' }),
      path: 'entityClass',
    },
    { what: 'an empty path', text: textWith({}, { ...source, path: '' }), path: 'sources[0].path' },
    { what: 'a path that is missing', text: '{"sources":[{"name":"a"}]}', path: 'sources[0].path' },
    {
      what: 'a url of another kind',
      text: textWith({}, { ...source, url: 'ftp://x.org/a' }),
      path: 'sources[0].url',
    },
    {
      what: 'prefixes as a text',
      text: textWith({}, { ...source, idPrefixes: 'A' }),
      path: 'sources[0].idPrefixes',
    },
    {
      what: 'a root that is a number',
      text: textWith({}, source, { ...source, name: 'b', roots: ['A:1', 2] }),
      path: 'sources[1].roots[1]',
    },
    { what: 'an encoder that is a path', text: textWith({ encoder: 'models/small' }), path: 'encoder' },
    { what: 'an encoder that is null', text: textWith({ encoder: null }), path: 'encoder' },
    { what: 'an encoder without a model', text: textWith({ encoder: {} }), path: 'encoder.model' },
    { what: 'an empty model', text: textWith({ encoder: { model: '' } }), path: 'encoder.model' },
    {
      what: 'an encoder of an unknown type',
      text: textWith({ encoder: { model: 'm', type: 'torch' } }),
      path: 'encoder.type',
    },
    {
      what: 'dimensions that are no whole number',
      text: textWith({ encoder: { model: 'm', dimensions: 7.5 } }),
      path: 'encoder.dimensions',
    },
    {
      what: 'no dimensions at all',
      text: textWith({ encoder: { model: 'm', dimensions: 0 } }),
      path: 'encoder.dimensions',
    },
    { what: 'options as a list', text: textWith({}, { ...source, options: [] }), path: 'sources[0].options' },
  ])('$what', async ({ text, path }) => {
    const failure = await refusal(text)
    expect(failure.code).toBe('CONFIG_INVALID')
    expect(failure.message).toContain(`${path}: `)
    expect(failure.repair).toContain('$schema')
    expect(failure.place?.file).toBe(FILE)
  })

  it('with all that is wrong in one go', async () => {
    const failure = await refusal(textWith({ kb: 1, extra: 2 }, { ...source, name: '' }))
    expect(failure.message).toContain('kb: ')
    expect(failure.message).toContain('sources[0].name: ')
    expect(failure.message).toContain('extra: unknown key.')
    expect(failure.message).toContain('2 more')
  })

  it('two sources of one name', async () => {
    const failure = await refusal(textWith({}, source, { ...source, name: 'other' }, source))
    expect(failure.code).toBe('CONFIG_INVALID')
    expect(failure.message).toContain('"mondo"')
  })
})

describe('JSON that cannot be read is refused with line and column', () => {
  it.each([
    { what: 'a missing comma', text: '{\n  "kb": "kb"\n  "sources": []\n}\n', line: 3, column: 3 },
    { what: 'a comma too many', text: '{\n  "kb": "kb",\n}\n', line: 3, column: 1 },
    { what: 'a word without quotes', text: '{\n  "kb": kb,\n  "sources": []\n}\n', line: 2, column: 9 },
    { what: 'a single quote', text: "{\n  'kb': 1\n}\n", line: 2, column: 3 },
    { what: 'a comment', text: '{\n  // where\n  "kb": "kb"\n}\n', line: 2, column: 3 },
    { what: 'a line break inside a text', text: '{\n  "kb": "k\nb"\n}\n', line: 2, column: 11 },
    { what: 'text after the end', text: '{}\n\n  {}\n', line: 3, column: 3 },
  ])('$what', async ({ text, line, column }) => {
    const failure = await refusal(text)
    expect(failure.code).toBe('CONFIG_INVALID')
    expect(failure.message).toContain('not valid JSON')
    expect(failure.place).toEqual({ file: FILE, line, column })
  })

  it.each(['', '{', '{\n  "kb": "kb",\n  "sources": [\n'])(
    'that ends too early: %j, with its last line',
    async (text) => {
      const failure = await refusal(text)
      expect(failure.code).toBe('CONFIG_INVALID')
      expect(failure.place).toMatchObject({ file: FILE, line: text.split('\n').length })
    },
  )

  it('takes a byte order mark for what it is', () => {
    expect(parseConfig(`\ufeff${textWith({})}`, FILE).sources).toHaveLength(1)
  })
})

describe('a configuration that is not there', () => {
  it('is refused with its path and what to do', async () => {
    const file = join(scratch, 'nowhere/parsers.config.json')
    const failure = await failureOf(() => loadConfig(file))
    expect(failure).toMatchObject({ code: 'CONFIG_NOT_FOUND', place: { file } })
    expect(failure.repair).toContain('ontoground init')
  })

  it('is told from one that cannot be read: a folder', async () => {
    const failure = await failureOf(() => loadConfig(scratch))
    expect(failure.code).toMatch(/^CONFIG_/)
    expect(failure.message).not.toContain('no such')
  })
})
