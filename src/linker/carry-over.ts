import type { Curie } from '../core/term.ts'
import type { ConceptEntry, Correspondence, TermLookup } from '../vocab/contract.ts'
import type { Candidate, CarryStep } from '../core/candidate.ts'
import type { Dropped } from './contract.ts'
import { successors } from './successors.ts'

/** What counts as the same concept in another source, surest first. Broader and narrower ones never do. */
const CARRYING = ['equivalent', 'close', 'xref'] as const

interface Carried {
  readonly target: ConceptEntry
  readonly via: readonly CarryStep[]
}

/**
 * Candidates as concepts of one source: their own where they are of it, else those that correspond by the surest claims
 * there are, over one step, or over two where both are equivalences. What has no counterpart is dropped, with the reason.
 * Scores stay: they say how sure it is that the mention means the concept that matched.
 */
export const carryOver = (
  terms: TermLookup,
  candidates: readonly Candidate[],
  source: string,
  dropped: Dropped[],
): Candidate[] => {
  const best = new Map<Curie, Candidate>()
  for (const candidate of candidates) {
    const carried = counterparts(terms, candidate.id, source)
    if (carried.length === 0) {
      const reason = `nothing in ${source} is known to correspond to it`
      dropped.push({ id: candidate.id, matched: candidate.matched, reason })
    }
    for (const { target, via } of carried) {
      if (best.has(target.id)) continue
      best.set(target.id, {
        ...candidate,
        id: target.id,
        label: target.label,
        class: target.entityClass,
        source: target.source,
        ...(via.length === 0 ? {} : { via }),
      })
    }
  }
  return [...best.values()]
}

const counterparts = (terms: TermLookup, id: Curie, source: string): readonly Carried[] => {
  const own = livingIn(terms, id, source)
  if (own.length > 0) return own.map((target) => ({ target, via: [] }))
  const direct = terms.correspondences(id)
  for (const strength of CARRYING) {
    const found = direct
      .filter((correspondence) => correspondence.strength === strength)
      .flatMap((correspondence) => reached(terms, correspondence, source, [stepOf(id, correspondence)]))
    if (found.length > 0) return found
  }
  return direct
    .filter(({ strength }) => strength === 'equivalent')
    .flatMap((first) =>
      terms
        .correspondences(first.id)
        .filter((second) => second.strength === 'equivalent' && second.id !== id)
        .flatMap((second) => reached(terms, second, source, [stepOf(id, first), stepOf(first.id, second)])),
    )
}

const reached = (
  terms: TermLookup,
  { id }: Correspondence,
  source: string,
  via: readonly CarryStep[],
): Carried[] => livingIn(terms, id, source).map((target) => ({ target, via }))

/** The concepts of a source that an id stands for: itself, what it was merged into, what replaced it. */
const livingIn = (terms: TermLookup, id: Curie, source: string): ConceptEntry[] =>
  [...terms.concepts(id), ...terms.conceptsByAltId(id)]
    .filter((concept) => concept.source === source)
    .flatMap((concept) => (concept.obsolete ? successors(terms, concept.row) : [concept]))
    .filter((concept) => concept.source === source)

const stepOf = (id: Curie, { strength, evidence }: Correspondence): CarryStep => {
  const [first] = evidence
  return {
    id,
    strength,
    predicate: first?.predicate ?? '',
    statedBy: first?.statedBy ?? '',
    source: first?.source ?? '',
  }
}
