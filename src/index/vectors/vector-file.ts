import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { KnownError, systemErrorCode } from '../../core/errors.ts'

/**
 * The file of a vector index: its parts one after another from the beginning (usearch maps its own from there), then a
 * footer: JSON, u32 length of the JSON, u32 CRC-32 of the JSON, 8 bytes magic. Little-endian.
 *
 * - layout `rows`: one part, the vectors by key, 8 bits a number;
 * - layout `usearch`: `vectors` and `graph`, together the file as usearch 2 writes it, and `keys`, u32 keys by the
 *   position of the vector in `vectors`; those from `length` on are of vectors that are gone and only lead to others.
 *
 * Parts with a checksum are checked before use. `vectors` has none, so as to be read where needed alone: what is changed
 * there makes an answer wrong, no more.
 */
const MAGIC = 'OGVECTR2'
const TAIL_BYTES = 16
const BLOCK_BYTES = 16 * 1024 * 1024

const count = z.int().min(0)
const footerSchema = z.object({
  layout: z.enum(['rows', 'usearch']),
  encoder: z.string(),
  dimensions: z.int().min(1),
  /** Keys are below it. */
  length: count,
  /** Vectors in the file: `length` and those that are gone. */
  rows: count,
  parts: z.array(z.object({ name: z.string(), bytes: count, crc32: count.nullable() })),
})

export type VectorFooter = Readonly<z.infer<typeof footerSchema>>

export const footerBytes = (footer: VectorFooter): Buffer => {
  const json = Buffer.from(JSON.stringify(footer))
  const tail = Buffer.alloc(TAIL_BYTES)
  tail.writeUInt32LE(json.length, 0)
  tail.writeUInt32LE(crc32(json), 4)
  tail.write(MAGIC, 8, 'latin1')
  return Buffer.concat([json, tail])
}

/** A file whose footer holds; parts are read on demand. */
export class VectorFile {
  readonly file: string
  readonly footer: VectorFooter
  #handle: number | undefined

  /** @throws KnownError `KB_DAMAGED`, `KB_SCHEMA` */
  constructor(file: string) {
    this.file = file
    this.#handle = openToRead(file)
    try {
      this.footer = this.#readFooter(fstatSync(this.#handle).size)
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** Where a part begins, and its length in bytes. */
  place(name: string): { readonly start: number; readonly bytes: number } {
    let start = 0
    for (const part of this.footer.parts) {
      if (part.name === name) return { start, bytes: part.bytes }
      start += part.bytes
    }
    throw damaged(this.file, `it has no part "${name}"`)
  }

  /** A part as a whole, checked. */
  part(name: string): Buffer {
    const { start, bytes } = this.place(name)
    const buffer = Buffer.from(new ArrayBuffer(bytes))
    this.read(buffer, start)
    if (crc32(buffer) !== this.#sumOf(name)) throw damaged(this.file, `its part "${name}" was changed`)
    return buffer
  }

  /** Reads a part through, without keeping it. */
  check(name: string): void {
    const { start, bytes } = this.place(name)
    const block = Buffer.alloc(Math.min(BLOCK_BYTES, bytes))
    let sum = 0
    for (let at = 0; at < bytes; at += block.length) {
      const piece = block.subarray(0, Math.min(block.length, bytes - at))
      this.read(piece, start + at)
      sum = crc32(piece, sum)
    }
    if (sum !== this.#sumOf(name)) throw damaged(this.file, `its part "${name}" was changed`)
  }

  /** Fills the buffer from the file. */
  read(into: Uint8Array, position: number): void {
    for (let at = 0; at < into.length;) {
      const read = this.#readSome(into.subarray(at), position + at)
      if (read === 0) throw damaged(this.file, 'the file ends too early')
      at += read
    }
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle)
    this.#handle = undefined
  }

  #readSome(into: Uint8Array, position: number): number {
    if (this.#handle === undefined) throw closed()
    try {
      return readSync(this.#handle, into, 0, into.length, position)
    } catch (cause) {
      throw damaged(this.file, 'it cannot be read', cause)
    }
  }

  #sumOf(name: string): number | null | undefined {
    return this.footer.parts.find((part) => part.name === name)?.crc32
  }

  #readFooter(size: number): VectorFooter {
    if (size < TAIL_BYTES) throw damaged(this.file, 'the file is cut short')
    const tail = Buffer.alloc(TAIL_BYTES)
    this.read(tail, size - TAIL_BYTES)
    checkMagic(tail.toString('latin1', 8), this.file)
    const length = tail.readUInt32LE(0)
    if (length > size - TAIL_BYTES) throw damaged(this.file, 'the file is cut short')
    const json = Buffer.alloc(length)
    this.read(json, size - TAIL_BYTES - length)
    if (crc32(json) !== tail.readUInt32LE(4)) throw damaged(this.file, 'its footer was changed')
    const footer = parseFooter(json, this.file)
    const parts = footer.parts.reduce((sum, { bytes }) => sum + bytes, 0)
    if (parts + length + TAIL_BYTES !== size)
      throw damaged(this.file, 'the file is not as long as its footer says')
    return footer
  }
}

const checkMagic = (found: string, file: string): void => {
  if (found === MAGIC) return
  if (!found.startsWith(MAGIC.slice(0, -1))) throw damaged(file, 'the file is cut short, or no vector index')
  throw new KnownError(
    'KB_SCHEMA',
    `the file is of format "${found}", not "${MAGIC}"`,
    'Run ontoground build --full.',
    { place: { file } },
  )
}

const parseFooter = (json: Buffer, file: string): VectorFooter => {
  try {
    return footerSchema.parse(JSON.parse(json.toString('utf8')))
  } catch (cause) {
    throw damaged(file, 'its footer cannot be read', cause)
  }
}

const openToRead = (file: string): number => {
  try {
    return openSync(file, 'r')
  } catch (cause) {
    throw damaged(file, 'the file is missing, or cannot be read', cause)
  }
}

/** Puts pieces at the end of a file. */
export const appendPieces = (file: string, flag: 'wx' | 'a', pieces: readonly Uint8Array[]): void => {
  const handle = openSync(file, flag)
  try {
    for (const piece of pieces)
      for (let at = 0; at < piece.length;)
        at += writeSync(handle, piece, at, Math.min(BLOCK_BYTES, piece.length - at))
  } finally {
    closeSync(handle)
  }
}

/** Runs a step that writes an index. @throws KnownError `DISK_FULL`, `NOT_WRITABLE` */
export const writingIndex = (file: string, step: () => void): void => {
  try {
    step()
  } catch (cause) {
    if (cause instanceof KnownError) throw cause
    const code = systemErrorCode(cause)
    const reason = cause instanceof Error ? cause.message : String(cause)
    const options = { place: { file }, cause }
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
      throw new KnownError(
        'DISK_FULL',
        'no space left for the vector index',
        'Free space, and run it again.',
        options,
      )
    throw new KnownError(
      'NOT_WRITABLE',
      `the vector index cannot be written: ${reason}`,
      'Check the folder, its permissions and the space left.',
      options,
    )
  }
}

export const damaged = (file: string, message: string, cause?: unknown): KnownError =>
  new KnownError('KB_DAMAGED', message, 'Run ontoground build --full.', { place: { file }, cause })

export const closed = (): KnownError =>
  new KnownError('USAGE', 'the vector index is closed', 'Ask before closing it.')
