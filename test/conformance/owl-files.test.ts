import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bindParser } from '../../src/parsers/contract.ts'
import { owlParser } from '../../src/parsers/owl.ts'
import { parseFile } from '../../src/testing/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

/**
 * File, terms, terms with a label, obsolete terms, merged ids. Terms are the classes of which something is said
 * but their place in the logic; a merged id is such a class without a label, deprecated and replaced. All were counted
 * apart from the parser, with a tree of the whole XML.
 */
const FILES: readonly (readonly [string, number, number, number, number])[] = [
  ['cl/2019-06-15/cl-basic.owl.gz', 2325, 2325, 121, 0],
  ['cl/2021-08-07/cl-basic.owl.gz', 2521, 2521, 127, 0],
  ['cl/slims-HEAD/blood_and_immune_upper_slim.owl.gz', 1070, 1070, 0, 0],
  ['cl/slims-HEAD/general_cell_types_upper_slim.owl.gz', 705, 705, 0, 0],
  ['clo/CLO-NICR-foreign.owl.gz', 1330, 1329, 0, 0],
  ['clo/DOID_import.owl.gz', 233, 233, 2, 0],
  ['clo/LINCS-CLOview.owl.gz', 1828, 1828, 0, 0],
  ['clo/UBERON_import.owl.gz', 472, 470, 1, 0],
  ['clo/hPSCreg_CLO.owl.gz', 2372, 2372, 0, 0],
  ['doid-slims/DO_FlyBase_slim.owl.gz', 185, 185, 0, 0],
  ['doid-slims/DO_RAD_slim.owl', 81, 81, 0, 0],
  ['doid-slims/DO_cancer_slim.owl.gz', 730, 730, 1, 0],
  ['doid-slims/DO_infectious_disease_slim.owl.gz', 536, 536, 0, 0],
  ['imports-modules/go-ncbitaxon_import.owl.gz', 1021, 1021, 0, 3],
  ['imports-modules/mondo-chebi_import.owl.gz', 1085, 1085, 0, 1],
  ['imports-modules/mondo-cl_import.owl.gz', 1056, 1056, 4, 0],
  ['imports-modules/mondo-hp_import.owl.gz', 1211, 1211, 14, 0],
  ['imports-modules/mondo-ncbitaxon_import.owl.gz', 1468, 1468, 0, 9],
  ['oak-same-ontology-all-formats/go-nucleus.owl.gz', 176, 176, 0, 28],
  ['oak-same-ontology-all-formats/go-nucleus.owl.ttl.gz', 176, 176, 0, 28],
  ['small/aeo.owl.gz', 250, 250, 1, 0],
  ['small/iao.owl.gz', 240, 240, 17, 0],
]

const parse = (file: string, options: unknown = {}) =>
  parseFile(bindParser(owlParser), join(ONTOLOGIES, file), { options })

describe.skipIf(isAbsent)('every RDF file is read in full', () => {
  it.each(FILES)('%s', async (file, terms, named, obsolete, merged) => {
    const parsed = await parse(file)
    const ids = new Set(parsed.terms.map(({ id }) => id))
    expect({
      terms: parsed.terms.length,
      ids: ids.size,
      named: parsed.terms.filter(({ label }) => label !== null).length,
      obsolete: parsed.terms.filter((term) => term.obsolete).length,
    }).toEqual({ terms, ids: terms, named, obsolete })
    // The Cell Ontology of 2021 has merged ids left without a type, too; they belong to no class.
    if (!file.startsWith('cl/2021'))
      expect(new Set(parsed.additions.flatMap(({ altIds }) => altIds ?? [])).size).toBe(merged)
  })

  it('French synonyms, when French is asked for', async () => {
    const { terms } = await parse('hpo/hp-fr.synonyms.owl.gz', { languages: ['fr'] })
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
})
