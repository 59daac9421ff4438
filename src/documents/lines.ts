import { isAscii, isUtf8 } from 'node:buffer'
import { KnownError } from '../core/errors.ts'
import { readBytes } from '../io/source.ts'
import { withoutByteOrderMark } from '../io/text-blocks.ts'
import type { DocumentInput, ReadDocumentsOptions } from './contract.ts'
import { nameOf, notText, sourceOf } from './input.ts'

/** Longest line taken, bytes: a document may stand on one, and a string holds no more than twice that. */
const MAX_LINE_BYTES = 256 * 1024 * 1024

/** So many lines that are no text, and more of them than others: the input is none. */
const MAX_BROKEN_LINES = 100

const NEWLINE = 0x0a

export interface Line {
  readonly text: string
  /** 1-based. */
  readonly number: number
  /** The line is no text, or too long: `text` is empty, and the flaw reported. */
  readonly isBroken: boolean
}

/**
 * Lines of an input without their ends (`\n` or `\r\n`), a block of them at a time, in memory bounded by the longest. A
 * line that is not UTF-8, has a NUL byte, or is longer than 256 MiB is reported, and does not harm the others.
 *
 * @throws KnownError those of `readBytes`, and `SOURCE_NOT_TEXT`, `SOURCE_ENCODING` when hardly a line is text
 */
export async function* readLines(
  input: DocumentInput,
  options: ReadDocumentsOptions,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<readonly Line[]> {
  const cutter = new LineCutter(nameOf(input), options, maxLineBytes)
  let isFirst = true
  for await (const bytes of readBytes(nameOf(input), sourceOf(input, options))) {
    const lines = cutter.push(isFirst ? withoutByteOrderMark(bytes, nameOf(input)) : bytes)
    isFirst = false
    if (lines.length > 0) yield lines
  }
  const last = cutter.end()
  if (last.length > 0) yield last
}

class LineCutter {
  readonly #file: string
  readonly #report: ReadDocumentsOptions['report']
  readonly #maxBytes: number
  /** The line that is not yet at its end; dropped once it is too long. */
  #pending: Buffer[] = []
  #pendingBytes = 0
  #next = 1
  #broken = 0

  constructor(file: string, { report }: ReadDocumentsOptions, maxBytes: number) {
    this.#file = file
    this.#report = report
    this.#maxBytes = maxBytes
  }

  push(bytes: Buffer): readonly Line[] {
    const first = bytes.indexOf(NEWLINE) + 1
    if (first === 0) {
      this.#hold(bytes)
      return []
    }
    const end = bytes.lastIndexOf(NEWLINE) + 1
    const isTooLong = this.#pendingBytes + first > this.#maxBytes
    const lines = isTooLong
      ? [this.#tooLong(), ...this.#linesOf(bytes.subarray(first, end))]
      : this.#linesOf(Buffer.concat([...this.#pending, bytes.subarray(0, end)]))
    this.#pending = []
    this.#pendingBytes = 0
    this.#hold(bytes.subarray(end))
    return lines
  }

  end(): readonly Line[] {
    return this.#pendingBytes === 0 ? [] : this.push(Buffer.from('\n'))
  }

  #hold(bytes: Buffer): void {
    this.#pendingBytes += bytes.length
    if (this.#pendingBytes > this.#maxBytes) this.#pending = []
    else if (bytes.length > 0) this.#pending.push(bytes)
  }

  /** @param bytes whole lines */
  #linesOf(bytes: Buffer): readonly Line[] {
    if (bytes.length === 0) return []
    if (bytes.includes(0) || !isUtf8(bytes)) return this.#linesOneByOne(bytes)
    return textOf(bytes)
      .split('\n', linesIn(bytes))
      .map((text) => this.#line(text))
  }

  #linesOneByOne(bytes: Buffer): readonly Line[] {
    const lines: Line[] = []
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(NEWLINE, start) + 1
      const line = bytes.subarray(start, end - 1)
      if (line.includes(0)) lines.push(this.#noText(line))
      else if (isUtf8(line)) lines.push(this.#line(textOf(line)))
      else lines.push(this.#notUtf8(line))
      start = end
    }
    return lines
  }

  #line(text: string): Line {
    return { text: text.endsWith('\r') ? text.slice(0, -1) : text, number: this.#next++, isBroken: false }
  }

  #noText(bytes: Buffer): Line {
    const line = this.#brokenLine(
      `the line has a NUL byte and was left out: "${shown(bytes)}"`,
      'Check that the file is text; take the NUL bytes out.',
    )
    if (this.#isHopeless()) throw notText(this.#file, line.number)
    return line
  }

  #notUtf8(bytes: Buffer): Line {
    const repair = 'Convert the file to UTF-8, e.g. iconv -f ISO-8859-1 -t UTF-8.'
    const line = this.#brokenLine(`the line is not UTF-8 and was left out: "${shown(bytes)}"`, repair)
    if (this.#isHopeless())
      throw new KnownError('SOURCE_ENCODING', 'most lines are not UTF-8', repair, {
        place: { file: this.#file, line: line.number },
      })
    return line
  }

  #tooLong(): Line {
    const limit = `${String(Math.round(this.#maxBytes / 1024 / 1024))} MiB`
    return this.#brokenLine(
      `the line is longer than ${limit} and was left out`,
      'Cut the document into several.',
    )
  }

  #brokenLine(message: string, repair: string): Line {
    this.#broken++
    const number = this.#next++
    this.#report({ line: number, message, repair })
    return { text: '', number, isBroken: true }
  }

  #isHopeless(): boolean {
    return this.#broken > MAX_BROKEN_LINES && this.#broken * 2 > this.#next - 1
  }
}

/** ASCII is the rule, and its decoding is a copy. */
const textOf = (bytes: Buffer): string => bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8')

const linesIn = (bytes: Buffer): number => {
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

/** Its begin, as far as it can be printed. */
const shown = (bytes: Buffer): string => bytes.toString('latin1', 0, 60).replace(/\p{Cc}/gu, '.')
