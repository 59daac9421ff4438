import { existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KnownError } from '../../src/core/errors.ts'
import { listEntries, readBytes, type ReadOptions } from '../../src/io/source.ts'
import { zipOf } from '../../src/testing/zip-archive.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, newFolder, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()

const written = (name: string, bytes: string | Uint8Array): string => {
  const file = newFile(scratch, name)
  writeFileSync(file, bytes)
  return file
}

const readAll = async (file: string, options: ReadOptions = {}): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of readBytes(file, options)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const TEXT = 'format-version: 1.4\nontology: ünïcode\n'
const LONG = TEXT.repeat(10_000)

describe('the bytes of a file', () => {
  it.each([
    ['plain', 'a.obo', Buffer.from(LONG)],
    ['gzip', 'a.obo.gz', gzipSync(LONG)],
    ['gzip under another name', 'a.obo', gzipSync(LONG)],
    [
      'gzip in several members',
      'a.obo.gz',
      Buffer.concat([gzipSync(TEXT), gzipSync(LONG.slice(TEXT.length))]),
    ],
    ['gzip with zeros after it, as tapes have', 'a.gz', Buffer.concat([gzipSync(LONG), Buffer.alloc(512)])],
    ['zip', 'a.obo.zip', zipOf([{ name: 'a.obo', content: LONG }])],
    ['zip without compression', 'a.zip', zipOf([{ name: 'a.obo', content: LONG, deflate: false }])],
    ['zip under another name', 'a.obo', zipOf([{ name: 'a.obo', content: LONG }])],
    [
      'zip with folders and what macOS adds',
      'a.zip',
      zipOf([
        { name: 'release/', content: '', deflate: false },
        { name: 'release/a.obo', content: LONG },
        { name: '__MACOSX/release/._a.obo', content: 'junk' },
      ]),
    ],
  ])('%s come uncompressed', async (_, name, bytes) => {
    expect(await readAll(written(name, bytes))).toBe(LONG)
  })

  it.each([
    ['an empty file', 'a.obo', '', 'SOURCE_EMPTY'],
    ['an empty file that promises gzip', 'a.obo.gz', '', 'SOURCE_EMPTY'],
    ['gzip of nothing', 'a.obo.gz', gzipSync(''), 'SOURCE_EMPTY'],
    ['zip of an empty file', 'a.zip', zipOf([{ name: 'a.obo', content: '' }]), 'SOURCE_EMPTY'],
    ['plain text named .gz', 'a.obo.gz', TEXT, 'SOURCE_NOT_GZIP'],
    ['a saved error page named .zip', 'a.zip', '<!DOCTYPE html>', 'SOURCE_NOT_GZIP'],
    ['gzip cut short', 'a.obo.gz', gzipSync(LONG).subarray(0, 500), 'SOURCE_TRUNCATED'],
    ['gzip without its last byte', 'a.obo.gz', gzipSync(LONG).subarray(0, -1), 'SOURCE_TRUNCATED'],
    ['gzip cut inside its header', 'a.obo.gz', gzipSync(LONG).subarray(0, 5), 'SOURCE_TRUNCATED'],
    ['gzip with a wrong checksum', 'a.obo.gz', changed(gzipSync(TEXT), -8), 'SOURCE_CORRUPT'],
    ['gzip with damaged data', 'a.obo.gz', changed(gzipSync(TEXT), 11, 0xff), 'SOURCE_CORRUPT'],
    [
      'gzip with something else after it',
      'a.gz',
      Buffer.concat([gzipSync(LONG), Buffer.from('trailing')]),
      'SOURCE_CORRUPT',
    ],
    [
      'gzip whose second member is cut short',
      'a.gz',
      Buffer.concat([gzipSync(TEXT), gzipSync(LONG).subarray(0, 300)]),
      'SOURCE_TRUNCATED',
    ],
    ['zip cut short', 'a.zip', zipOf([{ name: 'a', content: LONG }]).subarray(0, 500), 'SOURCE_CORRUPT'],
    [
      'zip with a wrong checksum',
      'a.zip',
      changed(zipOf([{ name: 'a', content: TEXT, deflate: false }]), 40),
      'SOURCE_CORRUPT',
    ],
    [
      'zip of nothing but folders',
      'a.zip',
      zipOf([{ name: 'a/', content: '', deflate: false }]),
      'SOURCE_CORRUPT',
    ],
    [
      'zip of two files',
      'a.zip',
      zipOf([
        { name: 'a.obo', content: TEXT },
        { name: 'b.obo', content: TEXT },
      ]),
      'SOURCE_CORRUPT',
    ],
  ])('%s is refused', async (_, name, bytes, code) => {
    const file = written(name, bytes)
    const error = await failureOf(() => readAll(file))
    expect(error.code).toBe(code)
    expect(error.place).toEqual({ file })
    expect(error.repair).not.toBe('')
  })

  it('of a zip of several files are refused with the names', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const file = written('many.zip', zipOf(names.map((name) => ({ name, content: TEXT }))))
    expect((await failureOf(() => readAll(file))).message).toBe(
      'the zip holds 6 files, not one (a, b, c, d, e, …)',
    )
  })

  it('of a missing file, and of one below a file, are not found', async () => {
    expect((await failureOf(() => readAll(newFile(scratch)))).code).toBe('SOURCE_NOT_FOUND')
    expect((await failureOf(() => readAll(`${written('a', TEXT)}/b`))).code).toBe('SOURCE_NOT_FOUND')
  })

  it('of a folder cannot be read', async () => {
    const folder = newFile(scratch, 'folder')
    mkdirSync(folder)
    const error = await failureOf(() => readAll(folder))
    expect(error.code).toBe('SOURCE_UNREADABLE')
    expect(error.repair).toBe('Give the path of a file, not of a folder.')
  })
})

function changed(bytes: Buffer, at: number, to?: number): Buffer {
  const copy = Buffer.from(bytes)
  const place = at < 0 ? copy.length + at : at
  copy[place] = to ?? (copy[place] ?? 0) ^ 0xff
  return copy
}

describe('reading stops', () => {
  it('before it began, when the signal was already given', async () => {
    const file = written('a.obo', LONG)
    expect((await failureOf(() => readAll(file, { signal: AbortSignal.abort() }))).code).toBe('ABORTED')
  })

  it.each([
    ['plain', Buffer.from(LONG)],
    ['gzip', gzipSync(LONG)],
    ['zip', zipOf([{ name: 'a', content: LONG }])],
  ])('in the middle of a %s file', async (_, bytes) => {
    const file = written('a', bytes)
    const controller = new AbortController()
    let chunks = 0
    const error = await failureOf(async () => {
      for await (const chunk of readBytes(file, { signal: controller.signal })) {
        chunks += Math.sign(chunk.length)
        controller.abort()
      }
    })
    expect(error.code).toBe('ABORTED')
    expect(chunks).toBe(1)
  })
})

// Where the system lists open files.
const OPEN_FILES = '/proc/self/fd'

describe.skipIf(!existsSync(OPEN_FILES))('no file stays open', () => {
  const isOpen = (file: string): boolean =>
    readdirSync(OPEN_FILES).some((entry) => {
      try {
        return readlinkSync(`${OPEN_FILES}/${entry}`) === file
      } catch {
        return false
      }
    })

  it.each([
    ['plain', Buffer.from(LONG)],
    ['gzip', gzipSync(LONG)],
    ['zip', zipOf([{ name: 'a', content: LONG }])],
    ['cut gzip', gzipSync(LONG).subarray(0, 400)],
    ['two-file zip', zipOf(['a', 'b'].map((name) => ({ name, content: LONG })))],
    ['damaged zip', changed(zipOf([{ name: 'a', content: LONG }]), 40, 0xff)],
  ])('after the reader of a %s file turned away', async (_, bytes) => {
    const file = written('a', bytes)
    try {
      for await (const chunk of readBytes(file)) if (chunk.length > 0) break
    } catch (error) {
      expect(error).toHaveProperty('name', 'KnownError')
    }
    await expect.poll(() => isOpen(file), { timeout: 2000 }).toBe(false)
  })
})

describe('damaged containers', () => {
  it.each([
    ['gzip', gzipSync(TEXT)],
    ['zip', zipOf([{ name: 'a', content: TEXT }])],
  ])('of %s end in a known error or in the right text', async (_, whole) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, to, cut) => {
        const file = written('a', cut ? whole.subarray(0, at) : changed(whole, at, to))
        const outcome = await readAll(file).catch((error: unknown) => error)
        // The first bytes say what the file is: without them it is something else.
        if (outcome instanceof KnownError || at < 4) expect(outcome).toBeDefined()
        else expect(outcome).toBe(TEXT)
      }),
      { numRuns: 150 },
    )
  })
})

describe('the first chunk', () => {
  it('holds what marks a file, however small the pieces it is made of', async () => {
    const text = `\ufeff${TEXT}`
    const members = Array.from(Buffer.from(text), (byte) => gzipSync(Buffer.from([byte])))
    const chunks: string[] = []
    for await (const chunk of readBytes(written('a.gz', Buffer.concat(members))))
      chunks.push(chunk.toString('utf8'))
    expect(chunks).toEqual([text])
  })
})

describe('a file that unpacks to far more than it is', () => {
  const ZEROS = Buffer.alloc(3_000_000)
  const limit = { freeBytes: 1_000_000, ratio: 200 }

  it.each([
    ['gzip', gzipSync(ZEROS)],
    ['zip', zipOf([{ name: 'a', content: ZEROS }])],
    [
      'gzip in many members',
      Buffer.concat(Array.from({ length: 30 }, () => gzipSync(ZEROS.subarray(0, 100_000)))),
    ],
  ])('is refused: %s', async (_, bytes) => {
    const file = written('bomb', bytes)
    let unpacked = 0
    const error = await failureOf(async () => {
      for await (const chunk of readBytes(file, { expansion: limit })) unpacked += chunk.length
    })
    expect(error.code).toBe('SOURCE_LIMIT')
    expect(error.message).toBe('the file unpacks to more than 200 times its size')
    expect(unpacked).toBeLessThan(2_000_000)
  })

  it('is read while it is small, or grows less', async () => {
    const file = written('a.gz', gzipSync(ZEROS))
    expect(await readAll(file, { expansion: { ...limit, freeBytes: 3_000_000 } })).toHaveLength(3_000_000)
    expect(await readAll(file, { expansion: { ...limit, ratio: 1100 } })).toHaveLength(3_000_000)
  })
})

describe('a zip of several files', () => {
  const archive = (names: readonly string[]): string =>
    written(
      'several.zip',
      zipOf(names.map((name) => ({ name, content: name.endsWith('/') ? '' : `of ${name}`, deflate: false }))),
    )

  it('lists them sorted, and each can be read', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `META/MR${String((at * 7) % 300)}.RRF`)
    const file = archive(['META/', ...names, '__MACOSX/META/._MR1.RRF'])
    const listed = await listEntries(file)
    expect(listed).toEqual(names.toSorted())
    for (const entry of listed.slice(0, 20)) expect(await readAll(file, { entry })).toBe(`of ${entry}`)
  })

  it('has no file of another name', async () => {
    const error = await failureOf(() => readAll(archive(['b', 'a']), { entry: 'c' }))
    expect([error.code, error.message]).toEqual(['SOURCE_NOT_FOUND', 'the zip holds no file "c"'])
  })

  it('may not hold two of the name that is asked for', async () => {
    const file = archive(['a', 'b', 'a'])
    expect(await listEntries(file)).toEqual(['a', 'a', 'b'])
    const error = await failureOf(() => readAll(file, { entry: 'a' }))
    expect([error.code, error.message]).toEqual(['SOURCE_CORRUPT', 'the zip holds 2 files "a"'])
    expect(await readAll(file, { entry: 'b' })).toBe('of b')
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b', 'C:\\windows\\x'])(
    'with a name that leads out of it is refused: %s',
    async (name) => {
      const file = archive(['a', name])
      expect((await failureOf(() => listEntries(file))).code).toBe('SOURCE_CORRUPT')
      expect((await failureOf(() => readAll(file, { entry: name }))).code).toBe('SOURCE_CORRUPT')
      expect((await failureOf(() => readAll(archive([name])))).code).toBe('SOURCE_CORRUPT')
    },
  )

  it('that is encrypted is refused, and says so', async () => {
    const bytes = zipOf([{ name: 'a', content: TEXT }])
    // Bit 0 of the flags, in both headers.
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    const file = written('locked.zip', changed(changed(bytes, 6, 1), central + 8, 1))
    const error = await failureOf(() => readAll(file))
    expect([error.code, error.message]).toEqual(['SOURCE_UNREADABLE', '"a" in the zip is encrypted'])
  })

  it('that lies about the length of one is refused', async () => {
    const bytes = zipOf([{ name: 'a', content: LONG }])
    const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    const file = written('lying.zip', changed(bytes, central + 24, 5))
    expect((await failureOf(() => readAll(file))).code).toBe('SOURCE_CORRUPT')
  })
})

describe('a folder of files', () => {
  it('lists the files right in it, sorted, and each can be read', async () => {
    const folder = newFile(scratch, 'folder')
    mkdirSync(join(folder, 'sub'), { recursive: true })
    for (const name of ['nodes.dmp', 'names.dmp', 'sub/deeper.dmp'])
      writeFileSync(join(folder, name), `of ${name}`)
    symlinkSync(join(folder, 'sub', 'deeper.dmp'), join(folder, 'linked.dmp'))
    symlinkSync(join(folder, 'sub'), join(folder, 'linked folder'))
    symlinkSync('nowhere', join(folder, 'broken link'))
    expect(await listEntries(folder)).toEqual(['linked.dmp', 'names.dmp', 'nodes.dmp'])
    expect(await readAll(folder, { entry: 'names.dmp' })).toBe('of names.dmp')
    expect(await readAll(folder, { entry: 'linked.dmp' })).toBe('of sub/deeper.dmp')
    expect((await failureOf(() => readAll(folder, { entry: 'absent.dmp' }))).code).toBe('SOURCE_NOT_FOUND')
  })

  it.each(['..', '.', '', '../x', '/etc/passwd', 'sub/deeper.dmp'])(
    'gives nothing outside it: %j',
    async (entry) => {
      const error = await failureOf(() => readAll(newFolder(scratch), { entry }))
      expect(error.code).toBe('SOURCE_NOT_FOUND')
    },
  )

  it('is none when it is a file: its entries are none', async () => {
    expect(await listEntries(written('a.obo', TEXT))).toEqual([])
    expect(await listEntries(written('a.obo.gz', gzipSync(TEXT)))).toEqual([])
  })
})
