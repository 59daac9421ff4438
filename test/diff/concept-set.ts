import type { ConceptSet, DiffConcept } from '../../src/diff/contract.ts'

/** A concept with what is given and nothing else. */
export const concept = (id: string, more: Partial<DiffConcept> = {}): DiffConcept => ({
  id,
  ...{ label: `label of ${id}`, synonyms: [], definition: null, parents: [], relations: [], xrefs: [] },
  ...{ altIds: [], obsolete: false, replacedBy: [], consider: [], subsets: [], entityClass: 'disease' },
  ...more,
})

/** Exact synonyms. */
export const named = (...texts: readonly string[]): Pick<DiffConcept, 'synonyms'> => ({
  synonyms: texts.map((text) => ({ text, scope: 'exact' })),
})

/** A release in memory. */
export const conceptSet = (...concepts: readonly DiffConcept[]): ConceptSet => ({
  concepts: () => concepts,
  concept: (id) => concepts.find((one) => one.id === id),
  label: (id) => concepts.find((one) => one.id === id)?.label,
  ownersOfAltId: (id) => concepts.filter(({ altIds }) => altIds.includes(id)).map((one) => one.id),
  names: () =>
    concepts
      .filter(({ obsolete }) => !obsolete)
      .flatMap(({ id, label, synonyms }) =>
        [label, ...synonyms.map((synonym) => synonym.text)].flatMap((text) =>
          text === null ? [] : [{ id, text }],
        ),
      ),
})
