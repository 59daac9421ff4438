import type { ResolvedSource } from '../config/load.ts'
import { lookUp, type Registry } from '../core/registry.ts'
import { bindParser, type BoundParser, type Parser } from '../parsers/contract.ts'
import { hasOptionsAnd, importPart } from './import-module.ts'

/**
 * The parser of a source: one of the registry, or the `parser` (or default export) of the module its `type` names.
 *
 * @throws KnownError `CONFIG_UNKNOWN_TYPE`
 */
export const parserOf = async (
  { type, parserModule }: ResolvedSource,
  parsers: Registry<BoundParser>,
): Promise<BoundParser> =>
  parserModule === undefined || Object.hasOwn(parsers, type)
    ? lookUp(parsers, 'source', type)
    : bindParser(await importPart(parserModule, type, 'parser', isParser, WANTED))

const WANTED = 'a Parser (see ontoground/parsers), { options, parse },'

const isParser = (value: unknown): value is Parser<unknown> => hasOptionsAnd(value, 'parse')
