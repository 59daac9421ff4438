/** What `../shared/data/README.md`, section 7, says of each file, and why the parsers count otherwise where they do. */

/** terms: [Term] stanzas; named: with a name; synonyms: synonym lines. */
export type OboRow = readonly [
  file: string,
  release: string | null,
  terms: number,
  named: number,
  obsolete: number,
  synonyms: number,
]

export const OBO_FILES: readonly OboRow[] = [
  ['bto/bto.obo.gz', '2021-10-26', 6566, 6566, 55, 6214],
  ['chebi-modules/go-chebi_import.obo.gz', null, 24634, 24627, 7, 0],
  ['chebi-modules/hp-chebi_import.obo.gz', '2020-12-07', 1583, 1583, 0, 6217],
  ['cl/2013-12-04/cl.obo.gz', '2013-12-04', 5415, 5415, 96, 11252],
  ['cl/2015-01-29/cl.obo.gz', '2015-01-29', 6446, 6446, 106, 14160],
  ['cl/2019-06-15/cl-base.obo.gz', '2019-06-15', 2336, 2336, 121, 2177],
  ['cl/2019-06-15/cl-basic.obo.gz', '2019-06-15', 2325, 2325, 121, 2176],
  ['cl/2021-08-07/cl-base.obo.gz', '2021-08-06', 2531, 2531, 128, 2442],
  ['cl/2021-08-07/cl-basic.obo.gz', '2021-08-06', 2521, 2521, 127, 2840],
  ['cl/slims-HEAD/blood_and_immune_upper_slim.obo.gz', '2026-06-08', 1078, 1070, 0, 2295],
  ['cl/slims-HEAD/general_cell_types_upper_slim.obo.gz', '2026-06-08', 713, 705, 0, 1305],
  ['craft-cl/CL+extensions.obo.gz', null, 2169, 2169, 96, 2100],
  ['craft-cl/CL.obo.gz', null, 2164, 2164, 96, 2096],
  ['craft-go_mf/GO_MF_stub+GO_MF_extensions.obo.gz', '2016-02-16', 10122, 10122, 0, 24396],
  ['craft-go_mf/GO_MF_stub.obo.gz', '2016-02-16', 5, 5, 0, 3],
  ['craft-mop/MOP+extensions.obo.gz', '2014-09-03', 3635, 3635, 0, 694],
  ['craft-mop/MOP.obo.gz', '2014-09-03', 3630, 3630, 0, 692],
  ['craft-so/SO+extensions.obo.gz', '2015-11-24', 2532, 2532, 204, 4034],
  ['craft-so/SO.obo.gz', '2015-11-24', 2383, 2383, 204, 3841],
  ['craft-uberon/UBERON+extensions.obo.gz', '2015-04-23', 14130, 14130, 994, 38414],
  ['craft-uberon/UBERON.obo.gz', '2015-04-23', 14074, 14074, 994, 38349],
  ['doid-slims/DO_FlyBase_slim.obo', '2026-07-31', 185, 185, 0, 422],
  ['doid-slims/DO_RAD_slim.obo', '2026-07-31', 81, 81, 0, 195],
  ['doid-slims/DO_cancer_slim.obo.gz', '2026-07-31', 730, 730, 1, 1265],
  ['doid-slims/DO_infectious_disease_slim.obo.gz', '2026-07-31', 536, 536, 0, 999],
  ['doid-slims/DO_rare_slim.obo.gz', '2026-07-31', 3460, 3460, 2, 8661],
  ['doid-slims/NCIthesaurus.obo.gz', '2026-07-31', 4757, 4757, 7, 8358],
  ['doid/HumanDO-dhimmel.obo.gz', '14:05:2015 16:40', 8948, 8948, 2374, 16035],
  ['doid/doid-2016-03-04.obo.gz', '2016-03-04', 9243, 9243, 2369, 16302],
  ['hpo/hp-boqa-resources.obo.gz', '2016-01-13', 11639, 11639, 107, 7852],
  ['hpo/hp-boqa-root.obo.gz', '2017-04-13', 12358, 12358, 132, 15982],
  ['hpo/hp-boqa-test.obo.gz', '14:06:2011 13:21', 10203, 10203, 43, 4601],
  ['hpo/hp-davetang.obo.gz', '2016-04-01', 11785, 11785, 112, 14248],
  ['imports-modules/mondo-cl_import.obo.gz', '2021-08-03', 1040, 1040, 2, 1186],
  ['imports-modules/mondo-go_import.obo.gz', '2021-08-03', 3845, 3809, 128, 11262],
  ['imports-modules/mondo-uberon_import.obo.gz', '2021-08-03', 7577, 7577, 0, 18121],
  ['oak-same-ontology-all-formats/go-nucleus-modified.obo', null, 175, 175, 0, 247],
  ['oak-same-ontology-all-formats/go-nucleus-structurally-modified.obo', null, 176, 176, 1, 252],
  ['oak-same-ontology-all-formats/go-nucleus.obo', '2020-01-01', 176, 176, 0, 252],
  ['small/go-ec.obo.gz', null, 5155, 5155, 79, 20221],
  ['small/ms.obo.gz', '4.1.30', 2956, 2955, 282, 209],
  ['small/pato.obo.gz', '2019-09-05', 2661, 2661, 892, 867],
  ['small/plana.obo.gz', '2019-02-21', 495, 494, 0, 143],
  ['small/uo.obo', '2019-03-29', 378, 378, 0, 383],
  ['uberon/efo-slim.obo.gz', null, 613, 613, 2, 2938],
  ['uberon/musculoskeletal.obo.gz', null, 2740, 2740, 0, 9380],
  ['uberon/uberon-2010-12-07.obo.gz', '07:12:2010 08:53', 4958, 4958, 111, 16897],
  ['uberon/vertebrate-head.obo.gz', null, 2562, 2562, 0, 5469],
]

/**
 * Synonym lines of one term that have the same text, scope and type and differ in their xrefs alone: one synonym with
 * all the xrefs. The test counts such lines itself.
 */
export const REPEATED_SYNONYMS: Readonly<Record<string, number>> = {
  'chebi-modules/hp-chebi_import.obo.gz': 50,
  // The release was made with every synonym twice, once with its xrefs and once without.
  'cl/2021-08-07/cl-basic.obo.gz': 386,
  'craft-uberon/UBERON+extensions.obo.gz': 167,
  'craft-uberon/UBERON.obo.gz': 167,
  // The same term of several SNOMED releases and ids.
  'doid/HumanDO-dhimmel.obo.gz': 673,
  'doid/doid-2016-03-04.obo.gz': 658,
  'uberon/efo-slim.obo.gz': 10,
  'uberon/musculoskeletal.obo.gz': 8,
  'uberon/uberon-2010-12-07.obo.gz': 7,
  'uberon/vertebrate-head.obo.gz': 10,
}

/** Synonym lines in Mac Roman, which are no UTF-8: reported and left out, with 12 definitions. */
export const NOT_UTF8: Readonly<Record<string, number>> = { 'cl/2013-12-04/cl.obo.gz': 9 }

/**
 * Named terms, where the README counts `name:` lines instead: BFO:0000141 has none, GO:0044464 has two ("cell part" and
 * "obsolete cell part").
 */
export const NAMED: Readonly<Record<string, number>> = { 'imports-modules/mondo-uberon_import.obo.gz': 7576 }

/** Nodes that are no terms, and synonyms that are none of a term or no new ones. */
export interface JsonDifference {
  /** Nodes of type PROPERTY. */
  readonly properties: number
  /** Nodes without a type: annotation properties and individuals. */
  readonly untyped?: number
  /** Classes with nothing but an id: they stand for terms of other ontologies. */
  readonly echoes?: number
  /** Classes without a label, deprecated and replaced: alternative ids of what replaces them. */
  readonly merged?: number
  /** Synonyms of those nodes. */
  readonly elsewhere?: number
  /** Synonyms of one term that differ in their xrefs alone. */
  readonly repeats?: number
  /** Not in the README: retired terms. */
  readonly obsolete?: number
}

export type JsonRow = readonly [
  file: string,
  release: string | null,
  nodes: number,
  synonyms: number,
  difference: JsonDifference,
]

export const JSON_FILES: readonly JsonRow[] = [
  [
    'cl/2019-06-15/cl-basic.json.gz',
    '2019-06-15',
    2356,
    2178,
    { properties: 24, untyped: 7, elsewhere: 2, obsolete: 121 },
  ],
  [
    'cl/2021-08-07/cl-basic.json.gz',
    '2021-08-06',
    2714,
    2458,
    { properties: 6, untyped: 187, elsewhere: 8, obsolete: 127 },
  ],
  [
    'cl/slims-HEAD/blood_and_immune_upper_slim.json.gz',
    '2026-06-08',
    1264,
    2301,
    { properties: 185, echoes: 9, elsewhere: 6 },
  ],
  [
    'cl/slims-HEAD/general_cell_types_upper_slim.json.gz',
    '2026-06-08',
    881,
    1311,
    { properties: 168, echoes: 8, elsewhere: 6 },
  ],
  ['doid-slims/DO_FlyBase_slim.json.gz', '2026-07-31', 202, 422, { properties: 17 }],
  ['doid-slims/DO_RAD_slim.json', '2026-07-31', 95, 195, { properties: 14 }],
  ['doid-slims/DO_cancer_slim.json.gz', '2026-07-31', 749, 1265, { properties: 19, obsolete: 1 }],
  ['doid-slims/DO_infectious_disease_slim.json.gz', '2026-07-31', 553, 999, { properties: 17 }],
  [
    'doid/doid-2018-07-05.json.gz',
    '2018-07-05',
    17453,
    17628,
    { properties: 109, untyped: 2, repeats: 135, obsolete: 2399 },
  ],
  ['ncit-disease/ncit-disease-2018-06-08.json.gz', null, 20385, 61801, { properties: 61, elsewhere: 60 }],
  [
    'oak-same-ontology-all-formats/go-nucleus.json.gz',
    null,
    318,
    269,
    { properties: 113, untyped: 1, merged: 28, elsewhere: 17 },
  ],
  ['ordo/ordo-2_6-2018-07-12.json.gz', 'ontology/orphanet.owl.owl', 13894, 22121, { properties: 23 }],
  [
    'uberon/efo-slim.json.gz',
    null,
    860,
    2968,
    { properties: 102, untyped: 145, elsewhere: 30, repeats: 10, obsolete: 2 },
  ],
]

/** Where the README gives the end of the version IRI; the file states its version as owl:versionInfo as well. */
export const RELEASES: Readonly<Record<string, string>> = { 'ordo/ordo-2_6-2018-07-12.json.gz': '2.6' }
