import type { ConceptSet, Curie, DiffConcept, Home, Ref } from './contract.ts'

export const refIn =
  (...sides: readonly ConceptSet[]) =>
  (id: Curie): Ref => {
    for (const side of sides) {
      const label = side.label(id)
      if (label !== undefined && label !== null) return { id, label }
    }
    return { id, label: null }
  }

/**
 * Where to go from a concept that `next` has no longer in use; by its names only where nothing else is said. `null` when
 * nothing is known, or the concept is in use.
 */
export const homeOf = (next: ConceptSet, id: Curie, namesWentTo: readonly Curie[] = []): Home | null => {
  const concept = next.concept(id)
  if (concept?.obsolete === false) return null
  const ref = refIn(next)
  const found = (by: Home['by'], ids: readonly Curie[]): Home | null => {
    const inUse = ids.filter((one) => one !== id)
    return inUse.length === 0 ? null : { by, concepts: inUse.map(ref) }
  }
  return (
    found('replaced-by', standingFor(next, concept?.replacedBy ?? [], id)) ??
    found('alternative-id', ownersInUse(next, id)) ??
    found('consider', standingFor(next, concept?.consider ?? [], id)) ??
    found('names', namesWentTo)
  )
}

const ownersInUse = (next: ConceptSet, id: Curie): readonly Curie[] =>
  next.ownersOfAltId(id).filter((owner) => next.concept(owner)?.obsolete === false)

/**
 * The concepts in use that these ids lead to, over as many retirements as it takes; circles end. An id that the source
 * does not know, of another ontology as a rule, stands for itself.
 */
const standingFor = (next: ConceptSet, ids: readonly Curie[], start: Curie): readonly Curie[] => {
  const found = new Set<Curie>()
  const seen = new Set<Curie>([start])
  const waiting = [...ids]
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (seen.has(id)) continue
    seen.add(id)
    const concept = next.concept(id)
    if (concept?.obsolete === false) found.add(id)
    else {
      const onward = onwardOf(next, id, concept)
      if (onward.length > 0) waiting.push(...onward)
      else if (concept === undefined) found.add(id)
    }
  }
  return [...found]
}

const onwardOf = (next: ConceptSet, id: Curie, concept: DiffConcept | undefined): readonly Curie[] =>
  concept !== undefined && concept.replacedBy.length > 0 ? concept.replacedBy : ownersInUse(next, id)
