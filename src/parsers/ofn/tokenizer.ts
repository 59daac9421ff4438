import type { TextBlock } from '../../io/text-blocks.ts'

/** What is told of the tokens of functional-style syntax, in order. Lines are 1-based. */
export interface TokenSink {
  open(line: number): void
  close(line: number): void
  equals(line: number): void
  /** A keyword, a number, an abbreviated IRI (`obo:CL_0000000`) or a blank node. */
  word(text: string, line: number): void
  /** A full IRI, without its angle brackets. */
  iri(iri: string, line: number): void
  /** A quoted string, escapes resolved. */
  literal(text: string, line: number): void
  /** `@en` after a literal. */
  language(tag: string, line: number): void
  /** `^^` after a literal. */
  datatype(line: number): void
  /** What was begun cannot be read on. Reading goes on at the next line. */
  broken(message: string, line: number): void
}

/** Longest piece that is read again when a quote turns out to be missing, in characters: damage must not cost the square. */
const MAX_REREAD = 8192

const NEWLINE = 10
/** This and all below it is white space. */
const BLANK = 32
const QUOTE = 34
const HASH = 35
const OPEN = 40
const CLOSE = 41
const LESS = 60
const EQUALS = 61
const GREATER = 62
const AT = 64
const CARET = 94
const BACKSLASH = 92

/** Splits blocks of whole lines into tokens. Only a quoted string can go over the end of a block. */
export class Tokenizer {
  readonly #sink: TokenSink
  #text = ''
  #at = 0
  #line = 1
  /** A string begun in an earlier block: what there is of it, without its quote, and the line it began at. */
  #pieces: string[] = []
  #pendingLength = 0
  #literalLine = 0

  constructor(sink: TokenSink) {
    this.#sink = sink
  }

  /** Characters held of a string that has not ended yet. */
  get pendingLength(): number {
    return this.#pendingLength
  }

  push({ text, firstLine }: TextBlock): void {
    this.#text = text
    this.#at = 0
    this.#line = firstLine
    if (this.#literalLine > 0) this.#readLiteral(0)
    while (this.#at < this.#text.length) this.#readToken()
  }

  end(): void {
    if (this.#literalLine > 0) this.#sink.broken('a string has no closing quote', this.#literalLine)
  }

  #readToken(): void {
    const code = this.#text.charCodeAt(this.#at)
    if (code <= BLANK) {
      if (code === NEWLINE) this.#line++
      this.#at++
    } else if (code === OPEN) {
      this.#at++
      this.#sink.open(this.#line)
    } else if (code === CLOSE) {
      this.#at++
      this.#sink.close(this.#line)
    } else if (code === QUOTE) {
      this.#literalLine = this.#line
      this.#readLiteral(this.#at + 1)
    } else if (code === LESS) this.#readIri()
    else if (code === HASH) this.#skipLine(this.#at)
    else this.#readMark(code)
  }

  #readMark(code: number): void {
    const text = this.#text
    const start = this.#at
    const end = wordEnd(text, code === AT ? start + 1 : start)
    if (code === CARET && text.charCodeAt(start + 1) === CARET) {
      this.#at += 2
      this.#sink.datatype(this.#line)
    } else if (code === EQUALS) {
      this.#at++
      this.#sink.equals(this.#line)
    } else if (code === AT && end > start + 1) {
      this.#at = end
      this.#sink.language(text.slice(start + 1, end), this.#line)
    } else if (code !== AT && end > start) {
      this.#at = end
      this.#sink.word(text.slice(start, end), this.#line)
    } else this.#break(`"${text.charAt(start)}" has no meaning here`)
  }

  #readIri(): void {
    const text = this.#text
    const from = this.#at + 1
    let end = from
    let code = text.charCodeAt(end)
    while (code > BLANK && code !== GREATER && code !== LESS && code !== QUOTE) code = text.charCodeAt(++end)
    if (code === GREATER) {
      this.#at = end + 1
      this.#sink.iri(text.slice(from, end), this.#line)
    } else this.#break(`"<${text.slice(from, Math.min(end, from + 60))}" is no IRI`)
  }

  #readLiteral(from: number): void {
    const text = this.#text
    const end = closingQuote(text, from)
    if (end === -1) {
      this.#pieces.push(text.slice(from))
      this.#pendingLength += text.length - from
      this.#at = text.length
      return
    }
    const inBlock = this.#pieces.length === 0
    const raw = inBlock ? text.slice(from, end) : this.#pieces.join('') + text.slice(from, end)
    const line = this.#literalLine
    this.#pieces = []
    this.#pendingLength = 0
    this.#literalLine = 0
    if (mayFollowLiteral(text.charCodeAt(end + 1))) {
      this.#line = line + newlinesIn(raw)
      this.#at = end + 1
      this.#sink.literal(unescaped(raw), line)
    } else this.#rereadLiteral(raw, line, end, inBlock ? from : undefined)
  }

  // The quote that seemed to end the string begins the next one: what lies between is read as if it were no string.
  #rereadLiteral(raw: string, line: number, end: number, from: number | undefined): void {
    this.#sink.broken('a quote is missing or too many', line)
    const next = raw.indexOf('\n') + 1
    if (next === 0 || raw.length - next > MAX_REREAD) {
      this.#line = line + newlinesIn(raw)
      this.#skipLine(end)
      return
    }
    this.#line = line + 1
    if (from === undefined) this.#text = raw.slice(next) + this.#text.slice(end)
    this.#at = from === undefined ? 0 : from + next
  }

  #break(message: string): void {
    this.#sink.broken(message, this.#line)
    this.#skipLine(this.#at)
  }

  #skipLine(at: number): void {
    const end = this.#text.indexOf('\n', at)
    this.#at = end === -1 ? this.#text.length : end
  }
}

/** The first quote from `from` on that no backslash escapes; -1 when there is none. */
const closingQuote = (text: string, from: number): number => {
  let quote = text.indexOf('"', from)
  while (quote !== -1 && isEscaped(text, quote, from)) quote = text.indexOf('"', quote + 1)
  return quote
}

const isEscaped = (text: string, at: number, from: number): boolean => {
  let before = at
  while (before > from && text.charCodeAt(before - 1) === BACKSLASH) before--
  return (at - before) % 2 === 1
}

const mayFollowLiteral = (code: number): boolean =>
  code <= BLANK || code === CLOSE || code === CARET || code === AT || code === HASH

const unescaped = (raw: string): string => {
  const text = raw.includes('\\') ? raw.replace(/\\(["\\])/g, '$1') : raw
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
}

const newlinesIn = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}

const wordEnd = (text: string, from: number): number => {
  let end = from
  while (isWordPart(text.charCodeAt(end))) end++
  return end
}

/** Of the characters below 128: 1 for those a word may have. */
const WORD_PARTS = Uint8Array.from({ length: 128 }, (_, code) =>
  code <= BLANK || [OPEN, CLOSE, QUOTE, EQUALS, LESS, GREATER, HASH].includes(code) ? 0 : 1,
)

// NaN, behind the end of the text, is no part of a word.
const isWordPart = (code: number): boolean => (code < 128 ? WORD_PARTS[code] === 1 : code >= 128)
