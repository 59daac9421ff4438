import { describe, expect, it } from 'vitest'
import type { ParsedTerm } from '../../src/core/term.ts'
import type { LinkOptions, LinkResult } from '../../src/linker/contract.ts'
import { linkMention } from '../support/link-mention.ts'
import { ruleScorer } from '../../src/linker/rule-scorer.ts'
import { scratchFolder } from '../support/scratch.ts'
import { type StoreSource, termWith, vocabularyOf } from '../support/vocabulary.ts'

const scratch = scratchFolder()

const link = (sources: readonly StoreSource[], mention: string, options?: LinkOptions): LinkResult => {
  const { names, terms } = vocabularyOf(scratch, sources)
  try {
    return linkMention({ names, terms, scorer: ruleScorer }, mention, options)
  } finally {
    terms.close()
  }
}

const living = (id: string, label: string, more: Partial<ParsedTerm> = {}): ParsedTerm =>
  termWith({ id, label, ...more })
const retired = (id: string, label: string, ...replacedBy: string[]): ParsedTerm =>
  termWith({ id, label, obsolete: true, replacedBy })

const found = ({ candidates }: LinkResult): (string | undefined)[][] =>
  candidates.map(({ id, replaces }) => [id, replaces])

describe('a retired concept', () => {
  it('is never an answer: what replaced it is, and the answer says so', () => {
    const terms = [living('A:2', 'myocardial infarction'), retired('A:1', 'cardiac infarction', 'A:2')]
    const result = link([{ terms }], 'cardiac infarction', { explain: true })
    expect(result.candidates[0]).toMatchObject({
      ...{ id: 'A:2', label: 'myocardial infarction', matched: 'cardiac infarction', replaces: 'A:1' },
    })
    expect(result.candidates[0]?.reasons?.map(({ feature }) => feature)).toContain('redirected')
    expect(result.dropped).toEqual([])
  })

  it('leads on through further retirements', () => {
    const terms = [
      retired('A:1', 'old', 'A:2'),
      retired('A:2', 'newer', 'A:3'),
      retired('A:3', 'newest', 'A:4'),
      living('A:4', 'now'),
    ]
    expect(found(link([{ terms }], 'old'))).toEqual([['A:4', 'A:1']])
  })

  it('leads to a concept its replacement was merged into', () => {
    const terms = [retired('A:1', 'old', 'A:2'), living('A:3', 'now', { altIds: ['A:2'] })]
    expect(found(link([{ terms }], 'old'))).toEqual([['A:3', 'A:1']])
  })

  it('with two replacements leads to both', () => {
    const terms = [retired('A:1', 'old', 'A:3', 'A:2'), living('A:2', 'two'), living('A:3', 'three')]
    expect(found(link([{ terms }], 'old')).toSorted()).toEqual([
      ['A:2', 'A:1'],
      ['A:3', 'A:1'],
    ])
  })

  it('leads into another source', () => {
    const result = link(
      [{ terms: [retired('A:1', 'old', 'B:1')] }, { name: 'b', terms: [living('B:1', 'now')] }],
      'old',
    )
    expect(found(result)).toEqual([['B:1', 'A:1']])
    expect(result.candidates[0]?.source).toBe('b')
  })

  it('leads to a replacement that one source has retired and another has not', () => {
    const result = link(
      [{ terms: [retired('A:1', 'old', 'B:1'), retired('B:1', 'stub')] }, { terms: [living('B:1', 'now')] }],
      'old',
    )
    expect(found(result)).toEqual([['B:1', 'A:1']])
  })

  it('counts for less than the replacement itself, which is answered once', () => {
    const terms = [retired('A:1', 'cold', 'A:2'), living('A:2', 'cold')]
    expect(found(link([{ terms }], 'cold'))).toEqual([['A:2', undefined]])
  })

  it.each([
    { what: 'itself', terms: [retired('A:1', 'old', 'A:1')] },
    { what: 'one replaced by it', terms: [retired('A:1', 'old', 'A:2'), retired('A:2', 'b', 'A:1')] },
    {
      what: 'three in a circle',
      terms: [retired('A:1', 'old', 'A:2'), retired('A:2', 'b', 'A:3'), retired('A:3', 'c', 'A:1')],
    },
  ])('replaced by $what ends in NIL, not in an endless search', ({ terms }) => {
    const result = link([{ terms }], 'old')
    expect(result).toMatchObject({ nil: true, nilReason: 'only-retired-concepts-match', candidates: [] })
  })

  it('finds its way out of a circle', () => {
    const terms = [retired('A:1', 'old', 'A:2'), retired('A:2', 'b', 'A:1', 'A:3'), living('A:3', 'now')]
    expect(found(link([{ terms }], 'old'))).toEqual([['A:3', 'A:1']])
  })
})

describe('a retired concept without a replacement', () => {
  const terms = [
    termWith({ id: 'A:1', label: 'phthisis', obsolete: true, consider: ['A:2'] }),
    living('A:2', 'tuberculosis'),
  ]

  it('is NIL with the reason, and listed among the dropped when asked', () => {
    expect(link([{ terms }], 'phthisis')).toEqual({
      ...{ mention: 'phthisis', nil: true, nilReason: 'only-retired-concepts-match', candidates: [] },
    })
    const { dropped } = link([{ terms }], 'Phthisis', { explain: true })
    expect(dropped).toEqual([
      { id: 'A:1', matched: 'phthisis', reason: expect.stringContaining('retired') as string },
    ])
  })

  it('replaced by an id that nobody has is dropped as well', () => {
    const result = link([{ terms: [retired('A:1', 'old', 'X:404')] }], 'old', { explain: true })
    expect(result.nilReason).toBe('only-retired-concepts-match')
    expect(result.dropped?.map(({ id }) => id)).toEqual(['A:1'])
  })

  it('does not hide a living one of the same name', () => {
    const result = link([{ terms: [...terms, living('A:3', 'Phthisis')] }], 'phthisis', { explain: true })
    expect(found(result)).toEqual([['A:3', undefined]])
    expect(result.dropped?.map(({ id }) => id)).toEqual(['A:1'])
  })
})

describe('the class asked for', () => {
  const sources: StoreSource[] = [
    { name: 'gene', entityClass: 'gene', terms: [living('G:1', 'WAS'), living('G:2', 'TNFA')] },
    {
      ...{ name: 'disease', entityClass: 'disease' },
      terms: [living('D:1', 'was'), retired('D:2', 'old fever', 'P:1'), living('D:3', 'TNF A')],
    },
    { name: 'phenotype', entityClass: 'phenotype', terms: [living('P:1', 'fever')] },
  ]

  it.each([
    { class: undefined, ids: ['D:1', 'G:1'] },
    { class: 'gene', ids: ['G:1'] },
    { class: 'disease', ids: ['D:1'] },
    { class: 'phenotype', ids: [] },
  ])('$class leaves $ids', ({ class: entityClass, ids }) => {
    expect(link(sources, 'was', { class: entityClass }).candidates.map(({ id }) => id)).toEqual(ids)
  })

  it('is not met by a concept of another class that replaces a retired one', () => {
    const classes = link(sources, 'old fever', { class: 'disease' }).candidates.map((one) => one.class)
    expect(classes.filter((one) => one !== 'disease')).toEqual([])
  })

  it('decides the ladder', () => {
    expect(link(sources, 'TNF-α', { class: 'gene' }).candidates.map(({ id }) => id)).toEqual(['G:2'])
    expect(link(sources, 'TNF-α', { class: 'disease' }).nilReason).toBe('no-name-matches')
  })

  it('may be one the knowledge base does not have: NIL, with that reason', () => {
    expect(link(sources, 'was', { class: 'planet' })).toMatchObject({
      ...{ nil: true, nilReason: 'class-not-in-knowledge-base', candidates: [] },
    })
  })
})
