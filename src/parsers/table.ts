import { basename } from 'node:path'
import { KnownError } from '../core/errors.ts'
import { listEntries } from '../io/source.ts'
import type { ParseContext, ParsedBatch, Parser } from './contract.ts'
import { type TableOptions, tableOptions } from './table/options.ts'
import { loadPreset } from './table/presets.ts'
import { readTable } from './table/read-table.ts'
import { type TableSettings, withPreset } from './table/settings.ts'

/**
 * Tables of concepts, or of mappings between them: delimited text (TSV, CSV), JSON Lines, JSON lists. Presets know the
 * tables the field publishes; `docs/tables.md` shows an option set for each kind. A folder, or a zip of several files,
 * is read as the parts of one table.
 */
export const tableParser: Parser<TableOptions> = {
  repeatedIds: 'join',
  options: tableOptions,
  async *parse(file, options, context) {
    const { read, ...preset } = await loadPreset(options.preset)
    const settings = withPreset(preset, options)
    yield* read ? read(file, settings, context) : readParts(file, settings, context)
  },
}

async function* readParts(
  file: string,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const entries = await listEntries(file)
  if (entries.length === 0) {
    yield* readTable(file, undefined, settings, context)
    return
  }
  const parts = partsOf(entries)
  if (parts.length === 0) {
    const repair = 'Give the path of the file itself, or of a folder that holds the parts of one table.'
    throw new KnownError('SOURCE_NOT_FOUND', 'no table in the folder', repair, { place: { file } })
  }
  for (const entry of parts) {
    const isOnly = parts.length === 1
    yield* readTable(file, entry, settings, isOnly ? context : inPart(context, basename(entry)))
  }
}

const TABLE_ENDING = /\.(?:csv|tsv|tab|txt|jsonl?|ndjson)(?:\.gz)?$/i

/** Files that are no part of the table stand beside it: `_SUCCESS`, checksums, a README. */
const partsOf = (entries: readonly string[]): readonly string[] => {
  const visible = entries.filter((name) => !/^[._]/.test(basename(name)))
  const named = visible.filter((name) => TABLE_ENDING.test(name))
  return named.length > 0 ? named : visible
}

/** Lines count in each part: issues say which it is. */
const inPart = (context: ParseContext, part: string): ParseContext => ({
  report: (issue) => {
    context.report({ ...issue, message: `${part}: ${issue.message}` })
  },
  describe: (header) => {
    context.describe(header)
  },
  defineRelation: (relation) => {
    context.defineRelation(relation)
  },
  signal: context.signal,
})
