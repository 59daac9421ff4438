import { KnownError } from '../../core/errors.ts'
import { readXml, type XmlHandler } from '../../io/xml-events.ts'
import { resolveIri } from './iri.ts'
import { type AttributeMeaning, NamespaceScope } from './namespaces.ts'
import type { TripleOptions } from './triple-options.ts'
import { localBlank, RDF, type Triple } from './triple.ts'

/**
 * RDF/XML (w3.org/TR/rdf-syntax-grammar). Also read, as older files have them: `about`, `ID`, `resource` … without a
 * prefix. Of an XML literal the text is kept, not its tags; `rdf:ID` on a property (which names the triple) is passed
 * over.
 */
export async function* readRdfXml(file: string, options: TripleOptions): AsyncGenerator<readonly Triple[]> {
  const handler = new RdfXmlHandler(file)
  for await (const _ of readXml(file, handler, options)) yield handler.takeBatch()
}

/** An element that is open. */
interface Frame {
  readonly kind: 'document' | 'rdf' | 'node' | 'property' | 'collection' | 'literal' | 'empty'
  readonly scope: NamespaceScope
  readonly base: string
  readonly language: string
  /** Of a node: itself; of a property: whose it is. */
  readonly subject: string
  /** Of a property. */
  readonly predicate: string
  text: string
  /** Whether a property has its object, or a collection its first item. */
  hasObject: boolean
  /** Of a collection: its last cell. */
  cell: string
  /** Items counted for `rdf:li`. */
  items: number
}

type Attributes = Readonly<Record<string, string>>

class RdfXmlHandler implements XmlHandler {
  readonly #file: string
  readonly #frames: Frame[] = []
  #top: Frame = frame('document', { scope: new NamespaceScope(), base: '', language: '' })
  #triples: Triple[] = []
  #statement = 0
  #blanks = 0

  constructor(file: string) {
    this.#file = file
  }

  takeBatch(): readonly Triple[] {
    const triples = this.#triples
    this.#triples = []
    return triples
  }

  open(name: string, attributes: Attributes, line: number): void {
    const parent = this.#top
    this.#frames.push(parent)
    if (parent.kind === 'literal') return
    const scope = parent.scope.within(attributes)
    const iri = scope.element(name)
    if (iri === undefined) throw this.#syntaxError(`the prefix of <${name}> is not declared`, line)
    const element = elementOf(iri, attributes, scope, parent, line)
    if (parent.kind === 'document') this.#top = this.#root(element, name)
    else if (parent.kind === 'node') this.#top = this.#property(parent, element)
    else this.#top = this.#node(parent, element)
  }

  text(text: string): void {
    const { kind, hasObject } = this.#top
    if (kind === 'literal' || (kind === 'property' && !hasObject)) this.#top.text += text
  }

  close(_name: string, line: number): void {
    const closed = this.#top
    const parent = this.#frames.pop()
    if (parent === undefined || parent === closed) return
    this.#top = parent
    if (closed.kind === 'literal' || (closed.kind === 'property' && !closed.hasObject))
      this.#emit(closed.subject, closed.predicate, closed.text, closed.language, line)
    else if (closed.kind === 'collection') this.#endCollection(closed, line)
  }

  #root(element: Element, name: string): Frame {
    if (element.iri === `${RDF}RDF`) return frame('rdf', element)
    throw this.#syntaxError(`XML, but no RDF/XML: the document begins with <${name}>`, element.line)
  }

  #node(parent: Frame, element: Element): Frame {
    const { iri, line } = element
    if (parent.kind === 'rdf') this.#statement++
    const subject = this.#subjectOf(element)
    if (parent.kind === 'property' && !parent.hasObject) {
      parent.hasObject = true
      parent.text = ''
      this.#emit(parent.subject, parent.predicate, subject, undefined, line)
    } else if (parent.kind === 'collection') this.#item(parent, subject, line)
    if (iri !== DESCRIPTION) this.#emit(subject, TYPE, iri, undefined, line)
    this.#propertyAttributes(subject, element)
    return frame('node', element, subject)
  }

  #subjectOf({ about, id, nodeId, base }: Element): string {
    if (about !== undefined) return resolveIri(base, about)
    if (id !== undefined) return resolveIri(base, `#${id}`)
    return nodeId === undefined ? localBlank(this.#blanks++) : labelled(nodeId)
  }

  #property(parent: Frame, element: Element): Frame {
    const { subject } = parent
    const { iri, parseType, line } = element
    const predicate = iri === LI ? `${RDF}_${String(++parent.items)}` : iri
    if (parseType === 'Resource') {
      const node = localBlank(this.#blanks++)
      this.#emit(subject, predicate, node, undefined, line)
      return frame('node', element, node)
    }
    if (parseType === 'Collection') return frame('collection', element, subject, predicate)
    if (parseType !== undefined) return frame('literal', { ...element, language: '' }, subject, predicate)
    const object = this.#objectOf(element)
    if (object === undefined) return frame('property', element, subject, predicate)
    this.#emit(subject, predicate, object, undefined, line)
    this.#propertyAttributes(object, element)
    return frame('empty', element, subject, predicate)
  }

  /** Of an empty property: what it points to; attributes that are properties point to a node without a name. */
  #objectOf({ resource, nodeId, properties, base }: Element): string | undefined {
    if (resource !== undefined) return resolveIri(base, resource)
    if (nodeId !== undefined) return labelled(nodeId)
    return properties === undefined ? undefined : localBlank(this.#blanks++)
  }

  #propertyAttributes(subject: string, { properties, base, language, line }: Element): void {
    for (const [iri, value] of properties ?? [])
      if (iri === TYPE) this.#emit(subject, TYPE, resolveIri(base, value), undefined, line)
      else this.#emit(subject, iri, value, language, line)
  }

  #item(collection: Frame, item: string, line: number): void {
    const cell = localBlank(this.#blanks++)
    if (collection.hasObject) this.#emit(collection.cell, `${RDF}rest`, cell, undefined, line)
    else this.#emit(collection.subject, collection.predicate, cell, undefined, line)
    this.#emit(cell, `${RDF}first`, item, undefined, line)
    collection.hasObject = true
    collection.cell = cell
  }

  #endCollection({ hasObject, cell, subject, predicate }: Frame, line: number): void {
    if (hasObject) this.#emit(cell, `${RDF}rest`, `${RDF}nil`, undefined, line)
    else this.#emit(subject, predicate, `${RDF}nil`, undefined, line)
  }

  #emit(
    subject: string,
    predicate: string,
    object: string,
    language: string | undefined,
    line: number,
  ): void {
    this.#triples.push({ subject, predicate, object, language, line, statement: this.#statement })
  }

  #syntaxError(message: string, line: number): KnownError {
    return new KnownError(
      'SOURCE_SYNTAX',
      message,
      'Check that "type" fits the file; OWL/XML is not read: convert it.',
      {
        place: { file: this.#file, line },
      },
    )
  }
}

/** An element's name and attributes, as RDF/XML reads them. */
interface Element {
  readonly iri: string
  readonly scope: NamespaceScope
  readonly line: number
  base: string
  language: string
  about?: string
  id?: string
  nodeId?: string
  resource?: string
  parseType?: string
  properties?: (readonly [iri: string, value: string])[]
}

const elementOf = (
  iri: string,
  attributes: Attributes,
  scope: NamespaceScope,
  { base, language }: Frame,
  line: number,
): Element => {
  const element: Element = { iri, scope, line, base, language }
  for (const name in attributes) {
    const meaning = scope.attribute(name)
    if (meaning.kind !== 'none') takeAttribute(element, meaning, attributes[name] ?? '')
  }
  return element
}

const takeAttribute = (element: Element, meaning: AttributeMeaning, value: string): void => {
  switch (meaning.kind) {
    case 'about':
      element.about = value
      break
    case 'resource':
      element.resource = value
      break
    case 'ID':
      element.id = value
      break
    case 'nodeID':
      element.nodeId = value
      break
    case 'parseType':
      element.parseType = value
      break
    case 'lang':
      element.language = value.toLowerCase()
      break
    case 'base':
      element.base = resolveIri(element.base, value)
      break
    case 'property':
      ;(element.properties ??= []).push([meaning.iri, value])
      break
    case 'none':
      break
  }
}

type Place = Pick<Frame, 'scope' | 'base' | 'language'>

const DESCRIPTION = `${RDF}Description`
const TYPE = `${RDF}type`
const LI = `${RDF}li`

const frame = (kind: Frame['kind'], place: Place, subject = '', predicate = ''): Frame => ({
  kind,
  scope: place.scope,
  base: place.base,
  language: place.language,
  subject,
  predicate,
  text: '',
  hasObject: false,
  cell: '',
  items: 0,
})

// XML takes labels that begin with a dash for none; the mark keeps them apart from local nodes all the same.
const labelled = (label: string): string => `_:x${label}`
