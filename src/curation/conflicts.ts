import { KnownError } from '../core/errors.ts'
import { type Curation, isHuman, type Origin, originOf } from './curation.ts'
import { curationKey, describeKey, foldConcept, foldName } from './curation-key.ts'

/** Two lines of one file that cannot both hold. `later` stands below `earlier`. */
export interface Conflict {
  readonly earlier: Curation
  readonly later: Curation
}

/**
 * All conflicts, in file order of the later line; each line against the first it contradicts. Lines of a person,
 * generated and learned ones never conflict with each other: the person's holds. Those of one kind do when they
 *
 * - restrict the same names differently, or one restricts what the other keeps
 * - prefer one text for two concepts (not learned ones: gold files may disagree, and then they settle nothing)
 * - add one name to a concept with two scopes or types
 * - add or prefer a name that is dropped (lines of a person)
 */
export const findConflicts = (curations: readonly Curation[]): readonly Conflict[] => {
  const first = new Map<string, Curation>()
  const conflicts = curations.flatMap((later) => {
    const claim = claimOf(later)
    const earlier = first.get(claim.subject)
    if (earlier === undefined) first.set(claim.subject, later)
    return earlier === undefined || claimOf(earlier).says === claim.says ? [] : [{ earlier, later }]
  })
  return [...conflicts, ...droppedAdditions(curations)].sort((a, b) => a.later.line - b.later.line)
}

/** The error for the first conflict of a file; `null` when there is none. */
export const conflictsError = (file: string, conflicts: readonly Conflict[]): KnownError | null => {
  const [conflict, ...others] = conflicts
  if (conflict === undefined) return null
  const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`
  const repair = REPAIRS[originOf(conflict.later)]
  return new KnownError('CURATION_CONFLICT', `${describeConflict(conflict)}${more}`, repair, {
    place: { file, line: conflict.later.line },
  })
}

const REPAIRS: Readonly<Record<Origin, string>> = {
  human: 'Remove one of the two lines, or say of which concept each holds.',
  generated: 'Run ontoground curate --write: it makes the generated lines anew.',
  learned: 'Run ontoground learn --undo, then learn again.',
}

export const describeConflict = ({ earlier, later }: Conflict): string =>
  `line ${String(later.line)} (${later.action} ${describeKey(later)}) contradicts line ${String(earlier.line)} (${earlier.action} ${describeKey(earlier)})`

/** What a line speaks of, and what it says of it: two lines of one subject must say the same. */
const claimOf = (curation: Curation): { readonly subject: string; readonly says: string } => {
  const { action, text = '', concept = '', scope = 'exact', type = '' } = curation
  const kind = originOf(curation)
  if (action === 'prefer') {
    const of = kind === 'learned' ? curationKey(curation) : JSON.stringify(foldName(text))
    return { subject: `${kind} prefer ${of}`, says: foldConcept(concept) }
  }
  if (action === 'add') return { subject: `${kind} add ${curationKey(curation)}`, says: `${scope} ${type}` }
  return { subject: `${kind} restrict ${curationKey(curation)}`, says: action }
}

const droppedAdditions = (curations: readonly Curation[]): readonly Conflict[] => {
  const human = curations.filter(isHuman)
  const rulings = new Map<string, Curation>()
  for (const curation of human) {
    const key = curationKey(curation)
    if (curation.action !== 'add' && curation.action !== 'prefer' && !rulings.has(key))
      rulings.set(key, curation)
  }
  return human.flatMap((named) => {
    if (named.action !== 'add' && named.action !== 'prefer') return []
    const { text = '', concept = '' } = named
    const ruling =
      rulings.get(curationKey({ text, concept })) ??
      rulings.get(curationKey({ text })) ??
      rulings.get(curationKey({ concept }))
    if (ruling?.action !== 'drop') return []
    return ruling.line < named.line
      ? [{ earlier: ruling, later: named }]
      : [{ earlier: named, later: ruling }]
  })
}
