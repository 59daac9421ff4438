import { z } from 'zod'
import { type CellLine, subsetName, taxonId } from './cell-line.ts'

export const cellosaurusOptions = z.strictObject({
  species: z
    .array(z.string().regex(/^(?:[A-Za-z_]+:)?\d+$/, 'is a taxon, as NCBITaxon:9606'))
    .min(1)
    .optional()
    .describe(
      'Only cell lines of these species, e.g. ["NCBITaxon:9606"]; hybrids if one of theirs is among them.',
    ),
  categories: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Only cell lines of these categories, e.g. ["Cancer cell line", "Hybridoma"].'),
  skipProblematic: z
    .boolean()
    .default(false)
    .describe('Leave out cell lines that are known to be contaminated or misidentified.'),
})

export type CellosaurusOptions = z.infer<typeof cellosaurusOptions>

/** Which cell lines are kept. */
export class CellLineChoice {
  readonly #species: ReadonlySet<string> | null
  readonly #categories: ReadonlySet<string> | null
  readonly #skipProblematic: boolean

  constructor({ species, categories, skipProblematic }: CellosaurusOptions) {
    this.#species = species === undefined ? null : new Set(species.map(taxonId))
    this.#categories = categories === undefined ? null : new Set(categories.map(categoryKey))
    this.#skipProblematic = skipProblematic
  }

  keeps(cellLine: CellLine): boolean {
    if (this.#skipProblematic && cellLine.isProblematic) return false
    const [species, categories] = [this.#species, this.#categories]
    if (categories && !categories.has(categoryKey(cellLine.category))) return false
    return species === null || cellLine.species.some((taxon) => species.has(taxonId(taxon)))
  }
}

const categoryKey = (category: string): string => subsetName(category).toLowerCase()
