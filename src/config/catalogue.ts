import { KnownError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { CatalogueEntry } from './catalogue/entry.ts'
import { ONTOLOGIES } from './catalogue/ontologies.ts'
import { TERMINOLOGIES } from './catalogue/terminologies.ts'
import type { SourceConfig } from './schema.ts'

export type { CatalogueEntry } from './catalogue/entry.ts'

/** Well-known sources, for `ontoground init --sources`. */
export const CATALOGUE: readonly CatalogueEntry[] = [...ONTOLOGIES, ...TERMINOLOGIES]

/** Names that stand for several entries. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  go: ['go-process', 'go-function', 'go-component'],
  mesh: ['mesh', 'mesh-supplementary'],
}

/** What is asked for and cannot be here, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  omim: 'OMIM needs a licence from omim.org; "ctd-diseases" has its concepts, and "mondo" maps to its ids.',
  snomed: 'SNOMED CT needs a licence of its own; "umls" contains it.',
  snomedct: 'SNOMED CT needs a licence of its own; "umls" contains it.',
  drugbank: 'DrugBank needs a licence from drugbank.com; "chebi" maps to its ids.',
}

/**
 * The entries of the names, in their order, each once.
 *
 * @throws KnownError `USAGE` for a name the catalogue does not have
 */
export const fromCatalogue = (names: readonly string[]): readonly CatalogueEntry[] => {
  const known = [...new Set([...CATALOGUE.map(({ name }) => name), ...Object.keys(GROUPS)])].sort()
  const entries = names.flatMap((name) => {
    const asked = name.toLowerCase()
    const members = Object.hasOwn(GROUPS, asked) ? (GROUPS[asked] ?? []) : [asked]
    const found = CATALOGUE.filter((entry) => members.includes(entry.name))
    if (found.length === 0) throw unknownName(name, known)
    return found
  })
  return [...new Set(entries)]
}

const unknownName = (name: string, known: readonly string[]): KnownError => {
  const asked = name.toLowerCase()
  const reason = Object.hasOwn(LEFT_OUT, asked) ? ` ${LEFT_OUT[asked] ?? ''}` : didYouMean(name, known)
  return new KnownError(
    'USAGE',
    `the catalogue has no source "${name}".${reason}`,
    `There are: ${known.join(', ')}. ontoground init --list says more of each.`,
  )
}

/** The source as it stands in a configuration. */
export const sourceOf = (entry: CatalogueEntry): SourceConfig => {
  const { name, type, entityClass, path, url, idPrefixes, roots, license, options } = entry
  return {
    name,
    type,
    entityClass,
    path,
    ...(url === undefined ? {} : { url }),
    ...(idPrefixes === undefined ? {} : { idPrefixes: [...idPrefixes] }),
    ...(roots === undefined ? {} : { roots: [...roots] }),
    license,
    ...(options === undefined ? {} : { options: { ...options } }),
  }
}
