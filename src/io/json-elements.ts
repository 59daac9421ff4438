import { TextDecoder } from 'node:util'
import { KnownError } from '../core/errors.ts'
import { readBytes, type ReadOptions } from './source.ts'
import { notText, withoutByteOrderMark } from './text-blocks.ts'

/** One value cut out of a large JSON file. */
export interface JsonElement {
  /** Keys down to the value; `*` stands for a place in an array. */
  readonly path: readonly string[]
  readonly value: unknown
  /** Line the value begins on, 1-based. */
  readonly line: number
}

export interface JsonElementOptions extends ReadOptions {
  /** Which values to yield whole. Asked once per value on the way down; what is yielded is not entered. */
  readonly select: (path: readonly string[]) => boolean
  /** Longest value taken, UTF-16 code units. Default 64 Mi. */
  readonly maxElementLength?: number
}

const MAX_ELEMENT_LENGTH = 64 * 1024 * 1024
const [QUOTE, BACKSLASH, COMMA, COLON, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 92, 44, 58, 91, 93, 123, 125,
]

/**
 * Streams the selected values of a JSON file (plain, gz, zip) in memory bounded by the largest of them. What lies
 * between is checked for structure only.
 *
 * @throws KnownError those of `readBytes`, and `SOURCE_SYNTAX`, `SOURCE_TRUNCATED`, `SOURCE_NOT_TEXT`, `SOURCE_ENCODING`
 */
export async function* readJsonElements(
  file: string,
  options: JsonElementOptions,
): AsyncGenerator<JsonElement[]> {
  const scanner = new JsonScanner(file, options.select, options.maxElementLength ?? MAX_ELEMENT_LENGTH)
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let first = true
  for await (const raw of readBytes(file, options)) {
    const bytes = first ? withoutByteOrderMark(raw, file) : raw
    first = false
    if (bytes.includes(0)) throw notText(file, scanner.line)
    const elements = scanner.push(decode(decoder, bytes, file, scanner.line))
    if (elements.length > 0) yield elements
  }
  const last = scanner.end()
  if (last.length > 0) yield last
}

const decode = (decoder: TextDecoder, bytes: Buffer, file: string, line: number): string => {
  try {
    return decoder.decode(bytes, { stream: true })
  } catch (cause) {
    throw new KnownError(
      'SOURCE_ENCODING',
      'the file is not UTF-8',
      'Convert it, e.g. iconv -f ISO-8859-1 -t UTF-8.',
      {
        place: { file, line },
        cause,
      },
    )
  }
}

/** A value that is being cut out: how deep inside it the scanner stands. */
interface Capture {
  start: number
  line: number
  depth: number
}

class JsonScanner {
  line = 1
  readonly #file: string
  readonly #select: (path: readonly string[]) => boolean
  readonly #maxLength: number
  #text = ''
  #waiting: string[] = []
  #waitingLength = 0
  #at = 0
  #counted = 0
  /** One entry per open container: the key we are at (objects), `*` (arrays), or `''` before the first key. */
  readonly #path: string[] = []
  readonly #isArray: boolean[] = []
  #expectKey = false
  #capture: Capture | null = null
  #done = false
  #found: JsonElement[] = []

  constructor(file: string, select: (path: readonly string[]) => boolean, maxLength: number) {
    this.#file = file
    this.#select = select
    this.#maxLength = maxLength
  }

  push(chunk: string): JsonElement[] {
    // A long value is looked at again only when it has doubled: looking at each chunk would cost the square.
    this.#waiting.push(chunk)
    this.#waitingLength += chunk.length
    const held = this.#text.length - (this.#capture?.start ?? this.#at)
    return this.#waitingLength < Math.min(held, this.#maxLength) ? [] : this.#take()
  }

  #take(): JsonElement[] {
    const chunk = this.#waiting.join('')
    this.#waiting = []
    this.#waitingLength = 0
    const keepFrom = this.#capture === null ? this.#at : this.#capture.start
    this.#countLines(keepFrom)
    this.#text = keepFrom === this.#text.length ? chunk : this.#text.slice(keepFrom) + chunk
    this.#at -= keepFrom
    this.#counted -= keepFrom
    if (this.#capture) this.#capture.start = 0
    if (this.#text.length > this.#maxLength) throw this.#syntax('a single value is too long to be read')
    this.#scan()
    const found = this.#found
    this.#found = []
    return found
  }

  end(): JsonElement[] {
    const found = this.#take()
    const rest = this.#text.slice(this.#at).trim()
    if (this.#done && rest === '') return found
    if (this.#done) throw this.#syntax('text after the end of the JSON')
    if (this.#path.length === 0 && !this.#capture && rest !== '')
      throw this.#syntax('the file is no JSON object')
    throw new KnownError(
      'SOURCE_TRUNCATED',
      'the JSON ends in the middle',
      'Fetch the file again: it was cut short.',
      {
        place: { file: this.#file, line: this.line },
      },
    )
  }

  #scan(): void {
    const text = this.#text
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at)
      if (code === QUOTE) {
        const end = this.#stringEnd()
        if (end === -1) return
        this.#string(end)
      } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) this.#open(code === OPEN_ARRAY)
      else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) this.#close(code === CLOSE_ARRAY)
      else if (code === COMMA) this.#comma()
      else if (code === COLON || code <= 32) this.#at++
      else if (!this.#literal()) return
    }
  }

  /** Index after the closing quote, or -1 when the string goes on in the next chunk. */
  #stringEnd(): number {
    let end = this.#text.indexOf('"', this.#at + 1)
    while (end !== -1) {
      let slashes = 0
      while (this.#text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++
      if (slashes % 2 === 0) return end + 1
      end = this.#text.indexOf('"', end + 1)
    }
    return -1
  }

  #string(end: number): void {
    const start = this.#at
    this.#at = end
    if (this.#capture) return
    if (this.#expectKey && this.#path.length > 0) {
      this.#path[this.#path.length - 1] = this.#key(start, end)
      this.#expectKey = false
    } else this.#scalar(start, end)
  }

  #key(start: number, end: number): string {
    const quoted = this.#text.slice(start, end)
    if (!quoted.includes('\\')) return quoted.slice(1, -1)
    try {
      return String(JSON.parse(quoted))
    } catch {
      throw this.#syntax(`the key ${quoted.slice(0, 40)}`)
    }
  }

  /** Numbers, `true`, `false`, `null`; false when it may go on in the next chunk. */
  #literal(): boolean {
    let end = this.#at + 1
    while (end < this.#text.length && !/[\s,\]}:"[{]/.test(this.#text.charAt(end))) end++
    if (end === this.#text.length) return false
    const start = this.#at
    this.#at = end
    if (!this.#capture) this.#scalar(start, end)
    return true
  }

  #scalar(start: number, end: number): void {
    if (this.#done) throw this.#syntax('text after the end of the JSON')
    if (this.#path.length === 0) throw this.#syntax('the file is no JSON object')
    if (this.#select(this.#path)) this.#yield(start, end, this.#lineAt(start))
  }

  #open(isArray: boolean): void {
    if (this.#capture) {
      this.#capture.depth++
      this.#at++
      return
    }
    if (this.#done) throw this.#syntax('text after the end of the JSON')
    if (this.#path.length > 0 && this.#select(this.#path)) {
      this.#capture = { start: this.#at, line: this.#lineAt(this.#at), depth: 1 }
    } else {
      this.#path.push(isArray ? '*' : '')
      this.#isArray.push(isArray)
      this.#expectKey = !isArray
    }
    this.#at++
  }

  #close(isArray: boolean): void {
    this.#at++
    if (this.#capture) {
      if (--this.#capture.depth > 0) return
      const { start, line } = this.#capture
      this.#capture = null
      this.#yield(start, this.#at, line)
      return
    }
    if (this.#isArray.pop() !== isArray) throw this.#syntax(`a ${isArray ? ']' : '}'} that closes nothing`)
    this.#path.pop()
    this.#expectKey = false
    this.#done = this.#path.length === 0
  }

  #comma(): void {
    this.#at++
    if (!this.#capture) this.#expectKey = this.#isArray.at(-1) === false
  }

  #yield(start: number, end: number, line: number): void {
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, end))
      this.#found.push({ path: [...this.#path], value, line })
    } catch (cause) {
      throw this.#syntax(cause instanceof Error ? cause.message : String(cause), line)
    }
  }

  #lineAt(index: number): number {
    this.#countLines(index)
    return this.line
  }

  #countLines(until: number): void {
    const text = this.#text
    for (let at = text.indexOf('\n', this.#counted); at !== -1 && at < until; at = text.indexOf('\n', at + 1))
      this.line++
    this.#counted = until
  }

  #syntax(message: string, line = this.#lineAt(this.#at)): KnownError {
    return new KnownError(
      'SOURCE_SYNTAX',
      `not valid JSON: ${message}`,
      'Check that "type" fits the file, and that the file is whole and unchanged.',
      {
        place: { file: this.#file, line },
      },
    )
  }
}
