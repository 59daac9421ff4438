import { KnownError } from './errors.ts'
import { didYouMean } from './nearest.ts'

/** `type` in a configuration → a loader of the one module that serves it. Loaders keep unused parts unloaded. */
export type Registry<Part> = Readonly<Record<string, () => Promise<Part>>>

/** @throws KnownError `CONFIG_UNKNOWN_TYPE`, naming the known types. */
export const lookUp = async <Part>(registry: Registry<Part>, kind: string, type: string): Promise<Part> => {
  const load = Object.hasOwn(registry, type) ? registry[type] : undefined
  if (load) return load()
  const known = Object.keys(registry).sort()
  throw new KnownError(
    'CONFIG_UNKNOWN_TYPE',
    `unknown ${kind} type "${type}".${didYouMean(type, known)}`,
    `Use one of: ${known.join(', ')}.`,
  )
}
