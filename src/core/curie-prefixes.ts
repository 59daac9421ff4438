/**
 * Spellings of the prefixes this product writes. OBO Foundry prefixes are written as OBO writes them; for the others
 * the left column is ours and the right one lists what is seen elsewhere (Bioregistry synonyms, OBO xrefs, UMLS SABs),
 * in lower case, without a release date (`SNOMEDCT_US_2016_03_01`). A prefix that is not here is kept as it is spelled.
 */
export const PREFIX_SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  BFO: [],
  BTO: ['brenda', 'brendatissueontology'],
  CAS: ['casrn', 'cas_rn', 'cas-rn'],
  CELLOSAURUS: ['cvcl'],
  CHEBI: ['chebiid'],
  CHEMBL: ['chembl.compound', 'chembl.target'],
  CL: [],
  CLO: [],
  DOID: ['do', 'diseaseontology'],
  DRUGBANK: ['drugbank_id', 'drugbank id'],
  EFO: [],
  ENSEMBL: ['ensemblgene', 'ensembl.gene'],
  FMA: ['fmaid'],
  GO: ['gene_ontology', 'geneontology'],
  HGNC: ['hgnc_id', 'hgnc id'],
  HP: ['hpo'],
  IAO: [],
  ICD10: ['icd-10', 'icd_10'],
  ICD10CM: ['icd10-cm', 'icd-10-cm'],
  ICD9: ['icd-9'],
  ICD9CM: ['icd9-cm', 'icd-9-cm'],
  MA: [],
  MEDDRA: ['mdr'],
  MESH: ['msh', 'meshid', 'mesh.descriptor'],
  MONDO: ['mondoid'],
  NCBIGene: ['entrez', 'entrezgene', 'entrez gene', 'entrezgene/locuslink', 'geneid', 'ncbi_geneid', 'ncbi gene', 'egid', 'eg'],
  NCBITaxon: ['taxonomy', 'taxid', 'ncbi_taxid', 'ncbi_taxonomy', 'ncbitaxonomy', 'ncbi_tax', 'taxon'],
  NCIT: ['nci', 'ncithesaurus', 'nci_thesaurus', 'ncim_t'],
  OMIM: ['mim', 'omim.entry', 'mimid'],
  OMIMPS: ['mimps', 'omim.ps', 'phenotypicseries'],
  ORPHANET: ['ordo', 'orpha', 'orphanet.ordo', 'orphanetordo'],
  PATO: [],
  PMID: ['pubmed', 'pubmedid'],
  PR: ['pro'],
  RO: [],
  SNOMEDCT: ['sctid', 'snomedct_us', 'snomed', 'snomedctid'],
  SO: [],
  UBERON: ['ubr'],
  UMLS: ['umls_cui', 'umlscui', 'cui'],
  UniProtKB: ['uniprot', 'uniprotid', 'uniprot/swiss-prot', 'swissprot'],
}

/**
 * IRI up to its last `/` or `#` → the prefix it stands for, and what the rest may begin with that is no part of the
 * local id.
 */
export const IRI_BASES: ReadonlyMap<string, readonly [prefix: string, drop: string]> = new Map([
  ['http://www.geneontology.org/formats/oboInOwl#', ['oboInOwl', '']],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', ['rdf', '']],
  ['http://www.w3.org/2000/01/rdf-schema#', ['rdfs', '']],
  ['http://www.w3.org/2002/07/owl#', ['owl', '']],
  ['http://www.w3.org/2004/02/skos/core#', ['skos', '']],
  ['http://purl.org/dc/elements/1.1/', ['dc', '']],
  ['http://purl.org/dc/terms/', ['dcterms', '']],
  ['http://www.orpha.net/ORDO/', ['ORPHANET', 'Orphanet_']],
  ['http://www.ebi.ac.uk/efo/', ['EFO', 'EFO_']],
  ['http://id.nlm.nih.gov/mesh/', ['MESH', '']],
  ['http://linkedlifedata.com/resource/umls/id/', ['UMLS', '']],
  ['https://www.ncbi.nlm.nih.gov/gene/', ['NCBIGene', '']],
  ['https://omim.org/entry/', ['OMIM', '']],
  ['http://snomed.info/id/', ['SNOMEDCT', '']],
])
