import { z } from 'zod'
import { semanticTypesNamed } from './semantic-types.ts'

const semanticType = z.string().refine((name) => semanticTypesNamed(name).length > 0, {
  error: (issue) =>
    `${JSON.stringify(issue.input)} is no semantic type (T047, Disease or Syndrome) and no group of them (DISO, Disorders)`,
})

const sources = z.array(z.string().min(1))

export const rrfOptions = z.strictObject({
  languages: z
    .union([z.literal('all'), z.array(z.string().regex(/^[A-Z]{3}$/, 'is three capitals, as ENG')).min(1)])
    .default(['ENG'])
    .describe('Languages (LAT) of the names that are kept, best first: the label is of the first; or "all".'),
  sources: sources
    .optional()
    .describe('Source vocabularies (SAB) whose names are kept, e.g. ["MSH", "SNOMEDCT_US"]; default all.'),
  termTypes: z
    .array(z.string().min(1))
    .optional()
    .describe('Term types (TTY) of the names that are kept, e.g. ["PT", "SY"]; default all.'),
  suppressed: z
    .array(z.enum(['O', 'Y', 'E']))
    .default([])
    .describe(
      'Suppressed names that are kept all the same: O obsolete, Y suppressed by source and type, E by an editor.',
    ),
  semanticTypes: z
    .array(semanticType)
    .optional()
    .describe('Only concepts of these semantic types: T047 or "Disease or Syndrome"; groups are understood.'),
  semanticGroups: z
    .array(semanticType)
    .optional()
    .describe('Only concepts of these groups of semantic types: DISO or "Disorders"; types are understood.'),
  classes: z
    .record(z.string().min(1), z.array(z.union([z.literal('*'), semanticType])).min(1))
    .optional()
    .describe(
      'Entity class → its semantic types or groups ("*": any other). The first that fits is the class of the concept; what fits none is left out.',
    ),
  definitionSources: sources
    .optional()
    .describe('Sources (SAB) of definitions, best first; default all, in the order of MRDEF.'),
  hierarchy: z
    .union([z.boolean(), sources])
    .optional()
    .describe(
      'Whether the sources’ parents (MRREL, PAR) become parents, or the sources (SAB) whose do; default: those whose names are kept.',
    ),
})

export type RrfOptions = z.infer<typeof rrfOptions>

/** What becomes of the concepts of one semantic type: `null` when it says nothing of whether they are kept. */
export interface Verdict {
  readonly entityClass?: string
}

/** Chooses concepts by their semantic types. */
export class SemanticChoice {
  readonly #types: ReadonlySet<string> | null
  readonly #classes: readonly (readonly [name: string, types: ReadonlySet<string>])[] | null

  constructor({ semanticTypes, semanticGroups, classes }: RrfOptions) {
    const named = [...(semanticTypes ?? []), ...(semanticGroups ?? [])]
    this.#types =
      semanticTypes === undefined && semanticGroups === undefined
        ? null
        : new Set(named.flatMap(semanticTypesNamed))
    this.#classes =
      classes === undefined
        ? null
        : Object.entries(classes).map(([name, types]) => [name, new Set(types.flatMap(typesOrAny))] as const)
  }

  /** Whether there is anything to choose by. */
  get isNeeded(): boolean {
    return this.#types !== null || this.#classes !== null
  }

  /** `null` when concepts of these types are left out. */
  verdict(tuis: readonly string[]): Verdict | null {
    const types = this.#types
    if (types && !tuis.some((tui) => types.has(tui))) return null
    if (!this.#classes) return {}
    const fitting =
      this.#classes.find(([, wanted]) => tuis.some((tui) => wanted.has(tui))) ??
      this.#classes.find(([, wanted]) => wanted.has('*'))
    return fitting ? { entityClass: fitting[0] } : null
  }
}

const typesOrAny = (name: string): readonly string[] => (name === '*' ? ['*'] : semanticTypesNamed(name))
