import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/core/registry.ts'
import type { ParsedTerm } from '../../src/core/term.ts'
import { parsers } from '../../src/parsers/registry.ts'
import { joined, parseFile } from '../parsers/parsed.ts'
import { isAbsent, ONTOLOGIES } from './shared-data.ts'

/** Something one of two files of one release says and the other does not. */
interface Difference {
  readonly id: string
  readonly field: string
  readonly only: 'obo' | 'json'
  readonly value: string
}

/** A reason why two files differ, what it covers, and how often it does. */
interface Explanation {
  readonly why: string
  readonly covers: (difference: Difference) => boolean
  readonly times: number
}

type Pair = readonly [obo: string, json: string, explained: readonly Explanation[]]

const annotation = (predicate: string, times: number): Explanation => ({
  why: `${predicate} is an annotation in OWL (is_metadata_tag in OBO), and JSON has no edges for those`,
  covers: ({ field, only, value }) =>
    field === 'relations' && only === 'obo' && value.startsWith(`["${predicate}",`),
  times,
})

const CELL_ONTOLOGY_SLIM: readonly Explanation[] = [
  {
    why: 'classes of imports without a name: a node with nothing but an id is no term',
    covers: ({ id, field }) => field === 'term' && /^(?:BFO|CHEBI|COB):/.test(id),
    times: 8,
  },
  {
    why: 'the OWL has two definitions of it; each exporter wrote one, not the same',
    covers: ({ id, field }) => field === 'definition' && id === 'GO:0110165',
    times: 2,
  },
]

const PLURALS = /^(?:CL:0000134|CL:1001572)$/

const PAIRS: readonly Pair[] = [
  [
    'cl/2019-06-15/cl-basic.obo.gz',
    'cl/2019-06-15/cl-basic.json.gz',
    [
      {
        why: 'the JSON of 2019 says nothing of synonym types: four plurals are just synonyms in it',
        covers: ({ id, field }) => field === 'synonyms' && PLURALS.test(id),
        times: 8,
      },
    ],
  ],
  [
    'cl/2021-08-07/cl-basic.obo.gz',
    'cl/2021-08-07/cl-basic.json.gz',
    [
      {
        why: 'the OBO has synonyms twice, with and without xrefs; for four plurals the second lacks the type too',
        covers: ({ id, field, only }) => field === 'synonyms' && only === 'obo' && PLURALS.test(id),
        times: 4,
      },
    ],
  ],
  [
    'cl/slims-HEAD/blood_and_immune_upper_slim.obo.gz',
    'cl/slims-HEAD/blood_and_immune_upper_slim.json.gz',
    CELL_ONTOLOGY_SLIM,
  ],
  [
    'cl/slims-HEAD/general_cell_types_upper_slim.obo.gz',
    'cl/slims-HEAD/general_cell_types_upper_slim.json.gz',
    CELL_ONTOLOGY_SLIM,
  ],
  ['doid-slims/DO_FlyBase_slim.obo', 'doid-slims/DO_FlyBase_slim.json.gz', []],
  ['doid-slims/DO_RAD_slim.obo', 'doid-slims/DO_RAD_slim.json', []],
  ['doid-slims/DO_cancer_slim.obo.gz', 'doid-slims/DO_cancer_slim.json.gz', []],
  ['doid-slims/DO_infectious_disease_slim.obo.gz', 'doid-slims/DO_infectious_disease_slim.json.gz', []],
  [
    'oak-same-ontology-all-formats/go-nucleus.obo',
    'oak-same-ontology-all-formats/go-nucleus.json.gz',
    [annotation('RO:0002161', 2), annotation('RO:0002175', 2)],
  ],
  [
    'uberon/efo-slim.obo.gz',
    'uberon/efo-slim.json.gz',
    [
      annotation('RO:0002161', 71),
      annotation('RO:0002174', 10),
      annotation('RO:0002175', 18),
      annotation('UBPROP:0000202', 9),
      annotation('seeAlso', 1),
    ],
  ],
]

const load = async (type: string, file: string): Promise<Map<string, ParsedTerm>> =>
  joined(await parseFile(await lookUp(parsers, 'source', type), join(ONTOLOGIES, file)))

/** All that is said of a term, field by field, in no order. */
const claimsOf = (term: ParsedTerm): Readonly<Record<string, readonly string[]>> => ({
  label: [String(term.label)],
  definition: [String(term.definition)],
  obsolete: [String(term.obsolete)],
  synonyms: term.synonyms.map(({ text, scope, type, language, xrefs }) =>
    JSON.stringify([text, scope, type, language, [...(xrefs ?? [])].sort()]),
  ),
  parents: term.parents,
  relations: term.relations.map(({ predicate, object }) => JSON.stringify([predicate, object])),
  xrefs: term.xrefs.map(({ predicate, object }) => JSON.stringify([predicate, object])),
  altIds: term.altIds,
  replacedBy: term.replacedBy,
  consider: term.consider,
  subsets: term.subsets,
})

const differencesOf = (
  one: ReadonlyMap<string, ParsedTerm>,
  other: ReadonlyMap<string, ParsedTerm>,
  only: Difference['only'],
): Difference[] =>
  [...one].flatMap(([id, term]) => {
    const counterpart = other.get(id)
    if (!counterpart) return [{ id, field: 'term', only, value: String(term.label) }]
    const theirs = claimsOf(counterpart)
    return Object.entries(claimsOf(term)).flatMap(([field, values]) => {
      const known = new Set(theirs[field])
      return values.filter((value) => !known.has(value)).map((value) => ({ id, field, only, value }))
    })
  })

describe.skipIf(isAbsent)('OBO and OBO Graphs of one release say the same, but for what is explained', () => {
  it.each(PAIRS)('%s', async (oboFile, jsonFile, explained) => {
    const obo = await load('obo', oboFile)
    const json = await load('obographs', jsonFile)
    expect(obo.size).toBeGreaterThan(50)
    const differences = [...differencesOf(obo, json, 'obo'), ...differencesOf(json, obo, 'json')]
    const unexplained = differences.filter(
      (difference) => !explained.some(({ covers }) => covers(difference)),
    )
    expect(unexplained).toEqual([])
    for (const { why, covers, times } of explained)
      expect(differences.filter(covers), why).toHaveLength(times)
  })
})
