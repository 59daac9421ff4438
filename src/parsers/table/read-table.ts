import { readDelimitedRows } from '../../io/delimited-rows.ts'
import { readJsonElements } from '../../io/json-elements.ts'
import { readTextBlocks } from '../../io/text-blocks.ts'
import type { ParseContext, ParsedBatch } from '../contract.ts'
import { DelimitedTable, type DelimitedForm } from './delimited-table.ts'
import { dialectOf } from './dialect.ts'
import { JsonTable } from './json-table.ts'
import { RowMaker } from './row-maker.ts'
import type { TableSettings } from './settings.ts'

/**
 * Streams one file of rows, or one entry of a folder or zip.
 *
 * @throws KnownError those of the readers of bytes, and `CONFIG_INVALID` where the settings do not fit the table
 */
export async function* readTable(
  file: string,
  entry: string | undefined,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const dialect = await dialectOf(file, settings, { signal: context.signal, entry })
  if (dialect.format === 'jsonl') yield* readJsonLines(file, entry, settings, context)
  else if (dialect.format === 'json') yield* readJsonList(file, entry, settings, context)
  else yield* readDelimited({ file, ...dialect }, entry, settings, context)
}

async function* readDelimited(
  form: DelimitedForm,
  entry: string | undefined,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const table = new DelimitedTable(settings, form, context, new RowMaker(settings, context))
  const rows = readDelimitedRows(form.file, {
    entry,
    separator: form.separator,
    quoted: form.cells === 'quoted',
    comment: settings.comment,
    onComment: (text) => {
      table.comment(text)
    },
    signal: context.signal,
    report: context.report.bind(context),
  })
  for await (const some of rows) yield table.read(some)
  yield table.finish()
}

async function* readJsonLines(
  file: string,
  entry: string | undefined,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const table = new JsonTable(settings, file, context, new RowMaker(settings, context))
  const { signal } = context
  for await (const { text, firstLine } of readTextBlocks(file, {
    entry,
    signal,
    report: context.report.bind(context),
  })) {
    let line = firstLine
    for (let start = 0; start < text.length; line++) {
      const end = text.indexOf('\n', start)
      const record = text.slice(start, end).trim()
      if (record !== '') table.addLine(record, line)
      start = end + 1
    }
    yield table.batch()
  }
  yield table.finish()
}

async function* readJsonList(
  file: string,
  entry: string | undefined,
  settings: TableSettings,
  context: ParseContext,
): AsyncGenerator<ParsedBatch> {
  const table = new JsonTable(settings, file, context, new RowMaker(settings, context))
  const path = [...(settings.items?.split('.') ?? []), '*'].join('.')
  const select = (keys: readonly string[]): boolean => keys.join('.') === path
  for await (const elements of readJsonElements(file, { select, signal: context.signal, entry })) {
    for (const { value, line } of elements) table.add(value, line)
    yield table.batch()
  }
  yield table.finish()
}
