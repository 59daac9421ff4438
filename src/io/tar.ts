import { KnownError } from '../core/errors.ts'
import { readBytes, type ReadOptions } from './source.ts'

/** A file in an archive. */
export interface TarEntry {
  /** Its path, as the archive has it. */
  readonly name: string
  readonly bytes: Buffer
}

export interface TarOptions extends ReadOptions {
  /** Which files to yield; others are passed over. */
  readonly select: (name: string) => boolean
  /** Longest file taken, bytes. Default 256 MiB. */
  readonly maxEntryBytes?: number
}

const BLOCK = 512
const MAX_ENTRY_BYTES = 256 * 1024 * 1024
/** Names longer than the header holds come as files of their own. */
const MAX_NAME_BYTES = 64 * 1024

/**
 * Streams the regular files of a tar archive (POSIX.1-1988 and -2001, GNU names), plain or gzip, in memory bounded by
 * the largest one selected.
 *
 * @throws KnownError those of `readBytes`, and `SOURCE_SYNTAX` (no tar), `SOURCE_TRUNCATED`, `SOURCE_LIMIT`
 */
export async function* readTar(file: string, options: TarOptions): AsyncGenerator<TarEntry> {
  const input = new ByteQueue(readBytes(file, options), file)
  let longName: string | undefined
  for (;;) {
    const header = await input.take(BLOCK)
    if (header === undefined || header.every((byte) => byte === 0)) return
    const { name, size, type } = headerOf(header, file)
    const padding = (BLOCK - (size % BLOCK)) % BLOCK
    if (type === 'L' || type === 'x') {
      if (size > MAX_NAME_BYTES) throw tooLarge(file, `the header before "${name}"`)
      const bytes = await input.takeAll(size)
      longName = type === 'L' ? bytes.toString('utf8').replace(/\0.*$/s, '') : (paxPath(bytes) ?? longName)
    } else if (type === '0' && options.select(longName ?? name)) {
      if (size > (options.maxEntryBytes ?? MAX_ENTRY_BYTES)) throw tooLarge(file, `"${longName ?? name}"`)
      yield { name: longName ?? name, bytes: await input.takeAll(size) }
      longName = undefined
    } else {
      await input.skip(size)
      if (type !== 'g') longName = undefined
    }
    await input.skip(padding)
  }
}

const headerOf = (header: Buffer, file: string): { name: string; size: number; type: string } => {
  const text = (start: number, length: number): string =>
    header.toString('utf8', start, start + length).replace(/\0.*$/s, '')
  const size = parseInt(text(124, 12).trim() || '0', 8)
  if (checksumOf(header) !== parseInt(text(148, 8).trim(), 8) || !Number.isSafeInteger(size)) {
    throw new KnownError('SOURCE_SYNTAX', 'this is no tar archive', 'Check the file and its format.', {
      place: { file },
    })
  }
  const prefix = text(257, 5) === 'ustar' && text(263, 2) !== ' ' ? text(345, 155) : ''
  const name = text(0, 100)
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type: text(156, 1) || '0' }
}

/** Sum of the bytes of a header, those of the sum itself taken as blanks. */
const checksumOf = (header: Buffer): number => {
  let sum = 0
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : (header[at] ?? 0)
  return sum
}

/** `path` of an extended header, whose records are `LENGTH KEY=VALUE\n`. */
const paxPath = (bytes: Buffer): string | undefined =>
  /(?:^|\n)\d+ path=([^\n]*)\n/.exec(bytes.toString('utf8'))?.[1]

const tooLarge = (file: string, what: string): KnownError =>
  new KnownError('SOURCE_LIMIT', `${what} in the archive is too large`, 'Unpack the archive.', {
    place: { file },
  })

/** Bytes that come in chunks, taken in pieces of any length. */
class ByteQueue {
  readonly #chunks: AsyncGenerator<Buffer>
  readonly #file: string
  #rest: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncGenerator<Buffer>, file: string) {
    this.#chunks = chunks
    this.#file = file
  }

  /** So many bytes; `undefined` when there are none left. */
  async take(length: number): Promise<Buffer | undefined> {
    if (this.#rest.length === 0 && !(await this.#more())) return undefined
    return this.takeAll(length)
  }

  async takeAll(length: number): Promise<Buffer> {
    const pieces: Buffer[] = []
    await this.#pass(length, (piece) => pieces.push(piece))
    return Buffer.concat(pieces)
  }

  async skip(length: number): Promise<void> {
    await this.#pass(length, () => 0)
  }

  async #pass(length: number, use: (piece: Buffer) => unknown): Promise<void> {
    for (let missing = length; missing > 0;) {
      if (this.#rest.length === 0 && !(await this.#more())) throw this.#cutShort()
      const piece = this.#rest.subarray(0, missing)
      this.#rest = this.#rest.subarray(piece.length)
      missing -= piece.length
      use(piece)
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next()
    if (next.done === true) return false
    this.#rest = next.value
    return true
  }

  #cutShort(): KnownError {
    return new KnownError('SOURCE_TRUNCATED', 'the archive ends in the middle of a file', 'Fetch it again.', {
      place: { file: this.#file },
    })
  }
}
