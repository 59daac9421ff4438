import type { ParseContext, ParsedBatch } from '../contract.ts'
import type { Triple } from '../rdf/triple.ts'
import type { AssemblerOptions } from './options.ts'

/**
 * Makes terms and additions of triples, taken one by one in source order: OWL classes (or SKOS concepts) with their
 * annotations, restrictions and axiom annotations, as the OWL 2 mapping to RDF graphs (w3.org/TR/owl2-mapping-to-rdf)
 * writes them. Usage: `take` each triple, `takeBatch` now and then, `finish` once.
 */
export class TermAssembler {
  constructor(_options: AssemblerOptions, _context: ParseContext, _defaultTypes?: readonly string[]) {}

  take(_triple: Triple): void {
    throw new Error('not yet')
  }

  /** What was closed since the last call. */
  takeBatch(): ParsedBatch {
    return { terms: [], additions: [] }
  }

  /** Closes what is open, resolves what waits, tells the context of the ontology as a whole. */
  finish(): ParsedBatch {
    return this.takeBatch()
  }
}
