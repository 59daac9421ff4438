import type { ParsedBatch, Parser } from './contract.ts'
import { type MeshOptions, meshOptions } from './mesh/options.ts'
import { MeshFacts } from './mesh/rdf-facts.ts'
import { Survey } from './mesh/rdf-survey.ts'
import { readTriples } from './rdf/read-triples.ts'

const NOTHING: ParsedBatch = { terms: [], additions: [] }

/**
 * MeSH RDF of NLM (hhs.github.io/meshrdf): records, concepts and terms are subjects of their own, in any order, and those
 * of NLM's file lie a gigabyte apart. So it is read twice: what belongs to what, then what is said. The first reading
 * remembers some 60 bytes for each record, concept and term; records are as the parser of the XML gives them.
 */
export const meshRdfParser: Parser<MeshOptions> = {
  repeatedIds: 'join',
  options: meshOptions,
  async *parse(file, options, context) {
    const survey = new Survey(file, options, context)
    for await (const triples of readTriples(file, context)) {
      for (const triple of triples) survey.take(triple)
      yield NOTHING
    }
    survey.finish()
    const facts = new MeshFacts(survey, context)
    const { signal } = context
    for await (const triples of readTriples(file, { signal, report: saidBefore })) {
      for (const triple of triples) facts.take(triple)
      yield facts.takeBatch()
    }
    yield facts.finish()
    for (const additions of survey.parents()) yield { terms: [], additions }
  },
}

/** The first reading reported what is wrong with the file as such. */
const saidBefore = (): undefined => undefined
