import type { ResolvedSource } from '../config/load.ts'
import type { Issue } from '../core/issue.ts'
import type { TermAddition } from '../parsers/contract.ts'
import type { Curation } from '../curation/curation.ts'
import { CurationSet } from '../curation/curation-set.ts'
import { readCurations } from '../curation/read-curations.ts'
import type { IndexedConcept, IndexedName } from '../index/name-index-builder.ts'
import type { ConceptNames } from '../vocab/contract.ts'

/** The curations of a source; none where it names no file. */
export const curationsOf = async (
  { curationsFile }: ResolvedSource,
  signal: AbortSignal | undefined,
): Promise<CurationSet> =>
  curationsFile === undefined
    ? new CurationSet('', [])
    : new CurationSet(curationsFile, await readCurations(curationsFile, { signal }))

/** Names that curators add, as the store takes them; those of concepts it lacks are left to {@link curationIssues}. */
export const addedNames = ({ additions }: CurationSet, isConcept: (id: string) => boolean): TermAddition[] =>
  additions.flatMap(({ concept, text, scope = 'exact', type }) =>
    concept === undefined || text === undefined || !isConcept(concept)
      ? []
      : [{ id: concept, line: 0, synonyms: [{ text, scope, ...(type === undefined ? {} : { type }) }] }],
  )

/** A name as the store holds it, and whether its concept is retired. */
export interface CuratedName {
  readonly concept: string
  readonly text: string
  readonly obsolete: boolean
}

/** What a release does to the curations: those that name what it lacks, and those whose concept it retired. */
export const curationIssues = (
  curations: CurationSet,
  names: Iterable<CuratedName>,
  file: string,
): Issue[] => {
  const retired = new Set<string>()
  for (const { concept, text, obsolete } of names) {
    curations.restrictionOf(concept, text)
    if (obsolete) retired.add(concept)
  }
  const unmatched = curations.unmatched().map((curation) => ({
    code: 'curation-unmatched' as const,
    line: 0,
    message: `${place(file, curation)}: the source has nothing that "${subject(curation)}" could mean`,
    repair: 'Remove the line, or correct its text or concept; ontoground curate lists all of them.',
  }))
  const touched = curations.lines
    .filter(({ concept }) => concept !== undefined && retired.has(concept))
    .map((curation) => ({
      code: 'curation-retired' as const,
      line: 0,
      message: `${place(file, curation)}: ${curation.concept ?? ''} is retired`,
      repair: 'Say it of the concept in its place, or remove the line.',
    }))
  return [...unmatched, ...touched]
}

const place = (file: string, { line }: Curation): string => `${file}:${String(line)}`
const subject = ({ concept, text }: Curation): string => [concept, text].filter(Boolean).join(' ')

/** The names of a concept with what curators say of each. */
export const curatedConcept = ({ concept, names }: ConceptNames, curations: CurationSet): IndexedConcept => ({
  concept,
  names: curations.lines.length === 0 ? names : names.map((name) => curatedName(concept.id, name, curations)),
})

const curatedName = (
  concept: string,
  name: ConceptNames['names'][number],
  curations: CurationSet,
): IndexedName => {
  const use = curations.restrictionOf(concept, name.text)
  const preferred = curations.isPreferred(concept, name.text)
  return use === null && !preferred ? name : { ...name, use: use ?? 'all', preferred }
}
