import { z } from 'zod'

const scope = z.enum(['exact', 'narrow', 'broad', 'related'])

const properties = (what: string) =>
  z.array(z.string().min(1)).default([]).describe(`${what}: IRIs or CURIEs, beside those known already`)

/** Options of every parser that assembles terms from RDF or OWL. */
export const assemblerOptions = z.strictObject({
  languages: z
    .array(z.string().min(1))
    .default(['en'])
    .describe(
      'Language tags of the texts to keep, best first ("en" keeps en-GB too); texts without a tag are always kept',
    ),
  labelProperties: properties('Properties that hold the preferred name'),
  synonymProperties: z
    .record(z.string().min(1), scope)
    .default({})
    .describe(
      'Properties that hold synonyms, with the scope of each: IRI or CURIE to exact, narrow, broad or related',
    ),
  definitionProperties: properties('Properties that hold definitions'),
  xrefProperties: properties('Properties that hold cross-references'),
  parentProperties: properties('Properties that point to a more general concept'),
  types: z
    .array(z.string().min(1))
    .optional()
    .describe('What is a concept: values of rdf:type, IRIs or CURIEs, in place of the default of the parser'),
})

export type AssemblerOptions = z.output<typeof assemblerOptions>
