import { KnownError } from '../core/errors.ts'
import type { Issue } from '../core/issue.ts'
import { readBytes, type ReadOptions } from './source.ts'
import { notText, withoutByteOrderMark } from './text-blocks.ts'
import { type XmlDecoder, xmlDecoderFor } from './xml-decoder.ts'
import { declaredEntities } from './xml-entities.ts'
import type { XmlAttributes } from './xml-start-tag.ts'
import { type XmlHandler, type XmlListener, XmlTokenizer } from './xml-tokenizer.ts'

export type { XmlHandler } from './xml-tokenizer.ts'

export interface XmlOptions extends ReadOptions {
  readonly report: (issue: Issue) => void
  /** Longest text or tag taken, bytes. Default 64 MiB. */
  readonly maxValueBytes?: number
}

const MAX_DEPTH = 1000
const MAX_INVALID_LINES = 100
/** Longest text or tag taken, bytes of the file between the ends of two tags; so much may come of entities besides. */
const MAX_VALUE_BYTES = 64 * 1024 * 1024
/** Most text that may come of the entities of a whole file, for each byte of the file. */
const MAX_EXPANSION = 100

/**
 * Streams the tags and texts of an XML file (plain, gz, zip) to a handler; yields after each piece of the file, so that
 * the caller can pass on what it has gathered. Entities of the internal DTD subset are resolved, within limits, to plain
 * text; nothing external is ever fetched. Bytes that are not UTF-8 are reported, line by line, and read as U+FFFD.
 * Memory is bounded by the longest single value.
 *
 * @throws KnownError those of `readBytes`, and `SOURCE_SYNTAX` (not well-formed), `SOURCE_TRUNCATED` (ends inside an
 * element), `SOURCE_LIMIT`, `SOURCE_NOT_TEXT`, `SOURCE_ENCODING`
 */
export async function* readXml(file: string, handler: XmlHandler, options: XmlOptions): AsyncGenerator<void> {
  const reader = new XmlReader(file, handler, options)
  for await (const chunk of readBytes(file, options)) {
    reader.push(chunk)
    yield
  }
  reader.end()
  yield
}

class XmlReader implements XmlListener {
  readonly #file: string
  readonly #handler: XmlHandler
  readonly #report: (issue: Issue) => void
  readonly #maxValueBytes: number
  readonly #tokenizer: XmlTokenizer
  #decoder: XmlDecoder | undefined
  #depth = 0
  #bytes = 0
  #bytesAtTag = 0
  /** Characters that came of entities until then. */
  #expandedAtTag = 0
  #invalidLines = 0

  constructor(file: string, handler: XmlHandler, { report, maxValueBytes = MAX_VALUE_BYTES }: XmlOptions) {
    this.#file = file
    this.#handler = handler
    this.#report = report
    this.#maxValueBytes = maxValueBytes
    this.#tokenizer = new XmlTokenizer(file, this)
  }

  push(chunk: Buffer): void {
    const bytes = this.#decoder === undefined ? withoutByteOrderMark(chunk, this.#file) : chunk
    const nul = bytes.indexOf(0)
    if (nul !== -1) throw notText(this.#file, this.#tokenizer.lastLine + linesIn(bytes.subarray(0, nul)))
    this.#bytes += chunk.length
    this.#decoder ??= xmlDecoderFor(bytes, this.#file)
    this.#tokenizer.write(
      this.#decoder.decode(bytes, (offset) => {
        this.#reportInvalid(this.#tokenizer.lastLine + offset)
      }),
    )
    if (this.#bytes - this.#bytesAtTag <= this.#maxValueBytes) return
    this.#tokenizer.flush()
    if (this.#bytes - this.#bytesAtTag > this.#maxValueBytes) throw this.#tooLong()
  }

  end(): void {
    this.#tokenizer.write(this.#decoder?.end() ?? '')
    this.#tokenizer.end()
  }

  open(name: string, attributes: XmlAttributes, line: number): void {
    this.#endValue()
    if (++this.#depth > MAX_DEPTH)
      throw this.#limit(`elements are nested more than ${String(MAX_DEPTH)} deep`)
    this.#handler.open(name, attributes, line)
  }

  close(name: string, line: number): void {
    this.#endValue()
    this.#depth--
    this.#handler.close(name, line)
  }

  text(text: string, line: number): void {
    this.#handler.text(text, line)
  }

  doctype(doctype: string): ReadonlyMap<string, string> {
    return declaredEntities(doctype, (reason) => {
      throw this.#limit(reason)
    })
  }

  expanded(): void {
    const { expanded } = this.#tokenizer
    if (expanded - this.#expandedAtTag > this.#maxValueBytes) throw this.#tooLong()
    if (expanded > this.#maxValueBytes + MAX_EXPANSION * this.#bytes)
      throw this.#limit(`entities make more than ${String(MAX_EXPANSION)} times as much text as the file has`)
  }

  #endValue(): void {
    this.#bytesAtTag = this.#bytes
    this.#expandedAtTag = this.#tokenizer.expanded
  }

  #reportInvalid(line: number): void {
    const repair = 'Convert the file to UTF-8, e.g. iconv -f ISO-8859-1 -t UTF-8, or declare its encoding.'
    if (++this.#invalidLines > MAX_INVALID_LINES) {
      const message = `more than ${String(MAX_INVALID_LINES)} lines are not UTF-8`
      throw new KnownError('SOURCE_ENCODING', message, repair, { place: { file: this.#file, line } })
    }
    const message = 'the line is not UTF-8; what is not was read as U+FFFD'
    this.#report({ code: 'invalid-utf8', line, message, repair })
  }

  #tooLong(): KnownError {
    return this.#limit(`a value is longer than ${String(this.#maxValueBytes / 1024 / 1024)} MiB`)
  }

  #limit(message: string): KnownError {
    const repair = 'No known ontology goes so far: check where the file is from.'
    return new KnownError('SOURCE_LIMIT', message, repair, { place: this.#tokenizer.place })
  }
}

const linesIn = (bytes: Buffer): number => {
  let lines = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++
  return lines
}
