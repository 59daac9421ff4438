import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { KnownError } from '../core/errors.ts'

/** Turns the bytes of an XML file into text, piece by piece. */
export interface XmlDecoder {
  /** @param onInvalid called for each line that has bytes which are none in the encoding, with its number in the piece, from 0 */
  decode(bytes: Buffer, onInvalid: (line: number) => void): string
  /** What is left when the file ends. */
  end(): string
}

/** Names of encodings, in lower case, and how `TextDecoder` calls them. */
const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'iso-8859-1': 'latin1',
  latin1: 'latin1',
  'windows-1252': 'windows-1252',
}

/**
 * For the encoding the XML declaration states; UTF-8 when there is none.
 *
 * @param head the first bytes of the file
 * @throws KnownError `SOURCE_ENCODING` for one that is not known here
 */
export const xmlDecoderFor = (head: Buffer, file: string): XmlDecoder => {
  const declaration = head.toString('latin1', 0, 200)
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)["']/.exec(declaration)?.[1] ?? 'utf-8'
  const key = declared.toLowerCase()
  const encoding = Object.hasOwn(ENCODINGS, key) ? ENCODINGS[key] : undefined
  if (encoding === 'utf-8') return new Utf8Decoder()
  if (encoding !== undefined) return new OneByteDecoder(encoding)
  throw new KnownError(
    'SOURCE_ENCODING',
    `the XML is in ${declared}`,
    `Convert it: iconv -f ${declared} -t UTF-8, and drop the encoding from its first line.`,
    { place: { file, line: 1 } },
  )
}

class OneByteDecoder implements XmlDecoder {
  readonly #decoder: TextDecoder

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding)
  }

  decode(bytes: Buffer): string {
    return this.#decoder.decode(bytes)
  }

  end(): string {
    return ''
  }
}

const NEWLINE = 0x0a

class Utf8Decoder implements XmlDecoder {
  /** The beginning of a character whose end is to come. */
  #begun: Buffer = Buffer.alloc(0)

  decode(bytes: Buffer, onInvalid: (line: number) => void): string {
    const all = this.#begun.length === 0 ? bytes : Buffer.concat([this.#begun, bytes])
    const whole = all.subarray(0, wholeLength(all))
    this.#begun = all.subarray(whole.length)
    if (isAscii(whole)) return whole.toString('latin1')
    if (!isUtf8(whole)) for (const line of invalidLines(whole)) onInvalid(line)
    return whole.toString('utf8')
  }

  end(): string {
    return this.#begun.toString('utf8')
  }
}

/** Length without a character that is cut off at the end: at most three bytes less. */
const wholeLength = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) return lengthOf(byte) > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/** Of a character, by its first byte. */
const lengthOf = (byte: number): number => (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2)

const invalidLines = (bytes: Buffer): number[] => {
  const lines: number[] = []
  for (let start = 0, line = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? bytes.length : newline + 1
    if (!isUtf8(bytes.subarray(start, end))) lines.push(line)
    start = end
  }
  return lines
}
