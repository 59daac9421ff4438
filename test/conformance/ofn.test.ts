import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { joined, parseFile } from '../../src/testing/parsed.ts'
import { differencesOf, loadTerms } from './owl-differences.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

const NUCLEUS = 'oak-same-ontology-all-formats/go-nucleus'

describe.skipIf(isAbsent)('OWL in functional-style syntax', () => {
  it.each([
    ['owl', `${NUCLEUS}.owl.gz`],
    ['owl', `${NUCLEUS}.owl.ttl.gz`],
  ])('says what the same ontology says as %s (%s), and nothing else', async (type, file) => {
    const functional = await loadTerms('ofn', `${NUCLEUS}.ofn.gz`)
    expect(functional.size).toBe(176)
    expect(differencesOf(['ofn', functional], [type, await loadTerms(type, file)])).toEqual([])
  })

  it('says what the same ontology says as OBO Graphs, but for one equivalence and one synonym type', async () => {
    const differences = differencesOf(
      ['ofn', await loadTerms('ofn', `${NUCLEUS}.ofn.gz`)],
      ['obographs', await loadTerms('obographs', `${NUCLEUS}.json.gz`)],
    )
    expect(differences).toEqual([
      // JSON has such equivalences apart from the edges.
      {
        id: 'BFO:0000023',
        field: 'xrefs',
        only: 'ofn',
        value: '["owl:equivalentClass","CHEBI:50906"]',
      },
      // The OWL that was written has lost the type: grep '"cell nucleus"' finds one line, without annotation.
      {
        id: 'GO:0005634',
        field: 'synonyms',
        only: 'ofn',
        value: '["cell nucleus","exact",null,null,[]]',
      },
      {
        id: 'GO:0005634',
        field: 'synonyms',
        only: 'obographs',
        value: '["cell nucleus","exact","systematic_synonym",null,[]]',
      },
    ])
  })

  it('of the editors of the Cell Ontology is read whole', async () => {
    const parsed = await parseFile(
      await lookUp(parsers, 'source', 'ofn'),
      join(ONTOLOGIES, 'cl/edit-HEAD/cl-edit.owl.gz'),
    )
    // Counted apart, by regular expressions over the axioms: 3,554 classes are declared; of 3,320 of them something is
    // asserted; 73 of these are deprecated, unlabelled and replaced, which is how OWL writes an alternative id.
    const terms = [...joined(parsed).values()]
    expect(terms).toHaveLength(3320 - 73)
    const count = (has: (term: (typeof terms)[number]) => number): number =>
      terms.reduce((sum, term) => sum + has(term), 0)
    expect(count(({ label }) => (label === null ? 0 : 1))).toBe(3227)
    expect(count(({ definition }) => (definition === null ? 0 : 1))).toBe(2926)
    expect(count(({ parents }) => parents.length)).toBe(2604)
    // 1,806 axioms; that of CL:4033160 is about a class of a component, which is not read.
    expect(count(({ relations }) => relations.length)).toBe(1805)
    expect(count(({ altIds }) => altIds.length)).toBe(73)
  })
})
