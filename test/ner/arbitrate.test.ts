import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitrate } from '../../src/ner/arbitrate.ts'
import type { Finding } from '../../src/ner/contract.ts'

const finding = (by: string, entityClass: string, start: number, end: number): Finding => ({
  ...{ spans: [[start, end]], class: entityClass, score: 0.5, by, reasons: [] },
})

const TAGGER = { name: 'neural', classes: ['disease', 'gene', 'process'], decides: ['disease'] }
const DICTIONARY = { name: 'dictionary', classes: ['disease', 'gene', 'cell_line'] }

describe('where a recogniser decides for a class', () => {
  it('what others find counts where it finds something that shares text, as its own findings do', () => {
    const own = finding('neural', 'disease', 10, 20)
    const [before, nested, across, after] = [
      finding('dictionary', 'disease', 0, 10),
      finding('dictionary', 'disease', 12, 15),
      finding('dictionary', 'disease', 19, 30),
      finding('dictionary', 'disease', 20, 30),
    ] as const
    const { findings, rejected } = arbitrate({ findings: [before, own, nested, across, after] }, [
      DICTIONARY,
      TAGGER,
    ])
    expect(findings).toEqual([own, nested, across])
    expect(rejected).toEqual([
      { ...before, reason: 'neural finds no disease here' },
      { ...after, reason: 'neural finds no disease here' },
    ])
  })

  it('other classes are left alone, and what was rejected before stays', () => {
    const all = [finding('dictionary', 'cell_line', 0, 5), finding('neural', 'gene', 0, 5)]
    const given = { findings: all, rejected: [{ ...finding('x', 'gene', 1, 2), reason: 'y' }] }
    expect(arbitrate(given, [TAGGER, DICTIONARY])).toEqual(given)
  })

  it('one of another class does not count', () => {
    const all = [finding('neural', 'gene', 0, 5), finding('dictionary', 'disease', 0, 5)]
    expect(arbitrate({ findings: all }, [TAGGER, DICTIONARY]).findings).toEqual(all.slice(0, 1))
  })

  it('one of a class that the others do not know says that just this is named', () => {
    const own = finding('neural', 'process', 0, 5)
    const [same, longer] = [finding('dictionary', 'disease', 0, 5), finding('dictionary', 'disease', 0, 9)]
    expect(arbitrate({ findings: [own, same, longer] }, [TAGGER, DICTIONARY]).findings).toEqual([own, same])
  })

  it('what the text states an id of is left alone', () => {
    const all = [{ ...finding('pattern', 'disease', 0, 9), id: 'MESH:D1' }]
    expect(arbitrate({ findings: all }, [TAGGER]).findings).toEqual(all)
  })

  it('nothing changes where none decides', () => {
    const all = [finding('dictionary', 'disease', 0, 5)]
    expect(arbitrate({ findings: all }, [DICTIONARY]).findings).toBe(all)
  })

  it('keeps what a search through all pairs keeps', () => {
    const places = fc.array(
      fc.tuple(fc.constantFrom('neural', 'dictionary'), fc.nat(30), fc.integer({ min: 1, max: 12 })),
    )
    fc.assert(
      fc.property(places, (all) => {
        const findings = all.map(([by, start, length]) => finding(by, 'disease', start, start + length))
        const own = all.filter(([by]) => by === 'neural')
        const expected = findings.filter((_, at) => {
          const [, start, length] = all[at] ?? ['', 0, 0]
          return own.some(([, other, size]) => other < start + length && start < other + size)
        })
        expect(arbitrate({ findings }, [TAGGER]).findings).toEqual(expected)
      }),
    )
  })
})
