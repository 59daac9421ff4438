/** `Name(arguments)` of OWL 2 functional-style syntax: an axiom, a class expression, an annotation … */
export interface Expression {
  readonly name: string
  /** Line of its name, 1-based. */
  readonly line: number
  readonly parts: Part[]
}

/** A quoted string with its language tag or its datatype's IRI. */
export interface Literal {
  readonly text: string
  language?: string
  datatype?: string
}

/** Full IRIs, blank nodes (`_:x`) and numbers are plain strings. */
export type Part = string | Literal | Expression

export const isExpression = (part: Part | undefined): part is Expression =>
  typeof part === 'object' && 'parts' in part

export const isLiteral = (part: Part | undefined): part is Literal =>
  typeof part === 'object' && 'text' in part

/** Whether it is a full IRI, not a blank node or a number. */
export const isIri = (part: Part | undefined): part is string =>
  typeof part === 'string' && part.includes(':') && !part.startsWith('_:')

/** All names of axioms (w3.org/TR/owl2-syntax, section 9), and those of rules. None of them stands within another. */
export const AXIOM_NAMES: ReadonlySet<string> = new Set([
  'Declaration',
  'SubClassOf',
  'EquivalentClasses',
  'DisjointClasses',
  'DisjointUnion',
  'SubObjectPropertyOf',
  'EquivalentObjectProperties',
  'DisjointObjectProperties',
  'InverseObjectProperties',
  'ObjectPropertyDomain',
  'ObjectPropertyRange',
  'FunctionalObjectProperty',
  'InverseFunctionalObjectProperty',
  'ReflexiveObjectProperty',
  'IrreflexiveObjectProperty',
  'SymmetricObjectProperty',
  'AsymmetricObjectProperty',
  'TransitiveObjectProperty',
  'SubDataPropertyOf',
  'EquivalentDataProperties',
  'DisjointDataProperties',
  'DataPropertyDomain',
  'DataPropertyRange',
  'FunctionalDataProperty',
  'DatatypeDefinition',
  'HasKey',
  'SameIndividual',
  'DifferentIndividuals',
  'ClassAssertion',
  'ObjectPropertyAssertion',
  'NegativeObjectPropertyAssertion',
  'DataPropertyAssertion',
  'NegativeDataPropertyAssertion',
  'AnnotationAssertion',
  'SubAnnotationPropertyOf',
  'AnnotationPropertyDomain',
  'AnnotationPropertyRange',
  'DLSafeRule',
  'DGRule',
])
