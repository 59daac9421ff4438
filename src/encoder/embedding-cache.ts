import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { KnownError, systemErrorCode } from '../core/errors.ts'
import { makeFolder } from '../io/make-folder.ts'
import {
  CHUNK_ENTRIES,
  type ChunkPlace,
  FILE_HEADER_BYTES,
  checkFileHeader,
  decodeRecord,
  encodeChunk,
  fileHeader,
  readAt,
  recordBytes,
  scanFile,
  writing,
} from './embedding-cache-file.ts'
import { KEY_BYTES, type KeyTable, keyOf } from './embedding-cache-keys.ts'
import { type FileLock, lockFile } from '../io/file-lock.ts'

/**
 * Embeddings once made, by text: a file that only grows, one per encoder. Texts are known by 128 bits of their hash;
 * vectors are kept in half precision and stay on disk. In memory: 22 to 30 bytes an entry.
 *
 * One process at a time may write (`<file>.lock`; that of a dead process is taken over); others read what was there
 * when they opened it. A process killed at any moment loses at most the chunk it was writing.
 */
export interface EmbeddingCache {
  readonly file: string
  readonly dimensions: number
  /** Entries, of which those of one text count twice. */
  readonly length: number
  /** Why nothing can be added, or undefined where it can. */
  readonly readOnlyBecause: string | undefined
  has(text: string): boolean
  /**
   * @param into a row of `dimensions` numbers for each text: vectors of length one; rows of missing texts stay as they are
   * @returns the positions of the texts that are not here, or whose vectors are damaged on disk
   */
  read(texts: readonly string[], into: Float32Array): readonly number[]
  /**
   * Keeps vectors of length one, one a text; they are on disk when it returns. Does nothing where `readOnlyBecause`.
   *
   * @returns whether they were kept
   * @throws KnownError `DISK_FULL`, `NOT_WRITABLE`, `MODEL_DAMAGED` for a vector that is not of length one
   */
  append(texts: readonly string[], vectors: Float32Array): boolean
  close(): void
}

export interface EmbeddingCacheOptions {
  readonly encoderId: string
  readonly dimensions: number
}

/**
 * Opens the cache of an encoder, making the file where there is none. Torn ends are cut off.
 *
 * @throws KnownError `KB_DAMAGED` for a file of another encoder or of another format, `DISK_FULL`, `NOT_WRITABLE`
 */
export const openEmbeddingCache = (file: string, options: EmbeddingCacheOptions): EmbeddingCache => {
  const access = accessTo(file)
  try {
    const handle = openAs(file, access)
    return handle === undefined
      ? new FileCache(file, options.dimensions, access, undefined)
      : opened(file, options, access, handle)
  } catch (error) {
    if ('isHeld' in access) access.release()
    throw error
  }
}

type Access = FileLock | { readonly reason: string }

const accessTo = (file: string): Access => {
  try {
    makeFolder(dirname(file))
    const lock = lockFile(file)
    if (!('holder' in lock)) return lock
    return { reason: `${lock.holder} is writing it; if that is not so, delete ${file}.lock` }
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
      return { reason: `no permission to write (${code})` }
    return writing(file, () => {
      throw error
    })
  }
}

const openAs = (file: string, access: Access): number | undefined => {
  try {
    if ('reason' in access) return openSync(file, 'r')
    return writing(file, () => openSync(file, 'a+'))
  } catch (error) {
    if ('reason' in access && systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

const opened = (file: string, options: EmbeddingCacheOptions, access: Access, handle: number): FileCache => {
  const { encoderId, dimensions } = options
  try {
    const isNew = fstatSync(handle).size < FILE_HEADER_BYTES
    if (isNew && 'reason' in access) return new FileCache(file, dimensions, access, undefined)
    if (isNew)
      writing(file, () => {
        ftruncateSync(handle, 0)
        writeWhole(handle, fileHeader(encoderId, dimensions))
      })
    const header = Buffer.alloc(FILE_HEADER_BYTES)
    readAt(handle, header, 0)
    checkFileHeader(header, encoderId, dimensions, file)
    const scanned = scanFile(handle, dimensions)
    if ('isHeld' in access)
      writing(file, () => {
        ftruncateSync(handle, scanned.end)
      })
    return new FileCache(file, dimensions, access, { handle, ...scanned })
  } catch (error) {
    closeSync(handle)
    throw error
  }
}

interface Contents {
  readonly handle: number
  readonly keys: KeyTable
  readonly chunks: ChunkPlace[]
  end: number
}

class FileCache implements EmbeddingCache {
  readonly file: string
  readonly dimensions: number
  #access: Access
  #contents: Contents | undefined
  readonly #key = new Uint32Array(4)

  constructor(file: string, dimensions: number, access: Access, contents: Contents | undefined) {
    this.file = file
    this.dimensions = dimensions
    this.#access = access
    this.#contents = contents
  }

  get length(): number {
    return this.#contents?.keys.length ?? 0
  }

  get readOnlyBecause(): string | undefined {
    return 'reason' in this.#access ? this.#access.reason : undefined
  }

  has(text: string): boolean {
    return this.#entryOf(text) >= 0
  }

  read(texts: readonly string[], into: Float32Array): readonly number[] {
    const missing: number[] = []
    const entries = texts.map((text) => this.#entryOf(text))
    for (let from = 0; from < entries.length;) {
      const entry = entries[from] ?? -1
      if (entry < 0) missing.push(from++)
      else from = this.#readRun(entries, from, this.#chunkOf(entry), into, missing)
    }
    return missing
  }

  append(texts: readonly string[], vectors: Float32Array): boolean {
    checkVectors(texts, vectors, this.dimensions)
    for (let from = 0; from < texts.length; from += CHUNK_ENTRIES) {
      const to = Math.min(texts.length, from + CHUNK_ENTRIES)
      const rows = vectors.subarray(from * this.dimensions, to * this.dimensions)
      if (!this.#appendChunk(texts.slice(from, to), rows)) return false
    }
    return true
  }

  close(): void {
    if (this.#contents !== undefined) closeSync(this.#contents.handle)
    this.#contents = undefined
    if ('isHeld' in this.#access) this.#access.release()
    this.#access = { reason: 'it was closed' }
  }

  #entryOf(text: string): number {
    if (this.#contents === undefined) return -1
    keyOf(text, this.#key)
    return this.#contents.keys.find(this.#key)
  }

  /** The last chunk that begins at or before the entry. */
  #chunkOf(entry: number): { readonly place: ChunkPlace; readonly end: number } {
    const chunks = this.#contents?.chunks ?? []
    let low = 0
    for (let high = chunks.length; high - low > 1;) {
      const middle = (low + high) >> 1
      if ((chunks[middle]?.firstEntry ?? 0) <= entry) low = middle
      else high = middle
    }
    return {
      place: chunks[low] ?? { firstEntry: 0, offset: 0 },
      end: chunks[low + 1]?.firstEntry ?? this.length,
    }
  }

  /** Entries that follow one another on disk are read at once. Answers where the next run begins. */
  #readRun(
    entries: readonly number[],
    from: number,
    chunk: { readonly place: ChunkPlace; readonly end: number },
    into: Float32Array,
    missing: number[],
  ): number {
    const first = entries[from] ?? 0
    let to = from + 1
    while (entries[to] === first + to - from && first + to - from < chunk.end) to++
    const size = recordBytes(this.dimensions)
    const bytes = Buffer.allocUnsafe((to - from) * size)
    const { place } = chunk
    if (this.#contents !== undefined)
      readAt(this.#contents.handle, bytes, place.offset + (first - place.firstEntry) * size)
    for (let row = from; row < to; row++) {
      const vector = into.subarray(row * this.dimensions, (row + 1) * this.dimensions)
      if (!decodeRecord(bytes, (row - from) * size, vector)) missing.push(row)
    }
    return to
  }

  #appendChunk(texts: readonly string[], vectors: Float32Array): boolean {
    const contents = this.#contents
    if (contents === undefined || 'reason' in this.#access) return false
    if (!writing(this.file, () => 'isHeld' in this.#access && this.#access.isHeld())) {
      this.#access = { reason: 'another process took it over' }
      return false
    }
    const words = new Uint32Array((texts.length * KEY_BYTES) / 4)
    for (const [row, text] of texts.entries()) keyOf(text, words.subarray(row * 4))
    const chunk = encodeChunk(words, vectors, this.dimensions)
    writing(this.file, () => {
      writeOrUndo(contents.handle, chunk, contents.end)
    })
    const records = contents.end + chunk.length - texts.length * recordBytes(this.dimensions)
    contents.chunks.push({ firstEntry: contents.keys.length, offset: records })
    for (let row = 0; row < texts.length; row++) contents.keys.push(words, row * 4)
    contents.end += chunk.length
    return true
  }
}

const writeWhole = (handle: number, bytes: Buffer): void => {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
}

/** On disk when it returns; where it fails, nothing is. */
const writeOrUndo = (handle: number, bytes: Buffer, end: number): void => {
  try {
    writeWhole(handle, bytes)
    fdatasyncSync(handle)
  } catch (error) {
    ftruncateSync(handle, end)
    throw error
  }
}

/** What is not of length one would be found for ever; NaN would be nearest to nothing and to all. */
const checkVectors = (texts: readonly string[], vectors: Float32Array, dimensions: number): void => {
  for (const [row, text] of texts.entries()) {
    let squares = 0
    for (let at = row * dimensions; at < (row + 1) * dimensions; at++) squares += (vectors[at] ?? NaN) ** 2
    if (Math.abs(squares - 1) < 0.02) continue
    const length = Math.sqrt(squares).toFixed(3)
    throw new KnownError(
      'MODEL_DAMAGED',
      `the vector of ${JSON.stringify(text.slice(0, 80))} is of length ${length}, not 1`,
      'Copy the folder of the model again, whole.',
    )
  }
}
