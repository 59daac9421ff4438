import { canonicalPrefix, normalizeCurie } from '../../core/curie.ts'
import type { SourceCode } from './concept.ts'
import type { Row } from './rows.ts'

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

/** Prefix of the codes of a source (SAB) in its one spelling, `''` when its codes are no ids. */
export const prefixOfSource = (sab: string): string => {
  if (WITHOUT_CODES.has(sab) || /[\s:/]/.test(sab)) return ''
  const base = TRANSLATION.exec(sab)?.[1] ?? sab
  return canonicalPrefix(Object.hasOwn(PREFIXES, base) ? (PREFIXES[base] ?? base) : base)
}

/** Nothing in it that an id is mended for. */
const PLAIN_CODE = /^[\w.-]+$/

/**
 * The code a name has in its source, as a CURIE; `''` where it has none (`NOCODE`) or only one that NLM made up for a
 * source that has none (`MTHU…`).
 */
export const codeCurie = (prefix: string, code: string): string => {
  if (prefix === '' || code === '' || code === 'NOCODE' || code.startsWith('MTHU')) return ''
  // Phenotypic series have a prefix of their own.
  if (prefix === 'OMIM' && /^PS\d/.test(code)) return `OMIMPS:${code.slice(2)}`
  const curie = `${prefix}:${code}`
  return PLAIN_CODE.test(code) ? curie : normalizeCurie(curie)
}

/** Up to here a list is searched faster than a Map is filled. */
const FEW = 12

/** The codes of one concept: most of its names stand under a few. */
export class ConceptCodes {
  #list: SourceCode[] = []
  readonly #byCurie = new Map<string, SourceCode>()

  /** The code in a column of the row, which is a name of it or not. */
  take(row: Row, column: number, prefix: string, named: boolean): SourceCode | null {
    if (prefix === '') return null
    const many = this.#list.length > FEW
    const known = many
      ? undefined
      : this.#list.find((code) => code.prefix === prefix && row.holds(column, code.raw))
    const code = known ?? this.#add(prefix, row.field(column))
    if (code && named) code.named = true
    return code
  }

  /** The codes so far; it is empty afterwards. */
  takeAll(): readonly SourceCode[] {
    const list = this.#list
    this.#list = []
    this.#byCurie.clear()
    return list
  }

  #add(prefix: string, raw: string): SourceCode | null {
    const curie = codeCurie(prefix, raw)
    if (curie === '') return null
    const known = this.#byCurie.get(curie)
    if (known) return known
    const code = { prefix, raw, curie, named: false }
    this.#byCurie.set(curie, code)
    this.#list.push(code)
    return code
  }
}
