import { KnownError } from '../core/errors.ts'
import { NO_CHARACTER } from './xml-characters.ts'

/** The next place of a string, looked for again only once it was passed: so a whole text is searched but once. */
class Landmark {
  readonly #what: string
  #next = -1

  constructor(what: string) {
    this.#what = what
  }

  reset(): void {
    this.#next = -1
  }

  /** Its first place from `start` on, `text.length` if there is none. `start` never goes back. */
  from(text: string, start: number): number {
    if (this.#next >= start) return this.#next
    const found = text.indexOf(this.#what, start)
    return (this.#next = found === -1 ? text.length : found)
  }
}

/**
 * The text of an XML document that is not used up yet: it comes in pieces of any cut, its line ends are made `\n`
 * (XML 1.0, 2.11), and its lines are counted. Positions are in `text`, UTF-16 code units.
 */
export class XmlInput {
  readonly #file: string
  text = ''
  /** What stands before is used up. */
  at = 0
  readonly ampersand = new Landmark('&')
  readonly sectionEnd = new Landmark(']]>')
  readonly less = new Landmark('<')
  readonly blank = new Landmark(' ')
  readonly tab = new Landmark('\t')
  readonly lineFeed = new Landmark('\n')
  /** Characters of the document before `text`. */
  #before = 0
  #waiting: string[] = []
  #waitingLength = 0
  /** A carriage return or the first half of a pair, whose meaning hangs on what follows. */
  #held = ''
  /** Whether what follows all this is no character of XML. */
  #isCutShort = false
  /** Lines are counted up to here: this is the next line feed, or the end of `text`. */
  #lineFeed = 0
  #line = 1
  #lineStart = 0

  constructor(file: string) {
    this.#file = file
  }

  get isAtStart(): boolean {
    return this.#before + this.at === 0
  }

  /** Line of the last character written. */
  get lastLine(): number {
    const rest = [this.text.slice(this.#lineFeed), ...this.#waiting].join('')
    return this.#line + (rest.match(/\n/g)?.length ?? 0)
  }

  /**
   * Takes a piece of the document.
   *
   * @returns whether to go on at once: what was begun and is long is looked at again only when it is twice as long, so that
   * all looks together take no more than linear time
   */
  write(piece: string): boolean {
    const whole = this.#held + piece
    this.#held = /[\r\ud800-\udbff]$/.exec(whole)?.[0] ?? ''
    this.#add(whole.slice(0, whole.length - this.#held.length))
    return this.#isCutShort || this.#waitingLength >= this.text.length - this.at
  }

  /** No more pieces come. */
  end(): void {
    this.#add(this.#held)
    this.#held = ''
  }

  /** Appends to `text` what was written, and drops what is used up. */
  fill(): void {
    if (this.#waitingLength === 0) return
    this.lineAt(this.at)
    const rest = this.text.slice(this.at)
    this.#before += this.at
    this.#lineStart -= this.at
    this.at = 0
    this.text = [rest, ...this.#waiting].join('')
    this.#waiting = []
    this.#waitingLength = 0
    this.#lineFeed = this.#nextLineFeed(0)
    for (const landmark of [this.ampersand, this.sectionEnd, this.less, this.blank, this.tab, this.lineFeed])
      landmark.reset()
  }

  /** Number of the line a position is in, 1-based. Positions asked for never go back. */
  lineAt(position: number): number {
    while (this.#lineFeed < position) {
      this.#line++
      this.#lineStart = this.#lineFeed + 1
      this.#lineFeed = this.#nextLineFeed(this.#lineStart)
    }
    return this.#line
  }

  /** To be called when all of `text` was read that can be. */
  refuseNoCharacter(): void {
    if (this.#isCutShort) throw this.flaw('a character that XML does not allow', this.text.length)
  }

  flaw(message: string, at: number): KnownError {
    return new KnownError(
      'SOURCE_SYNTAX',
      `not well-formed XML: ${message}`,
      'Check that "type" fits the file, and that the file is whole.',
      { place: this.placeOf(at) },
    )
  }

  placeOf(at: number): { readonly file: string; readonly line: number; readonly column: number } {
    return { file: this.#file, line: this.lineAt(at), column: at - this.#lineStart + 1 }
  }

  #add(written: string): void {
    if (this.#isCutShort) return
    const text = written.includes('\r') ? written.replace(/\r\n?/g, '\n') : written
    const end = text.search(NO_CHARACTER)
    this.#isCutShort = end !== -1
    const taken = this.#isCutShort ? text.slice(0, end) : text
    this.#waiting.push(taken)
    this.#waitingLength += taken.length
  }

  #nextLineFeed(start: number): number {
    const found = this.text.indexOf('\n', start)
    return found === -1 ? this.text.length : found
  }
}
