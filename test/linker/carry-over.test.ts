import { afterAll, describe, expect, it } from 'vitest'
import type { LinkResult } from '../../src/linker/contract.ts'
import { linkMention } from '../support/link-mention.ts'
import { ruleScorer } from '../../src/linker/rule-scorer.ts'
import { scratchFolder } from '../support/scratch.ts'
import { termWith, vocabularyOf } from '../support/vocabulary.ts'

const DB_XREF = 'oboInOwl:hasDbXref'
const EXACT = 'skos:exactMatch'

const vocabulary = vocabularyOf(scratchFolder(), [
  {
    name: 'mondo',
    terms: [
      termWith({ id: 'MONDO:1', label: 'heart attack', xrefs: [{ predicate: EXACT, object: 'MESH:D1' }] }),
      termWith({ id: 'MONDO:2', label: 'flu', xrefs: [{ predicate: DB_XREF, object: 'MESH:D2' }] }),
      termWith({ id: 'MONDO:3', label: 'gout' }),
      termWith({
        id: 'MONDO:4',
        label: 'lupus',
        xrefs: [{ predicate: 'skos:narrowMatch', object: 'MESH:D3' }],
      }),
      termWith({ id: 'MONDO:5', label: 'measles', xrefs: [{ predicate: EXACT, object: 'MESH:D8' }] }),
      termWith({ id: 'MONDO:6', label: 'mumps', xrefs: [{ predicate: EXACT, object: 'MESH:D7' }] }),
    ],
  },
  {
    name: 'doid',
    terms: [
      termWith({ id: 'DOID:1', label: 'coronary', xrefs: [{ predicate: EXACT, object: 'MONDO:1' }] }),
      termWith({ id: 'DOID:2', label: 'influenza', xrefs: [{ predicate: DB_XREF, object: 'MONDO:2' }] }),
    ],
  },
  {
    name: 'mesh',
    terms: [
      termWith({ id: 'MESH:D1', label: 'Myocardial Infarction', altIds: ['MESH:D7'] }),
      termWith({
        id: 'MESH:D2',
        label: 'Influenza, Human',
        xrefs: [{ predicate: DB_XREF, object: 'DOID:2' }],
      }),
      termWith({ id: 'MESH:D3', label: 'Lupus Vulgaris' }),
      termWith({ id: 'MESH:D8', label: 'Rubeola', obsolete: true, replacedBy: ['MESH:D9'] }),
      termWith({ id: 'MESH:D9', label: 'Morbilli' }),
    ],
  },
  {
    name: 'sssom',
    entityClass: null,
    terms: [],
    mappings: [
      {
        subject: 'MONDO:3',
        predicate: EXACT,
        object: 'MESH:D3',
        justification: 'semapv:ManualMappingCuration',
        confidence: 0.9,
        line: 7,
      },
      { subject: 'MESH:D1', predicate: 'skos:broadMatch', object: 'DOID:2', line: 8 },
    ],
  },
])
afterAll(() => {
  vocabulary.terms.close()
})

const link = (mention: string, toSource: string): LinkResult =>
  linkMention({ ...vocabulary, scorer: ruleScorer }, mention, { toSource, explain: true })
const ids = (result: LinkResult): string[] => result.candidates.map(({ id }) => id)

describe('answers in concepts of one source', () => {
  it('carry a concept over by its own mapping, and say how', () => {
    const [candidate] = link('heart attack', 'mesh').candidates
    expect(candidate).toMatchObject({
      ...{ id: 'MESH:D1', label: 'Myocardial Infarction', source: 'mesh', matched: 'heart attack' },
      via: [
        { id: 'MONDO:1', strength: 'equivalent', predicate: EXACT, statedBy: 'MONDO:1', source: 'mondo' },
      ],
    })
  })

  it('leave a concept of that source as it is', () => {
    const [candidate] = link('Myocardial Infarction', 'mesh').candidates
    expect(candidate?.id).toBe('MESH:D1')
    expect(candidate).not.toHaveProperty('via')
  })

  it.each([
    { what: 'a bare cross-reference', mention: 'flu', to: 'mesh', expected: ['MESH:D2'] },
    { what: "another's cross-reference", mention: 'Influenza, Human', to: 'mondo', expected: ['MONDO:2'] },
    { what: 'a mapping set', mention: 'gout', to: 'mesh', expected: ['MESH:D3'] },
    { what: 'a mapping set, backwards', mention: 'Lupus Vulgaris', to: 'mondo', expected: ['MONDO:3'] },
    { what: 'two equivalences', mention: 'coronary', to: 'mesh', expected: ['MESH:D1'] },
    { what: 'an id merged since', mention: 'mumps', to: 'mesh', expected: ['MESH:D1'] },
    { what: 'a concept retired since', mention: 'measles', to: 'mesh', expected: ['MESH:D9'] },
  ])('go by $what', ({ mention, to, expected }) => {
    expect(ids(link(mention, to))).toEqual(expected)
  })

  it('never go by a broader or narrower concept: NIL, and the reason', () => {
    const result = link('lupus', 'mesh')
    expect(result).toMatchObject({ nil: true, nilReason: 'no-counterpart-in-source' })
    expect(result.dropped).toEqual([
      { id: 'MONDO:4', matched: 'lupus', reason: 'nothing in mesh is known to correspond to it' },
    ])
  })

  it('of a source that is not there are NIL with that reason', () => {
    expect(link('flu', 'umls')).toMatchObject({ nil: true, nilReason: 'source-not-in-knowledge-base' })
  })
})

describe('correspondences of a concept', () => {
  it('come with every claim, strongest first, seen from the concept asked for', () => {
    expect(vocabulary.terms.correspondences('DOID:2')).toEqual([
      {
        id: 'MESH:D2',
        strength: 'xref',
        evidence: [{ predicate: DB_XREF, statedBy: 'MESH:D2', source: 'mesh', kind: 'xref', line: 0 }],
      },
      {
        id: 'MONDO:2',
        strength: 'xref',
        evidence: [{ predicate: DB_XREF, statedBy: 'DOID:2', source: 'doid', kind: 'xref', line: 0 }],
      },
      {
        id: 'MESH:D1',
        strength: 'narrower',
        evidence: [
          { predicate: 'skos:narrowMatch', statedBy: 'MESH:D1', source: 'sssom', kind: 'mapping', line: 8 },
        ],
      },
    ])
  })

  it('keep what a mapping set says of its rows', () => {
    expect(vocabulary.terms.correspondences('MESH:D3')[0]).toMatchObject({
      id: 'MONDO:3',
      evidence: [{ justification: 'semapv:ManualMappingCuration', confidence: 0.9, line: 7 }],
    })
  })
})
