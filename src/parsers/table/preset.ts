import type { ParseContext, ParsedBatch } from '../contract.ts'
import type { TableOptions } from './options.ts'
import type { PresetHooks, TableSettings } from './settings.ts'

/** Options of a file kind, and a reader of its own where its rows are no table. */
export type Preset = TableOptions &
  PresetHooks & {
    readonly read?: (
      file: string,
      settings: TableSettings,
      context: ParseContext,
    ) => AsyncIterable<ParsedBatch>
  }
