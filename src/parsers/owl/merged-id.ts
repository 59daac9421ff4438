import type { Curie, ParsedTerm } from '../../core/term.ts'
import type { TermAddition } from '../contract.ts'

/** OWL has no alternative ids: a merged one is a class without a label, deprecated and replaced. */
export const isMergedId = (term: ParsedTerm): boolean =>
  term.label === null && term.obsolete && term.replacedBy.length > 0

/** The merged id as an alternative one of each term that replaces it. */
export const mergedInto = ({ id, line, replacedBy }: ParsedTerm): readonly TermAddition[] =>
  replacedBy.map((survivor: Curie) => ({ id: survivor, line, altIds: [id] }))
