import { describe, expect, it } from 'vitest'
import { differencesOf, loadTerms } from './owl-differences.ts'
import { isAbsent } from './shared-data.ts'

/** An annotation in OWL (is_metadata_tag in OBO), for which JSON has no edges; and how often it is there. */
const ANNOTATIONS: Readonly<Record<string, number>> = {
  'RO:0002161': 71,
  'RO:0002174': 10,
  'RO:0002175': 18,
  'UBPROP:0000202': 9,
  seeAlso: 1,
}

// The releases that are there as OWL, too, are compared in `owl-equivalence.test.ts`.
describe.skipIf(isAbsent)('a release in OBO and OBO Graphs', () => {
  it('is the same in both, but for annotations', async () => {
    const obo = await loadTerms('obo', 'uberon/efo-slim.obo.gz')
    const json = await loadTerms('obographs', 'uberon/efo-slim.json.gz')
    expect(obo.size).toBe(613)
    const differences = differencesOf(['obo', obo], ['json', json])
    const predicates = differences.map(
      ({ field, only, value }) =>
        Object.keys(ANNOTATIONS).find(
          (name) => field === 'relations' && only === 'obo' && value.startsWith(`["${name}",`),
        ) ?? 'unexplained',
    )
    const counts: Record<string, number> = {}
    for (const predicate of predicates) counts[predicate] = (counts[predicate] ?? 0) + 1
    expect(counts).toEqual(ANNOTATIONS)
  })
})
