import { z } from 'zod'

/** The shape of `parsers.config.json`, minus each parser's own `options`. Its JSON Schema ships with the package. */
const sourceSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]*$/, 'use lower-case letters, digits, ".", "_" and "-"')
      .describe('Name of the source, unique in this file; answers carry it.'),
    type: z
      .string()
      .min(1)
      .describe(
        'Name of the parser, e.g. "obo" (docs/formats.md lists them), or path of a module of your own, e.g. "./my-parser.mjs".',
      ),
    entityClass: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, 'use lower-case letters, digits and "_", e.g. "cell_line"')
      .optional()
      .describe(
        'Class of its concepts (not wanted for mapping sets, nor where options give each concept its class): gene, disease, phenotype, chemical, species, cell_line, cell_type, anatomy, variant, biological_process, molecular_function, cellular_component, sequence_feature, or one of your own.',
      ),
    path: z
      .string()
      .min(1)
      .describe('The file, relative to this configuration; plain, .gz or .zip; for some parsers a folder.'),
    url: z
      .url({ protocol: /^(https?|file)$/ })
      .optional()
      .describe('Where the file is published: ontoground download fetches it.'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'use 64 hexadecimal digits in lower case')
      .optional()
      .describe('What the file must be: download refuses any other.'),
    idPrefixes: z
      .array(z.string().min(1))
      .optional()
      .describe('Keep only ids with these prefixes, e.g. ["MONDO"]; all when absent.'),
    roots: z
      .array(z.string().min(1))
      .optional()
      .describe('Keep only these concepts and what lies below them; all when absent.'),
    license: z.string().min(1).optional().describe('Licence of the source, kept in the manifest.'),
    curations: z
      .string()
      .min(1)
      .optional()
      .describe(
        'File of curations of its names (JSON Lines), relative to this configuration; docs/curations.md.',
      ),
    options: z.record(z.string(), z.unknown()).optional().describe("The parser's own options."),
  })
  .describe('One ontology or terminology.')

const recognizerSchema = z
  .looseObject({
    type: z
      .string()
      .min(1)
      .describe(
        'What finds mentions: "dictionary", "neural", "pattern", "coordination", or path of a module of your own; other keys are its options (docs/annotate.md).',
      ),
  })
  .describe('A recogniser of mentions.')

const encoderSchema = z
  .strictObject({
    type: z
      .enum(['onnx', 'static'])
      .optional()
      .describe('Kind of the model: "onnx" or "static". Default: what the folder says.'),
    model: z
      .string()
      .min(1)
      .describe(
        'Folder of the model, relative to this configuration; "shipped" or "shipped-fast": those in the package (docs/models.md).',
      ),
    dimensions: z
      .int()
      .min(1)
      .optional()
      .describe('Numbers a vector is cut to, one of those the model allows. Default: all it has.'),
  })
  .describe(
    'Makes vectors of names, by which names of like meaning are found. Without it, what is lexical works.',
  )

const linkerSchema = z
  .strictObject({
    model: z
      .string()
      .min(1)
      .describe(
        'Folder of a scorer of candidates, relative to this configuration; "rules": hand-set weights. Default: the scorer in the package (docs/linking.md).',
      )
      .optional(),
    disambiguators: z
      .array(z.strictObject({ type: z.string().min(1).describe('`context` or `document`.') }))
      .optional()
      .describe(
        'What tells candidates apart by their document; [] for nothing. Default: all there are (docs/linking.md).',
      ),
  })
  .describe('How candidates are scored.')

export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('Path of this schema, for editors.'),
    kb: z
      .string()
      .min(1)
      .default('kb')
      .describe('Folder of the knowledge base, relative to this file. Default "kb".'),
    keepBuilds: z
      .int()
      .min(1)
      .default(5)
      .describe('How many builds are kept to go back to, the one in use included. Default 5.'),
    sources: z
      .array(sourceSchema)
      .min(1)
      .describe('The sources, best first: where two say the same, the earlier one wins.'),
    encoder: encoderSchema.optional(),
    recognizers: z
      .array(recognizerSchema)
      .min(1)
      .optional()
      .describe('What finds mentions in text. Default: all that need no model.'),
    abbreviations: z
      .boolean()
      .optional()
      .describe('Whether mentions follow what a text says its abbreviations mean. Default true.'),
    linker: linkerSchema.optional(),
  })
  .describe('Configuration of an ontoground knowledge base.')

export type SourceConfig = z.infer<typeof sourceSchema>

/** JSON Schema (2020-12) of the configuration file. */
export const configJsonSchema = (): object => ({
  title: 'ontoground parsers.config.json',
  ...z.toJSONSchema(configSchema, { io: 'input' }),
})
