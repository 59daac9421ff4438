/** Those every document has (w3.org/TR/owl2-syntax, table 2). */
const PREDECLARED: readonly (readonly [prefix: string, iri: string])[] = [
  ['rdf', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
]

/** The prefixes a document declares, and the IRIs they make of abbreviated ones. */
export class Prefixes {
  readonly #bases = new Map(PREDECLARED)

  declare(prefix: string, base: string): void {
    this.#bases.set(prefix, base)
  }

  /** The full IRI of `prefix:local`; `undefined` when it is none or the prefix was not declared. */
  resolve(word: string): string | undefined {
    const colon = word.indexOf(':')
    if (colon === -1) return undefined
    const base = this.#bases.get(word.slice(0, colon))
    return base === undefined ? undefined : base + word.slice(colon + 1)
  }
}
