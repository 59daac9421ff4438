import { normalizeCurie } from '../../core/curie.ts'

/** Sources whose codes are those of another, or whose prefix is not their abbreviation. */
const PREFIXES: Readonly<Record<string, string>> = {
  HPO: 'HP',
  LNC: 'LOINC',
  MSH: 'MESH',
  MTHICD9: 'ICD9CM',
  NCBI: 'NCBITaxon',
  NCI: 'NCIT',
  SCTSPA: 'SNOMEDCT',
  SNOMEDCT_US: 'SNOMEDCT',
  SNOMEDCT_VET: 'SNOMEDCT',
}

/** Translations have an abbreviation of their own and the codes of the original: MSHFRE, MDRGER, LNC-DE-DE. */
const TRANSLATION = /^(MSH|MDR|LNC|HPO|MDD)(?:[A-Z]{3}|-[A-Z]{2}-[A-Z]{2})$/

/** Names of the Metathesaurus itself and of its sources: their codes are no ids. */
const WITHOUT_CODES = new Set(['MTH', 'NCIMTH', 'SRC'])

/** Prefix of the codes of a source (SAB), `''` when its codes are no ids. */
export const prefixOfSource = (sab: string): string => {
  if (WITHOUT_CODES.has(sab) || /[\s:/]/.test(sab)) return ''
  const base = TRANSLATION.exec(sab)?.[1] ?? sab
  return Object.hasOwn(PREFIXES, base) ? (PREFIXES[base] ?? base) : base
}

/**
 * The code a name has in its source, as a CURIE; `''` where it has none (`NOCODE`) or only one that NLM made up for a
 * source that has none (`MTHU…`).
 */
export const codeCurie = (prefix: string, code: string): string => {
  if (prefix === '' || code === '' || code === 'NOCODE' || code.startsWith('MTHU')) return ''
  // Phenotypic series have a prefix of their own.
  if (prefix === 'OMIM' && /^PS\d/.test(code)) return `OMIMPS:${code.slice(2)}`
  return normalizeCurie(`${prefix}:${code}`)
}
