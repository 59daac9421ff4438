import { type Readable, Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import yauzl, { type Entry } from 'yauzl'
import { KnownError } from '../core/errors.ts'

/**
 * Opens the one file inside a zip archive, or the entry named; folders and what macOS adds are not counted. Entry names
 * are compared, never used as paths.
 *
 * @throws KnownError `SOURCE_CORRUPT` when the archive is damaged, or holds no file, or several and none is named
 */
export const openZipEntry = (file: string, name?: string): Promise<Readable> =>
  withZip(file, async (zip) => {
    const entries = await contentOf(zip)
    const chosen = name === undefined ? entries : entries.filter((entry) => entry.fileName === name)
    const [entry] = chosen
    if (entry === undefined || chosen.length > 1) throw notOneFile(file, entries)
    const stream = await zip.openReadStreamPromise(entry)
    stream.on('close', () => {
      zip.close()
    })
    return stream.pipe(checking(entry.crc32, stream))
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

const notOneFile = (file: string, entries: readonly Entry[]): KnownError => {
  const names = entries.slice(0, 5).map((entry) => entry.fileName)
  const shown = names.length === 0 ? '' : ` (${names.join(', ')}${entries.length > 5 ? ', …' : ''})`
  return new KnownError(
    'SOURCE_CORRUPT',
    `the zip holds ${String(entries.length)} files, not one${shown}`,
    'Unpack it and give the path of the file you want.',
    { place: { file } },
  )
}
