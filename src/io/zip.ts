import { type Readable, Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import yauzl, { type Entry } from 'yauzl'
import { KnownError } from '../core/errors.ts'

/**
 * Opens the one file inside a zip archive; folders and what macOS adds are not counted.
 *
 * @throws KnownError `SOURCE_CORRUPT` when the archive is damaged or holds no file, or several
 */
export const openZipEntry = async (file: string): Promise<Readable> => {
  try {
    const zip = await yauzl.openPromise(file, { autoClose: false })
    const entries: Entry[] = []
    for await (const entry of zip.eachEntry()) if (isContent(entry.fileName)) entries.push(entry)
    const [entry] = entries
    if (entry === undefined || entries.length > 1) {
      zip.close()
      throw notOneFile(file, entries)
    }
    const stream = await zip.openReadStreamPromise(entry)
    stream.on('close', () => {
      zip.close()
    })
    return stream.pipe(checking(entry.crc32, stream))
  } catch (error) {
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
