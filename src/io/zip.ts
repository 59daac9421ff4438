import { type Readable, Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import yauzl, { type Entry } from 'yauzl'
import { KnownError } from '../core/errors.ts'

/** A file inside a zip: its plain bytes, and how many bytes it takes in the archive. */
export interface ZipEntryBytes {
  readonly stream: Readable
  readonly compressedBytes: number
}

/**
 * Opens the one file inside a zip archive, or the entry named; folders and what macOS adds are not counted. Entry names
 * are compared, never used as paths; an archive with a name that leads out of it is refused as damaged.
 *
 * @throws KnownError `SOURCE_CORRUPT` when the archive is damaged, or holds no file, or several and none is named, or
 * several of that name; `SOURCE_NOT_FOUND` when it holds none of that name; `SOURCE_UNREADABLE` when it is encrypted
 */
export const openZipEntry = (file: string, name?: string): Promise<ZipEntryBytes> =>
  withZip(file, async (zip) => {
    const entries = await contentOf(zip)
    const chosen = name === undefined ? entries : entries.filter((entry) => entry.fileName === name)
    const [entry] = chosen
    if (entry === undefined || chosen.length > 1) throw notOneFile(file, entries, name, chosen.length)
    if (entry.isEncrypted()) throw encrypted(file, entry.fileName)
    const stream = await zip.openReadStreamPromise(entry)
    stream.on('close', () => {
      zip.close()
    })
    return { stream: stream.pipe(checking(entry.crc32, stream)), compressedBytes: entry.compressedSize }
  })

/** Names of the files in a zip, sorted. @throws KnownError `SOURCE_CORRUPT` */
export const listZipEntries = (file: string): Promise<readonly string[]> =>
  withZip(file, async (zip) => {
    const names = (await contentOf(zip)).map(({ fileName }) => fileName)
    zip.close()
    return names.sort()
  })

type OpenZip = Awaited<ReturnType<typeof yauzl.openPromise>>

const contentOf = async (zip: OpenZip): Promise<Entry[]> => {
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) if (isContent(entry.fileName)) entries.push(entry)
  return entries
}

/** The task closes the archive when it succeeds; failures close it here. */
const withZip = async <Result>(file: string, task: (zip: OpenZip) => Promise<Result>): Promise<Result> => {
  let zip: OpenZip | undefined
  try {
    zip = await yauzl.openPromise(file, { autoClose: false })
    return await task(zip)
  } catch (error) {
    zip?.close()
    if (error instanceof KnownError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new KnownError('SOURCE_CORRUPT', `the zip is damaged (${reason})`, 'Fetch the file again.', {
      place: { file },
      cause: error,
    })
  }
}

/** Passes bytes through, and fails at the end when their checksum is not the one the archive states. */
const checking = (expected: number, source: Readable): Transform => {
  let actual = 0
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      actual = crc32(chunk, actual)
      done(null, chunk)
    },
    flush(done) {
      done(
        actual === expected ? null : Object.assign(new Error('checksum differs'), { code: 'Z_DATA_ERROR' }),
      )
    },
  })
  source.on('error', (error) => check.destroy(error))
  check.on('close', () => source.destroy())
  return check
}

const isContent = (name: string): boolean => !name.endsWith('/') && !name.startsWith('__MACOSX/')

const encrypted = (file: string, name: string): KnownError =>
  new KnownError(
    'SOURCE_UNREADABLE',
    `"${name}" in the zip is encrypted`,
    'Unpack it with its password and give the path of the result.',
    { place: { file } },
  )

const notOneFile = (
  file: string,
  entries: readonly Entry[],
  name: string | undefined,
  count: number,
): KnownError => {
  const place = { file }
  if (name !== undefined && count === 0)
    return new KnownError(
      'SOURCE_NOT_FOUND',
      `the zip holds no file "${name}"`,
      `It holds ${shown(entries)}.`,
      {
        place,
      },
    )
  const repair = 'Unpack it and give the path of the file you want.'
  const message =
    name === undefined
      ? `the zip holds ${String(entries.length)} files, not one${entries.length === 0 ? '' : ` (${shown(entries)})`}`
      : `the zip holds ${String(count)} files "${name}"`
  return new KnownError('SOURCE_CORRUPT', message, repair, { place })
}

const shown = (entries: readonly Entry[]): string => {
  const names = entries.slice(0, 5).map((entry) => entry.fileName)
  return names.join(', ') + (entries.length > 5 ? ', …' : '')
}
