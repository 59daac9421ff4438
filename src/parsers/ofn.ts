import { readTextBlocks } from '../io/text-blocks.ts'
import type { Parser } from './contract.ts'
import { AxiomTriples } from './ofn/axiom-triples.ts'
import { FunctionalReader } from './ofn/reader.ts'
import { type AssemblerOptions, assemblerOptions } from './owl/options.ts'
import { OWL_PROFILE, PropertyTable } from './owl/properties.ts'
import { TermAssembler } from './owl/term-assembler.ts'

/**
 * OWL 2 functional-style syntax (w3.org/TR/owl2-syntax). Its axioms are turned into the triples they stand for, so that
 * the same ontology gives the same terms as in RDF. Axioms about one class may stand anywhere in the file.
 */
export const ofnParser: Parser<AssemblerOptions> = {
  repeatedIds: 'join',
  options: assemblerOptions,
  async *parse(file, options, context) {
    const assembler = new TermAssembler(options, context)
    const properties = new PropertyTable(options, OWL_PROFILE)
    const triples = new AxiomTriples(
      (triple) => {
        assembler.take(triple)
      },
      context,
      // Half of all annotations are of definitions, and of axioms that were inferred: no term says so.
      (property) => NOTED.has(properties.roleOf(property).kind),
    )
    const reader = new FunctionalReader(file, triples, context)
    for await (const block of readTextBlocks(file, context)) {
      reader.push(block)
      yield assembler.takeBatch()
    }
    yield assembler.finish()
    reader.end()
  },
}

/** What annotations of axioms say something of. */
const NOTED: ReadonlySet<string> = new Set(['synonym', 'xref'])
