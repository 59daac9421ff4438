import fc from 'fast-check'
import { RUNGS } from '../../src/core/text/ladder.ts'
import { SYNONYM_SCOPES } from '../../src/core/term.ts'
import type { CandidateFeatures } from '../../src/linker/contract.ts'

const count = (max: number): fc.Arbitrary<number> => fc.nat({ max })
const share = fc.double({ min: 0, max: 1, noNaN: true })

/** Features of a candidate with a name that meets the mention, or of any. */
export const anyFeatures = (of: 'met' | 'any' = 'any'): fc.Arbitrary<CandidateFeatures> =>
  fc.record({
    rung: of === 'met' ? fc.constantFrom(...RUNGS) : fc.option(fc.constantFrom(...RUNGS)),
    scope: fc.constantFrom(...SYNONYM_SCOPES),
    type: fc.option(fc.constantFrom('abbreviation', 'layperson')),
    caseAgreement: fc.constantFrom('same', 'initial', 'differs'),
    symbol: fc.boolean(),
    ties: count(1000),
    rivals: count(1000),
    fuzzy: fc.option(share),
    vector: fc.option(share),
    fuzzyBehind: share,
    vectorBehind: share,
    fuzzyRank: count(100),
    vectorRank: count(100),
    mentionWords: count(30),
    nameWords: count(30),
    short: fc.boolean(),
    met: count(20),
    entityClass: fc.constantFrom('disease', 'gene', 'toString'),
    concept: fc.record({
      names: count(200),
      children: count(200),
      parents: count(10),
      altIds: count(10),
      xrefs: count(50),
    }),
    sourceRank: count(1000),
    redirected: fc.boolean(),
    preferred: fc.boolean(),
  })

/** Those of a label that is the very mention, and nothing else. */
export const PLAIN_FEATURES: CandidateFeatures = {
  ...{ rung: 'exact', scope: 'label', type: null, caseAgreement: 'same', symbol: false, ties: 0, rivals: 0 },
  ...{ fuzzy: null, vector: null, fuzzyBehind: 0, vectorBehind: 0, fuzzyRank: 0, vectorRank: 0 },
  ...{ mentionWords: 1, nameWords: 1, short: false, met: 1, entityClass: 'disease' },
  concept: { names: 1, children: 0, parents: 0, altIds: 0, xrefs: 0 },
  ...{ sourceRank: 0, redirected: false, preferred: false },
}
