import { createReadStream, type ReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { KnownError, systemErrorCode, throwIfAborted } from '../core/errors.ts'
import { listZipEntries, openZipEntry } from './zip.ts'

/** What is read from the disk at once, and what is passed on at once: small enough to stay in the processor's cache. */
const READ_BYTES = 256 * 1024
const CHUNK_BYTES = 64 * 1024

type Container = 'plain' | 'gzip' | 'zip'

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  /** One of `listEntries(file)`, where the source is a folder or a zip of several files. */
  readonly entry?: string | undefined
}

/**
 * The uncompressed bytes of a file, in chunks. Plain, gzip and zip (with one file in it, or the entry named) are told
 * apart by their first bytes, not their name; a name that promises gzip or zip must keep the promise.
 *
 * @throws KnownError `SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE`, `SOURCE_EMPTY`, `SOURCE_NOT_GZIP`, `SOURCE_TRUNCATED`,
 * `SOURCE_CORRUPT`, `ABORTED`
 */
export async function* readBytes(path: string, { signal, entry }: ReadOptions = {}): AsyncGenerator<Buffer> {
  const inFolder = entry !== undefined && (await isFolder(path))
  const file = inFolder ? join(path, entry) : path
  const container = await containerOf(file)
  let read = 0
  try {
    for await (const chunk of await openContainer(file, container, inFolder ? undefined : entry)) {
      if (!Buffer.isBuffer(chunk)) continue
      for (let start = 0; start < chunk.length; start += CHUNK_BYTES) {
        throwIfAborted(signal)
        yield chunk.subarray(start, start + CHUNK_BYTES)
      }
      read += chunk.length
    }
  } catch (error) {
    throw error instanceof KnownError ? error : readFailure(file, error)
  }
  if (read === 0) throw emptySource(file)
}

/** Names of the files a folder or a zip holds, in order; `[]` for a source that is a file itself. */
export const listEntries = async (path: string): Promise<readonly string[]> => {
  if (await isFolder(path)) {
    const found = await readdir(path, { withFileTypes: true })
    return found
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort()
  }
  return (await containerOf(path)) === 'zip' ? listZipEntries(path) : []
}

const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )

const openContainer = async (
  file: string,
  container: Container,
  entry: string | undefined,
): Promise<Readable> => {
  if (container === 'zip') return openZipEntry(file, entry)
  const raw = createReadStream(file, { highWaterMark: READ_BYTES })
  return container === 'gzip' ? gunzip(raw) : raw
}

const gunzip = (raw: ReadStream): Readable => {
  const plain = createGunzip({ chunkSize: CHUNK_BYTES })
  raw.on('error', (error) => plain.destroy(error))
  plain.on('close', () => raw.destroy())
  return raw.pipe(plain)
}

const containerOf = async (file: string): Promise<Container> => {
  const head = await firstBytes(file)
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.toString('latin1', 0, 4) === 'PK\u0003\u0004') return 'zip'
  const promised = /\.(gz|zip)$/i.exec(file)?.[1]
  if (promised === undefined) return 'plain'
  const shown = head.toString('latin1', 0, 16).replace(/[^\x20-\x7e]/g, '.')
  throw new KnownError(
    'SOURCE_NOT_GZIP',
    `named .${promised} but its first bytes are not those of a ${promised} file: "${shown}"`,
    'Download it again (a saved error page is the usual cause), or drop the ending if the file is plain.',
    { place: { file } },
  )
}

const firstBytes = async (file: string): Promise<Buffer> => {
  let handle
  try {
    handle = await open(file, 'r')
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    if (bytesRead === 0) throw emptySource(file)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw error instanceof KnownError ? error : readFailure(file, error)
  } finally {
    await handle?.close()
  }
}

const emptySource = (file: string): KnownError =>
  new KnownError(
    'SOURCE_EMPTY',
    'the file is empty',
    'Download it again, or take it out of the configuration.',
    {
      place: { file },
    },
  )

const readFailure = (file: string, cause: unknown): KnownError => {
  const code = systemErrorCode(cause)
  const options = { place: { file }, cause }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new KnownError('SOURCE_NOT_FOUND', 'no such file', 'Check the path.', options)
  }
  if (code === 'Z_BUF_ERROR') {
    return new KnownError(
      'SOURCE_TRUNCATED',
      'the gzip data ends too early',
      'The download was cut short: fetch the file again.',
      options,
    )
  }
  if (code.startsWith('Z_')) {
    return new KnownError(
      'SOURCE_CORRUPT',
      `the compressed data is damaged (${messageOf(cause)})`,
      'Fetch the file again.',
      options,
    )
  }
  const repair =
    code === 'EISDIR' ? 'Give the path of a file, not of a folder.' : 'Check that the file can be read.'
  return new KnownError('SOURCE_UNREADABLE', `cannot be read (${messageOf(cause)})`, repair, options)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
