import { createHash } from 'node:crypto'
import { fstatSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { KnownError, systemErrorCode } from '../core/errors.ts'
import { KEY_BYTES, KeyTable } from './embedding-cache-keys.ts'
import { toHalves, unitVectorOf } from './embedding-cache-half.ts'

/**
 * The file of an embedding cache, little-endian:
 *
 * - 40 bytes: magic, u32 dimensions, u32 0, 16 bytes of the SHA-256 of the encoder's id, u32 CRC-32 of these 32, u32 0;
 * - chunks, each written at once: 16 bytes (magic, u32 count, u32 CRC-32 of the keys, u32 CRC-32 of these 12), keys of 16
 *   bytes, then records: u32 CRC-32 of the numbers, the numbers in half precision.
 *
 * A chunk is all that a process killed while writing can lose. Every number read has been checked.
 */
const FILE_MAGIC = 'OGEMBED1'
const CHUNK_MAGIC = 0x4b4e_4843
export const FILE_HEADER_BYTES = 40
const CHUNK_HEADER_BYTES = 16
/** So that no buffer of a chunk is large, and a kill costs little. */
export const CHUNK_ENTRIES = 4096

export const recordBytes = (dimensions: number): number => 4 + dimensions * 2

export const fileHeader = (encoderId: string, dimensions: number): Buffer => {
  const header = Buffer.alloc(FILE_HEADER_BYTES)
  header.write(FILE_MAGIC, 0, 'latin1')
  header.writeUInt32LE(dimensions, 8)
  createHash('sha256').update(encoderId).digest().copy(header, 16, 0, 16)
  header.writeUInt32LE(crc32(header.subarray(0, 32)), 32)
  return header
}

/** Compares what the file begins with. @throws KnownError `KB_DAMAGED` */
export const checkFileHeader = (found: Buffer, encoderId: string, dimensions: number, file: string): void => {
  if (found.equals(fileHeader(encoderId, dimensions))) return
  const isWhole =
    found.toString('latin1', 0, 8) === FILE_MAGIC && crc32(found.subarray(0, 32)) === found.readUInt32LE(32)
  throw new KnownError(
    'KB_DAMAGED',
    isWhole ? 'the embeddings kept here are those of another model' : 'the file is no cache of embeddings',
    'Delete the file: its embeddings are made again.',
    { place: { file } },
  )
}

/** A chunk of one key (four numbers) and one vector a text. */
export const encodeChunk = (keys: Uint32Array, vectors: Float32Array, dimensions: number): Buffer => {
  const count = vectors.length / dimensions
  const keyEnd = CHUNK_HEADER_BYTES + count * KEY_BYTES
  const size = recordBytes(dimensions)
  const chunk = Buffer.alloc(keyEnd + count * size)
  Buffer.from(keys.buffer, keys.byteOffset, count * KEY_BYTES).copy(chunk, CHUNK_HEADER_BYTES)
  chunk.writeUInt32LE(CHUNK_MAGIC, 0)
  chunk.writeUInt32LE(count, 4)
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEADER_BYTES, keyEnd)), 8)
  chunk.writeUInt32LE(crc32(chunk.subarray(0, 12)), 12)
  const halves = toHalves(vectors)
  const bytes = Buffer.from(halves.buffer, halves.byteOffset, halves.byteLength)
  for (let row = 0; row < count; row++) {
    const at = keyEnd + row * size
    bytes.copy(chunk, at + 4, row * dimensions * 2, (row + 1) * dimensions * 2)
    chunk.writeUInt32LE(crc32(chunk.subarray(at + 4, at + size)), at)
  }
  return chunk
}

/**
 * The vector of a record, brought back to length one.
 *
 * @param at where the record begins; even
 * @returns false where the record is damaged
 */
export const decodeRecord = (bytes: Buffer, at: number, into: Float32Array): boolean => {
  const numbers = bytes.subarray(at + 4, at + recordBytes(into.length))
  if (crc32(numbers) !== bytes.readUInt32LE(at)) return false
  unitVectorOf(new Uint16Array(numbers.buffer, numbers.byteOffset, into.length), into)
  return true
}

/** Where the records of a chunk lie, and the number of its first entry. */
export interface ChunkPlace {
  readonly firstEntry: number
  readonly offset: number
}

export interface ScannedFile {
  readonly keys: KeyTable
  readonly chunks: ChunkPlace[]
  /** Bytes up to the end of the last whole chunk; what follows is torn. */
  readonly end: number
}

/** Reads heads and keys of all chunks, no vectors. A chunk whose keys are damaged is passed over. */
export const scanFile = (handle: number, dimensions: number): ScannedFile => {
  const { size } = fstatSync(handle)
  const keys = new KeyTable(Math.floor(size / (KEY_BYTES + recordBytes(dimensions))))
  const chunks: ChunkPlace[] = []
  const head = Buffer.alloc(CHUNK_HEADER_BYTES)
  let end = FILE_HEADER_BYTES
  while (end + CHUNK_HEADER_BYTES <= size) {
    readAt(handle, head, end)
    if (head.readUInt32LE(0) !== CHUNK_MAGIC || crc32(head.subarray(0, 12)) !== head.readUInt32LE(12)) break
    const count = head.readUInt32LE(4)
    const records = end + CHUNK_HEADER_BYTES + count * KEY_BYTES
    if (records + count * recordBytes(dimensions) > size) break
    const words = new Uint32Array(count * (KEY_BYTES / 4))
    const bytes = Buffer.from(words.buffer)
    readAt(handle, bytes, end + CHUNK_HEADER_BYTES)
    if (crc32(bytes) === head.readUInt32LE(8)) {
      chunks.push({ firstEntry: keys.length, offset: records })
      for (let at = 0; at < words.length; at += KEY_BYTES / 4) keys.push(words, at)
    }
    end = records + count * recordBytes(dimensions)
  }
  return { keys, chunks, end }
}

/** Fills the buffer from the file; what lies behind its end stays as it is. */
export const readAt = (handle: number, into: Buffer, position: number): void => {
  for (let at = 0; at < into.length;) {
    const read = readSync(handle, into, at, into.length - at, position + at)
    if (read === 0) return
    at += read
  }
}

/** Runs a step that writes the file. @throws KnownError `DISK_FULL`, `NOT_WRITABLE` */
export const writing = <Result>(file: string, step: () => Result): Result => {
  try {
    return step()
  } catch (cause) {
    const code = systemErrorCode(cause)
    const options = { place: { file }, cause }
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
      throw new KnownError(
        'DISK_FULL',
        'no space left for embeddings',
        'Free space and run the command again: it goes on where it stopped.',
        options,
      )
    if (code === '' || cause instanceof KnownError) throw cause
    throw new KnownError(
      'NOT_WRITABLE',
      `cannot be written (${code})`,
      'Check the folder and its permissions.',
      options,
    )
  }
}
