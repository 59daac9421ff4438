import { pathToFileURL } from 'node:url'
import type { ResolvedSource } from '../config/load.ts'
import { KnownError } from '../core/errors.ts'
import { lookUp, type Registry } from '../core/registry.ts'
import { bindParser, type BoundParser, type Parser } from '../parsers/contract.ts'

/**
 * The parser of a source: one of the registry, or the `parser` (or default export) of the module its `type` names.
 *
 * @throws KnownError `CONFIG_UNKNOWN_TYPE`
 */
export const parserOf = async (
  { type, parserModule }: ResolvedSource,
  parsers: Registry<BoundParser>,
): Promise<BoundParser> => {
  if (parserModule === undefined || Object.hasOwn(parsers, type)) return lookUp(parsers, 'source', type)
  const exported = await importModule(parserModule)
  const parser = exported['parser'] ?? exported['default']
  if (isParser(parser)) return bindParser(parser)
  throw new KnownError(
    'CONFIG_UNKNOWN_TYPE',
    `the module "${type}" exports no parser`,
    'Export a Parser (see ontoground/parsers) as "parser" or by default: { options, parse }.',
    { place: { file: parserModule } },
  )
}

const importModule = async (file: string): Promise<Record<string, unknown>> => {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new KnownError(
      'CONFIG_UNKNOWN_TYPE',
      `the parser module cannot be loaded (${reason})`,
      'Correct "type": it is a path relative to the configuration, of JavaScript that this Node can run.',
      { place: { file }, cause },
    )
  }
}

const isParser = (value: unknown): value is Parser<unknown> => {
  if (typeof value !== 'object' || value === null) return false
  const { options, parse } = value as Partial<Record<'options' | 'parse', unknown>>
  return (
    typeof parse === 'function' && typeof options === 'object' && options !== null && 'safeParse' in options
  )
}
