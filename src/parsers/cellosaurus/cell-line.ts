import { normalizeCurie } from '../../core/curie.ts'
import type { ParsedTerm, Relation, Synonym, Xref } from '../../core/term.ts'
import type { ParseContext } from '../contract.ts'
import { distinct, distinctPairs } from '../distinct.ts'

/** What an entry says, in any of the forms Cellosaurus is published in. Lists are in source order. */
export class CellLine {
  readonly line: number
  accession = ''
  name = ''
  category = ''
  sex = ''
  isProblematic = false
  readonly secondaryAccessions: string[] = []
  readonly synonyms: string[] = []
  readonly misspellings: string[] = []
  /** Taxon ids, without a prefix or as CURIEs. */
  readonly species: string[] = []
  /** CURIEs. */
  readonly diseases: string[] = []
  /** Accessions. */
  readonly derivedFrom: string[] = []
  readonly sameOrigin: string[] = []
  /** CURIEs. */
  readonly xrefs: string[] = []

  constructor(line: number) {
    this.line = line
  }

  /** Reads a comment: of all its kinds, two say something of the names or the standing of the line. */
  comment(kind: string, text: string): void {
    if (kind === 'Problematic cell line') this.isProblematic = true
    else if (kind === 'Misspelling') this.misspellings.push(misspelledName(text))
  }
}

/** `Jurkatt; In ArrayExpress 1 and PubMed=2` → `Jurkatt` */
const misspelledName = (text: string): string => {
  const end = text.indexOf('; ')
  return (end === -1 ? text.replace(/\.$/, '') : text.slice(0, end)).trim()
}

/** Relations of cell lines. `derived_from` and the next are named as the OBO edition of Cellosaurus does. */
const DERIVED_FROM = 'derived_from'
const SAME_ORIGIN = 'originate_from_same_individual_as'
const IN_TAXON = 'RO:0002162'
const HAS_DISEASE = 'CLO:0000015'

const RELATIONS = [
  { id: DERIVED_FROM, curie: 'RO:0001000', label: 'derives from' },
  { id: SAME_ORIGIN, label: 'originates from the same individual as' },
  { id: IN_TAXON, curie: IN_TAXON, label: 'in taxon' },
  { id: HAS_DISEASE, curie: HAS_DISEASE, label: 'derives from patient having disease' },
] as const

export const isRelationOfCellLines = (id: string): boolean => RELATIONS.some((relation) => relation.id === id)

export const defineRelations = (context: ParseContext): void => {
  for (const relation of RELATIONS) context.defineRelation(relation)
}

const ACCESSION = /^CVCL_[A-Z0-9]{4,}$/

export const isAccession = (text: string): boolean => ACCESSION.test(text)

const idOf = (accession: string): string => normalizeCurie(`CELLOSAURUS:${accession}`)

/** The entry as a term; its accession must be one. Accessions in its lists that are none are left to the caller. */
export const termOfCellLine = (cellLine: CellLine): ParsedTerm => ({
  id: idOf(cellLine.accession),
  label: cellLine.name === '' ? null : cellLine.name,
  synonyms: synonymsOf(cellLine),
  definition: null,
  parents: [],
  relations: distinctPairs(relationsOf(cellLine)),
  xrefs: distinctPairs(cellLine.xrefs.map((object): Xref => ({ predicate: 'oboInOwl:hasDbXref', object }))),
  altIds: distinct(cellLine.secondaryAccessions.map(idOf)),
  obsolete: false,
  replacedBy: [],
  consider: [],
  subsets: distinct(subsetsOf(cellLine)),
  line: cellLine.line,
})

const relationsOf = ({ species, diseases, derivedFrom, sameOrigin }: CellLine): Relation[] => [
  ...species.map((taxon) => ({ predicate: IN_TAXON, object: taxonId(taxon) })),
  ...diseases.map((object) => ({ predicate: HAS_DISEASE, object })),
  ...derivedFrom.map((accession) => ({ predicate: DERIVED_FROM, object: idOf(accession) })),
  ...sameOrigin.map((accession) => ({ predicate: SAME_ORIGIN, object: idOf(accession) })),
]

/** `9606`, `NCBI_TaxID:9606` → `NCBITaxon:9606` */
export const taxonId = (taxon: string): string =>
  normalizeCurie(taxon.includes(':') ? taxon : `NCBITaxon:${taxon.trim()}`)

const subsetsOf = ({ category, sex, isProblematic }: CellLine): string[] => [
  ...[category, sex].filter((name) => name !== '').map(subsetName),
  ...(isProblematic ? [PROBLEMATIC] : []),
]

const PROBLEMATIC = 'Problematic_cell_line'

/** `Cancer cell line` → `Cancer_cell_line`, as the OBO edition writes it. */
export const subsetName = (name: string): string => name.trim().replace(/\s+/g, '_')

/** Names that several lines share are told apart in brackets: `1E8 [Mouse hybridoma]` is called 1E8 in texts. */
const QUALIFIED_NAME = /^(.*\S) \[[^[\]]+\]$/

const synonymsOf = ({ name, synonyms, misspellings }: CellLine): readonly Synonym[] => {
  const taken = new Set([name, ''])
  const fresh = (text: string): boolean => taken.size !== taken.add(text).size
  const bare = QUALIFIED_NAME.exec(name)?.[1] ?? ''
  return [
    ...synonyms.filter(fresh).map((text): Synonym => ({ text, scope: 'exact' })),
    ...[bare].filter(fresh).map((text): Synonym => ({ text, scope: 'exact', type: 'unqualified' })),
    ...misspellings.filter(fresh).map((text): Synonym => ({ text, scope: 'related', type: 'misspelling' })),
  ]
}

const DATABASES: Readonly<Record<string, string>> = { 'ChEMBL-Cells': 'CHEMBL', 'ChEMBL-Targets': 'CHEMBL' }

/** An entry in another database as a CURIE; `CLO` with `CLO_0001018` is `CLO:0001018`. `''` for an empty one. */
export const databaseCurie = (database: string, accession: string): string => {
  const [prefix, local] = [database.trim(), accession.trim()]
  if (prefix === '' || local === '') return ''
  const known = Object.hasOwn(DATABASES, prefix) ? (DATABASES[prefix] ?? prefix) : prefix
  const said = /^([A-Za-z]+)_(?=\w)/.exec(local)?.[1]
  const isSaidAgain =
    said !== undefined && (said.toLowerCase() === known.toLowerCase() || said === 'Orphanet')
  return normalizeCurie(`${known}:${isSaidAgain ? local.slice(said.length + 1) : local}`)
}
