import type { Parser } from './contract.ts'
import { type AssemblerOptions, assemblerOptions } from './owl/options.ts'
import { OWL_PROFILE } from './owl/properties.ts'
import { readTerms } from './owl/read-terms.ts'

/**
 * OWL 2 ontologies in RDF/XML, Turtle or N-Triples (w3.org/TR/owl2-overview): classes become terms, with the annotation
 * properties of oboInOwl, SKOS, IAO and others known, and more by option. A class of which nothing is said but its
 * place in the hierarchy only echoes an id from elsewhere, and is no term.
 */
export const owlParser: Parser<AssemblerOptions> = {
  repeatedIds: 'join',
  options: assemblerOptions,
  parse: (file, options, context) => readTerms(file, options, context, OWL_PROFILE),
}
