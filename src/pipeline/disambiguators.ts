import { lookUp } from '../core/registry.ts'
import type { Disambiguator } from '../linker/disambiguation/contract.ts'
import { DISAMBIGUATORS } from '../linker/disambiguation/registry.ts'

/**
 * Disambiguators by name, or ready made.
 *
 * @param all default: all there are
 * @throws KnownError `CONFIG_UNKNOWN_TYPE`
 */
export const openDisambiguators = async (
  all: readonly (string | Disambiguator)[] = Object.keys(DISAMBIGUATORS),
): Promise<readonly Disambiguator[]> => {
  const opened: Disambiguator[] = []
  for (const each of all)
    opened.push(typeof each === 'string' ? await lookUp(DISAMBIGUATORS, 'disambiguator', each) : each)
  return opened
}
