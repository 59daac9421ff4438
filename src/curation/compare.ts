import type { Curie } from '../core/term.ts'
import { type Conflict, findConflicts } from './conflicts.ts'
import { type Curation, isGenerated, isHuman, isLearned } from './curation.ts'
import { CurationSet } from './curation-set.ts'
import { foldConcept, foldName } from './curation-key.ts'
import type { CuratableName } from './label-index.ts'
import type { Proposal } from './propose.ts'
import type { CurationLine } from './read-curations.ts'

/** A person's line that holds where the heuristics would have said something else. */
export interface Override {
  readonly line: Curation
  readonly proposal: Curation
}

/** A curations file beside what the heuristics say of the release at hand. */
export interface Comparison {
  /** Proposals the file does not have. */
  readonly added: readonly Proposal[]
  /** Generated lines that are no longer proposed. */
  readonly removed: readonly Curation[]
  /** How many generated lines are still proposed. */
  readonly unchanged: number
  /** Lines of people: they stay as they are. */
  readonly human: readonly Curation[]
  readonly overrides: readonly Override[]
  /** Lines of people about a concept or a name that the release does not have. */
  readonly unmatched: readonly Curation[]
  /** Lines of people about a concept that the release has retired. */
  readonly retired: readonly Curation[]
  readonly conflicts: readonly Conflict[]
  /** The file as it should be, a line each; `null` while lines of people conflict. */
  readonly content: readonly string[] | null
}

export const compareCurations = (
  lines: readonly CurationLine[],
  proposals: readonly Proposal[],
  names: readonly CuratableName[],
): Comparison => {
  const human = lines.map(({ curation }) => curation).filter(isHuman)
  const generated = lines.map(({ curation }) => curation).filter(isGenerated)
  const conflicts = findConflicts(lines.map(({ curation }) => curation))
  const isSound = conflicts.every(({ later }) => !isHuman(later))
  const proposed = new Set(proposals.map(({ curation }) => identity(curation)))
  const known = new Map(generated.map((curation) => [identity(curation), curation]))
  return {
    added: proposals.filter(({ curation }) => !known.has(identity(curation))),
    removed: generated.filter((curation) => !proposed.has(identity(curation))),
    unchanged: generated.filter((curation) => proposed.has(identity(curation))).length,
    human,
    overrides: overridesOf(human, proposals),
    ...(isSound ? touchedByRelease(human, names) : { unmatched: [], retired: [] }),
    conflicts,
    content: isSound ? contentOf(lines, proposals, known) : null,
  }
}

/** All that a generated line says, but for when. */
const identity = ({ action, text, concept, reason }: Curation): string =>
  JSON.stringify([action, text ?? null, concept ?? null, reason])

/** Lines of people as they stand, then the generated ones, those that said so before with their date, then the learned ones. */
const contentOf = (
  lines: readonly CurationLine[],
  proposals: readonly Proposal[],
  known: ReadonlyMap<string, Curation>,
): readonly string[] => [
  ...lines.filter(({ curation }) => isHuman(curation)).map(({ raw }) => raw),
  ...proposals.map(({ curation }) => formatCuration(known.get(identity(curation)) ?? curation)),
  ...lines.filter(({ curation }) => isLearned(curation)).map(({ raw }) => raw),
]

/** A curation as a line of a file, its keys in one order. */
export const formatCuration = (curation: Curation): string => {
  const { action, text, concept, scope, type, author, date, reason } = curation
  return JSON.stringify({ action, text, concept, scope, type, author, date, reason })
}

const overridesOf = (human: readonly Curation[], proposals: readonly Proposal[]): readonly Override[] => {
  const [byText, byConcept] = [new Map<string, Curation[]>(), new Map<string, Curation[]>()]
  for (const curation of human) {
    if (curation.text !== undefined) append(byText, foldName(curation.text), curation)
    else if (curation.concept !== undefined) append(byConcept, foldConcept(curation.concept), curation)
  }
  if (human.length === 0) return []
  return proposals.flatMap(({ curation: proposal, concepts }) => {
    const folded = new Set(concepts.map(foldConcept))
    const ofText = byText.get(foldName(proposal.text ?? '')) ?? []
    const ofConcepts = [...folded].flatMap((concept) => byConcept.get(concept) ?? [])
    return [...ofText, ...ofConcepts]
      .filter((line) => line.concept === undefined || folded.has(foldConcept(line.concept)))
      .filter((line) => decidesOtherwise(line, proposal))
      .map((line) => ({ line, proposal }))
  })
}

const append = (map: Map<string, Curation[]>, key: string, curation: Curation): void => {
  const list = map.get(key)
  if (list === undefined) map.set(key, [curation])
  else list.push(curation)
}

const decidesOtherwise = ({ action }: Curation, proposal: Curation): boolean =>
  action === 'add' || action === 'prefer' ? proposal.action === 'drop' : action !== proposal.action

const touchedByRelease = (
  human: readonly Curation[],
  names: readonly CuratableName[],
): Pick<Comparison, 'unmatched' | 'retired'> => {
  if (human.length === 0) return { unmatched: [], retired: [] }
  const set = new CurationSet('', human)
  const retired = new Set<Curie>()
  for (const { concept, text, obsolete } of names) {
    set.restrictionOf(concept, text)
    if (obsolete) retired.add(foldConcept(concept))
  }
  const isRetired = ({ concept }: Curation): boolean =>
    concept !== undefined && retired.has(foldConcept(concept))
  return { unmatched: set.unmatched(), retired: human.filter(isRetired) }
}
