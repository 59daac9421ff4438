import { type CatalogueEntry, SOURCES_FOLDER } from './entry.ts'

const MESH = 'https://nlmpubs.nlm.nih.gov/projects/mesh/MESH_FILES/xmlmesh'
const MESH_TERMS = {
  type: 'mesh-xml',
  license: 'NLM terms (free use with attribution)',
  citation: 'https://www.nlm.nih.gov/mesh/',
  idPrefixes: ['MESH'],
} as const

const CTD_TERMS = {
  type: 'table',
  license: 'CTD terms of use (citation and link back; notice to CTD for commercial use)',
  citation: 'https://doi.org/10.1093/nar/gkac833',
} as const

/** Thesauri, nomenclatures and tables. */
export const TERMINOLOGIES: readonly CatalogueEntry[] = [
  {
    name: 'mesh',
    title: 'MeSH descriptors (diseases C and F03, chemicals D)',
    ...MESH_TERMS,
    entityClass: 'disease',
    // The year stands in the name, and the parser reads the release from it.
    path: `${SOURCES_FOLDER}/desc2026.gz`,
    url: `${MESH}/desc2026.gz`,
    options: { classes: { disease: ['C', 'F03'], chemical: ['D'] }, onlyClasses: true },
  },
  {
    name: 'mesh-supplementary',
    title: 'MeSH supplementary records (chemicals, rare diseases)',
    ...MESH_TERMS,
    entityClass: 'chemical',
    path: `${SOURCES_FOLDER}/supp2026.gz`,
    url: `${MESH}/supp2026.gz`,
    options: {
      supplementaryClasses: {
        chemical: 'chemical',
        disease: 'disease',
        protocol: false,
        organism: false,
        population: false,
        anatomy: false,
      },
    },
  },
  {
    name: 'cellosaurus',
    title: 'Cellosaurus, a resource on cell lines',
    type: 'cellosaurus',
    entityClass: 'cell_line',
    path: `${SOURCES_FOLDER}/cellosaurus.txt`,
    url: 'https://ftp.expasy.org/databases/cellosaurus/cellosaurus.txt',
    license: 'CC-BY-4.0',
    citation: 'https://doi.org/10.7171/jbt.18-2902-002',
  },
  {
    name: 'hgnc',
    title: 'HGNC approved symbols of human genes',
    type: 'table',
    entityClass: 'gene',
    path: `${SOURCES_FOLDER}/hgnc_complete_set.txt`,
    url: 'https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv/hgnc_complete_set.txt',
    license: 'CC0-1.0',
    citation: 'https://doi.org/10.1093/nar/gkac888',
    options: { preset: 'hgnc' },
  },
  {
    name: 'ncbigene-human',
    title: 'NCBI Gene, human genes',
    type: 'table',
    entityClass: 'gene',
    path: `${SOURCES_FOLDER}/Homo_sapiens.gene_info.gz`,
    url: 'https://ftp.ncbi.nlm.nih.gov/gene/DATA/GENE_INFO/Mammalia/Homo_sapiens.gene_info.gz',
    license: 'public domain',
    citation: 'https://doi.org/10.1093/nar/gku1055',
    options: { preset: 'ncbi-gene-info', taxa: ['9606'] },
  },
  {
    name: 'ncbitaxon',
    title: 'NCBI Taxonomy',
    type: 'table',
    entityClass: 'species',
    path: `${SOURCES_FOLDER}/taxdmp.zip`,
    url: 'https://ftp.ncbi.nlm.nih.gov/pub/taxonomy/taxdmp.zip',
    license: 'public domain',
    citation: 'https://doi.org/10.1093/database/baaa062',
    options: { preset: 'ncbi-taxonomy' },
  },
  {
    name: 'ctd-diseases',
    title: 'CTD diseases (MEDIC: MeSH and OMIM merged)',
    ...CTD_TERMS,
    entityClass: 'disease',
    path: `${SOURCES_FOLDER}/CTD_diseases.tsv.gz`,
    url: 'https://ctdbase.org/reports/CTD_diseases.tsv.gz',
    options: { preset: 'ctd-diseases' },
  },
  {
    name: 'ctd-chemicals',
    title: 'CTD chemicals (MeSH)',
    ...CTD_TERMS,
    entityClass: 'chemical',
    path: `${SOURCES_FOLDER}/CTD_chemicals.tsv.gz`,
    url: 'https://ctdbase.org/reports/CTD_chemicals.tsv.gz',
    options: { preset: 'ctd-chemicals' },
  },
  {
    name: 'mondo-mappings',
    title: 'Mondo mappings to other disease vocabularies (SSSOM)',
    type: 'table',
    entityClass: 'disease',
    path: `${SOURCES_FOLDER}/mondo.sssom.tsv`,
    url: 'https://raw.githubusercontent.com/monarch-initiative/mondo/master/src/ontology/mappings/mondo.sssom.tsv',
    license: 'CC-BY-4.0',
    citation: 'https://doi.org/10.1101/2022.04.13.22273750',
    options: { preset: 'sssom' },
  },
  {
    name: 'umls',
    title: 'UMLS Metathesaurus (diseases, chemicals, anatomy, genes)',
    type: 'umls-rrf',
    entityClass: 'disease',
    path: `${SOURCES_FOLDER}/umls`,
    license: 'UMLS licence (each user needs one of their own)',
    citation: 'https://doi.org/10.1093/nar/gkh061',
    options: {
      classes: { disease: ['DISO'], chemical: ['CHEM'], anatomy: ['ANAT'], gene: ['GENE'] },
    },
    obtain: `Accept the licence at https://uts.nlm.nih.gov, unpack the Metathesaurus and put its .RRF files in ${SOURCES_FOLDER}/umls.`,
  },
]
