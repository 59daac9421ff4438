import { TextDecoder } from 'node:util'
import { SaxesParser } from 'saxes'
import { KnownError, type Place } from '../core/errors.ts'
import type { Issue } from '../core/issue.ts'
import { readBytes, type ReadOptions } from './source.ts'
import { notText, withoutByteOrderMark } from './text-blocks.ts'

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
}

const MAX_DEPTH = 1000
const MAX_ENTITIES = 1000
const MAX_ENTITY_LENGTH = 4096
/** Longest text or tag taken, bytes of the file between two events. */
const MAX_VALUE_BYTES = 64 * 1024 * 1024
const MAX_INVALID_PLACES = 100

/**
 * Streams the tags and texts of an XML file (plain, gz, zip) to a handler; yields after each piece of the file, so that
 * the caller can pass on what it has gathered. Entities of the internal DTD subset are resolved, within limits; nothing
 * external is ever fetched. Memory is bounded by the longest single value.
 *
 * @throws KnownError those of `readBytes`, and `SOURCE_SYNTAX` (not well-formed), `SOURCE_TRUNCATED` (ends inside an
 * element), `SOURCE_LIMIT`, `SOURCE_NOT_TEXT`, `SOURCE_ENCODING`
 */
export async function* readXml(file: string, handler: XmlHandler, options: XmlOptions): AsyncGenerator<void> {
  const reader = new XmlReader(file, handler, options.report)
  for await (const chunk of readBytes(file, options)) {
    reader.push(chunk)
    yield
  }
  reader.end()
  yield
}

class XmlReader {
  readonly #file: string
  readonly #report: (issue: Issue) => void
  readonly #parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true })
  #decoder: TextDecoder | undefined
  #depth = 0
  #bytesSinceEvent = 0
  #invalidPlaces = 0
  #ending = false

  constructor(file: string, handler: XmlHandler, report: (issue: Issue) => void) {
    this.#file = file
    this.#report = report
    this.#listen(handler)
  }

  push(chunk: Buffer): void {
    if (chunk.includes(0)) throw notText(this.#file, this.#parser.line)
    this.#bytesSinceEvent += chunk.length
    const bytes = this.#decoder === undefined ? withoutByteOrderMark(chunk, this.#file) : chunk
    this.#decoder ??= decoderFor(bytes, this.#file)
    this.#parser.write(this.#checked(this.#decoder.decode(bytes, { stream: true })))
    if (this.#bytesSinceEvent > MAX_VALUE_BYTES)
      throw this.#limit(`a value is longer than ${String(MAX_VALUE_BYTES / 1024 / 1024)} MiB`)
  }

  end(): void {
    this.#ending = true
    this.#parser.write(this.#checked(this.#decoder?.decode() ?? ''))
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
      this.#bytesSinceEvent = 0
      if (++this.#depth > MAX_DEPTH)
        throw this.#limit(`elements are nested more than ${String(MAX_DEPTH)} deep`)
      handler.open(name, attributes, parser.line)
    })
    parser.on('closetag', ({ name }) => {
      this.#bytesSinceEvent = 0
      this.#depth--
      handler.close(name, parser.line)
    })
    const text = (value: string): void => {
      this.#bytesSinceEvent = 0
      handler.text(value, parser.line)
    }
    parser.on('text', text)
    parser.on('cdata', text)
  }

  // OWL files abbreviate IRIs by entities, and entities by one another: each is resolved once, where it is declared.
  #defineEntities(doctype: string): void {
    let count = 0
    for (const [, name = '', double, single] of doctype.matchAll(
      /<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g,
    )) {
      if (++count > MAX_ENTITIES) throw this.#limit(`more than ${String(MAX_ENTITIES)} entities are declared`)
      const value = (double ?? single ?? '').replace(
        /&([\w.-]+);/g,
        (reference, key: string) => this.#parser.ENTITIES[key] ?? reference,
      )
      if (value.length > MAX_ENTITY_LENGTH)
        throw this.#limit(`the entity "${name}" is longer than ${String(MAX_ENTITY_LENGTH)} characters`)
      this.#parser.ENTITIES[name] ??= value
    }
  }

  #checked(text: string): string {
    if (text.includes('\ufffd')) this.#reportInvalid()
    return text
  }

  #reportInvalid(): void {
    const { line } = this.#parser
    const repair = 'Convert the file to UTF-8, e.g. iconv -f ISO-8859-1 -t UTF-8, or declare its encoding.'
    if (++this.#invalidPlaces > MAX_INVALID_PLACES)
      throw new KnownError('SOURCE_ENCODING', 'the file is not UTF-8', repair, { place: this.#place() })
    const message = 'characters that are not UTF-8 were read as U+FFFD, at this line or soon after'
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

  #limit(message: string): KnownError {
    return new KnownError(
      'SOURCE_LIMIT',
      message,
      'No known ontology goes so far: check where the file is from.',
      {
        place: this.#place(),
      },
    )
  }

  #place(): Place {
    return { file: this.#file, line: this.#parser.line, column: this.#parser.column + 1 }
  }
}

const DECODERS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'iso-8859-1': 'latin1',
  latin1: 'latin1',
  'windows-1252': 'windows-1252',
}

const decoderFor = (head: Buffer, file: string): TextDecoder => {
  const declared =
    /^<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']/.exec(head.toString('latin1', 0, 200))?.[1] ?? 'utf-8'
  const label = DECODERS[declared.toLowerCase()]
  if (label !== undefined) return new TextDecoder(label, { ignoreBOM: true })
  throw new KnownError(
    'SOURCE_ENCODING',
    `the XML is in ${declared}`,
    `Convert it: iconv -f ${declared} -t UTF-8.`,
    {
      place: { file, line: 1 },
    },
  )
}
