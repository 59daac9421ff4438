import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { KnownError, systemErrorCode, throwIfAborted } from '../core/errors.ts'
import { listZipEntries, openZipEntry } from './zip.ts'

/** What is read from the disk at once, and what is passed on at once: small enough to stay in the processor's cache. */
const READ_BYTES = 256 * 1024
const CHUNK_BYTES = 64 * 1024
const HEAD_BYTES = 1024

type Container = 'plain' | 'gzip' | 'zip'

/** How far compressed data may grow: past both figures it is refused. */
export interface ExpansionLimit {
  /** Bytes that any file may unpack to. Default 1 GiB. */
  readonly freeBytes: number
  /** Unpacked bytes for each compressed one. Default 200: real ontologies reach 53, deflate itself 1032. */
  readonly ratio: number
}

const EXPANSION_LIMIT: ExpansionLimit = { freeBytes: 1024 * 1024 * 1024, ratio: 200 }

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  /** One of `listEntries(file)`, where the source is a folder or a zip of several files. */
  readonly entry?: string | undefined
  readonly expansion?: ExpansionLimit | undefined
  /** Read in place of the file, which only names it then: what is piped in. Plain or gzip. */
  readonly stream?: Readable | undefined
}

/** An open file: its plain bytes, and how many bytes of the file were read for them so far. */
interface OpenFile {
  readonly stream: Readable
  readonly bytesRead: () => number
}

/**
 * The uncompressed bytes of a file, in chunks; the first has {@link HEAD_BYTES} at least where the file has. Plain, gzip
 * and zip (with one file in it, or the entry named) are told apart by their first bytes, not their name; a name that
 * promises gzip or zip must keep the promise. After the last gzip member there
 * may be zeros.
 *
 * @throws KnownError `SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE`, `SOURCE_EMPTY`, `SOURCE_NOT_GZIP`, `SOURCE_TRUNCATED`,
 * `SOURCE_CORRUPT`, `SOURCE_LIMIT`, `ABORTED`
 */
export async function* readBytes(path: string, options: ReadOptions = {}): AsyncGenerator<Buffer> {
  const { signal, entry, stream } = options
  if (stream !== undefined) {
    yield* readStream(stream, path, options)
    return
  }
  const inFolder = entry !== undefined && (await isFolder(path))
  const file = inFolder ? inThatFolder(path, entry) : path
  const container = await containerOf(file)
  try {
    const open = await openContainer(file, container, inFolder ? undefined : entry)
    const limited = container === 'plain' ? open.stream : withinLimit(open, file, options.expansion)
    yield* withWholeHead(inPieces(limited, signal), file)
  } catch (error) {
    throw error instanceof KnownError ? error : readFailure(file, error, container)
  }
}

/** The bytes of a stream; a gzip is told by its first bytes. */
async function* readStream(
  stream: Readable,
  name: string,
  { signal, expansion }: ReadOptions,
): AsyncGenerator<Buffer> {
  const { head, rest } = await beheaded(stream, name)
  const isGzip = head[0] === 0x1f && head[1] === 0x8b
  if (head.toString('latin1', 0, 4) === 'PK\u0003\u0004') throw zipInStream(name)
  let read = 0
  const raw = Readable.from(
    (async function* () {
      for await (const chunk of rest) {
        read += chunk.length
        yield chunk
      }
    })(),
  )
  try {
    const bytes = isGzip ? withinLimit({ stream: gunzip(raw), bytesRead: () => read }, name, expansion) : raw
    yield* withWholeHead(inPieces(bytes, signal), name)
  } catch (error) {
    throw error instanceof KnownError ? error : readFailure(name, error, isGzip ? 'gzip' : 'plain')
  } finally {
    stream.destroy()
  }
}

/** The first bytes of a stream, and all of them. */
const beheaded = async (
  stream: Readable,
  name: string,
): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> => {
  const chunks = buffersOf(stream)
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 4) {
    const next = await chunks.next().catch((error: unknown) => {
      throw readFailure(name, error)
    })
    if (next.done === true) break
    head = Buffer.concat([head, next.value])
  }
  const rest = async function* () {
    yield head
    yield* chunks
  }
  return { head, rest: rest() }
}

async function* buffersOf(stream: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<unknown>) {
    if (Buffer.isBuffer(chunk)) yield chunk
    else if (chunk instanceof Uint8Array) yield Buffer.from(chunk)
    else if (typeof chunk === 'string') yield Buffer.from(chunk)
  }
}

async function* withinLimit(
  { stream, bytesRead }: OpenFile,
  file: string,
  { freeBytes, ratio }: ExpansionLimit = EXPANSION_LIMIT,
): AsyncGenerator<Buffer> {
  let unpacked = 0
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue
    unpacked += chunk.length
    if (unpacked > freeBytes && unpacked > ratio * bytesRead()) throw growsTooMuch(file, ratio)
    yield chunk
  }
}

async function* inPieces(
  chunks: AsyncIterable<unknown>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (!Buffer.isBuffer(chunk)) continue
    for (let start = 0; start < chunk.length; start += CHUNK_BYTES) {
      throwIfAborted(signal)
      yield chunk.subarray(start, start + CHUNK_BYTES)
    }
  }
}

/** Byte order marks and XML declarations are looked for in the first chunk: it must not be cut in them. */
async function* withWholeHead(pieces: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0)
  for await (const piece of pieces) {
    if (head === undefined) yield piece
    else {
      head = head.length === 0 ? piece : Buffer.concat([head, piece])
      if (head.length < HEAD_BYTES) continue
      yield head
      head = undefined
    }
  }
  if (head?.length === 0) throw emptySource(file)
  if (head !== undefined) yield head
}

/** Names of the files a folder or a zip holds, in order; `[]` for a source that is a file itself. */
export const listEntries = async (path: string): Promise<readonly string[]> => {
  if (!(await isFolder(path))) return (await containerOf(path)) === 'zip' ? listZipEntries(path) : []
  const names: string[] = []
  for (const entry of await readdir(path, { withFileTypes: true }))
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(join(path, entry.name)))))
      names.push(entry.name)
  return names.sort()
}

/** The path of a file that lies right in the folder; names that lead elsewhere are of none. */
const inThatFolder = (folder: string, entry: string): string => {
  if (entry !== '' && entry !== '.' && entry !== '..' && basename(entry) === entry) return join(folder, entry)
  throw new KnownError(
    'SOURCE_NOT_FOUND',
    `the folder holds no file "${entry}"`,
    'Give the name of a file in it.',
    {
      place: { file: folder },
    },
  )
}

const isFile = async (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )

const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )

const openContainer = async (
  file: string,
  container: Container,
  entry: string | undefined,
): Promise<OpenFile> => {
  if (container === 'zip') {
    const { stream, compressedBytes } = await openZipEntry(file, entry)
    return { stream, bytesRead: () => compressedBytes }
  }
  const raw = createReadStream(file, { highWaterMark: READ_BYTES })
  return { stream: container === 'gzip' ? gunzip(raw) : raw, bytesRead: () => raw.bytesRead }
}

const gunzip = (raw: Readable): Readable => {
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

const zipInStream = (name: string): KnownError =>
  new KnownError(
    'SOURCE_UNREADABLE',
    'a zip cannot be read from a pipe: its directory stands at its end',
    'Give the path of the file, or unpack it: unzip -p FILE.zip | …',
    { place: { file: name } },
  )

const growsTooMuch = (file: string, ratio: number): KnownError =>
  new KnownError(
    'SOURCE_LIMIT',
    `the file unpacks to more than ${String(ratio)} times its size`,
    'No known ontology does: check where the file is from. If it is right, unpack it and give the path of the result.',
    { place: { file } },
  )

const emptySource = (file: string): KnownError =>
  new KnownError(
    'SOURCE_EMPTY',
    'the file is empty',
    'Download it again, or take it out of the configuration.',
    {
      place: { file },
    },
  )

const readFailure = (file: string, cause: unknown, container: Container = 'plain'): KnownError => {
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
  // What a zip archive says of itself and its bytes belie has no code.
  if (code.startsWith('Z_') || (code === '' && container === 'zip')) {
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
