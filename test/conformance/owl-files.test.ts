import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bindParser } from '../../src/parsers/contract.ts'
import { owlParser } from '../../src/parsers/owl.ts'
import { parseFile } from '../parsers/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

/** Issues by code. */
type Issues = Readonly<Record<string, number>>

/**
 * File, terms, terms with a label, obsolete terms, merged ids, issues. Terms are the classes of which something is said
 * but their place in the logic; a merged id is such a class without a label, deprecated and replaced. All were counted
 * apart from the parser, with a tree of the whole XML.
 */
const FILES: readonly (readonly [string, number, number, number, number, Issues])[] = [
  ['cl/2019-06-15/cl-basic.owl.gz', 2325, 2325, 121, 0, {}],
  ['cl/2021-08-07/cl-basic.owl.gz', 2521, 2521, 127, 0, {}],
  // Two definitions of GO:0110165.
  ['cl/slims-HEAD/blood_and_immune_upper_slim.owl.gz', 1070, 1070, 0, 0, { 'repeated-tag': 1 }],
  ['cl/slims-HEAD/general_cell_types_upper_slim.owl.gz', 705, 705, 0, 0, { 'repeated-tag': 1 }],
  [
    // Labels and definitions given twice in one language; a class named in Chinese alone.
    'clo/CLO-NICR-foreign.owl.gz',
    1322,
    1321,
    0,
    0,
    { 'conflicting-label': 15, 'repeated-tag': 7, 'missing-label': 1 },
  ],
  ['clo/DOID_import.owl.gz', 233, 233, 2, 0, {}],
  ['clo/LINCS-CLOview.owl.gz', 1828, 1828, 0, 0, { 'conflicting-label': 11, 'repeated-tag': 6 }],
  ['clo/UBERON_import.owl.gz', 472, 470, 1, 0, {}],
  ['clo/hPSCreg_CLO.owl.gz', 2372, 2372, 0, 0, { 'import-not-followed': 5 }],
  ['doid-slims/DO_FlyBase_slim.owl.gz', 185, 185, 0, 0, {}],
  ['doid-slims/DO_RAD_slim.owl', 81, 81, 0, 0, {}],
  ['doid-slims/DO_cancer_slim.owl.gz', 730, 730, 1, 0, {}],
  ['doid-slims/DO_infectious_disease_slim.owl.gz', 536, 536, 0, 0, {}],
  // Nothing but French synonyms: without "languages" no term.
  ['hpo/hp-fr.synonyms.owl.gz', 0, 0, 0, 0, { 'missing-label': 1 }],
  ['imports-modules/go-ncbitaxon_import.owl.gz', 1021, 1021, 0, 3, {}],
  ['imports-modules/mondo-chebi_import.owl.gz', 1085, 1085, 0, 1, {}],
  ['imports-modules/mondo-cl_import.owl.gz', 1056, 1056, 4, 0, {}],
  ['imports-modules/mondo-hp_import.owl.gz', 1211, 1211, 14, 0, {}],
  ['imports-modules/mondo-ncbitaxon_import.owl.gz', 1468, 1468, 0, 9, {}],
  ['oak-same-ontology-all-formats/go-nucleus.owl.gz', 176, 176, 0, 28, {}],
  ['oak-same-ontology-all-formats/go-nucleus.owl.ttl.gz', 176, 176, 0, 28, {}],
  ['small/aeo.owl.gz', 250, 250, 1, 0, {}],
  // Two definitions, of BFO's classes.
  ['small/iao.owl.gz', 239, 239, 17, 0, { 'repeated-tag': 4 }],
]

const parse = (file: string, options: unknown = {}) =>
  parseFile(bindParser(owlParser), join(ONTOLOGIES, file), { options })

describe.skipIf(isAbsent)('every RDF file is read in full', () => {
  it.each(FILES)('%s', async (file, terms, named, obsolete, merged, expected) => {
    const parsed = await parse(file)
    const ids = new Set(parsed.terms.map(({ id }) => id))
    const issues: Record<string, number> = {}
    for (const { code } of parsed.issues) issues[code] = (issues[code] ?? 0) + 1
    expect({
      terms: parsed.terms.length,
      ids: ids.size,
      named: parsed.terms.filter(({ label }) => label !== null).length,
      obsolete: parsed.terms.filter((term) => term.obsolete).length,
    }).toEqual({ terms, ids: terms, named, obsolete })
    // The Cell Ontology of 2021 has merged ids left without a type, too; they belong to no class.
    if (!file.startsWith('cl/2021'))
      expect(new Set(parsed.additions.flatMap(({ altIds }) => altIds ?? [])).size).toBe(merged)
    expect(issues).toEqual(expected)
  })

  it('French synonyms, when French is asked for', async () => {
    const { terms, issues } = await parse('hpo/hp-fr.synonyms.owl.gz', { languages: ['fr'] })
    expect(issues).toEqual([])
    expect(terms).toHaveLength(8087)
    const synonyms = terms.flatMap((term) => term.synonyms)
    expect(synonyms).toHaveLength(10677)
    expect(new Set(synonyms.map(({ language }) => language))).toEqual(new Set(['fr']))
  })

  it('individuals are terms below their classes, when asked for', async () => {
    const { terms } = await parse('clo/hPSCreg_CLO.owl.gz', { types: ['owl:Class', 'owl:NamedIndividual'] })
    expect(terms).toHaveLength(2372 + 1070)
    expect(terms.find(({ id }) => id === 'CLO:1100000')).toMatchObject({
      label: 'SAMEA103884150',
      parents: ['CLO:0037340'],
    })
  })

  it('no file is left out', () => {
    const files = readdirSync(ONTOLOGIES, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => /\.(?:owl|ttl|rdf)(?:\.gz)?$/.test(file))
      // In functional syntax.
      .filter((file) => file !== 'cl/edit-HEAD/cl-edit.owl.gz')
    expect(files.sort()).toEqual(FILES.map(([file]) => file).sort())
  })
})
