import type { XmlHandler } from '../../io/xml-events.ts'
import type { BioCAnnotation, BioCDocument, BioCMarks, BioCPassage, BioCSentence, Infons } from './model.ts'

/** An element with all that is in it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly line: number
  readonly children: XmlElement[]
  /** Text right in it, in pieces. */
  readonly texts: string[]
}

/** Gathers the children of the root, one after the other: header and documents. */
export class BioCXmlHandler implements XmlHandler {
  readonly #open: XmlElement[] = []
  #found: XmlElement[] = []
  root: string | undefined

  take(): readonly XmlElement[] {
    const found = this.#found
    this.#found = []
    return found
  }

  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void {
    if (this.root === undefined) {
      this.root = name
      return
    }
    const element = { name, attributes, line, children: [], texts: [] }
    this.#open.at(-1)?.children.push(element)
    this.#open.push(element)
  }

  close(): void {
    const element = this.#open.pop()
    if (element !== undefined && this.#open.length === 0) this.#found.push(element)
  }

  text(text: string): void {
    this.#open.at(-1)?.texts.push(text)
  }
}

export const contentOf = ({ texts }: XmlElement): string => texts.join('')

const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name)

const textAt = (element: XmlElement, name: string): string | undefined => {
  const [child] = childrenOf(element, name)
  return child === undefined ? undefined : contentOf(child)
}

const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined

export const infonsOf = (element: XmlElement): Infons =>
  Object.fromEntries(
    childrenOf(element, 'infon').map((infon) => [infon.attributes['key'] ?? '', contentOf(infon)]),
  )

export const documentOfXml = (element: XmlElement): BioCDocument => ({
  id: textAt(element, 'id') ?? '',
  line: element.line,
  ...marksOf(element),
  passages: childrenOf(element, 'passage').map(passageOf),
})

const passageOf = (element: XmlElement): BioCPassage => ({
  ...sentenceOf(element),
  line: element.line,
  sentences: childrenOf(element, 'sentence').map(sentenceOf),
})

const sentenceOf = (element: XmlElement): BioCSentence => ({
  offset: numberIn(textAt(element, 'offset')),
  text: textAt(element, 'text') ?? '',
  ...marksOf(element),
})

const marksOf = (element: XmlElement): BioCMarks => ({
  infons: infonsOf(element),
  annotations: childrenOf(element, 'annotation').map(annotationOf),
  relations: childrenOf(element, 'relation').map((relation) => ({
    ...nameOf(relation),
    infons: infonsOf(relation),
    nodes: childrenOf(relation, 'node').map(({ attributes }) => ({
      refid: attributes['refid'] ?? '',
      role: attributes['role'] ?? '',
    })),
  })),
})

const annotationOf = (element: XmlElement): BioCAnnotation => {
  const text = textAt(element, 'text')
  return {
    ...nameOf(element),
    line: element.line,
    infons: infonsOf(element),
    locations: childrenOf(element, 'location').map(({ attributes }) => ({
      offset: numberIn(attributes['offset']),
      length: numberIn(attributes['length']),
    })),
    ...(text === undefined ? {} : { text }),
  }
}

const nameOf = ({ attributes }: XmlElement): { id?: string } =>
  attributes['id'] === undefined ? {} : { id: attributes['id'] }
