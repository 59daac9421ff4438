import { z } from 'zod'

/**
 * Classes of supplementary concept records (SCRs), by the number `SCRClass` gives in the XML and the last part of
 * `meshv:SCR_…` in the RDF.
 */
export const SUPPLEMENTARY_CLASSES = {
  '1': 'chemical',
  '2': 'protocol',
  '3': 'disease',
  '4': 'organism',
  '5': 'population',
  '6': 'anatomy',
} as const

export type SupplementaryClass = (typeof SUPPLEMENTARY_CLASSES)[keyof typeof SUPPLEMENTARY_CLASSES]

const treeSchema = z
  .string()
  .regex(/^[A-Z](?:\d{2}(?:\.\d{3})*)?$/, 'write a category or a tree number, e.g. "C" or "F03" or "C04.557"')

const classSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'use lower-case letters, digits and "_", e.g. "cell_line"')

const supplementarySchema = z.union([classSchema, z.literal(false)]).optional()

/** Options that all parsers of MeSH share: which records are kept, and of what entity class they are. */
export const meshOptions = z.strictObject({
  trees: z
    .array(treeSchema)
    .min(1)
    .optional()
    .describe(
      'Keep only descriptors with a tree number at or below one of these, e.g. ["C", "F03"], and the supplementary records mapped to them; all when absent.',
    ),
  classes: z
    .record(classSchema, z.array(treeSchema).min(1))
    .default({})
    .describe(
      'Entity class → tree numbers, e.g. {"disease": ["C", "F03"], "chemical": ["D"]}. The first class that fits a descriptor is its class; one that none fits has the class of the source.',
    ),
  onlyClasses: z
    .boolean()
    .default(false)
    .describe(
      'Keep only descriptors that one of "classes" fits, and the supplementary records mapped to them.',
    ),
  supplementaryClasses: z
    .strictObject({
      chemical: supplementarySchema,
      protocol: supplementarySchema,
      disease: supplementarySchema,
      organism: supplementarySchema,
      population: supplementarySchema,
      anatomy: supplementarySchema,
    })
    .default({})
    .describe(
      'Class of a supplementary record → entity class: such records are all kept, whatever they are mapped to; false: they are left out. Those not named here follow the headings they are mapped to.',
    ),
})

export type MeshOptions = z.infer<typeof meshOptions>
