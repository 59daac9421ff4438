import { KnownError } from '../core/errors.ts'
import { afterBlanks, CLOSE_BRACKET, EXCLAMATION, GREATER, LESS, QUESTION, SLASH } from './xml-characters.ts'
import { XmlInput } from './xml-input.ts'
import { type XmlName, XmlNames } from './xml-names.ts'
import { behind, endOfComment, endOfDoctype, isXmlDeclaration } from './xml-prolog.ts'
import { XmlReferences } from './xml-references.ts'
import { type XmlAttributes, XmlStartTag } from './xml-start-tag.ts'

/** What is told of an XML document, in document order. Lines are 1-based, of where each part ends. */
export interface XmlHandler {
  /** `name` and the attributes' names are as written, prefixes included. */
  open(name: string, attributes: XmlAttributes, line: number): void
  close(name: string, line: number): void
  /** Character data and CDATA, entities resolved; what stands between two tags may come in several pieces. */
  text(text: string, line: number): void
}

export interface XmlListener extends XmlHandler {
  /** @returns the entities it declares */
  doctype(text: string): ReadonlyMap<string, string>
  /** Entities have made more text. */
  expanded(): void
}

const DECLARATIONS = ['<!--', '<![CDATA[', '<!DOCTYPE']

/**
 * Cuts an XML 1.0 document into tags and texts and checks that it is well-formed, but for what a DTD says besides entities.
 * Namespaces are left to others. Memory is bounded by the longest tag, comment or declaration; texts come in pieces.
 */
export class XmlTokenizer {
  readonly #listener: XmlListener
  readonly #input: XmlInput
  readonly #names = new XmlNames()
  readonly #references: XmlReferences
  readonly #tag: XmlStartTag
  /** Names of the elements that are open, and their lines. */
  readonly #open: XmlName[] = []
  readonly #openLines: number[] = []
  #hasRoot = false
  #hasDoctype = false

  constructor(file: string, listener: XmlListener) {
    this.#listener = listener
    this.#input = new XmlInput(file)
    this.#references = new XmlReferences(this.#input, () => {
      listener.expanded()
    })
    this.#tag = new XmlStartTag(this.#input, this.#names, this.#references)
  }

  /** Line of the last character written. */
  get lastLine(): number {
    return this.#input.lastLine
  }

  /** Where reading stands. */
  get place(): NonNullable<KnownError['place']> {
    return this.#input.placeOf(this.#input.at)
  }

  /** Characters that came of entities so far. */
  get expanded(): number {
    return this.#references.expanded
  }

  /** @throws KnownError `SOURCE_SYNTAX` */
  write(piece: string): void {
    if (this.#input.write(piece)) this.flush()
  }

  /** Tells all that can be told of what was written: `write` may have left some for later. */
  flush(): void {
    const input = this.#input
    input.fill()
    while (input.at < input.text.length) {
      const isMarkup = input.text.charCodeAt(input.at) === LESS
      if (!(isMarkup ? this.#markup() : this.#text())) break
    }
    input.refuseNoCharacter()
  }

  /** @throws KnownError `SOURCE_SYNTAX`, `SOURCE_TRUNCATED` */
  end(): void {
    this.#input.end()
    this.flush()
    const { text, at } = this.#input
    const name = this.#open.at(-1)
    if (name !== undefined)
      throw this.#endsEarly(`<${name.text}> of line ${String(this.#openLines.at(-1))} is not closed`)
    if (at < text.length) throw this.#endsEarly('within a tag or declaration')
    if (!this.#hasRoot) throw this.#endsEarly('there is no element')
  }

  // Those below return whether what begins at the input's position is there as a whole; if not, they leave it there.

  #markup(): boolean {
    const { text, at } = this.#input
    if (at + 1 === text.length) return false
    switch (text.charCodeAt(at + 1)) {
      case SLASH:
        return this.#endTag()
      case EXCLAMATION:
        return this.#declaration()
      case QUESTION:
        return this.#instruction()
      default:
        return this.#startTag()
    }
  }

  #text(): boolean {
    const { text, at } = this.#input
    const next = text.indexOf('<', at)
    const end = next === -1 ? endOfWholeText(text, at) : next
    if (this.#open.length === 0) this.#blanks(at, end)
    else if (end > at) this.#characters(at, end)
    this.#input.at = end
    return next !== -1
  }

  #characters(start: number, end: number): void {
    const input = this.#input
    const sectionEnd = input.sectionEnd.from(input.text, start)
    if (sectionEnd < end) {
      // The first flaw is told, wherever the pieces were cut.
      this.#references.resolve(input.text.slice(start, sectionEnd), start)
      throw input.flaw('a "]]>" that ends nothing', sectionEnd)
    }
    const raw = input.text.slice(start, end)
    const hasReferences = input.ampersand.from(input.text, start) < end
    this.#listener.text(hasReferences ? this.#references.resolve(raw, start) : raw, input.lineAt(end))
  }

  /** Outside of the outermost element there is nothing else. */
  #blanks(start: number, end: number): void {
    const at = afterBlanks(this.#input.text, start)
    if (at < end) throw this.#input.flaw('text outside of the outermost element', at)
  }

  #startTag(): boolean {
    const input = this.#input
    const tag = this.#tag
    if (this.#open.length === 0 && this.#hasRoot)
      throw input.flaw('a second outermost element, or what looks like one', input.at)
    const { expanded } = this.#references
    if (!tag.read(input.at)) {
      // Its entities will be met again.
      this.#references.expanded = expanded
      return false
    }
    const { name, end, isEmpty } = tag
    this.#hasRoot = true
    input.at = end
    const line = input.lineAt(end)
    this.#listener.open(name.text, tag.attributes, line)
    if (isEmpty) this.#listener.close(name.text, line)
    else {
      this.#open.push(name)
      this.#openLines.push(line)
    }
    return true
  }

  #endTag(): boolean {
    const input = this.#input
    const { text, at } = input
    const name = this.#open[this.#open.length - 1]
    if (name === undefined) return this.#wrongEndTag(at + 2)
    const { endTag } = name
    let end = at + endTag.length
    if (text.slice(at, end) !== endTag) {
      // There may be blanks before the `>`.
      const close = text.startsWith(name.text, at + 2) ? afterBlanks(text, end - 1) : at
      if (close === text.length) return false
      if (text.charCodeAt(close) !== GREATER) return this.#wrongEndTag(at + 2)
      end = close + 1
    }
    input.at = end
    this.#open.pop()
    this.#openLines.pop()
    this.#listener.close(name.text, input.lineAt(end))
    return true
  }

  #wrongEndTag(start: number): false {
    const input = this.#input
    const found = this.#names.read(input.text, start)?.text
    if (this.#names.end === input.text.length) return false
    const expected = this.#open.at(-1)?.text
    if (found === undefined || found === expected) throw input.flaw('a "</" that begins no tag', input.at)
    const due =
      expected === undefined
        ? 'nothing is open'
        : `</${expected}> is due (for line ${String(this.#openLines.at(-1))})`
    throw input.flaw(`</${found}> where ${due}`, input.at)
  }

  /** Whatever begins with `<!`. */
  #declaration(): boolean {
    const input = this.#input
    const { text, at } = input
    if (text.startsWith('<!--', at)) return this.#pass(endOfComment(input, at))
    if (text.startsWith('<![CDATA[', at)) return this.#section()
    if (text.startsWith('<!DOCTYPE', at)) return this.#doctype()
    const begun = text.slice(at, at + 9)
    if (at + begun.length === text.length && DECLARATIONS.some((known) => known.startsWith(begun)))
      return false
    throw input.flaw('a "<!" that begins nothing known', at)
  }

  /** @param end position behind it; -1 if it is not there yet */
  #pass(end: number): boolean {
    if (end !== -1) this.#input.at = end
    return end !== -1
  }

  #section(): boolean {
    const input = this.#input
    if (this.#open.length === 0) throw input.flaw('CDATA outside of the outermost element', input.at)
    const start = input.at + 9
    const end = behind(input.text, ']]>', start)
    if (end > start + 3) this.#listener.text(input.text.slice(start, end - 3), input.lineAt(end))
    return this.#pass(end)
  }

  #doctype(): boolean {
    const input = this.#input
    const start = input.at
    if (this.#hasDoctype || this.#hasRoot) throw input.flaw('a DOCTYPE out of place', start)
    const end = endOfDoctype(input, start + 9)
    if (end === -1) return false
    this.#hasDoctype = true
    input.at = end
    this.#references.define(this.#listener.doctype(input.text.slice(start + 9, end - 1)))
    return true
  }

  #instruction(): boolean {
    const input = this.#input
    const { text, at } = input
    const target = this.#names.read(text, at + 2)?.text
    const targetEnd = this.#names.end
    if (targetEnd === text.length) return false
    const end = behind(text, '?>', targetEnd)
    const isDeclaration = target === 'xml' && input.isAtStart
    if (target === undefined || (!isDeclaration && target.toLowerCase() === 'xml'))
      throw input.flaw('a "<?" that begins nothing known, or an XML declaration out of place', at)
    if (end === -1) return false
    const content = text.slice(targetEnd, end - 2)
    if (isDeclaration ? !isXmlDeclaration(content) : !/^(?:$|[ \t\n])/.test(content))
      throw input.flaw(
        `a malformed ${isDeclaration ? 'XML declaration' : 'processing instruction'}`,
        targetEnd,
      )
    return this.#pass(end)
  }

  #endsEarly(message: string): KnownError {
    return new KnownError(
      'SOURCE_TRUNCATED',
      `the XML ends too early (${message})`,
      'The download was cut short: fetch the file again.',
      { place: this.#input.placeOf(this.#input.text.length) },
    )
  }
}

/** Where a text has to be cut whose end is not there yet: before a reference, or a `]]>`, that may have begun. */
const endOfWholeText = (text: string, start: number): number => {
  const ampersand = text.lastIndexOf('&')
  if (ampersand >= start && !text.includes(';', ampersand)) return ampersand
  let end = text.length
  while (end > start && end > text.length - 2 && text.charCodeAt(end - 1) === CLOSE_BRACKET) end--
  return end
}
