/** Every file under `../shared/data/ontologies`: what reads it, and why each of its issues is there. */
import type { IssueCode } from '../../src/core/issue.ts'

export interface EverySource {
  /** A file or a folder. */
  readonly path: string
  readonly type: string
  readonly options?: Record<string, unknown>
  /** Files of a folder that are read; by default the path is the file. */
  readonly files?: readonly string[]
  /** How often, and why. Each count was made from the file by other means: grep, awk, or a tree of the XML or JSON. */
  readonly issues?: Partial<Record<IssueCode, readonly [count: number, why: string]>>
}

type Row = string | Omit<EverySource, 'type'>

const each = (type: string, rows: readonly Row[]): EverySource[] =>
  rows.map((row) => ({ type, ...(typeof row === 'string' ? { path: row } : row) }))

const ELSEWHERE = 'parents in other ontologies, which the file leaves out'
const BARE = 'xrefs without a prefix in the file'
const IMPORTS = 'what the header imports'
const SAMPLE = 'a sample of MeSH: most tree numbers have none above them in it'
const TWO_DEFINITIONS = 'classes, of BFO most of them, with an old and a new definition'
const NAMELESS = 'classes of imports without a name'
const UPPER = 'parents in BFO, COB and CHEBI, whose classes have not so much as a name in it'
const ECHOES = 'classes of CHEBI and COB of which it says nothing but their parents'

const OBO: readonly Row[] = [
  'bto/bto.obo.gz',

  'chebi-modules/go-chebi_import.obo.gz',
  'chebi-modules/hp-chebi_import.obo.gz',
  {
    path: 'cl/2013-12-04/cl.obo.gz',
    issues: { 'invalid-utf8': [21, 'synonyms and definitions in Mac Roman'] },
  },
  'cl/2015-01-29/cl.obo.gz',
  { path: 'cl/2019-06-15/cl-base.obo.gz', issues: { 'unknown-parent': [13, ELSEWHERE] } },
  'cl/2019-06-15/cl-basic.obo.gz',
  {
    path: 'cl/2021-08-07/cl-base.obo.gz',
    issues: { 'malformed-xref': [2, BARE], 'unknown-parent': [10, ELSEWHERE] },
  },
  {
    path: 'cl/2021-08-07/cl-basic.obo.gz',
    issues: { 'malformed-xref': [3, 'the same two, and a definition that stands where an xref should'] },
  },
  {
    path: 'cl/slims-HEAD/blood_and_immune_upper_slim.obo.gz',
    issues: { 'missing-label': [8, NAMELESS] },
  },
  {
    path: 'cl/slims-HEAD/general_cell_types_upper_slim.obo.gz',
    issues: { 'missing-label': [8, NAMELESS] },
  },
  'craft-cl/CL+extensions.obo.gz',
  'craft-cl/CL.obo.gz',
  'craft-cl/CL.obo.zip',
  'craft-go_mf/GO_MF_stub+GO_MF_extensions.obo.gz',
  'craft-go_mf/GO_MF_stub.obo.gz',
  'craft-mop/MOP+extensions.obo.gz',
  'craft-mop/MOP.obo.gz',
  'craft-so/SO+extensions.obo.gz',
  'craft-so/SO.obo.gz',
  'craft-uberon/UBERON+extensions.obo.gz',
  'craft-uberon/UBERON.obo.gz',
  'doid-slims/DO_FlyBase_slim.obo',
  'doid-slims/DO_RAD_slim.obo',
  'doid-slims/DO_cancer_slim.obo.gz',
  'doid-slims/DO_infectious_disease_slim.obo.gz',
  'doid-slims/DO_rare_slim.obo.gz',
  'doid-slims/NCIthesaurus.obo.gz',
  'doid/HumanDO-dhimmel.obo.gz',
  'doid/doid-2016-03-04.obo.gz',
  'hpo/hp-boqa-resources.obo.gz',
  'hpo/hp-boqa-root.obo.gz',
  'hpo/hp-boqa-test.obo.gz',
  'hpo/hp-davetang.obo.gz',
  { path: 'imports-modules/mondo-cl_import.obo.gz', issues: { 'unknown-parent': [6, ELSEWHERE] } },
  'imports-modules/mondo-go_import.obo.gz',
  {
    path: 'imports-modules/mondo-uberon_import.obo.gz',
    issues: {
      'repeated-tag': [1, 'GO:0044464 is named "cell part" and "obsolete cell part"'],
      'missing-label': [1, 'BFO:0000141'],
      'unknown-parent': [41, ELSEWHERE],
    },
  },
  'oak-same-ontology-all-formats/go-nucleus-modified.obo',
  'oak-same-ontology-all-formats/go-nucleus-structurally-modified.obo',
  'oak-same-ontology-all-formats/go-nucleus.obo',
  {
    path: 'small/go-ec.obo.gz',
    issues: {
      'import-not-followed': [22, IMPORTS],
      'unknown-parent': [1529, 'an extract of GO: 1,529 times the parent is not in it'],
    },
  },
  {
    path: 'small/ms.obo.gz',
    issues: {
      'import-not-followed': [2, IMPORTS],
      'missing-label': [1, 'MS:1000393'],
      'unknown-parent': [5, 'units of UO, which is imported'],
    },
  },
  'small/pato.obo.gz',
  {
    path: 'small/plana.obo.gz',
    issues: {
      'malformed-xref': [7, 'bare codes of NCIt'],
      'missing-label': [1, 'hyman:vesicle'],
    },
  },
  'small/uo.obo',
  'uberon/efo-slim.obo.gz',
  'uberon/musculoskeletal.obo.gz',
  'uberon/uberon-2010-12-07.obo.gz',
  { path: 'uberon/vertebrate-head.obo.gz', issues: { 'malformed-xref': [25, BARE] } },
]

const slimJson = (name: string, parents: number): Row => ({
  path: `cl/slims-HEAD/${name}.json.gz`,
  issues: { 'fact-without-term': [3, ECHOES], 'unknown-parent': [parents, UPPER] },
})

const OBO_GRAPHS: readonly Row[] = [
  'cl/2019-06-15/cl-basic.json.gz',
  {
    path: 'cl/2021-08-07/cl-basic.json.gz',
    issues: { 'malformed-xref': [3, 'the same three as in OBO'] },
  },
  slimJson('blood_and_immune_upper_slim', 128),
  slimJson('general_cell_types_upper_slim', 108),
  'doid-slims/DO_FlyBase_slim.json.gz',
  'doid-slims/DO_RAD_slim.json',
  'doid-slims/DO_cancer_slim.json.gz',
  'doid-slims/DO_infectious_disease_slim.json.gz',
  {
    path: 'doid/doid-2018-07-05.json.gz',
    issues: { 'unknown-parent': [2, 'an error of the exporter (error#Error1), and UPHENO above HPO'] },
  },
  'ncit-disease/ncit-disease-2018-06-08.json.gz',
  'oak-same-ontology-all-formats/go-nucleus.json.gz',
  'ordo/ordo-2_6-2018-07-12.json.gz',
  'uberon/efo-slim.json.gz',
]

const slimOwl = (name: string, parents: number): Row => ({
  path: `cl/slims-HEAD/${name}.owl.gz`,
  issues: {
    'repeated-tag': [1, 'two definitions of GO:0110165'],
    'fact-without-term': [3, ECHOES],
    'unknown-parent': [parents, UPPER],
  },
})

const OWL: readonly Row[] = [
  {
    path: 'cl/2019-06-15/cl-basic.owl.gz',
    issues: { 'fact-without-term': [7, 'properties that the file describes and does not declare'] },
  },
  {
    path: 'cl/2021-08-07/cl-basic.owl.gz',
    issues: {
      'malformed-xref': [3, 'the same three as in OBO'],
      'fact-without-term': [55, 'properties that the file describes and does not declare'],
    },
  },
  slimOwl('blood_and_immune_upper_slim', 128),
  slimOwl('general_cell_types_upper_slim', 108),
  {
    path: 'clo/CLO-NICR-foreign.owl.gz',
    issues: {
      'malformed-xref': [2, 'Wikipedia and a colon, in Chinese'],
      'repeated-tag': [7, TWO_DEFINITIONS],
      'conflicting-label': [15, 'classes with two English labels'],
      'missing-label': [2, 'PR:000021935 is named in Chinese alone; told of by class and by language'],
      'fact-without-term': [2, 'properties that the file describes and does not declare'],
      'unknown-parent': [1, 'NCIT:Gonad'],
    },
  },
  { path: 'clo/DOID_import.owl.gz', issues: { 'unknown-parent': [1, ELSEWHERE] } },
  {
    path: 'clo/LINCS-CLOview.owl.gz',
    issues: {
      'repeated-tag': [6, TWO_DEFINITIONS],
      'conflicting-label': [11, 'classes with two English labels'],
    },
  },
  {
    path: 'clo/UBERON_import.owl.gz',
    issues: { 'missing-label': [2, 'CARO:0000003 and CARO:0001001'], 'unknown-parent': [1, ELSEWHERE] },
  },
  {
    path: 'clo/hPSCreg_CLO.owl.gz',
    issues: {
      'import-not-followed': [5, IMPORTS],
      'fact-without-term': [2, 'CLO:100235 and CLO:100270, slips for longer ids: nothing but a disease each'],
      'unknown-parent': [2372, 'all cell lines lie below two classes of CLO, which is imported'],
    },
  },
  'doid-slims/DO_FlyBase_slim.owl.gz',
  'doid-slims/DO_RAD_slim.owl',
  'doid-slims/DO_cancer_slim.owl.gz',
  'doid-slims/DO_infectious_disease_slim.owl.gz',
  {
    path: 'hpo/hp-fr.synonyms.owl.gz',
    options: { languages: ['fr'] },
    issues: {
      'missing-label': [8087, 'the file holds French synonyms of the classes of HPO, and no labels'],
    },
  },
  {
    path: 'imports-modules/go-ncbitaxon_import.owl.gz',
    issues: { 'fact-without-term': [2, 'taxa merged into two that the module leaves out'] },
  },
  'imports-modules/mondo-chebi_import.owl.gz',
  { path: 'imports-modules/mondo-cl_import.owl.gz', issues: { 'unknown-parent': [6, ELSEWHERE] } },
  'imports-modules/mondo-hp_import.owl.gz',
  'imports-modules/mondo-ncbitaxon_import.owl.gz',
  'oak-same-ontology-all-formats/go-nucleus.owl.gz',
  'oak-same-ontology-all-formats/go-nucleus.owl.ttl.gz',
  'small/aeo.owl.gz',
  {
    path: 'small/iao.owl.gz',
    issues: {
      'repeated-tag': [4, TWO_DEFINITIONS],
      'fact-without-term': [5, 'classes of oboInOwl of which it says nothing but their parents'],
    },
  },
]

const FUNCTIONAL: readonly Row[] = [
  {
    path: 'cl/edit-HEAD/cl-edit.owl.gz',
    issues: {
      'import-not-followed': [14, IMPORTS],
      'missing-label': [20, 'classes that the imported components name; here they have a subset'],
      'fact-without-term': [1, 'CL:4033160, a class of a component'],
      'unknown-parent': [6, ELSEWHERE],
    },
  },
  'oak-same-ontology-all-formats/go-nucleus.ofn.gz',
]

const MESH_ASCII: readonly Row[] = [
  'mesh/d2014.en_gb.bin.gz',
  'mesh/q2014.bin.gz',
  {
    path: 'mesh',
    files: ['mesh/mtrees2014.bin.gz'],
    issues: {
      'fact-without-term': [309, 'the trees have American headings, the descriptors British ones'],
      'unknown-parent': [429, 'tree numbers below those headings'],
    },
  },
]

const MESH_XML: readonly Row[] = [
  { path: 'mesh/meshrdf-desc-samples.xml.gz', issues: { 'unknown-parent': [63, SAMPLE] } },
  'mesh/meshrdf-supp-samples.xml',
  { path: 'mesh/xml2006sample.xml', issues: { 'unknown-parent': [1, SAMPLE] } },
  {
    // Pharmacological actions say something of records of other files.
    path: 'mesh',
    files: ['mesh/pa2006sample.xml', 'mesh/pa_substance2006sample.xml'],
    issues: {
      'duplicate-id': [1, 'MESH:D000001 is in two of the samples'],
      'fact-without-term': [2, 'actions of substances that are in none of the samples'],
      'unknown-parent': [63, SAMPLE],
    },
  },
]

// Of 71 tree numbers A09 and C04 have none above, and of 6 the one above is in the sample.
const MESH_RDF: readonly Row[] = [
  { path: 'mesh/meshrdf-samples.nt.gz', issues: { 'unknown-parent': [63, SAMPLE] } },
]

const RRF = 'umls-rrf/SAMPLE_NCI-open-sources'
const UMLS: readonly Row[] = [
  {
    path: RRF,
    files: ['COLS.RRF', 'CONSO.RRF.gz', 'DEF.RRF.gz', 'FILES.RRF', 'RANK.RRF', 'REL.RRF.gz', 'SAB.RRF']
      .concat('STY.RRF')
      .map((name) => `${RRF}/MR${name}`),
    issues: { 'is-a-cycle': [2, 'sources of the Metathesaurus that disagree which concept is the wider'] },
  },
]

const CELLOSAURUS: readonly Row[] = [
  'cellosaurus/cellosaurus_head_1000.txt.gz',
  ...['CVCL_0013', 'CVCL_0238', 'CVCL_0624', 'CVCL_0633', 'CVCL_1793', 'CVCL_1893', 'CVCL_D605'].map(
    (accession) => `cellosaurus/xml-entries/${accession}.xml`,
  ),
]

export const EVERY_SOURCE: readonly EverySource[] = [
  ...each('obo', OBO),
  ...each('obographs', OBO_GRAPHS),
  ...each('owl', OWL),
  ...each('ofn', FUNCTIONAL),
  ...each('mesh-ascii', MESH_ASCII),
  ...each('mesh-xml', MESH_XML),
  ...each('mesh-rdf', MESH_RDF),
  ...each('umls-rrf', UMLS),
  ...each('cellosaurus', CELLOSAURUS),
]

/** Files that hold no names of concepts, and why. */
export const NO_SOURCES: Readonly<Record<string, string>> = {
  'cellosaurus/cellosaurus.xsd': 'schema',
  'clo/basic-report.tsv.gz': 'report; its definitions can be read, but it has no names',
  'mesh/desc2006.dtd': 'schema',
  'mesh/dhimmel-ontology.gexf.gz': 'graph (GEXF) of what dhimmel-terms and -tree-numbers say; no target',
  'mesh/pa2006.dtd': 'schema',
  'mesh/qual2006.dtd': 'schema',
  'mesh/supp2006.dtd': 'schema',
  [`${RRF}/MRDOC.RRF`]: 'what the codes of the other files mean',
}
