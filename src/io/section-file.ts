import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { z } from 'zod'
import { KnownError } from '../core/errors.ts'
import { HeldFile } from './held-file.ts'

/**
 * A binary file of named typed arrays behind a JSON header: written once, read whole in one go, used as it lies.
 *
 * Layout: 8 bytes magic, u32 header length, header (UTF-8 JSON), then each section at a multiple of 8 bytes.
 * Little-endian. `docs/kb-format.md` names the sections of each file.
 */
export type SectionArray = Uint8Array | Uint16Array | Uint32Array

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array } as const
type TypeName = keyof typeof TYPES

interface SectionPlace {
  readonly name: string
  readonly type: TypeName
  readonly offset: number
  readonly length: number
}

interface Header {
  readonly meta: unknown
  readonly sections: readonly SectionPlace[]
}

const ALIGNMENT = 8
const READ_BYTES = 256 * 1024 * 1024

/** @param magic eight ASCII characters: format and version */
export const writeSectionFile = (
  file: string,
  magic: string,
  meta: unknown,
  sections: Readonly<Record<string, SectionArray>>,
): void => {
  const places: SectionPlace[] = []
  let offset = 0
  for (const [name, array] of Object.entries(sections)) {
    places.push({ name, type: typeNameOf(array), offset, length: array.length })
    offset = align(offset + array.byteLength)
  }
  const header = Buffer.from(JSON.stringify({ meta, sections: places } satisfies Header))
  const start = align(12 + header.length)
  const head = Buffer.alloc(start)
  head.write(magic, 0, 'latin1')
  head.writeUInt32LE(header.length, 8)
  header.copy(head, 12)
  const handle = openSync(file, 'wx')
  try {
    writeAll(handle, head)
    for (const array of Object.values(sections)) {
      writeAll(handle, new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
      writeAll(handle, new Uint8Array(align(array.byteLength) - array.byteLength))
    }
  } finally {
    closeSync(handle)
  }
}

/** What {@link readSectionFile} found. */
export class SectionFile {
  readonly meta: unknown
  readonly #file: string
  readonly #sections: ReadonlyMap<string, SectionArray>

  constructor(file: string, meta: unknown, sections: ReadonlyMap<string, SectionArray>) {
    this.#file = file
    this.meta = meta
    this.#sections = sections
  }

  u8(name: string): Uint8Array {
    return this.#get(name, Uint8Array)
  }

  u16(name: string): Uint16Array {
    return this.#get(name, Uint16Array)
  }

  u32(name: string): Uint32Array {
    return this.#get(name, Uint32Array)
  }

  #get<Type extends SectionArray>(name: string, type: abstract new (...values: never[]) => Type): Type {
    const section = this.#sections.get(name)
    if (section instanceof type) return section
    throw damaged(this.#file, `section "${name}" is missing or of another type`)
  }
}

/**
 * Reads the whole file into one buffer and lays the arrays over it.
 *
 * @throws KnownError `KB_SCHEMA` for another magic, `KB_DAMAGED` for a file that is not whole
 */
export const readSectionFile = (from: string | HeldFile, magic: string): SectionFile => {
  const file = typeof from === 'string' ? from : from.path
  const bytes = readWhole(from)
  if (bytes.length < 12) throw damaged(file, 'the file ends inside its header')
  const found = bytes.subarray(0, 8).toString('latin1')
  if (found !== magic) {
    throw new KnownError(
      'KB_SCHEMA',
      `the file is of format "${found}", not "${magic}"`,
      'Run ontoground build --full.',
      {
        place: { file },
      },
    )
  }
  const headerLength = bytes.readUInt32LE(8)
  if (12 + headerLength > bytes.length) throw damaged(file, 'the file ends inside its header')
  const header = parseHeader(bytes.toString('utf8', 12, 12 + headerLength), file)
  const start = align(12 + headerLength)
  const sections = new Map<string, SectionArray>()
  for (const { name, type, offset, length } of header.sections) {
    const Type = TYPES[type]
    if (offset % ALIGNMENT !== 0)
      throw damaged(file, `section "${name}" lies at no multiple of ${String(ALIGNMENT)}`)
    if (start + offset + length * Type.BYTES_PER_ELEMENT > bytes.length)
      throw damaged(file, `the file ends inside section "${name}"`)
    sections.set(name, new Type(bytes.buffer as ArrayBuffer, bytes.byteOffset + start + offset, length))
  }
  return new SectionFile(file, header.meta, sections)
}

const headerSchema = z.object({
  meta: z.unknown(),
  sections: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['u8', 'u16', 'u32']),
      offset: z.int().min(0),
      length: z.int().min(0),
    }),
  ),
})

const parseHeader = (text: string, file: string): Header => {
  try {
    return headerSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw damaged(file, 'its header cannot be read', cause)
  }
}

const typeNameOf = (array: SectionArray): TypeName => {
  if (array instanceof Uint8Array) return 'u8'
  return array instanceof Uint16Array ? 'u16' : 'u32'
}

const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT

const writeAll = (handle: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
}

/** Opens a file that is to be read later. @throws KnownError `KB_DAMAGED` */
export const holdSectionFile = (file: string): HeldFile => {
  try {
    return new HeldFile(file)
  } catch (cause) {
    throw damaged(file, 'the file is missing, or cannot be read', cause)
  }
}

const readWhole = (from: string | HeldFile): Buffer => {
  if (typeof from !== 'string') return readHeld(from)
  const held = holdSectionFile(from)
  try {
    return readHeld(held)
  } finally {
    held.close()
  }
}

const readHeld = ({ path, handle }: HeldFile): Buffer => {
  const { size } = fstatSync(handle)
  const bytes = Buffer.from(new ArrayBuffer(size))
  for (let at = 0; at < size;) {
    const read = readSync(handle, bytes, at, Math.min(READ_BYTES, size - at), at)
    if (read === 0) throw damaged(path, 'the file ends too early')
    at += read
  }
  return bytes
}

const damaged = (file: string, message: string, cause?: unknown): KnownError =>
  new KnownError('KB_DAMAGED', message, 'Run ontoground build --full.', { place: { file }, cause })
