import { isAscii, isUtf8 } from 'node:buffer'
import { KnownError } from '../core/errors.ts'
import type { Issue } from '../core/issue.ts'
import { readBytes, type ReadOptions } from './source.ts'

/** Whole lines of a file, decoded. Lines end in `\n`; a carriage return before it is left for the reader to drop. */
export interface TextBlock {
  readonly text: string
  /** Number of the first line, 1-based. */
  readonly firstLine: number
}

export interface TextBlockOptions extends ReadOptions {
  readonly report: (issue: Issue) => void
  /** Longest line taken, bytes. Default 64 MiB: no known ontology has one a tenth as long. */
  readonly maxLineBytes?: number
}

const MAX_LINE_BYTES = 64 * 1024 * 1024
const MAX_INVALID_LINES = 100
const NEWLINE = 0x0a

/**
 * Reads a text file (plain, gz, zip) in blocks of whole lines, in memory bounded by the longest line. Lines that are
 * not UTF-8 are reported and come back empty, so that line numbers stay true.
 *
 * @throws KnownError those of `readBytes`, and `SOURCE_NOT_TEXT`, `SOURCE_ENCODING`, `SOURCE_LINE_TOO_LONG`
 */
export async function* readTextBlocks(file: string, options: TextBlockOptions): AsyncGenerator<TextBlock> {
  const maxLineBytes = options.maxLineBytes ?? MAX_LINE_BYTES
  const decoder = new LineDecoder(file, options.report)
  let pending: Buffer[] = []
  let pendingBytes = 0
  let firstChunk = true
  for await (const raw of readBytes(file, options)) {
    const chunk = firstChunk ? withoutByteOrderMark(raw, file) : raw
    firstChunk = false
    const end = chunk.lastIndexOf(NEWLINE) + 1
    if (end > 0) {
      const whole =
        pending.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...pending, chunk.subarray(0, end)])
      yield* decoder.decode(whole)
      pending = []
      pendingBytes = 0
    }
    if (end < chunk.length) {
      pending.push(chunk.subarray(end))
      pendingBytes += chunk.length - end
    }
    if (pendingBytes > maxLineBytes) throw lineTooLong(file, decoder.nextLine, maxLineBytes)
  }
  if (pendingBytes > 0) yield* decoder.decode(Buffer.concat([...pending, Buffer.from('\n')]))
}

class LineDecoder {
  nextLine = 1
  #invalidLines = 0
  readonly #file: string
  readonly #report: (issue: Issue) => void

  constructor(file: string, report: (issue: Issue) => void) {
    this.#file = file
    this.#report = report
  }

  /** Mostly one block. */
  *decode(bytes: Buffer): Generator<TextBlock> {
    if (bytes.includes(0))
      throw notText(this.#file, this.nextLine + countLines(bytes.subarray(0, bytes.indexOf(0))))
    // ASCII is the rule, and its decoding is a copy; the few lines that are not ASCII shall not slow down the others.
    if (isAscii(bytes)) yield this.#block(bytes, bytes.toString('latin1'))
    else
      for (const piece of piecesOf(bytes))
        yield this.#block(piece, isAscii(piece) ? piece.toString('latin1') : this.#decodeUtf8(piece))
  }

  #block(bytes: Buffer, text: string): TextBlock {
    const firstLine = this.nextLine
    this.nextLine += countLines(bytes)
    return { text, firstLine }
  }

  #decodeUtf8(bytes: Buffer): string {
    return isUtf8(bytes) ? bytes.toString('utf8') : this.#withoutInvalidLines(bytes, this.nextLine)
  }

  #withoutInvalidLines(bytes: Buffer, firstLine: number): string {
    let text = ''
    let line = firstLine
    for (let start = 0; start < bytes.length; line++) {
      const end = bytes.indexOf(NEWLINE, start) + 1
      const slice = bytes.subarray(start, end)
      if (isUtf8(slice)) text += slice.toString('utf8')
      else {
        text += '\n'
        this.#reportInvalid(slice, line)
      }
      start = end
    }
    return text
  }

  #reportInvalid(slice: Buffer, line: number): void {
    this.#invalidLines++
    if (this.#invalidLines > MAX_INVALID_LINES) {
      throw new KnownError(
        'SOURCE_ENCODING',
        `more than ${String(MAX_INVALID_LINES)} lines are not UTF-8`,
        'Convert the file, e.g. iconv -f ISO-8859-1 -t UTF-8.',
        { place: { file: this.#file, line } },
      )
    }
    this.#report({
      code: 'invalid-utf8',
      line,
      message: `the line is not UTF-8 and was left out: "${slice.toString('latin1', 0, 60).trimEnd()}"`,
      repair: 'Convert the file to UTF-8, e.g. iconv -f ISO-8859-1 -t UTF-8.',
    })
  }
}

const PIECE_BYTES = 16 * 1024

/** Whole lines, some kilobytes at a time. */
function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start + PIECE_BYTES) + 1
    yield bytes.subarray(start, end === 0 ? bytes.length : end)
    start = end === 0 ? bytes.length : end
  }
}

const countLines = (bytes: Buffer): number => {
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

/** Drops a UTF-8 byte order mark; refuses UTF-16, which has its own. */
export const withoutByteOrderMark = (bytes: Buffer, file: string): Buffer => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new KnownError('SOURCE_ENCODING', 'the file is UTF-16', 'Convert it: iconv -f UTF-16 -t UTF-8.', {
      place: { file, line: 1 },
    })
  }
  return bytes
}

export const notText = (file: string, line: number): KnownError =>
  new KnownError(
    'SOURCE_NOT_TEXT',
    'a NUL byte: this is no text file',
    'Check that "path" names the ontology itself and "type" fits it.',
    { place: { file, line } },
  )

const lineTooLong = (file: string, line: number, maxLineBytes: number): KnownError =>
  new KnownError(
    'SOURCE_LINE_TOO_LONG',
    `a line is longer than ${String(Math.round(maxLineBytes / 1024 / 1024))} MiB`,
    'Check that the file is what "type" says; one-line JSON wants "obographs".',
    { place: { file, line } },
  )
