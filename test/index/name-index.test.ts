import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LadderProfile, meetingRung, normalForms, profileOf, RUNGS } from '../../src/core/text/ladder.ts'
import { SYNONYM_SCOPES } from '../../src/core/term.ts'
import { findCollisions } from '../../src/index/collisions.ts'
import type { NameFilter, NameHit } from '../../src/index/contract.ts'
import { type IndexedConcept, NameIndexBuilder } from '../../src/index/name-index-builder.ts'
import { type NameIndex, openNameIndex } from '../../src/index/name-index.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()

// Each source has one class, as in a configuration; two share a profile.
const SOURCES = ['mondo', 'hgnc', 'cellosaurus', 'hp']
const CLASSES = ['disease', 'gene', 'cell_line', 'phenotype']

const word = fc.constantFrom(
  ...[
    'MCF',
    'mcf',
    '7',
    'alpha',
    'α',
    'TNF',
    'type',
    'II',
    '2',
    'two',
    'cell',
    'cells',
    'line',
    'gene',
    'of',
  ],
  ...[
    'the',
    'anaemia',
    'anemia',
    'Anemias',
    'B',
    'β',
    'é',
    'e\u0301',
    'ß',
    'ss',
    'İ',
    'İİ',
    '数',
    '😀',
    '+',
    '-',
  ],
)
const name = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '-', '', ', ', '\u00a0')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map(([piece, gap], at) => (at + 1 < parts.length ? piece + gap : piece)).join(''))
const concept = fc.record({
  source: fc.nat({ max: SOURCES.length - 1 }),
  labelled: fc.boolean(),
  obsolete: fc.boolean(),
  names: fc.array(fc.tuple(name, fc.integer({ min: 1, max: 4 }), fc.option(fc.constantFrom('abbr', 'lay'))), {
    maxLength: 4,
  }),
})
const vocabulary = fc.array(concept, { maxLength: 12 }).map((concepts): IndexedConcept[] => {
  const inOrder = concepts.toSorted((a, b) => a.source - b.source)
  return inOrder.map(({ source, labelled, obsolete, names }, at) => {
    const [first, ...rest] = names
    const label = labelled ? (first?.[0] ?? null) : null
    const synonyms = (label === null ? names : rest).map(([text, scope, type]) => ({ text, scope, type }))
    return {
      concept: {
        ...{ row: at + 1, id: `X:${String(at)}`, label, obsolete },
        ...{ entityClass: CLASSES[source] ?? '', source: SOURCES[source] ?? '' },
      },
      names: label === null ? synonyms : [{ text: label, scope: 0, type: null }, ...synonyms],
    }
  })
})

const indexOf = (concepts: readonly IndexedConcept[]): NameIndex => {
  const builder = new NameIndexBuilder(SOURCES)
  for (const one of concepts) builder.add(one)
  const file = newFile(scratch, 'names.bin')
  builder.write(file)
  return openNameIndex(file)
}

type Unmet = Omit<NameHit, 'rung'>

/** All names, in order: what an index is compared with. */
const allNames = (concepts: readonly IndexedConcept[]): Unmet[] =>
  concepts.flatMap(({ concept: { row, id, label, entityClass, source, obsolete }, names }) =>
    names
      .filter(({ text }, at) => names.findIndex((other) => other.text === text) === at)
      .map(({ text, scope, type, use = 'all', preferred = false }) => ({
        ...{ id, row, text, type, label, entityClass, source, obsolete, use, preferred },
        scope: SYNONYM_SCOPES[scope] ?? 'related',
        sourceRank: SOURCES.indexOf(source),
      })),
  )

const passes = (hit: Unmet, { entityClass, source }: NameFilter): boolean =>
  (entityClass === undefined || hit.entityClass === entityClass) &&
  (source === undefined || hit.source === source)

const rungBetween = (a: string, b: string, profile: LadderProfile): NameHit['rung'] | null =>
  meetingRung(normalForms(a, profile), normalForms(b, profile))

const normalizedOracle = (names: readonly Unmet[], text: string, filter: NameFilter): NameHit[] =>
  names
    .filter((hit) => passes(hit, filter))
    .flatMap((hit) => {
      const rung = rungBetween(text, hit.text, profileOf(hit.entityClass))
      return rung === null ? [] : [{ ...hit, rung }]
    })
    .toSorted((a, b) => RUNGS.indexOf(a.rung) - RUNGS.indexOf(b.rung))

const wordsOf = (text: string): string => normalForms(text, profileOf('')).punctuation

const prefixOracle = (names: readonly Unmet[], text: string, limit: number, filter: NameFilter): NameHit[] =>
  names
    .filter((hit) => passes(hit, filter) && wordsOf(hit.text).startsWith(wordsOf(text)))
    .map((hit) => ({ ...hit, rung: 'punctuation' as const, words: wordsOf(hit.text) }))
    .toSorted((a, b) => (a.words < b.words ? -1 : Number(a.words > b.words)))
    .slice(0, limit)
    .map(({ words: _, ...hit }) => hit)

const filters = fc.record(
  { entityClass: fc.constantFrom(...CLASSES, 'unknown'), source: fc.constantFrom(...SOURCES, 'unknown') },
  { requiredKeys: [], noNullPrototype: true },
)

const asked = (concepts: readonly IndexedConcept[], text: string, pick: number): string => {
  const names = concepts.flatMap((one) => one.names)
  return pick < 0 ? text : (names[pick % Math.max(1, names.length)]?.text ?? text)
}

describe('the name index agrees with a walk over all names', () => {
  const question = [vocabulary, name, fc.integer({ min: -30, max: 30 }), filters] as const

  it('in exact and normalised look-ups, with and without filters', () => {
    fc.assert(
      fc.property(...question, (concepts, random, pick, filter) => {
        const [index, names] = [indexOf(concepts), allNames(concepts)]
        const text = asked(concepts, random, pick)
        expect(index.length).toBe(names.length)
        const exact = names.filter((hit) => hit.text === text && passes(hit, filter))
        expect(index.exact(text, filter)).toEqual(exact.map((hit) => ({ ...hit, rung: 'exact' })))
        expect(index.normalized(text, filter)).toEqual(normalizedOracle(names, text, filter))
      }),
      { numRuns: 300 },
    )
  })

  it('in look-ups by prefix, in the order of words, up to the limit', () => {
    fc.assert(
      fc.property(...question, fc.nat({ max: 8 }), (concepts, random, pick, filter, limit) => {
        const [index, names] = [indexOf(concepts), allNames(concepts)]
        const whole = asked(concepts, random, pick)
        for (const text of [whole, whole.slice(0, Math.ceil(whole.length / 2)), whole.charAt(0)])
          expect(index.prefix(text, limit, filter)).toEqual(prefixOracle(names, text, limit, filter))
      }),
      { numRuns: 200 },
    )
  })

  it('in collisions: every pair of living concepts of one source, on its surest rung', () => {
    fc.assert(
      fc.property(vocabulary, (concepts) => {
        const living = allNames(concepts).filter(({ obsolete }) => !obsolete)
        const surest = new Map<string, number>()
        for (const a of living) {
          for (const b of living) {
            if (a.row >= b.row || a.source !== b.source) continue
            const rung = rungBetween(a.text, b.text, profileOf(a.entityClass))
            const key = `${String(a.row)}-${String(b.row)}`
            if (rung !== null) surest.set(key, Math.min(surest.get(key) ?? Infinity, RUNGS.indexOf(rung)))
          }
        }
        const found = findCollisions(indexOf(concepts))
        const pairs = found.map(
          ({ a, b, rung }) => [`${String(a.row)}-${String(b.row)}`, RUNGS.indexOf(rung)] as const,
        )
        expect(pairs.toSorted()).toEqual([...surest].toSorted())
        const rungs = found.map(({ rung }) => RUNGS.indexOf(rung))
        expect(rungs).toEqual(rungs.toSorted((a, b) => a - b))
      }),
      { numRuns: 200 },
    )
  })
})

const single = (entityClass: string, text: string): NameIndex =>
  indexOf([
    {
      concept: { row: 1, id: 'X:1', label: text, entityClass, source: 'mondo', obsolete: false },
      names: [{ text, scope: 0, type: null }],
    },
  ])

describe('a name is found by the ladder of its class', () => {
  it.each([
    { entityClass: 'gene', name: 'TNFA', text: 'TNF-α', rung: 'spacing' },
    { entityClass: 'gene', name: 'TNF A', text: 'TNF-alpha', rung: 'symbol' },
    { entityClass: 'disease', name: 'TNF A', text: 'TNF-alpha', rung: null },
    { entityClass: 'gene', name: 'TESTIN', text: 'TESTIN gene', rung: 'inflection' },
    { entityClass: 'disease', name: 'TESTIN', text: 'TESTIN gene', rung: null },
    { entityClass: 'cell_line', name: 'MCF-7', text: 'MCF7 cells', rung: 'spacing' },
    { entityClass: 'cell_type', name: 'B', text: 'B cells', rung: null },
    { entityClass: 'cell_type', name: 'B cell', text: 'B-cells', rung: 'inflection' },
    { entityClass: 'cell_line', name: 'K II', text: 'K 2', rung: null },
    { entityClass: 'disease', name: 'type II', text: 'type 2', rung: 'symbol' },
    { entityClass: 'disease', name: 'Sjögren syndrome', text: 'SJOGREN SYNDROME', rung: 'punctuation' },
    { entityClass: 'disease', name: 'naïve', text: 'nai\u0308ve', rung: 'case' },
    { entityClass: 'disease', name: '急性白血病', text: '急性白血病', rung: 'exact' },
  ])('$entityClass "$name" and "$text": $rung', ({ entityClass, name: written, text, rung }) => {
    const index = single(entityClass, written)
    expect(index.normalized(text).map((hit) => hit.rung)).toEqual(rung === null ? [] : [rung])
    expect(index.normalized(text, { entityClass }).map((hit) => hit.rung)).toEqual(
      rung === null ? [] : [rung],
    )
  })
})

describe('collisions', () => {
  it('of very many names alike are found without comparing all with all', () => {
    const concepts = Array.from({ length: 3000 }, (_, at) => ({
      concept: {
        ...{ row: at + 1, id: `X:${String(at)}`, label: 'same', entityClass: 'gene' },
        ...{ source: 'hgnc', obsolete: false },
      },
      names: [{ text: 'same', scope: 0, type: null }],
    }))
    const found = findCollisions(indexOf(concepts))
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(3000)
    expect(found.every(({ rung, a, b }) => rung === 'exact' && a.row < b.row)).toBe(true)
  })
})
