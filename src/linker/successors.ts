import type { ConceptEntry, TermLookup } from '../vocab/contract.ts'

/** Where a retired concept leads, over as many retirements as it takes; circles end. */
export const successors = (terms: TermLookup, row: number): ConceptEntry[] => {
  const found: ConceptEntry[] = []
  const seen = new Set<number>([row])
  const waiting = [row]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const id of terms.replacements(next)) {
      const concepts = [...terms.concepts(id), ...terms.conceptsByAltId(id)].filter(
        (concept) => !seen.has(concept.row),
      )
      for (const concept of concepts) seen.add(concept.row)
      // One source may have retired what another keeps.
      const current = concepts.find(({ obsolete }) => !obsolete)
      if (current) found.push(current)
      else waiting.push(...concepts.map((concept) => concept.row))
    }
  }
  return found
}
