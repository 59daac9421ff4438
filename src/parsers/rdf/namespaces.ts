/** Prefixes in force at one place of an XML document, and the names resolved there so far. */
export class NamespaceScope {
  readonly #prefixes: ReadonlyMap<string, string>
  readonly #elements = new Map<string, string | undefined>()
  readonly #attributes = new Map<string, string | undefined>()

  constructor(prefixes: ReadonlyMap<string, string> = new Map()) {
    this.#prefixes = prefixes
  }

  /** The scope inside an element; the same one when the element declares no prefix. */
  within(attributes: Readonly<Record<string, string>>): NamespaceScope {
    let prefixes: Map<string, string> | undefined
    for (const name in attributes) {
      if (!name.startsWith('xmlns')) continue
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
    return keep(this.#elements, name, this.#resolve(name, this.#prefixes.get('') ?? ''))
  }

  /** IRI of an attribute's name: without a prefix it is the name itself. */
  attribute(name: string): string | undefined {
    const known = this.#attributes.get(name)
    if (known !== undefined) return known
    return keep(this.#attributes, name, this.#resolve(name, ''))
  }

  #resolve(name: string, ownNamespace: string): string | undefined {
    const colon = name.indexOf(':')
    if (colon === -1) return ownNamespace + name
    const namespace = this.#prefixes.get(name.slice(0, colon))
    return namespace === undefined ? undefined : namespace + name.slice(colon + 1)
  }
}

const COLON = 0x3a
const MAX_NAMES = 4096

const keep = (
  names: Map<string, string | undefined>,
  name: string,
  iri: string | undefined,
): string | undefined => {
  if (names.size < MAX_NAMES) names.set(name, iri)
  return iri
}
