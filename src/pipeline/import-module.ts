import { pathToFileURL } from 'node:url'
import { KnownError } from '../core/errors.ts'

/**
 * A user's own part: the export `name` of a module, or its default one.
 *
 * @param isPart tells whether the export is such a part
 * @param wanted what it should be, for the error: "a Parser (see ontoground/parsers): { options, parse }"
 * @throws KnownError `CONFIG_UNKNOWN_TYPE`
 */
export const importPart = async <Part>(
  file: string,
  type: string,
  name: string,
  isPart: (value: unknown) => value is Part,
  wanted: string,
): Promise<Part> => {
  const exported = await importModule(file, name)
  const part = exported[name] ?? exported['default']
  if (isPart(part)) return part
  throw new KnownError(
    'CONFIG_UNKNOWN_TYPE',
    `the module "${type}" exports no ${name}`,
    `Export ${wanted} as "${name}" or by default.`,
    { place: { file } },
  )
}

const importModule = async (file: string, name: string): Promise<Record<string, unknown>> => {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new KnownError(
      'CONFIG_UNKNOWN_TYPE',
      `the ${name} module cannot be loaded (${reason})`,
      'Correct "type": it is a path relative to the configuration, of JavaScript that this Node can run.',
      { place: { file }, cause },
    )
  }
}

/** Whether it has zod's `options` and a method of this name. */
export const hasOptionsAnd = (value: unknown, method: string): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const { options, [method]: work } = value as Partial<Record<string, unknown>>
  return (
    typeof work === 'function' && typeof options === 'object' && options !== null && 'safeParse' in options
  )
}
