import { z } from 'zod'
import { PRESET_NAMES } from './preset-names.ts'

const key = z.union([z.int().min(0), z.string().min(1)])

const column = z
  .union([key, z.array(key).min(1)])
  .describe(
    'Header name, place (0 is the first) or dotted key of JSON; of several, the first that the table has.',
  )

const optional = z.boolean().default(false).describe('Whether the table may lack the column.')

const separator = z
  .string()
  .min(1)
  .optional()
  .describe('What stands between the values of one cell; "synonymSeparator" for synonyms, else none.')

const prefix = z.string().min(1).optional().describe('Put before ids that have none: "MESH".')

const idStyle = {
  prefix,
  prefixColumn: column.optional().describe('Column that holds the prefix of the id beside it.'),
}

/** A column may be said by its name alone; what is more to say needs an object. */
const columnOf = <Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodPreprocess<z.ZodObject<Shape, z.core.$strict>> =>
  z.preprocess(
    (value) => (typeof value === 'string' || typeof value === 'number' ? { column: value } : value),
    z.strictObject(shape),
  )

const many = <Schema extends z.ZodType>(schema: Schema): z.ZodPreprocess<z.ZodArray<Schema>> =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(schema))

const textColumn = columnOf({ column, optional })
const listColumn = columnOf({ column, optional, separator })
const idColumn = columnOf({ column, optional, separator, ...idStyle })

const synonymColumn = columnOf({
  column,
  optional,
  separator,
  scope: z
    .enum(['exact', 'narrow', 'broad', 'related'])
    .default('exact')
    .describe('How the synonyms of the column relate to the concept.'),
  type: z.string().min(1).optional().describe('Kind of all its synonyms: "abbreviation", "former" …'),
  typeColumn: column.optional().describe('Column that holds the kind of the synonym beside it.'),
  language: z.string().min(2).optional().describe('BCP 47 tag of all its synonyms.'),
  languageColumn: column.optional().describe('Column that holds the language of the synonym beside it.'),
})

const linkColumn = columnOf({
  column,
  optional,
  separator,
  ...idStyle,
  predicate: z
    .string()
    .min(1)
    .optional()
    .describe('What the ids of the column are to the concept, as a CURIE.'),
  predicateColumn: column.optional().describe('Column that holds the predicate of the id beside it.'),
})

const columns = z.strictObject({
  id: idColumn.optional(),
  label: textColumn.optional(),
  synonyms: many(synonymColumn).optional().describe('One column, or several, each with a scope.'),
  definition: textColumn.optional(),
  parents: many(idColumn).optional(),
  relations: many(linkColumn).optional(),
  xrefs: many(linkColumn).optional(),
  altIds: many(idColumn).optional().describe('Ids merged into this one.'),
  replacedBy: many(idColumn).optional(),
  consider: many(idColumn).optional(),
  subsets: many(listColumn).optional(),
  obsolete: columnOf({
    column,
    optional,
    values: z
      .array(z.string())
      .default(['true', 'yes', 'y', 't', '1', 'obsolete', 'deprecated', 'withdrawn'])
      .describe('Cells that mark a retired concept, whatever their case.'),
  }).optional(),
  entityClass: columnOf({
    column,
    optional,
    classes: z
      .record(z.string(), z.string().regex(/^[a-z][a-z0-9_]*$/))
      .optional()
      .describe('Cell → entity class; other cells leave the class of the source. All cells when absent.'),
  }).optional(),
})

const mappings = z.strictObject({
  subject: idColumn,
  object: idColumn,
  predicate: z.string().min(1).optional().describe('Predicate of all rows, e.g. "skos:exactMatch".'),
  predicateColumn: column.optional(),
  justification: textColumn.optional(),
  confidence: textColumn.optional().describe('0–1.'),
})

const filter = z.strictObject({
  optional: z.boolean().default(false),
  column,
  in: z.array(z.string()).optional().describe('Only rows with one of these in the column.'),
  notIn: z.array(z.string()).optional().describe('Only rows with none of these; "" is the empty cell.'),
})

const schema = z.strictObject({
  preset: z.enum(PRESET_NAMES).optional().describe('A known file kind; all other keys change it.'),
  format: z
    .enum(['delimited', 'jsonl', 'json'])
    .optional()
    .describe('Told by name and content when absent; "json" is one JSON document with a list of records.'),
  items: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Where the list of records stands in a JSON document ("results.bindings"); its top when absent.',
    ),
  columns: columns.optional(),
  mappings: mappings.optional().describe('For tables that map ids to ids and describe no concepts.'),
  header: z
    .union([z.boolean(), z.literal('comment')])
    .optional()
    .describe(
      'Whether the first row names the columns; "comment": the last comment line as wide as the first row does. By default, whether a column is given by name.',
    ),
  separator: z.string().min(1).optional().describe('Between cells; told by content when absent.'),
  cells: z
    .enum(['plain', 'quoted', 'rdf'])
    .optional()
    .describe(
      'How cells are written: as they stand; in double quotes where needed (CSV, RFC 4180); as RDF terms (results of SPARQL in TSV). Told by content when absent.',
    ),
  comment: z.string().min(1).optional().describe('What lines that are no rows begin with: "#".'),
  synonymSeparator: z.string().min(1).optional().describe('Between the synonyms of one cell: "|".'),
  idPrefix: z
    .string()
    .min(1)
    .optional()
    .describe('Put before ids of concepts and parents that have none: "MESH".'),
  idTemplate: z
    .string()
    .includes('{id}')
    .optional()
    .describe('How an id is made from its cell: "CELLOSAURUS:{id}".'),
  idSeparator: z
    .string()
    .min(1)
    .optional()
    .describe('What stands between prefix and local id where it is no colon: "_".'),
  rows: z
    .enum(['terms', 'names'])
    .optional()
    .describe('"names": each row is one name; the first of an id is its label, others are exact synonyms.'),
  empty: z.array(z.string()).optional().describe('Cells that mean nothing: ["-", "NA"].'),
  where: z.array(filter).optional().describe('Which rows are read; all conditions must hold.'),
  taxa: z
    .array(z.string().regex(/^\d+$/))
    .min(1)
    .optional()
    .describe('Of "ncbi-gene-info": only genes of these NCBI taxa, e.g. ["9606"].'),
  ranks: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Of "ncbi-taxonomy": only taxa of these ranks, e.g. ["species"].'),
})

/** Options of `table`: a preset, columns, or columns that change a preset. */
export const tableOptions = schema.superRefine((options, context) => {
  const problem = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message })
  }
  const { preset, columns: own } = options
  if (preset === undefined && own?.id === undefined && options.mappings === undefined)
    problem(
      'columns',
      'name a "preset", or at least the column of the ids: {"columns": {"id": 0, "label": 1}}',
    )
  if (own !== undefined && options.mappings !== undefined)
    problem('mappings', '"columns" and "mappings" exclude each other')
  if (options.taxa !== undefined && preset !== 'ncbi-gene-info')
    problem('taxa', 'only the preset "ncbi-gene-info" has taxa; use "where"')
  if (options.ranks !== undefined && preset !== 'ncbi-taxonomy')
    problem('ranks', 'only the preset "ncbi-taxonomy" has ranks; use "where"')
  if (options.idPrefix !== undefined && options.idTemplate !== undefined)
    problem('idTemplate', '"idPrefix" and "idTemplate" exclude each other')
})

export type TableOptions = z.infer<typeof schema>
export type ColumnKeys = z.infer<typeof column>
export type TextColumn = z.infer<typeof textColumn>
export type ListColumn = z.infer<typeof listColumn>
export type IdColumn = z.infer<typeof idColumn>
export type SynonymColumn = z.infer<typeof synonymColumn>
export type LinkColumn = z.infer<typeof linkColumn>
export type TermColumns = z.infer<typeof columns>
export type MappingColumns = z.infer<typeof mappings>
export type RowFilter = z.infer<typeof filter>

/** Options as a preset writes them. @throws ZodError for a preset that is wrong, which a test rules out */
export const presetOptions = (options: unknown): TableOptions => schema.parse(options)
