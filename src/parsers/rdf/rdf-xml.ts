import { KnownError } from '../../core/errors.ts'
import { readXml, type XmlHandler } from '../../io/xml-events.ts'
import { resolveIri } from './iri.ts'
import { NamespaceScope } from './namespaces.ts'
import type { TripleOptions } from './read-triples.ts'
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

const SYNTAX_NAMES = new Set([
  'about',
  'ID',
  'nodeID',
  'resource',
  'parseType',
  'datatype',
  'bagID',
  'aboutEach',
])

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
    if (parent.kind === 'literal') this.#top = parent
    else {
      const scope = parent.scope.within(attributes)
      const base = attributes['xml:base']
      const place = {
        scope,
        base: base === undefined ? parent.base : resolveIri(parent.base, base),
        language: attributes['xml:lang']?.toLowerCase() ?? parent.language,
      }
      const iri = scope.element(name)
      if (iri === undefined) throw this.#syntaxError(`the prefix of <${name}> is not declared`, line)
      if (parent.kind === 'document') this.#top = this.#root(iri, name, place, line)
      else if (parent.kind === 'node') this.#top = this.#property(parent, iri, attributes, place, line)
      else this.#top = this.#node(parent, iri, attributes, place, line)
    }
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

  #root(iri: string, name: string, place: Place, line: number): Frame {
    if (iri === `${RDF}RDF`) return frame('rdf', place)
    throw this.#syntaxError(`XML, but no RDF/XML: the document begins with <${name}>`, line)
  }

  #node(parent: Frame, iri: string, attributes: Attributes, place: Place, line: number): Frame {
    if (parent.kind === 'rdf') this.#statement++
    const subject = this.#subjectOf(attributes, place)
    if (parent.kind === 'property' && !parent.hasObject) {
      parent.hasObject = true
      parent.text = ''
      this.#emit(parent.subject, parent.predicate, subject, undefined, line)
    } else if (parent.kind === 'collection') this.#item(parent, subject, line)
    if (iri !== DESCRIPTION) this.#emit(subject, TYPE, iri, undefined, line)
    this.#propertyAttributes(subject, attributes, place, line)
    return frame('node', place, subject)
  }

  #subjectOf(attributes: Attributes, { scope, base }: Place): string {
    const about = syntaxAttribute('about', attributes, scope)
    if (about !== undefined) return resolveIri(base, about)
    const id = syntaxAttribute('ID', attributes, scope)
    if (id !== undefined) return resolveIri(base, `#${id}`)
    const label = syntaxAttribute('nodeID', attributes, scope)
    return label === undefined ? localBlank(this.#blanks++) : labelled(label)
  }

  #property(parent: Frame, iri: string, attributes: Attributes, place: Place, line: number): Frame {
    const { subject } = parent
    const predicate = iri === LI ? `${RDF}_${String(++parent.items)}` : iri
    const { scope } = place
    const parseType = hasAttributes(attributes) ? syntaxAttribute('parseType', attributes, scope) : undefined
    if (parseType === 'Resource') {
      const node = localBlank(this.#blanks++)
      this.#emit(subject, predicate, node, undefined, line)
      return frame('node', place, node)
    }
    if (parseType === 'Collection') return frame('collection', place, subject, predicate)
    if (parseType !== undefined) return frame('literal', { ...place, language: '' }, subject, predicate)
    const object = hasAttributes(attributes) ? this.#objectOf(attributes, place) : undefined
    if (object === undefined) return frame('property', place, subject, predicate)
    this.#emit(subject, predicate, object, undefined, line)
    this.#propertyAttributes(object, attributes, place, line)
    return frame('empty', place, subject, predicate)
  }

  /** Of an empty property: what it points to; attributes that are properties point to a node without a name. */
  #objectOf(attributes: Attributes, { scope, base }: Place): string | undefined {
    const resource = syntaxAttribute('resource', attributes, scope)
    if (resource !== undefined) return resolveIri(base, resource)
    const label = syntaxAttribute('nodeID', attributes, scope)
    if (label !== undefined) return labelled(label)
    for (const name in attributes)
      if (isProperty(name, scope.attribute(name))) return localBlank(this.#blanks++)
    return undefined
  }

  #propertyAttributes(
    subject: string,
    attributes: Attributes,
    { scope, base, language }: Place,
    line: number,
  ): void {
    for (const name in attributes) {
      const iri = scope.attribute(name)
      const value = attributes[name]
      if (value === undefined || !isProperty(name, iri)) continue
      if (iri === TYPE) this.#emit(subject, TYPE, resolveIri(base, value), undefined, line)
      else this.#emit(subject, iri, value, language, line)
    }
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

/** An attribute of RDF's own syntax, with or without its prefix. */
const syntaxAttribute = (
  local: string,
  attributes: Attributes,
  scope: NamespaceScope,
): string | undefined => {
  const usual = attributes[`rdf:${local}`]
  if (usual !== undefined && scope.attribute('rdf:about') === ABOUT) return usual
  for (const name in attributes)
    if (name === local || scope.attribute(name) === RDF + local) return attributes[name]
  return undefined
}

const ABOUT = `${RDF}about`

const hasAttributes = (attributes: Attributes): boolean => {
  for (const _ in attributes) return true
  return false
}

/** Attributes that are neither XML's nor RDF's own state a property. */
const isProperty = (name: string, iri: string | undefined): iri is string =>
  iri !== undefined &&
  name.includes(':') &&
  !name.startsWith('xml') &&
  !(iri.startsWith(RDF) && SYNTAX_NAMES.has(iri.slice(RDF.length)))

// XML takes labels that begin with a dash for none; the mark keeps them apart from local nodes all the same.
const labelled = (label: string): string => `_:x${label}`
