import { once } from 'node:events'
import {
  accessSync,
  chmodSync,
  constants,
  createWriteStream,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { KnownError, systemErrorCode } from '../core/errors.ts'

/** Standard streams by another name: what they lead to is written on, never replaced. */
const STREAM_PATH = /^\/(?:dev\/(?:stdin$|stdout$|stderr$|fd\/)|proc\/)/
const PERMISSIONS = 0o777
/** Of the name within that of the temporary file: file systems take 255 bytes. */
const NAME_LENGTH = 60

/**
 * A file that is there as a whole or not at all: it grows beside its place and goes there in the end. Devices, pipes and
 * dangling links are written directly. `.gz` is packed.
 */
export class OutputFile {
  readonly #target: Target
  readonly #stream: Writable
  /** Settles when all is written; rejects with a `KnownError`. */
  readonly #written: Promise<void>

  /** @throws KnownError `NOT_WRITABLE`, `DISK_FULL`, here and from all methods */
  constructor(file: string) {
    this.#target = targetOf(file)
    const stream = streamTo(this.#target)
    const packer = file.toLowerCase().endsWith('.gz') ? createGzip() : undefined
    this.#stream = packer ?? stream
    this.#written = (packer ? pipeline(packer, stream) : finished(stream)).catch((error: unknown) => {
      throw notWritten(file, error)
    })
    // Whoever writes next hears of it.
    this.#written.catch(() => undefined)
  }

  /** Whether nobody sees what is written before the end. */
  get isWhole(): boolean {
    return this.#target.temporary !== undefined
  }

  async write(text: string): Promise<void> {
    if (!this.#stream.destroyed && this.#stream.write(text)) return
    // What went wrong is told by #written.
    if (!this.#stream.destroyed) await once(this.#stream, 'drain').catch(() => undefined)
    if (this.#stream.destroyed) await this.#written
  }

  /** Everything was written: puts the file in its place. */
  async finish(): Promise<void> {
    this.#stream.end()
    await this.#written
    const { file, temporary, replaced } = this.#target
    if (temporary === undefined) return
    try {
      if (replaced) chmodSync(temporary, replaced.mode & PERMISSIONS)
      renameSync(temporary, file)
    } catch (error) {
      throw notWritten(file, error)
    }
  }

  /** Leaves what was there as it was. */
  async discard(): Promise<void> {
    this.#stream.destroy()
    await this.#written.catch(() => undefined)
    if (this.#target.temporary !== undefined) rmSync(this.#target.temporary, { force: true })
  }
}

interface Target {
  /** Links followed. */
  readonly file: string
  /** Where it grows; absent where it is written directly. */
  readonly temporary?: string
  /** What was there. */
  readonly replaced?: Stats | undefined
}

const targetOf = (path: string): Target => {
  if (STREAM_PATH.test(path)) return { file: path }
  try {
    const replaced = statSync(path, { throwIfNoEntry: false })
    if (replaced?.isDirectory() === true)
      throw new KnownError('NOT_WRITABLE', `${path} is a folder`, 'Name a file.')
    if (replaced?.isFile() === false) return { file: path }
    // A file that may not be written is not to be replaced either.
    if (replaced) accessSync(path, constants.W_OK)
    const file = replaced ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path))
    const name = `.${basename(file).slice(0, NAME_LENGTH)}.${String(process.pid)}.tmp`
    return { file, temporary: join(dirname(file), name), replaced }
  } catch (error) {
    throw notWritten(path, error)
  }
}

const streamTo = ({ file, temporary }: Target): Writable => {
  if (temporary === undefined) return createWriteStream(file, { flags: 'a' })
  try {
    rmSync(temporary, { force: true })
    return createWriteStream(temporary, { fd: openSync(temporary, 'wx') })
  } catch (error) {
    throw notWritten(file, error)
  }
}

/** A failure to write a file or folder, as one that says what to do. */
export const notWritten = (path: string, cause: unknown): KnownError => {
  if (cause instanceof KnownError) return cause
  const code = systemErrorCode(cause)
  return ['ENOSPC', 'EFBIG', 'EDQUOT'].includes(code)
    ? new KnownError('DISK_FULL', `no space left for ${path}`, 'Free space, or choose another place.', {
        cause,
      })
    : new KnownError(
        'NOT_WRITABLE',
        `${path} cannot be written${code === '' ? '' : ` (${code})`}`,
        'Check the folder and its rights.',
        { cause },
      )
}
