import type { BioCAnnotation, BioCDocument, BioCPassage, BioCRelation, Infons } from './model.ts'

export const BEGIN =
  '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n<collection><source></source><date></date><key></key>\n'
export const END = '</collection>\n'

// Char of XML 1.0, 2.2; halves of pairs that stand alone are none.
// eslint-disable-next-line no-control-regex -- these are the very characters
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader makes line feeds of carriage returns, and blanks of either in an attribute.
  '\r': '&#13;',
}

/** A document as XML; `isWhole` unless it has characters that XML does not allow, which become U+FFFD. */
export const xmlOf = (document: BioCDocument): { text: string; isWhole: boolean } => {
  const writer = new XmlWriter()
  return { text: writer.document(document), isWhole: writer.isWhole }
}

class XmlWriter {
  isWhole = true

  document(document: BioCDocument): string {
    return [
      `<document><id>${this.#escaped(document.id)}</id>`,
      this.#infons(document.infons),
      ...document.passages.map((passage) => this.#passage(passage)),
      ...document.relations.map((relation) => this.#relation(relation)),
      '</document>\n',
    ].join('')
  }

  #passage({ infons, offset, text, annotations }: BioCPassage): string {
    return [
      `\n<passage>${this.#infons(infons)}`,
      `<offset>${String(offset)}</offset><text>${this.#escaped(text)}</text>`,
      ...annotations.map((annotation) => this.#annotation(annotation)),
      '</passage>',
    ].join('')
  }

  #annotation({ id, infons, locations, text = '' }: BioCAnnotation): string {
    return [
      `\n<annotation${this.#id(id)}>${this.#infons(infons)}`,
      ...locations.map(
        ({ offset, length }) => `<location offset="${String(offset)}" length="${String(length)}"/>`,
      ),
      `<text>${this.#escaped(text)}</text></annotation>`,
    ].join('')
  }

  #relation({ id, infons, nodes }: BioCRelation): string {
    return [
      `\n<relation${this.#id(id)}>${this.#infons(infons)}`,
      ...nodes.map(
        ({ refid, role }) => `<node refid="${this.#attribute(refid)}" role="${this.#attribute(role)}"/>`,
      ),
      '</relation>',
    ].join('')
  }

  #infons(infons: Infons): string {
    return Object.entries(infons)
      .map(([key, value]) => `<infon key="${this.#attribute(key)}">${this.#escaped(value)}</infon>`)
      .join('')
  }

  #id(id: string | undefined): string {
    return id === undefined ? '' : ` id="${this.#attribute(id)}"`
  }

  #attribute(text: string): string {
    return this.#escaped(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
  }

  #escaped(text: string): string {
    const allowed = text.replace(NO_CHARACTER, '\ufffd')
    this.isWhole &&= allowed === text
    return allowed.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character)
  }
}
