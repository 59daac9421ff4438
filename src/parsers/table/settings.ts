import type { ParsedTerm } from '../../core/term.ts'
import type { SourceHeader } from '../contract.ts'
import type { TableOptions } from './options.ts'

/** What a file kind adds to the options a user could write. */
export interface PresetHooks {
  /** A last look at each term; what it is not to be is `null`. */
  readonly finish?: (term: ParsedTerm) => ParsedTerm | null
  /** What a comment line says of the whole. */
  readonly describe?: (comment: string) => SourceHeader | undefined
}

/** Options of a table once its preset is in them. */
export type TableSettings = TableOptions & PresetHooks

/** The options of a preset, each changed where the user's say otherwise; columns one by one. */
export const withPreset = (preset: TableOptions & PresetHooks, options: TableOptions): TableSettings => {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const where = [...(options.where ?? preset.where ?? []), ...taxaFilter(options)]
  return {
    ...preset,
    ...given,
    ...(preset.columns || options.columns ? { columns: { ...preset.columns, ...options.columns } } : {}),
    ...(where.length > 0 ? { where } : {}),
  }
}

const taxaFilter = ({ taxa }: TableOptions): NonNullable<TableOptions['where']> =>
  taxa === undefined ? [] : [{ column: ['tax_id', 0], optional: false, in: taxa }]
