import { readBytes, type ReadOptions } from '../../io/source.ts'
import { withoutByteOrderMark } from '../../io/text-blocks.ts'
import type { CellStyle } from './cells.ts'
import type { TableSettings } from './settings.ts'

/** How a file is to be read. */
export type Dialect =
  | { readonly format: 'delimited'; readonly separator: string; readonly cells: CellStyle }
  | { readonly format: 'jsonl' }
  | { readonly format: 'json' }

const SAMPLE_BYTES = 16 * 1024
const SAMPLE_LINES = 20
const SEPARATORS = ['\t', ',', ';', '|']

/** Tells how a file is written: by what is configured, else by its first lines and its name. */
export const dialectOf = async (
  file: string,
  settings: TableSettings,
  options: ReadOptions,
): Promise<Dialect> => {
  const sample = await readSample(file, options)
  const name = (options.entry ?? file).toLowerCase().replace(/\.(gz|zip)$/, '')
  const format = settings.format ?? formatOf(sample, name, settings)
  if (format !== 'delimited') return { format }
  const lines = sampleLines(sample, settings.comment)
  const separator = settings.separator ?? guessSeparator(lines, name)
  return { format, separator, cells: settings.cells ?? guessCells(lines, separator) }
}

const readSample = async (file: string, options: ReadOptions): Promise<string> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of readBytes(file, options)) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= SAMPLE_BYTES) break
  }
  const bytes = withoutByteOrderMark(Buffer.concat(chunks).subarray(0, SAMPLE_BYTES), file)
  // Only ASCII characters are looked for.
  return bytes.toString('latin1')
}

const formatOf = (sample: string, name: string, { items }: TableSettings): Dialect['format'] => {
  if (items !== undefined) return 'json'
  const isNamedJson = /\.(json|jsonl|ndjson)$/.test(name)
  if (/^\s*\[\s*(?:\{|\]|$)/.test(sample) || (isNamedJson && /^\s*\[/.test(sample))) return 'json'
  if (/^\s*\{\s*(?:"|\}|$)/.test(sample) || isNamedJson) return 'jsonl'
  return 'delimited'
}

/** Whole lines that are rows, some of the first. */
const sampleLines = (sample: string, comment: string | undefined): readonly string[] => {
  const lines = sample.split('\n')
  if (lines.length > 1 && sample.length === SAMPLE_BYTES) lines.pop()
  return lines
    .filter((line) => line.trim() !== '' && (comment === undefined || !line.startsWith(comment)))
    .slice(0, SAMPLE_LINES)
    .map((line) => line.replace(/\r$/, ''))
}

/** The separator that all lines hold: the one the name promises, before others. */
export const guessSeparator = (lines: readonly string[], name: string): string => {
  const order = name.endsWith('.csv') ? [',', ';', '\t', '|'] : SEPARATORS
  const found = order.find((separator) => lines.length > 0 && lines.every((line) => line.includes(separator)))
  return found ?? order[0] ?? '\t'
}

const QUOTED_WHOLE = /^"(?:[^"]|"")*"$/

/** Comma-separated files quote; others do if all that begins with a quote ends with one. */
const guessCells = (lines: readonly string[], separator: string): CellStyle => {
  if (separator === ',' || separator === ';') return 'quoted'
  const opened = lines.flatMap((line) => line.split(separator)).filter((cell) => cell.startsWith('"'))
  return opened.length > 0 && opened.every((cell) => QUOTED_WHOLE.test(cell)) ? 'quoted' : 'plain'
}
