import { readTextBlocks } from '../../io/text-blocks.ts'
import type { TripleOptions } from './triple-options.ts'
import { isBlank, type Triple } from './triple.ts'

const [TAB, BLANK, QUOTE, HASH, DOT, LESS, AT, BACKSLASH, UNDERSCORE, CARET] = [
  9, 32, 34, 35, 46, 60, 64, 92, 95, 94,
]

/**
 * N-Triples and N-Quads (w3.org/TR/n-triples, w3.org/TR/n-quads), a line at a time. A line that is neither is reported
 * and left out. Not checked: which characters IRIs and labels are made of.
 */
export async function* readNTriples(file: string, options: TripleOptions): AsyncGenerator<readonly Triple[]> {
  for await (const { text, firstLine } of readTextBlocks(file, options)) {
    const triples: Triple[] = []
    let line = firstLine
    for (let start = 0; start < text.length; line++) {
      const end = text.indexOf('\n', start)
      const reader = new LineReader(text, start, end, line)
      if (!reader.isEmpty) {
        const triple = reader.read()
        if (triple) triples.push(triple)
        else reportLine(text.slice(start, Math.min(end, start + 80)), line, options)
      }
      start = end + 1
    }
    yield triples
  }
}

const reportLine = (shown: string, line: number, { report }: TripleOptions): void => {
  const message = `"${shown.trimEnd()}" is no triple; left out`
  report({ code: 'malformed-line', line, message, repair: 'Write <subject> <predicate> <object> .' })
}

/** One line; positions are in the text it stands in, of which nothing is copied but the terms. */
class LineReader {
  readonly #text: string
  readonly #end: number
  readonly #line: number
  #at: number
  #language: string | undefined

  constructor(text: string, start: number, end: number, line: number) {
    this.#text = text
    this.#at = start
    this.#end = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end
    this.#line = line
  }

  get isEmpty(): boolean {
    this.#skipBlanks()
    return this.#at >= this.#end || this.#text.charCodeAt(this.#at) === HASH
  }

  read(): Triple | undefined {
    const subject = this.#node()
    const predicate = this.#node()
    if (subject === undefined || predicate === undefined || isBlank(predicate)) return undefined
    this.#skipBlanks()
    const object = this.#text.charCodeAt(this.#at) === QUOTE ? this.#literal() : this.#node()
    if (object === undefined) return undefined
    this.#skipBlanks()
    if (this.#text.charCodeAt(this.#at) !== DOT && this.#node() === undefined) return undefined
    return this.#atEnd()
      ? { subject, predicate, object, language: this.#language, line: this.#line, statement: 0 }
      : undefined
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if ((code !== BLANK && code !== TAB) || this.#at >= this.#end) return
      this.#at++
    }
  }

  #atEnd(): boolean {
    this.#skipBlanks()
    if (this.#text.charCodeAt(this.#at) !== DOT) return false
    this.#at++
    return this.isEmpty
  }

  #node(): string | undefined {
    this.#skipBlanks()
    const start = this.#at
    const first = this.#text.charCodeAt(start)
    if (first === LESS) {
      const close = this.#text.indexOf('>', start)
      if (close === -1 || close >= this.#end) return undefined
      this.#at = close + 1
      return unescaped(this.#text.slice(start + 1, close))
    }
    if (first !== UNDERSCORE || !this.#text.startsWith('_:', start)) return undefined
    while (this.#at < this.#end && !endsLabel(this.#text.charCodeAt(this.#at))) this.#at++
    // A full stop at the end of a label is the one that ends the line.
    if (this.#text.charCodeAt(this.#at - 1) === DOT) this.#at--
    const label = this.#text.slice(start, this.#at)
    // No label begins with a dash: local blank nodes do.
    return label.length > 2 && label[2] !== '-' ? label : undefined
  }

  #literal(): string | undefined {
    const start = this.#at + 1
    const close = closingQuote(this.#text, start, this.#end)
    if (close === -1) return undefined
    const value = unescaped(this.#text.slice(start, close))
    this.#at = close + 1
    this.#language = ''
    const next = this.#text.charCodeAt(this.#at)
    if (next === AT) this.#language = this.#tag()
    else if (next === CARET) {
      this.#at += 2
      if (!this.#text.startsWith('^^<', close + 1) || this.#node() === undefined) return undefined
    }
    return value
  }

  #tag(): string {
    const start = ++this.#at
    while (this.#at < this.#end && isTagCharacter(this.#text.charCodeAt(this.#at))) this.#at++
    return this.#text.slice(start, this.#at).toLowerCase()
  }
}

const endsLabel = (code: number): boolean => code === BLANK || code === TAB || code === LESS || code === QUOTE

// Letters, digits and the dash.
const isTagCharacter = (code: number): boolean =>
  code === 45 || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

const closingQuote = (text: string, start: number, end: number): number => {
  for (let at = text.indexOf('"', start); at !== -1 && at < end; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (at - backslashes > start && text.charCodeAt(at - backslashes - 1) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return at
  }
  return -1
}

const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))/g
const ESCAPED: Readonly<Record<string, string>> = { t: '\t', b: '\b', n: '\n', r: '\r', f: '\f' }

const unescaped = (value: string): string =>
  value.includes('\\')
    ? value.replace(ESCAPE, (_, four?: string, eight?: string, character = '') =>
        four === undefined && eight === undefined
          ? (ESCAPED[String(character)] ?? String(character))
          : characterOf(Number.parseInt(four ?? eight ?? '', 16)),
      )
    : value

const characterOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd')
