import { normalizeCurie, splitCurie } from '../../core/curie.ts'
import type { Curie } from '../../core/term.ts'
import { LEFT, patternOf, RIGHT, type PatternRule } from './rule.ts'

/** The class of an id by its prefix; only prefixes whose ids are of one class (OMIM: nearly; a `*` in the text says gene). */
export const CLASS_OF_PREFIX: Readonly<Record<string, string>> = {
  HGNC: 'gene',
  NCBIGene: 'gene',
  ENSEMBL: 'gene',
  UniProtKB: 'gene',
  OMIM: 'disease',
  MONDO: 'disease',
  DOID: 'disease',
  ORPHANET: 'disease',
  HP: 'phenotype',
  CHEBI: 'chemical',
  DRUGBANK: 'chemical',
  CL: 'cell_type',
  UBERON: 'anatomy',
  SO: 'sequence_feature',
  NCBITaxon: 'species',
  CELLOSAURUS: 'cell_line',
  CLO: 'cell_line',
  DBSNP: 'variant',
  CLINICALTRIALS: 'clinical_trial',
}

/** Tells the class of an id that a vocabulary knows. */
export type ClassOf = (id: Curie) => string | undefined

// MESH and GO hold several classes: only a vocabulary tells which.
const LOCALS = String.raw`(?<prefix>HGNC|NCBIGene|NCBI[Gg]ene|GeneID|ENSEMBL|OMIM|MIM|MONDO|DOID|Orphanet|ORPHANET|ORPHA|HP|CHEBI|ChEBI|DRUGBANK|DrugBank|CL|UBERON|SO|NCBITaxon|NCBITaxonomy|taxid|CELLOSAURUS|Cellosaurus|CLO|MESH|MeSH|GO|UniProtKB|UniProt)`

const finding = (
  raw: string,
  classOf: ClassOf | undefined,
  reason: string,
  score = 0.99,
): ReturnType<PatternRule['read']> => {
  const id = normalizeCurie(raw)
  const prefix = splitCurie(id)?.prefix ?? ''
  const entityClass = classOf?.(id) ?? CLASS_OF_PREFIX[prefix]
  return entityClass === undefined
    ? { class: '', rejected: `ids of ${prefix} are of several classes, and no vocabulary knows ${id}` }
    : { class: entityClass, score, id, reading: id, reason }
}

const curies = (classOf: ClassOf | undefined, classes: readonly string[]): PatternRule => ({
  name: 'CURIE in text',
  hint: /[:_]\s?(?:CVCL_|[A-Z]{0,4}\d)/,
  classes,
  pattern: patternOf([
    LEFT,
    `${LOCALS}(?<colon>[:_]\\s?)(?<local>CVCL_[A-Z0-9]{4}|ENSG\\d{11}|(?:DB|[A-Z])?\\d{1,9}|[A-NR-Z]\\d[A-Z][A-Z0-9]{2}\\d|[OPQ]\\d[A-Z0-9]{3}\\d)`,
    RIGHT,
  ]),
  read: ({ groups = {} }) => {
    const { prefix = '', colon = '', local = '' } = groups
    // "SO: 3", "CL: 12", "GO:5": letters that mean much else; their own ids have seven digits.
    if (/^(?:CL|SO|GO|HP|UBERON|MONDO|CLO)$/.test(prefix) && !/^\d{7}$/.test(local))
      return { class: '', rejected: `${prefix} and a number of other than seven digits` }
    if (colon.startsWith('_') && !/^\d{7}$/.test(local)) return undefined
    return finding(`${PREFIXES[prefix.toLowerCase()] ?? prefix}:${local}`, classOf, 'an id with its prefix')
  },
})

// Spellings of texts that are no prefixes of the Bioregistry.
const PREFIXES: Readonly<Record<string, string>> = {
  mim: 'OMIM',
  geneid: 'NCBIGene',
  taxid: 'NCBITaxon',
  ncbitaxonomy: 'NCBITaxon',
  uniprotkb: 'UniProtKB',
  uniprot: 'UniProtKB',
  orpha: 'ORPHANET',
}

/** OMIM 215600, MIM #154700, OMIM no. 143100: "#" and none are phenotypes; "*" says gene. */
const mim = (classOf: ClassOf | undefined): PatternRule => ({
  name: 'MIM number',
  hint: /MIM/,
  classes: ['disease', 'gene'],
  pattern: patternOf([
    LEFT,
    String.raw`O?MIM(?:\s(?:no\.?|number|ID|entry))?(?:\s?:)?\s?(?<sign>[#*+%])?\s?(?<digits>[1-6]\d{5})`,
    RIGHT,
  ]),
  read: ({ groups = {} }) => {
    const id: Curie = `OMIM:${groups['digits'] ?? ''}`
    const sign = groups['sign']
    const entityClass = classOf?.(id) ?? (sign === '*' || sign === '+' ? 'gene' : 'disease')
    return {
      class: entityClass,
      score: sign === undefined ? 0.9 : 0.99,
      id,
      reading: id,
      reason: 'a MIM number',
    }
  },
})

/** UniProt P04637, Swiss-Prot accession Q9Y6K9; CVCL_0030, RRID:CVCL_0030; NCT01234567; Entrez Gene 672. */
const accession = (classOf: ClassOf | undefined): PatternRule => ({
  name: 'accession number',
  classes: ['gene', 'cell_line', 'clinical_trial'],
  pattern: patternOf([
    LEFT,
    String.raw`(?:(?:UniProt(?:KB)?|Swiss-?Prot)(?:[/\s](?:Swiss-Prot|TrEMBL|accession|ID|AC|no\.|number)){0,3}[:\s]\s?(?<uniprot>[OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d[A-Z][A-Z0-9]{2}\d)`,
    String.raw`|(?:RRID:\s?)?CVCL_(?<cvcl>[A-Z0-9]{4})|(?<nct>NCT\d{8})`,
    String.raw`|(?:Entrez|NCBI)\s?[Gg]ene(?:\sID)?[:\s]\s?(?<gene>\d{1,9})|(?<ensembl>ENSG\d{11})(?:\.\d{1,3})?)`,
    RIGHT,
  ]),
  read: ({ groups = {} }) => {
    const { uniprot, cvcl, nct, gene, ensembl } = groups
    if (uniprot !== undefined) return finding(`UniProtKB:${uniprot}`, classOf, 'an accession of UniProt')
    if (cvcl !== undefined) return finding(`CELLOSAURUS:CVCL_${cvcl}`, classOf, 'an accession of Cellosaurus')
    if (nct !== undefined) return finding(`CLINICALTRIALS:${nct}`, classOf, 'a number of ClinicalTrials.gov')
    if (gene !== undefined) return finding(`NCBIGene:${gene}`, classOf, 'an id of NCBI Gene')
    return finding(`ENSEMBL:${ensembl ?? ''}`, classOf, 'an id of Ensembl')
  },
})

/** Ids that a text states. `classOf` is asked first; without it, ids of MESH and GO are rejected. */
export const accessionRules = (classOf?: ClassOf): readonly PatternRule[] => [
  curies(classOf, [...new Set(Object.values(CLASS_OF_PREFIX))]),
  mim(classOf),
  accession(classOf),
]
