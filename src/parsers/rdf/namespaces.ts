import { RDF } from './triple.ts'

/** What an attribute is to RDF/XML: part of its own syntax, a property (its IRI), or nothing. */
export type AttributeMeaning =
  | { readonly kind: SyntaxName | 'lang' | 'base' | 'none' }
  | { readonly kind: 'property'; readonly iri: string }

const SYNTAX_NAMES = ['about', 'ID', 'nodeID', 'resource', 'parseType'] as const
type SyntaxName = (typeof SYNTAX_NAMES)[number]

/** Names of RDF's own syntax with nothing that is kept. */
const UNUSED_NAMES = new Set(['datatype', 'bagID', 'aboutEach', 'aboutEachPrefix'])

const NONE: AttributeMeaning = { kind: 'none' }

/** Prefixes in force at one place of an XML document, and the names resolved there so far. */
export class NamespaceScope {
  readonly #prefixes: ReadonlyMap<string, string>
  readonly #elements = new Map<string, string>()
  readonly #attributes = new Map<string, AttributeMeaning>()

  constructor(prefixes: ReadonlyMap<string, string> = new Map()) {
    this.#prefixes = prefixes
  }

  /** The scope inside an element; the same one when the element declares no prefix. */
  within(attributes: Readonly<Record<string, string>>): NamespaceScope {
    let prefixes: Map<string, string> | undefined
    for (const name in attributes) {
      if (name.charCodeAt(0) !== LOWER_X || !name.startsWith('xmlns')) continue
      prefixes ??= new Map(this.#prefixes)
      if (name === 'xmlns') prefixes.set('', attributes[name] ?? '')
      else if (name.charCodeAt(5) === COLON) prefixes.set(name.slice(6), attributes[name] ?? '')
    }
    return prefixes ? new NamespaceScope(prefixes) : this
  }

  /** IRI of an element's name; `undefined` when its prefix is not declared. */
  element(name: string): string | undefined {
    const known = this.#elements.get(name)
    if (known !== undefined) return known
    const iri = this.#resolve(name, this.#prefixes.get('') ?? '')
    if (iri !== undefined && this.#elements.size < MAX_NAMES) this.#elements.set(name, iri)
    return iri
  }

  attribute(name: string): AttributeMeaning {
    const known = this.#attributes.get(name)
    if (known !== undefined) return known
    const meaning = this.#meaningOf(name)
    if (this.#attributes.size < MAX_NAMES) this.#attributes.set(name, meaning)
    return meaning
  }

  #meaningOf(name: string): AttributeMeaning {
    if (name === 'xml:lang') return { kind: 'lang' }
    if (name === 'xml:base') return { kind: 'base' }
    if (name.startsWith('xml')) return NONE
    const iri = this.#resolve(name, RDF)
    if (iri === undefined) return NONE
    const local = iri.startsWith(RDF) ? iri.slice(RDF.length) : ''
    const syntax = SYNTAX_NAMES.find((known) => known === local)
    if (syntax !== undefined) return { kind: syntax }
    return UNUSED_NAMES.has(local) || !name.includes(':') ? NONE : { kind: 'property', iri }
  }

  #resolve(name: string, ownNamespace: string): string | undefined {
    const colon = name.indexOf(':')
    if (colon === -1) return ownNamespace + name
    const namespace = this.#prefixes.get(name.slice(0, colon))
    return namespace === undefined ? undefined : namespace + name.slice(colon + 1)
  }
}

const COLON = 0x3a
const LOWER_X = 0x78
const MAX_NAMES = 4096
