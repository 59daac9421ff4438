import { afterBlanks, DOUBLE_QUOTE, EQUALS, GREATER, SINGLE_QUOTE, SLASH } from './xml-characters.ts'
import type { XmlInput } from './xml-input.ts'
import type { XmlName, XmlNames } from './xml-names.ts'
import type { XmlReferences } from './xml-references.ts'

export type XmlAttributes = Readonly<Record<string, string>>

/** An object of no class whatever: `__proto__` and `constructor` are names like any others. */
class Attributes {
  [name: string]: string
}
Object.setPrototypeOf(Attributes.prototype, null)
Reflect.deleteProperty(Attributes.prototype, 'constructor')

const NO_ATTRIBUTES: XmlAttributes = Object.freeze(new Attributes())

const NO_NAME: XmlName = { text: '', endTag: '' }

/** Reads start tags and tags of empty elements, one at a time. */
export class XmlStartTag {
  readonly #input: XmlInput
  readonly #names: XmlNames
  readonly #references: XmlReferences
  name: XmlName = NO_NAME
  attributes: XmlAttributes = NO_ATTRIBUTES
  isEmpty = false
  /** Position behind the `>`. */
  end = 0

  constructor(input: XmlInput, names: XmlNames, references: XmlReferences) {
    this.#input = input
    this.#names = names
    this.#references = references
  }

  /** @returns whether the tag that begins at `start` is there as a whole; if not, nothing else of this object means anything */
  read(start: number): boolean {
    const { text } = this.#input
    this.attributes = NO_ATTRIBUTES
    const end = text.indexOf('>', start)
    // Mostly there is a name and nothing else.
    const name = this.#names.recall(text, start + 1, end)
    if (name !== undefined) return this.#ends(name, end, false)
    return this.#readParts(start, end)
  }

  /** @param firstEnd the first `>`, which need not be the one that ends the tag; -1 if there is none */
  #readParts(start: number, firstEnd: number): boolean {
    const { text, blank } = this.#input
    const nameEnd = Math.min(blank.from(text, start), firstEnd)
    const recalled = this.#names.recall(text, start + 1, nameEnd)
    const name = recalled ?? this.#names.read(text, start + 1)
    if (name === undefined) throw this.#input.flaw('a "<" that begins no tag', start)
    let at = recalled === undefined ? this.#names.end : nameEnd
    for (;;) {
      const next = afterBlanks(text, at)
      if (next === text.length) return false
      const code = text.charCodeAt(next)
      if (code === GREATER) return this.#ends(name, next, false)
      if (code === SLASH) {
        if (next + 1 === text.length) return false
        if (text.charCodeAt(next + 1) === GREATER) return this.#ends(name, next + 1, true)
        throw this.#input.flaw(`a "/" within the tag <${name.text}>`, next)
      }
      if (next === at)
        throw this.#input.flaw(`a blank is missing, or a character too many, in the tag <${name.text}>`, next)
      at = this.#attribute(next)
      if (at === -1) return false
    }
  }

  #ends(name: XmlName, at: number, isEmpty: boolean): true {
    this.name = name
    this.end = at + 1
    this.isEmpty = isEmpty
    return true
  }

  /** @returns the position behind the attribute that begins at `start`; -1 if its end is not there yet */
  #attribute(start: number): number {
    const { text } = this.#input
    const nameEnd = text.indexOf('=', start)
    const recalled = this.#names.recall(text, start, nameEnd)
    const name = recalled ?? this.#names.read(text, start)
    if (name === undefined) throw this.#input.flaw('no attribute where one is due', start)
    const equals = recalled === undefined ? afterBlanks(text, this.#names.end) : nameEnd
    if (equals === text.length) return -1
    if (text.charCodeAt(equals) !== EQUALS)
      throw this.#input.flaw(`the attribute "${name.text}" has no value`, equals)
    const open = afterBlanks(text, equals + 1)
    if (open === text.length) return -1
    const quote = text.charCodeAt(open)
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE)
      throw this.#input.flaw(`the value of the attribute "${name.text}" is not in quotes`, open)
    const close = text.indexOf(quote === DOUBLE_QUOTE ? '"' : "'", open + 1)
    this.#refuseLess(name.text, open, close === -1 ? text.length : close)
    if (close === -1) return -1
    this.#add(name.text, start, this.#value(open + 1, close))
    return close + 1
  }

  #refuseLess(name: string, start: number, end: number): void {
    const less = this.#input.less.from(this.#input.text, start)
    if (less < end) throw this.#input.flaw(`a "<" in the value of the attribute "${name}"`, less)
  }

  #value(start: number, end: number): string {
    const input = this.#input
    const raw = input.text.slice(start, end)
    return input.ampersand.from(input.text, start) < end ||
      input.tab.from(input.text, start) < end ||
      input.lineFeed.from(input.text, start) < end
      ? this.#normalized(raw, start)
      : raw
  }

  /** XML 1.0, 3.3.3, for attributes of type CDATA. */
  #normalized(raw: string, start: number): string {
    const blanks = raw.replace(/[\t\n]/g, ' ')
    return blanks.includes('&') ? this.#references.resolve(blanks, start) : blanks
  }

  #add(name: string, at: number, value: string): void {
    const attributes: Record<string, string> =
      this.attributes === NO_ATTRIBUTES ? new Attributes() : this.attributes
    if (attributes[name] !== undefined) throw this.#input.flaw(`the attribute "${name}" stands twice`, at)
    attributes[name] = value
    this.attributes = attributes
  }
}
