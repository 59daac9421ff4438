import type { Parser } from './contract.ts'
import { type AssemblerOptions, assemblerOptions } from './owl/options.ts'
import { SKOS_PROFILE } from './owl/properties.ts'
import { readTerms } from './owl/read-terms.ts'

/**
 * SKOS and SKOS-XL vocabularies (w3.org/TR/skos-reference) in RDF/XML, Turtle or N-Triples: concepts become terms,
 * `broader` and `narrower` the hierarchy, schemes subsets, notations and matches cross-references.
 */
export const skosParser: Parser<AssemblerOptions> = {
  repeatedIds: 'join',
  options: assemblerOptions,
  parse: (file, options, context) => readTerms(file, options, context, SKOS_PROFILE),
}
