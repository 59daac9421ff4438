import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Candidate } from '../../src/core/candidate.ts'
import type { Draft } from '../../src/linker/answer.ts'
import type { Disambiguator } from '../../src/linker/disambiguation/contract.ts'
import { disambiguate } from '../../src/linker/disambiguation/disambiguate.ts'
import { contextDisambiguator } from '../../src/linker/disambiguation/context.ts'
import { documentDisambiguator } from '../../src/linker/disambiguation/document.ts'

const BOTH = [contextDisambiguator, documentDisambiguator]

const candidate = (id: string, score: number, label: string | null = id): Candidate => ({
  ...{ id, label, class: 'disease', source: 's', score, method: 'fuzzy', matched: id, scope: 'label' },
  reasons: [{ feature: 'prior', value: 'x', weight: Math.log(score / (1 - score)) }],
})

const draft = (mention: string, ...candidates: readonly Candidate[]): Draft => ({
  ...{ mention, candidates, dropped: [], nilReason: 'no-name-matches' },
})

const ranking = ({ candidates }: Draft | undefined = draft('')): readonly string[] =>
  candidates.map(({ id }) => id)

const featuresOf = ({ candidates }: Draft | undefined = draft('')): readonly string[] =>
  (candidates[0]?.reasons ?? []).map(({ feature }) => feature)

describe('what else a document speaks of', () => {
  const told = (...drafts: readonly Draft[]): readonly Draft[] =>
    disambiguate(drafts, [], [documentDisambiguator])
  const unsure = draft('renal trouble', candidate('A:1', 0.5), candidate('A:2', 0.4))

  it('makes a concept likelier that another mention surely is', () => {
    const [first, second] = told(unsure, draft('kidney disease', candidate('A:2', 0.9)))
    expect(ranking(first)).toEqual(['A:2', 'A:1'])
    expect(first?.candidates[0]?.reasons).toContainEqual({
      feature: 'document',
      value: 'it speaks of it as "kidney disease", too',
      weight: 0.9,
    })
    expect(second?.candidates[0]?.score).toBeCloseTo(0.9, 12)
  })

  it.each([
    { why: 'is not sure', other: draft('kidney disease', candidate('A:2', 0.49)) },
    { why: 'is the same name', other: draft('Renal Trouble ', candidate('A:2', 0.9)) },
    { why: 'has it second', other: draft('x', candidate('A:3', 0.95), candidate('A:2', 0.9)) },
    { why: 'has no candidate', other: draft('x') },
  ])('says nothing where the other mention $why', ({ other }) => {
    expect(told(unsure, other)[0]).toEqual(unsure)
  })

  it('counts what a text says a mention is short for, not the mention', () => {
    const read = { ...draft('RT', candidate('A:2', 0.9)), reading: 'renal trouble' }
    expect(told(unsure, read)[0]).toEqual(unsure)
  })

  it('takes the surest of several', () => {
    const [first] = told(unsure, draft('a', candidate('A:2', 0.6)), draft('b', candidate('A:2', 0.8)))
    const reason = first?.candidates[0]?.reasons?.find(({ feature }) => feature === 'document')
    expect(reason).toMatchObject({ value: 'it speaks of it as "b", too', weight: 0.8 })
  })
})

describe('what the text says', () => {
  const told = (texts: readonly string[], ...drafts: readonly Draft[]): readonly Draft[] =>
    disambiguate(drafts, texts, [contextDisambiguator])
  const tubule = draft(
    'tubule',
    candidate('A:1', 0.42, 'distal tubule'),
    candidate('A:2', 0.4, 'seminiferous tubule'),
  )

  it('makes a concept likelier of whose label more words stand there', () => {
    const [first] = told(['Seminiferous structures of the testis. The tubule was normal.'], tubule)
    expect(ranking(first)).toEqual(['A:2', 'A:1'])
    expect(first?.candidates[0]?.reasons).toContainEqual({
      feature: 'context',
      value: 'the text says "seminiferous"',
      weight: 0.7,
    })
  })

  it('counts the share of the words that the mention has not', () => {
    const [first] = told(
      ['renal'],
      draft('tubule', candidate('A:1', 0.5, 'distal renal tubule'), candidate('A:2', 0.1)),
    )
    const reason = first?.candidates[0]?.reasons?.find(({ feature }) => feature === 'context')
    expect(reason?.weight).toBeCloseTo(0.35, 12)
  })

  it.each([
    { why: 'without a text', texts: [] },
    { why: 'of other things', texts: ['the liver'] },
    { why: 'that repeats the mention', texts: ['tubule tubules'] },
    { why: 'of short words', texts: ['of a to'] },
  ])('says nothing $why', ({ texts }) => {
    expect(told(texts, tubule)[0]).toEqual(tubule)
  })

  it('says nothing of a concept without a label', () => {
    const nameless = draft('x', candidate('A:1', 0.5, null), candidate('A:2', 0.4, null))
    expect(told(['seminiferous'], nameless)[0]).toEqual(nameless)
  })
})

describe('disambiguation', () => {
  it('is none without disambiguators, or where there is nothing to tell apart', () => {
    const drafts = [draft('a', candidate('A:1', 0.5)), draft('b', candidate('A:1', 0.9))]
    expect(disambiguate(drafts, ['A:1'], [])).toBe(drafts)
    expect(disambiguate(drafts, ['A:1'], BOTH)).toEqual(drafts)
  })

  it('leaves candidates without reasons as they are', () => {
    const stated = [1, 2].map((at) => ({ ...candidate(`A:${String(at)}`, 0.9), reasons: undefined }))
    const candidates = stated.map(({ reasons: _, ...each }) => each)
    const drafts = [{ ...draft('x'), candidates }, draft('y', candidate('A:2', 0.9))]
    expect(disambiguate(drafts, [], BOTH)[0]).toEqual(drafts[0])
  })

  it('shows disambiguators what candidates were before any of them, whatever their order', () => {
    const words = ['renal', 'distal', 'tubule', 'cortex', 'kidney', 'disease']
    const phrase = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 })
      .map((all) => all.join(' '))
    const candidates = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 6 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), phrase),
      { selector: ([id]) => id, maxLength: 5 },
    )
    const drafts = fc.array(
      fc
        .tuple(phrase, candidates)
        .map(([mention, all]) =>
          draft(
            mention,
            ...all
              .map(([id, score, label]) => candidate(`A:${String(id)}`, score, label))
              .sort((a, b) => b.score - a.score),
          ),
        ),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(drafts, phrase, (all, text) => {
        const one = disambiguate(all, [text], BOTH)
        const other = disambiguate(all, [text], BOTH.toReversed())
        for (const [at, { candidates: found }] of one.entries()) {
          expect(found.map(({ id }) => id).sort()).toEqual(all[at]?.candidates.map(({ id }) => id).sort())
          const scores = found.map(({ score }) => score)
          expect(scores).toEqual(scores.toSorted((a, b) => b - a))
          for (const score of scores) expect(score >= 0 && score <= 1).toBe(true)
          const same = new Map(other[at]?.candidates.map(({ id, score }) => [id, score]))
          for (const { id, score } of found) expect(same.get(id)).toBeCloseTo(score, 9)
        }
      }),
    )
  })

  it('changes little of how likely it is that there is a right one', () => {
    const loud: Disambiguator = {
      name: 'loud',
      read:
        () =>
        (_, { id }) =>
          id === 'A:2' ? { feature: 'loud', value: 'x', weight: 1 } : null,
    }
    const [first] = disambiguate([draft('x', candidate('A:1', 0.3), candidate('A:2', 0.2))], [], [loud])
    expect(ranking(first)).toEqual(['A:2', 'A:1'])
    const sum = (first?.candidates ?? []).reduce((total, { score }) => total + score, 0)
    expect(sum).toBeCloseTo(0.5, 1)
    expect(featuresOf(first)).toEqual(['prior', 'loud', 'balance'])
  })
})
