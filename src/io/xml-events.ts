import { SaxesParser } from 'saxes'
import { KnownError, type Place } from '../core/errors.ts'
import type { Issue } from '../core/issue.ts'
import { readBytes, type ReadOptions } from './source.ts'
import { notText, withoutByteOrderMark } from './text-blocks.ts'
import { type XmlDecoder, xmlDecoderFor } from './xml-decoder.ts'
import { declaredEntities } from './xml-entities.ts'

/** What is told of an XML document, in document order. Lines are 1-based. */
export interface XmlHandler {
  /** `name` and the attributes' names are as written, prefixes included. */
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void
  close(name: string, line: number): void
  /** Character data and CDATA, entities resolved; what stands between two tags may come in several pieces. */
  text(text: string, line: number): void
}

export interface XmlOptions extends ReadOptions {
  readonly report: (issue: Issue) => void
  /** Longest text or tag taken, bytes. Default 64 MiB. */
  readonly maxValueBytes?: number
}

const MAX_DEPTH = 1000
const MAX_INVALID_LINES = 100
/** Longest text or tag taken, bytes of the file between two events; so much may come of entities besides. */
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

// `position: false` spares nothing: saxes counts lines and columns all the same.
class XmlReader {
  readonly #file: string
  readonly #report: (issue: Issue) => void
  readonly #maxValueBytes: number
  readonly #parser = new SaxesParser<{ xmlns: false }>({ xmlns: false })
  #decoder: XmlDecoder | undefined
  #depth = 0
  #bytes = 0
  #bytesAtEvent = 0
  /** Characters that came of entities. */
  #expanded = 0
  #expandedAtEvent = 0
  #invalidLines = 0
  #ending = false

  constructor(file: string, handler: XmlHandler, { report, maxValueBytes = MAX_VALUE_BYTES }: XmlOptions) {
    this.#file = file
    this.#report = report
    this.#maxValueBytes = maxValueBytes
    this.#listen(handler)
  }

  push(chunk: Buffer): void {
    const bytes = this.#decoder === undefined ? withoutByteOrderMark(chunk, this.#file) : chunk
    const nul = bytes.indexOf(0)
    if (nul !== -1) throw notText(this.#file, this.#parser.line + linesIn(bytes.subarray(0, nul)))
    this.#bytes += chunk.length
    this.#decoder ??= xmlDecoderFor(bytes, this.#file)
    const { line } = this.#parser
    this.#parser.write(
      this.#decoder.decode(bytes, (offset) => {
        this.#reportInvalid(line + offset)
      }),
    )
    if (this.#bytes - this.#bytesAtEvent > this.#maxValueBytes) throw this.#tooLong()
  }

  end(): void {
    this.#ending = true
    this.#parser.write(this.#decoder?.end() ?? '')
    this.#parser.close()
  }

  #listen(handler: XmlHandler): void {
    const parser = this.#parser
    parser.on('error', (error) => {
      throw this.#syntaxError(error)
    })
    parser.on('doctype', (doctype) => {
      this.#defineEntities(doctype)
    })
    parser.on('opentag', ({ name, attributes }) => {
      this.#endValue()
      if (++this.#depth > MAX_DEPTH)
        throw this.#limit(`elements are nested more than ${String(MAX_DEPTH)} deep`)
      handler.open(name, attributes, parser.line)
    })
    parser.on('closetag', ({ name }) => {
      this.#endValue()
      this.#depth--
      handler.close(name, parser.line)
    })
    const text = (value: string): void => {
      this.#endValue()
      // Outside the outermost element there is nothing but blanks.
      if (this.#depth > 0) handler.text(value, parser.line)
    }
    parser.on('text', text)
    parser.on('cdata', text)
  }

  #endValue(): void {
    this.#bytesAtEvent = this.#bytes
    this.#expandedAtEvent = this.#expanded
  }

  /** The parser asks for the value of an entity each time it meets one: there what comes of them is counted. */
  #defineEntities(doctype: string): void {
    const entities = declaredEntities(doctype, (reason) => {
      throw this.#limit(reason)
    })
    for (const [name, value] of entities) {
      const get = (): string => {
        this.#countExpansion(value.length)
        return value
      }
      Object.defineProperty(this.#parser.ENTITIES, name, { get })
    }
  }

  #countExpansion(length: number): void {
    this.#expanded += length
    if (this.#expanded - this.#expandedAtEvent > this.#maxValueBytes) throw this.#tooLong()
    if (this.#expanded > this.#maxValueBytes + MAX_EXPANSION * this.#bytes)
      throw this.#limit(`entities make more than ${String(MAX_EXPANSION)} times as much text as the file has`)
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

  #syntaxError(error: Error): KnownError {
    const message = error.message.replace(/^\d+:\d+: /, '')
    return this.#ending
      ? new KnownError(
          'SOURCE_TRUNCATED',
          `the XML ends too early (${message})`,
          'The download was cut short: fetch the file again.',
          { place: this.#place(), cause: error },
        )
      : new KnownError(
          'SOURCE_SYNTAX',
          `not well-formed XML: ${message}`,
          'Check that "type" fits the file, and that the file is whole.',
          { place: this.#place(), cause: error },
        )
  }

  #tooLong(): KnownError {
    return this.#limit(`a value is longer than ${String(this.#maxValueBytes / 1024 / 1024)} MiB`)
  }

  #limit(message: string): KnownError {
    const repair = 'No known ontology goes so far: check where the file is from.'
    return new KnownError('SOURCE_LIMIT', message, repair, { place: this.#place() })
  }

  #place(): Place {
    return { file: this.#file, line: this.#parser.line, column: this.#parser.column + 1 }
  }
}

const linesIn = (bytes: Buffer): number => {
  let lines = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++
  return lines
}
