import { RUNGS } from '../core/text/ladder.ts'
import { SYNONYM_SCOPES } from '../core/term.ts'
import type { CandidateFeatures } from './contract.ts'

type Input = (features: CandidateFeatures) => number

const CASES = ['same', 'initial', 'differs'] as const

/** Of what was not asked for nothing is known. */
const known = (value: number | null): number => value ?? Number.NaN

/** Features as numbers, by name: what a learned scorer reads. NaN: not known. Names are those in its file. */
export const FEATURE_INPUTS: Readonly<Record<string, Input>> = {
  rung: ({ rung }) => (rung === null ? Number.NaN : RUNGS.indexOf(rung)),
  scope: ({ scope }) => SYNONYM_SCOPES.indexOf(scope),
  caseAgreement: ({ caseAgreement }) => CASES.indexOf(caseAgreement),
  symbol: ({ symbol }) => Number(symbol),
  ties: ({ ties }) => ties,
  rivals: ({ rivals }) => rivals,
  fuzzy: ({ fuzzy }) => known(fuzzy),
  vector: ({ vector }) => known(vector),
  fuzzyBehind: ({ fuzzy, fuzzyBehind }) => known(fuzzy === null ? null : fuzzyBehind),
  vectorBehind: ({ vector, vectorBehind }) => known(vector === null ? null : vectorBehind),
  fuzzyRank: ({ fuzzy, fuzzyRank }) => known(fuzzy === null ? null : fuzzyRank),
  vectorRank: ({ vector, vectorRank }) => known(vector === null ? null : vectorRank),
  mentionWords: ({ mentionWords }) => mentionWords,
  nameWords: ({ nameWords }) => nameWords,
  short: ({ short }) => Number(short),
  met: ({ met }) => met,
  names: ({ concept }) => concept.names,
  children: ({ concept }) => concept.children,
  parents: ({ concept }) => concept.parents,
  altIds: ({ concept }) => concept.altIds,
  xrefs: ({ concept }) => concept.xrefs,
}
