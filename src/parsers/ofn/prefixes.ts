/** Those every document has (w3.org/TR/owl2-syntax, table 2). */
const PREDECLARED: readonly (readonly [prefix: string, iri: string])[] = [
  ['rdf', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
]

const MAX_KEPT = 1000

/** The prefixes a document declares, and the IRIs they make of abbreviated ones. */
export class Prefixes {
  readonly #bases = new Map(PREDECLARED)
  /** Names of properties come again and again: one string for each is found faster by those who look it up. */
  readonly #kept = new Map<string, string>()

  declare(prefix: string, base: string): void {
    this.#bases.set(prefix, base)
    this.#kept.clear()
  }

  /** The full IRI of `prefix:local`; `undefined` when it is none or the prefix was not declared. */
  resolve(word: string): string | undefined {
    const isNumbered = isDigit(word.charCodeAt(word.length - 1))
    const kept = isNumbered ? undefined : this.#kept.get(word)
    if (kept !== undefined) return kept
    const colon = word.indexOf(':')
    const base = colon === -1 ? undefined : this.#bases.get(word.slice(0, colon))
    if (base === undefined) return undefined
    const iri = base + word.slice(colon + 1)
    if (!isNumbered && this.#kept.size < MAX_KEPT) this.#kept.set(word, iri)
    return iri
  }
}

// Ids of classes end in digits as a rule, and come but a few times each.
const isDigit = (code: number): boolean => code >= 48 && code <= 57
