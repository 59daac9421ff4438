import { normalizeCurie } from '../../core/curie.ts'
import type { Curie, Synonym } from '../../core/term.ts'
import { distinct } from '../distinct.ts'
import { localName, synonymType } from '../predicates.ts'
import { scopeNamed } from './header.ts'
import { synonymOf } from './synonym.ts'

const [BLANK, BANG, QUOTE, OPEN_BRACKET, LAST_ASCII] = [32, 33, 34, 91, 127]

/** Where the next of a character stands: looked up once for all the places before it. */
class NextPlace {
  readonly #character: string
  #text = ''
  #from = 0
  #next = 0

  constructor(character: string) {
    this.#character = character
  }

  begin(text: string): void {
    this.#text = text
    this.#from = 0
    this.#next = -1
  }

  /** The first place at or after `from`; the end of the text when there is none. */
  after(from: number): number {
    if (this.#next >= from && from >= this.#from) return this.#next
    const found = this.#text.indexOf(this.#character, from)
    this.#from = from
    this.#next = found === -1 ? this.#text.length : found
    return this.#next
  }
}

/**
 * The short way for plain lines, those without a backslash, a brace and a tab: no escapes, no qualifiers, one kind of
 * blank. Values are read where they stand in the block, by a few quick searches instead of a walk over all characters.
 * Each method gives what the long way (`values.ts`) gives, or `undefined` where the line wants that one; a test
 * compares the two ways.
 */
export class PlainLines {
  #text = ''
  #plainUntil = 0
  readonly #backslash = new NextPlace('\\')
  readonly #brace = new NextPlace('{')
  readonly #tab = new NextPlace('\t')
  readonly #blank = new NextPlace(' ')
  readonly #bang = new NextPlace('!')
  readonly #quote = new NextPlace('"')
  readonly #bracket = new NextPlace(']')
  readonly #comma = new NextPlace(',')

  begin(text: string): void {
    this.#text = text
    this.#plainUntil = 0
    for (const place of [this.#backslash, this.#brace, this.#tab, this.#blank]) place.begin(text)
    for (const place of [this.#bang, this.#quote, this.#bracket, this.#comma]) place.begin(text)
  }

  /** Whether the line is plain; it is asked for lines in order. */
  isPlain(start: number, end: number): boolean {
    if (end <= this.#plainUntil) return true
    this.#plainUntil = Math.min(
      this.#backslash.after(start),
      this.#brace.after(start),
      this.#tab.after(start),
    )
    return end <= this.#plainUntil
  }

  /** The id that a value begins with. */
  id(from: number, to: number): Curie | undefined {
    const end = this.#wordEnd(from, to)
    return this.#isWord(from, end) ? normalizeCurie(this.#text.slice(from, end)) : undefined
  }

  /** The id that is all there is. */
  loneId(from: number, to: number): Curie | undefined {
    const alone = this.#wordEnd(from, to) === to && this.#isWord(from, to) && isAscii(this.#text, to - 1)
    return alone ? normalizeCurie(this.#text.slice(from, to)) : undefined
  }

  /** The two ids that a value begins with. */
  pair(from: number, to: number): readonly [first: Curie, second: Curie] | undefined {
    const end = this.#wordEnd(from, to)
    const untrimmed = this.#isWord(from, end) && isAscii(this.#text, to - 1)
    const second = untrimmed ? this.id(end + 1, to) : undefined
    return second === undefined ? undefined : [normalizeCurie(this.#text.slice(from, end)), second]
  }

  /** The name of the subset that a value begins with. */
  subset(from: number, to: number): string | undefined {
    const end = this.#wordEnd(from, to)
    return this.#isWord(from, end) ? subsetNamed(this.#text.slice(from, end)) : undefined
  }

  /** A text that is the whole value. */
  text(from: number, to: number): string | undefined {
    const untrimmed = from < to && isAscii(this.#text, from) && isAscii(this.#text, to - 1)
    return untrimmed && this.#bang.after(from) >= to ? this.#text.slice(from, to) : undefined
  }

  /** The quoted text that a value begins with. */
  quoted(from: number, to: number): string | undefined {
    if (this.#text.charCodeAt(from) !== QUOTE) return undefined
    const close = this.#quote.after(from + 1)
    return close < to ? this.#text.slice(from + 1, close) : undefined
  }

  /** `"text" SCOPE type [xrefs]`, the type or the xrefs missing or not. */
  synonym(from: number, to: number): Synonym | undefined {
    const text = this.quoted(from, to)
    if (text === undefined || text === '' || !isAscii(this.#text, from + 1)) return undefined
    const scopeStart = from + text.length + 3
    const found =
      this.#text.charCodeAt(scopeStart - 1) === BLANK ? scopeAt(this.#text, scopeStart) : undefined
    if (!found) return undefined
    const { scope, word } = found
    const typeStart = scopeStart + word.length
    const open = this.#text.charCodeAt(typeStart) === OPEN_BRACKET ? typeStart : this.#typeEnd(typeStart, to)
    const xrefs = open < to ? this.#xrefs(open + 1, to) : undefined
    if (!xrefs) return undefined
    const type = open === typeStart ? undefined : typeNamed(this.#text.slice(typeStart, open).trim())
    return synonymOf(text, scope, type, xrefs)
  }

  /** Whether the word that a value begins with may be the predicate of a mapping: `skos:exactMatch` and its like. */
  mayBeMapping(from: number, to: number): boolean {
    const end = this.#wordEnd(from, to)
    return (
      !isAscii(this.#text, from) ||
      MAPPING_ENDS.some((ending) => this.#text.startsWith(ending, end - ending.length))
    )
  }

  #wordEnd(from: number, to: number): number {
    const end = this.#blank.after(from)
    return end < to ? end : to
  }

  /** Whether the word is one, not the beginning of a comment, and certain not to be trimmed. */
  #isWord(from: number, end: number): boolean {
    if (end <= from || !isAscii(this.#text, from)) return false
    return end > from + 1 || this.#text.charCodeAt(from) !== BANG
  }

  #typeEnd(from: number, to: number): number {
    const open = this.#text.slice(from, to).indexOf('[')
    return open === -1 ? to : from + open
  }

  /** The ids from `from` up to the bracket that closes. */
  #xrefs(from: number, to: number): readonly string[] | undefined {
    const close = this.#bracket.after(from)
    if (close === from) return NO_XREFS
    if (close >= to || this.#quote.after(from) < close) return undefined
    const xrefs: string[] = []
    for (let start = from; start < close;) {
      const end = Math.min(this.#comma.after(start), close)
      if (end > start) {
        if (!isAscii(this.#text, start) || !isAscii(this.#text, end - 1)) return undefined
        xrefs.push(normalizeCurie(this.#text.slice(start, end)))
      }
      // A list has a blank after each comma.
      start = this.#text.charCodeAt(end + 1) === BLANK ? end + 2 : end + 1
    }
    return distinct(xrefs)
  }
}

const NO_XREFS: readonly string[] = []
const MAPPING_ENDS = ['Match', 'Class', 'sameAs']

/** A printable ASCII character: no kind of trimming takes it away. */
const isAscii = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  return code > BLANK && code < LAST_ASCII
}

const SCOPES = ['EXACT', 'RELATED', 'NARROW', 'BROAD'].flatMap((word) => {
  const scope = scopeNamed(word)
  return scope ? [{ word: `${word} `, scope }] : []
})

const scopeAt = (text: string, at: number): (typeof SCOPES)[number] | undefined => {
  for (const scope of SCOPES) if (text.startsWith(scope.word, at)) return scope
  return undefined
}

/** Remembers what a function made of a word: a source has a handful of types and subsets, and says them often. */
const remembering = <Result>(make: (word: string) => Result): ((word: string) => Result) => {
  const known = new Map<string, Result>()
  return (word) => {
    const result = known.get(word)
    if (result !== undefined) return result
    const made = make(word)
    // Hostile input must not grow the table without end.
    if (known.size < 256 && word.length < 64) known.set(word, made)
    return made
  }
}

const typeNamed = remembering(synonymType)
const subsetNamed = remembering((word) => localName(normalizeCurie(word)))
