/** RDF 1.1 (w3.org/TR/rdf11-concepts) in the flat shape the readers hand on and the assemblers take. */
export interface Triple {
  /** IRI, or a blank node: see {@link isBlank}. */
  readonly subject: string
  readonly predicate: string
  /** IRI, blank node, or the text of a literal. */
  readonly object: string
  /** Of a literal: its tag in lower case, `''` when it has none; `undefined` says that the object is no literal. */
  readonly language: string | undefined
  /** Where the triple ends, 1-based. */
  readonly line: number
  /**
   * Number of the top-level statement it is part of: the element, the text up to the full stop, the axiom. Local blank
   * nodes ({@link isLocalBlank}) are never named outside their statement. Never falls; in line formats always 0.
   */
  readonly statement: number
}

const UNDERSCORE = 0x5f
const COLON = 0x3a
const DASH = 0x2d

/** Blank nodes begin with `_:`, which no IRI does. */
export const isBlank = (node: string): boolean =>
  node.charCodeAt(0) === UNDERSCORE && node.charCodeAt(1) === COLON

/** A blank node without a label of its own, as `[…]` in Turtle; no label can begin with the dash these have. */
export const isLocalBlank = (node: string): boolean => isBlank(node) && node.charCodeAt(2) === DASH

/** Name of the local blank node of that number. */
export const localBlank = (number: number): string => `_:-${String(number)}`

export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
export const RDFS = 'http://www.w3.org/2000/01/rdf-schema#'
export const OWL = 'http://www.w3.org/2002/07/owl#'
export const XSD = 'http://www.w3.org/2001/XMLSchema#'
