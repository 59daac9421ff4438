import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definitionsIn, type MentionContext } from '../../src/pipeline/mention-context.ts'
import { hostileText, seeded } from '../support/hostile-text.ts'

const TEXT = 'Patients with Wilson disease (WD) were seen. Another one had Huntington disease (HD).'
const pairs = (contexts: readonly MentionContext[]): string[] =>
  definitionsIn(contexts)
    .map(({ short, long }) => `${short} = ${long}`)
    .toSorted()
const BOTH = ['HD = Huntington disease', 'WD = Wilson disease']

/** A piece of the text, placed. */
const piece = (start: number, end: number): MentionContext => ({
  context: TEXT.slice(start, end),
  contextStart: start,
})

describe('definitions in contexts', () => {
  it('are those of each context', () => {
    expect(pairs([{ context: TEXT }])).toEqual(BOTH)
    expect(pairs([{ context: TEXT.slice(0, 44) }, { context: TEXT.slice(44) }])).toEqual(BOTH)
  })

  it('are none without contexts', () => {
    expect(pairs([])).toEqual([])
    expect(
      pairs([{}, { context: undefined, contextStart: 7 }, { context: '' }, { context: '', contextStart: 0 }]),
    ).toEqual([])
  })

  it('are each given once, however many mentions have the same context', () => {
    expect(definitionsIn(Array.from({ length: 500 }, () => ({ context: TEXT })))).toHaveLength(2)
    expect(definitionsIn(Array.from({ length: 500 }, () => piece(0, TEXT.length)))).toHaveLength(2)
  })

  it.each([
    { how: 'that overlap', contexts: [piece(0, 25), piece(14, 60), piece(55, TEXT.length)] },
    { how: 'that touch', contexts: [piece(0, 20), piece(20, 70), piece(70, TEXT.length)] },
    { how: 'in no order', contexts: [piece(55, TEXT.length), piece(0, 25), piece(14, 60)] },
    { how: 'within others', contexts: [piece(0, TEXT.length), piece(3, 8), piece(30, 40)] },
  ])('go across contexts $how', ({ contexts }) => {
    expect(pairs(contexts)).toEqual(BOTH)
  })

  it('do not go across a gap, or across contexts of unknown place', () => {
    expect(pairs([piece(0, 20), piece(21, 44)])).not.toContain('WD = Wilson disease')
    expect(pairs([{ context: TEXT.slice(0, 28) }, { context: TEXT.slice(28, 44) }])).toEqual([])
  })

  it('take offsets in UTF-16 code units', () => {
    const text = '👍👍 Wilson disease (WD)'
    const [one, other] = [text.slice(0, 12), text.slice(9)]
    expect(
      pairs([
        { context: one, contextStart: 100 },
        { context: other, contextStart: 109 },
      ]),
    ).toEqual(['WD = Wilson disease'])
  })

  it.each([-5, NaN, Infinity, -Infinity, 0.5, Number.MAX_SAFE_INTEGER])(
    'stand a start of %s',
    (contextStart) => {
      expect(pairs([{ context: TEXT, contextStart }])).toEqual(BOTH)
      expect(pairs([{ context: TEXT, contextStart }, piece(0, 20), piece(14, 44)])).toEqual(BOTH)
      expect(pairs([piece(0, 44), { context: 'Something else.', contextStart }])).toEqual([
        'WD = Wilson disease',
      ])
    },
  )

  it('are one for each short form where contexts contradict each other', () => {
    const contexts = [
      { context: 'We studied Wilson disease (WD).' },
      { context: 'We studied wet days (WD).' },
      { context: 'We studied Wilson disease (WD) again.' },
    ]
    const [first, ...more] = definitionsIn(contexts)
    expect(more).toEqual([])
    expect(['Wilson disease', 'wet days']).toContain(first?.long)
  })

  it('of contexts that are said to be in one place and differ begin with the first', () => {
    expect(
      pairs([
        { context: 'We saw Wilson disease (WD).', contextStart: 0 },
        { context: 'We saw wet days and so on (WD).', contextStart: 0 },
      ]),
    ).toContain('WD = Wilson disease')
  })

  it('are found in any pieces of any text as long as these cover it', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(200), { maxLength: 6 }), (seed, cuts) => {
        const text = `${hostileText(seeded(seed), 10)}. Patients with Wilson disease (WD) were seen.`
        const borders = [0, ...cuts.map((cut) => cut % text.length), text.length].sort((a, b) => a - b)
        const pieces = borders.slice(1).map((end, index) => {
          const start = borders[index] ?? 0
          return { context: text.slice(start, end), contextStart: start }
        })
        expect(pairs(pieces)).toEqual(pairs([{ context: text }]))
      }),
    )
  })

  it('take time in proportion to the contexts', () => {
    const begun = performance.now()
    const long = 'Nothing is said here. '.repeat(2000)
    const contexts = Array.from({ length: 2000 }, (_, at) => ({
      context: long.slice(at * 20, at * 20 + 400),
      contextStart: at * 20,
    }))
    expect(definitionsIn(contexts)).toEqual([])
    expect(performance.now() - begun).toBeLessThan(5000)
  })
})
