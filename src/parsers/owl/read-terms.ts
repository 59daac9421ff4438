import type { ParseContext, ParsedBatch } from '../contract.ts'
import { readTriples } from '../rdf/read-triples.ts'
import type { AssemblerOptions } from './options.ts'
import type { Profile } from './properties.ts'
import { TermAssembler } from './term-assembler.ts'

/** The terms of an RDF file, as the profile tells what a term is. */
export async function* readTerms(
  file: string,
  options: AssemblerOptions,
  context: ParseContext,
  profile: Profile,
): AsyncGenerator<ParsedBatch> {
  const assembler = new TermAssembler(options, context, profile)
  for await (const triples of readTriples(file, context)) {
    for (const triple of triples) assembler.take(triple)
    yield assembler.takeBatch()
  }
  yield assembler.finish()
}
