import { Readable, type Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, gunzipSync } from 'node:zlib'
import { downloadRefused } from './failures.ts'

/** Enough of a gzip stream to see how what it holds begins. */
const HEAD_BYTES = 4096

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

export interface DecodedBody {
  readonly chunks: AsyncIterable<Buffer>
  /** Whether the bytes are those that came: only such a file can be gone on with. */
  readonly asSent: boolean
}

/**
 * The bytes of the file in a body, and not those of its transport.
 *
 * We ask for no encoding. A server that encodes all the same is undone, but for one case: many send a file NAME.gz with
 * `Content-Encoding: gzip`, by which they mean the file itself. It is kept unless what it unpacks to is gzip once more.
 *
 * @param isGzipFile whether the name of what is fetched promises a gzip file
 * @throws KnownError `DOWNLOAD_REFUSED` for an encoding nobody knows
 */
export const decodeBody = async (
  url: string,
  body: AsyncIterable<unknown>,
  encoding: string,
  isGzipFile: boolean,
): Promise<DecodedBody> => {
  if (encoding === '' || encoding === 'identity') return { chunks: buffersOf(body), asSent: true }
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined
  if (decoder === undefined)
    throw downloadRefused(
      url,
      `sends Content-Encoding "${encoding}", which was not asked for`,
      'Check the url.',
    )
  if (!isGzipFile || !encoding.endsWith('gzip'))
    return { chunks: decoded(buffersOf(body), decoder()), asSent: false }
  const { head, whole } = await peek(buffersOf(body))
  return holdsGzip(head)
    ? { chunks: decoded(whole, decoder()), asSent: false }
    : { chunks: whole, asSent: true }
}

async function* buffersOf(body: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of body) if (Buffer.isBuffer(chunk)) yield chunk
}

async function* decoded(chunks: AsyncIterable<Buffer>, decoder: Transform): AsyncGenerator<Buffer> {
  const raw = Readable.from(chunks, { objectMode: false })
  raw.on('error', (error) => decoder.destroy(error))
  try {
    yield* buffersOf(raw.pipe(decoder))
  } finally {
    raw.destroy()
    decoder.destroy()
  }
}

/** The beginning of a stream, and the stream with it. */
const peek = async (
  chunks: AsyncGenerator<Buffer>,
): Promise<{ head: Buffer; whole: AsyncIterable<Buffer> }> => {
  const taken: Buffer[] = []
  let length = 0
  while (length < HEAD_BYTES) {
    const next = await chunks.next()
    if (next.done === true) break
    taken.push(next.value)
    length += next.value.length
  }
  const whole = (async function* () {
    yield* taken
    yield* chunks
  })()
  return { head: Buffer.concat(taken), whole }
}

/** Whether a gzip stream that begins so holds another. */
const holdsGzip = (head: Buffer): boolean => {
  try {
    return isGzip(gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }))
  } catch {
    return false
  }
}

export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b
