import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Config, loadConfig } from '../../src/config/load.ts'
import { type BuildOptions, buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { verifyKnowledgeBase } from '../../src/pipeline/verify.ts'
import type { ErrorCode } from '../../src/core/errors.ts'
import { failureOf } from '../support/failure.ts'
import { buildsIn, stateOf } from '../support/kb-state.ts'
import { manyTerms, oboText } from '../support/obo.ts'
import { scratchFolder } from '../support/scratch.ts'
import { type SetupSource, writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()

const good = oboText([{ id: 'A:1', name: 'heart attack' }])
const json = JSON.stringify({ graphs: [{ nodes: [{ id: 'A:1', type: 'CLASS', lbl: 'heart attack' }] }] })
const MIB = 1024 * 1024

/** A knowledge base that stands, and a configuration for it whose second source is `bad`. */
const standing = async (bad: Omit<SetupSource, 'name'>): Promise<Config> => {
  const { config, folder } = writeSetup(scratch, [
    { name: 'good', content: good },
    { name: 'bad', ...bad },
  ])
  await buildKnowledgeBase(config, { only: ['good'] })
  return { ...loadConfig(join(folder, 'parsers.config.json')), kb: config.kb }
}

const expectRefused = async (config: Config, code: ErrorCode, options: BuildOptions = {}): Promise<void> => {
  const before = stateOf(config.kb)
  const failure = await failureOf(() => buildKnowledgeBase(config, options))
  expect(failure.code).toBe(code)
  expect(failure.repair).not.toBe('')
  expect(stateOf(config.kb)).toEqual(before)
  expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: true })
  const kb = await openKnowledgeBase(config.kb)
  expect((await kb.link('heart attack')).candidates[0]?.id).toBe('A:1')
  kb.close()
  const where = failure.place?.file ?? failure.message
  expect(where, 'the failure names the source').toMatch(/bad/)
}

interface BadSource {
  readonly what: string
  readonly code: ErrorCode
  readonly content: () => string | Uint8Array
  readonly path?: string
  readonly type?: string
  readonly more?: Record<string, unknown>
}

const BAD_SOURCES: readonly BadSource[] = [
  {
    what: 'not gzip',
    code: 'SOURCE_NOT_GZIP',
    path: 'bad.obo.gz',
    content: () => '<html>404 Not Found</html>',
  },
  {
    what: 'a gzip that was cut short',
    code: 'SOURCE_TRUNCATED',
    path: 'bad.obo.gz',
    content: () => gzipSync(oboText(manyTerms(2000))).subarray(0, 9000),
  },
  {
    what: 'a gzip with a flipped byte',
    code: 'SOURCE_CORRUPT',
    path: 'bad.obo.gz',
    content: () => {
      const bytes = gzipSync(oboText(manyTerms(2000)))
      bytes.writeUInt8(bytes.readUInt8(3000) ^ 0xff, 3000)
      return bytes
    },
  },
  { what: 'a zip that is none', code: 'SOURCE_NOT_GZIP', path: 'bad.obo.zip', content: () => good },
  { what: 'binary', code: 'SOURCE_NOT_TEXT', content: () => Buffer.from([1, 2, 0, 3, 10, 0, 255]) },
  {
    what: 'UTF-16 with its mark',
    code: 'SOURCE_ENCODING',
    content: () => Buffer.from(`\ufeff${good}`, 'utf16le'),
  },
  { what: 'UTF-16 without its mark', code: 'SOURCE_NOT_TEXT', content: () => Buffer.from(good, 'utf16le') },
  {
    what: 'Latin-1 from end to end',
    code: 'SOURCE_ENCODING',
    content: () => Buffer.from(`${good}name: Sjögren\n`.repeat(200), 'latin1'),
  },
  { what: 'empty', code: 'SOURCE_EMPTY', content: () => '' },
  { what: 'a gzip of nothing', code: 'SOURCE_EMPTY', path: 'bad.gz', content: () => gzipSync('') },
  { what: 'OBO that has no term', code: 'SOURCE_SYNTAX', content: () => 'format-version: 1.4\n' },
  { what: 'JSON given for OBO', code: 'SOURCE_SYNTAX', content: () => json },
  {
    what: 'a web page given for OBO',
    code: 'SOURCE_SYNTAX',
    content: () => '<!DOCTYPE html>\n<html>\n</html>\n',
  },
  { what: 'OBO given for JSON', code: 'SOURCE_SYNTAX', type: 'obographs', content: () => good },
  { what: 'other JSON', code: 'SOURCE_SYNTAX', type: 'obographs', content: () => '{"some": ["thing"]}' },
  {
    what: 'JSON that was cut short',
    code: 'SOURCE_TRUNCATED',
    type: 'obographs',
    content: () => json.slice(0, -5),
  },
  {
    what: 'a line of 100 MB',
    code: 'SOURCE_LINE_TOO_LONG',
    content: () =>
      Buffer.concat([Buffer.from(`${good}\n[Term]\nid: A:2\nname: `), Buffer.alloc(100 * MIB, 'x')]),
  },
  {
    what: 'without the root it is cut to',
    code: 'ROOT_NOT_FOUND',
    content: () => good,
    more: { roots: ['A:2'] },
  },
  {
    what: 'of a type nobody knows',
    code: 'CONFIG_UNKNOWN_TYPE',
    content: () => good,
    type: 'owl2',
  },
  {
    what: 'with an option its parser does not have',
    code: 'CONFIG_INVALID',
    content: () => good,
    more: { options: { keepObsolete: true } },
  },
]

describe('a source that cannot be read leaves the knowledge base as it was', () => {
  it.each(BAD_SOURCES)('$what: $code', async ({ code, content, what: _, ...source }) => {
    await expectRefused(await standing({ ...source, content: content() }), code)
  })

  it('missing: SOURCE_NOT_FOUND, with where to fetch it', async () => {
    const config = await standing({ content: '', more: { url: 'https://example.org/bad.obo' } })
    rmSync(config.sources[1]?.file ?? '')
    await expectRefused(config, 'SOURCE_NOT_FOUND')
    const failure = await failureOf(() => buildKnowledgeBase(config))
    expect(failure.repair).toContain('https://example.org/bad.obo')
  })

  it('a folder: SOURCE_UNREADABLE', async () => {
    const config = await standing({ content: '' })
    rmSync(config.sources[1]?.file ?? '')
    mkdirSync(config.sources[1]?.file ?? '')
    await expectRefused(config, 'SOURCE_UNREADABLE')
  })

  // The time of this one is its point: the work must not grow with the square of the value.
  it('a value of 100 MB in JSON, within seconds', async () => {
    const [head, tail] = ['{"graphs":[{"nodes":[{"id":"A:1","type":"CLASS","lbl":"', '"}]}]}']
    const content = Buffer.concat([Buffer.from(head), Buffer.alloc(100 * MIB, 'x'), Buffer.from(tail)])
    const config = await standing({ content, type: 'obographs' })
    const failure = await failureOf(() => buildKnowledgeBase(config, { signal: AbortSignal.timeout(10_000) }))
    expect(failure.code).toMatch(/^SOURCE_(?:SYNTAX|LINE_TOO_LONG)$/)
  })
})

describe('a flaw under --strict', () => {
  it('ends the build at its line and leaves the knowledge base as it was', async () => {
    const content = oboText([
      { id: 'B:1', name: 'one' },
      { id: 'B:1', name: 'two' },
    ])
    const config = await standing({ content })
    await expectRefused(config, 'SOURCE_ISSUE', { strict: true })
    const failure = await failureOf(() => buildKnowledgeBase(config, { strict: true }))
    expect(failure.place).toEqual({ file: config.sources[1]?.file, line: 9 })
    expect(failure.message).toContain('duplicate-id')
    expect((await buildKnowledgeBase(config)).refused).toBe(1)
  })

  it('is also one that shows only when the whole source was read', async () => {
    const circle = oboText([
      { id: 'B:1', name: 'one', isA: ['B:2'] },
      { id: 'B:2', name: 'two', isA: ['B:1'] },
    ])
    await expectRefused(await standing({ content: circle }), 'SOURCE_ISSUE', { strict: true })
  })
})

describe('a build that is stopped', () => {
  it.each(['source-begun', 'source-progress', 'source-done'])(
    'at %s ends with ABORTED and leaves the knowledge base as it was',
    async (kind) => {
      const config = await standing({ content: oboText(manyTerms(5000)) })
      const controller = new AbortController()
      await expectRefusedByAbort(config, {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === kind) controller.abort()
        },
      })
    },
  )

  it('before it began does nothing', async () => {
    const config = await standing({ content: oboText(manyTerms(10)) })
    await expectRefusedByAbort(config, { signal: AbortSignal.abort() })
  })

  const expectRefusedByAbort = async (config: Config, options: BuildOptions): Promise<void> => {
    const before = stateOf(config.kb)
    expect((await failureOf(() => buildKnowledgeBase(config, options))).code).toBe('ABORTED')
    expect(stateOf(config.kb)).toEqual(before)
  }
})

describe('a knowledge base that cannot be written', () => {
  const isRoot = process.getuid?.() === 0

  it.each([
    { where: 'is a file', kb: 'file' },
    { where: 'lies below a file', kb: 'file/kb' },
  ])('because it $where: NOT_WRITABLE, with the place', async ({ kb }) => {
    const { config, folder } = writeSetup(scratch, [{ name: 'good', content: good }])
    writeFileSync(join(folder, 'file'), 'not a folder')
    const failure = await failureOf(() => buildKnowledgeBase({ ...config, kb: join(folder, kb) }))
    expect(failure.code).toBe('NOT_WRITABLE')
    expect(failure.place?.file).toContain(join(folder, 'file'))
  })

  it.skipIf(isRoot)('for want of permission: NOT_WRITABLE, and the old one serves on', async () => {
    const config = await standing({ content: good })
    const before = stateOf(config.kb)
    for (const folder of [join(config.kb, 'builds'), config.kb]) chmodSync(folder, 0o555)
    try {
      expect((await failureOf(() => buildKnowledgeBase(config))).code).toBe('NOT_WRITABLE')
      expect(stateOf(config.kb)).toEqual(before)
    } finally {
      for (const folder of [config.kb, join(config.kb, 'builds')]) chmodSync(folder, 0o755)
    }
  })

  it.skipIf(isRoot)('need not be written when it is up to date', async () => {
    const { config } = writeSetup(scratch, [{ name: 'good', content: good }])
    await buildKnowledgeBase(config)
    for (const folder of [join(config.kb, 'builds'), config.kb]) chmodSync(folder, 0o555)
    try {
      expect((await buildKnowledgeBase(config)).upToDate).toBe(true)
    } finally {
      for (const folder of [config.kb, join(config.kb, 'builds')]) chmodSync(folder, 0o755)
    }
  })

  it('because "current" is a folder: KB_DAMAGED, with what to do', async () => {
    const { config } = writeSetup(scratch, [{ name: 'good', content: good }])
    mkdirSync(join(config.kb, 'current'), { recursive: true })
    const failure = await failureOf(() => buildKnowledgeBase(config))
    expect(failure.code).toBe('KB_DAMAGED')
    expect(failure.place?.file).toBe(join(config.kb, 'current'))
    expect(buildsIn(config.kb).filter((name) => name.startsWith('.tmp'))).toEqual([])
  })
})

describe('a vocabulary with more than the index can hold', () => {
  it('of synonym types is refused by name, and leaves nothing behind', async () => {
    const terms = Array.from({ length: 1024 }, (_, at) => ({
      ...{ id: `B:${String(at)}`, name: `b ${String(at)}` },
      synonyms: [[`s ${String(at)}`, `EXACT type${String(at)}`] as const],
    }))
    const config = await standing({ content: oboText(terms) })
    const before = stateOf(config.kb)
    const failure = await failureOf(() => buildKnowledgeBase(config))
    expect(failure.code).toBe('CONFIG_INVALID')
    expect(failure.message).toContain('1023')
    expect(stateOf(config.kb)).toEqual(before)
  })
})
