import { describe, expect, it } from 'vitest'
import type { ParsedTerm } from '../../src/core/term.ts'
import { type Difference, differencesOf, loadTerms } from './owl-differences.ts'
import { isAbsent } from './shared-data.ts'

/** A reason why a format says other things than RDF/XML, what it covers, and how often it does. */
interface Explanation {
  readonly why: string
  readonly covers: (difference: Difference) => boolean
  readonly times: number
}

/** One release in another format than RDF/XML. */
interface Rendering {
  readonly type: 'obo' | 'obographs' | 'owl' | 'ofn'
  readonly file: string
  /** None by default. */
  readonly explained?: readonly Explanation[]
}

interface Release {
  readonly rdfXml: string
  /** Terms in it, counted apart: classes of which something is said. */
  readonly terms: number
  readonly others: readonly Rendering[]
}

const NUCLEUS = 'oak-same-ontology-all-formats/go-nucleus'
const PLURALS = /^(?:CL:0000134|CL:1001572)$/

const EQUAL_CLASSES: Explanation = {
  why: 'classes that are equal are logic (equivalent_to) in OBO and JSON, where the logic is passed over',
  covers: ({ id, field, only }) => id === 'BFO:0000023' && field === 'xrefs' && only === 'rdf-xml',
  times: 1,
}
const LOST_TYPE: Explanation = {
  why: 'the OWL, Turtle and functional files lack the type of this synonym',
  covers: ({ id, field }) => id === 'GO:0005634' && field === 'synonyms',
  times: 2,
}
const ANNOTATIONS: Explanation = {
  why: 'taxon constraints are annotations (is_metadata_tag), which only OBO writes as relationships',
  covers: ({ field, only, value }) =>
    field === 'relations' && only === 'obo' && /^\["RO:0002(?:161|175)",/.test(value),
  times: 4,
}
const NAMELESS: Explanation = {
  why: 'classes of imports of which nothing is said: stanzas in OBO, no terms in RDF',
  covers: ({ id, field, only }) => field === 'term' && only === 'obo' && /^(?:BFO|CHEBI|COB):/.test(id),
  times: 8,
}
const TWO_DEFINITIONS: Explanation = {
  why: 'the OWL has two definitions of it; the exporter to JSON wrote the second',
  covers: ({ id, field }) => field === 'definition' && id === 'GO:0110165',
  times: 2,
}

const slim = (name: string, terms: number): Release => ({
  rdfXml: `cl/slims-HEAD/${name}.owl.gz`,
  terms,
  others: [
    { type: 'obo', file: `cl/slims-HEAD/${name}.obo.gz`, explained: [NAMELESS] },
    { type: 'obographs', file: `cl/slims-HEAD/${name}.json.gz`, explained: [TWO_DEFINITIONS] },
  ],
})

const doid = (name: string, terms: number, [owl, obo, json]: readonly string[]): Release => ({
  rdfXml: `doid-slims/${name}.owl${owl ?? ''}`,
  terms,
  others: [
    { type: 'obo', file: `doid-slims/${name}.obo${obo ?? ''}` },
    { type: 'obographs', file: `doid-slims/${name}.json${json ?? ''}` },
  ],
})

const RELEASES: readonly Release[] = [
  {
    rdfXml: `${NUCLEUS}.owl.gz`,
    terms: 176,
    others: [
      { type: 'owl', file: `${NUCLEUS}.owl.ttl.gz` },
      { type: 'ofn', file: `${NUCLEUS}.ofn.gz` },
      { type: 'obo', file: `${NUCLEUS}.obo`, explained: [EQUAL_CLASSES, LOST_TYPE, ANNOTATIONS] },
      { type: 'obographs', file: `${NUCLEUS}.json.gz`, explained: [EQUAL_CLASSES, LOST_TYPE] },
    ],
  },
  {
    rdfXml: 'cl/2019-06-15/cl-basic.owl.gz',
    terms: 2325,
    others: [
      { type: 'obo', file: 'cl/2019-06-15/cl-basic.obo.gz' },
      {
        type: 'obographs',
        file: 'cl/2019-06-15/cl-basic.json.gz',
        explained: [
          {
            why: 'the JSON of 2019 says nothing of synonym types: four plurals are just synonyms in it',
            covers: ({ id, field }) => field === 'synonyms' && PLURALS.test(id),
            times: 8,
          },
        ],
      },
    ],
  },
  {
    rdfXml: 'cl/2021-08-07/cl-basic.owl.gz',
    terms: 2521,
    others: [
      {
        type: 'obo',
        file: 'cl/2021-08-07/cl-basic.obo.gz',
        explained: [
          {
            why: 'the OBO has synonyms twice, with and without xrefs; for four plurals the second lacks the type too',
            covers: ({ id, field, only }) => field === 'synonyms' && only === 'obo' && PLURALS.test(id),
            times: 4,
          },
        ],
      },
      { type: 'obographs', file: 'cl/2021-08-07/cl-basic.json.gz' },
    ],
  },
  slim('blood_and_immune_upper_slim', 1070),
  slim('general_cell_types_upper_slim', 705),
  doid('DO_FlyBase_slim', 185, ['.gz', '', '.gz']),
  doid('DO_RAD_slim', 81, ['', '', '']),
  doid('DO_cancer_slim', 730, ['.gz', '.gz', '.gz']),
  doid('DO_infectious_disease_slim', 536, ['.gz', '.gz', '.gz']),
]

/** OBO and OBO Graphs have no language tags: synonyms are compared with them without. */
const withoutLanguages = (terms: ReadonlyMap<string, ParsedTerm>): ReadonlyMap<string, ParsedTerm> =>
  new Map(
    Array.from(terms, ([id, term]) => [
      id,
      { ...term, synonyms: term.synonyms.map(({ language: _, ...synonym }) => synonym) },
    ]),
  )

describe.skipIf(isAbsent).each(RELEASES)('$rdfXml', ({ rdfXml, terms, others }) => {
  it(`has ${String(terms)} terms, each with a label`, async () => {
    const parsed = await loadTerms('owl', rdfXml)
    expect(parsed.size).toBe(terms)
    expect([...parsed.values()].filter(({ label }) => label === null)).toEqual([])
  })

  it.each(others)('gives the records that $file gives', async ({ type, file, explained = [] }) => {
    const tagged = type === 'owl' || type === 'ofn'
    const ours = await loadTerms('owl', rdfXml)
    const theirs = await loadTerms(type, file)
    const differences = differencesOf(['rdf-xml', tagged ? ours : withoutLanguages(ours)], [type, theirs])
    expect(differences.filter((difference) => !explained.some(({ covers }) => covers(difference)))).toEqual(
      [],
    )
    for (const { why, covers, times } of explained)
      expect(differences.filter(covers), why).toHaveLength(times)
  })
})
