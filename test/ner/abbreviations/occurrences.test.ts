import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findAbbreviations } from '../../../src/ner/abbreviations/find.ts'
import { occurrencesOf, singular } from '../../../src/ner/abbreviations/occurrences.ts'

const occurrences = (text: string): string[] =>
  occurrencesOf({ text }, findAbbreviations({ text, sections: [] })).map(
    ({ abbreviation: { short }, spans }) =>
      `${short}: ${spans.map(([from, to]) => `${String(from)} ${text.slice(from, to)}`).join(', ')}`,
  )

describe('occurrencesOf', () => {
  it('finds the short form before and after its definition, in the plural, too', () => {
    expect(
      occurrences('ITN use. An insecticide-treated net (ITN) helps; ITNs are cheap. An ITN-user; itn; XITN.'),
    ).toEqual(['ITN: 0 ITN, 37 ITN, 49 ITNs, 68 ITN'])
  })

  it('finds the singular of a plural', () => {
    expect(occurrences('Proton pump inhibitors (PPIs). A PPI, the PPIs.')).toEqual([
      'PPIs: 24 PPIs, 33 PPI, 42 PPIs',
    ])
    expect(['SSRIs', "ICU's", 'apps', 'AIDS', 'PCas'].map(singular)).toEqual([
      'SSRI',
      'ICU',
      'apps',
      'AIDS',
      'PCas',
    ])
  })

  it('leaves parts of longer names alone', () => {
    const text =
      'cyclooxygenase (COX), COX-2, COX2, low-density lipoprotein (LDL), LDL cholesterol (LDL-C), LDL-C, LDL'
    const [cox, ldl] = occurrences(text)
    expect(cox).toBe('COX: 16 COX')
    expect(ldl).toBe('LDL: 60 LDL, 66 LDL, 98 LDL')
  })

  it('gives each place the sense said last before it', () => {
    const text = 'PE? Pulmonary embolism (PE). PE. Premature ejaculation (PE). PE.'
    expect(occurrences(text)).toEqual(['PE: 0 PE, 24 PE, 29 PE', 'PE: 56 PE, 61 PE'])
  })

  it('takes a single letter at its word only where it is defined', () => {
    expect(occurrences('lutein (L) and vitamin L, L')).toEqual(['L: 8 L'])
  })

  it('gives spans that cut back to the short form, by place and apart', () => {
    const piece = fc.constantFrom(
      'body mass index (BMI)',
      'BMI',
      'BMIs',
      ' ',
      'İ',
      '😀',
      'x',
      '-',
      'e\u0301',
      '1',
      '\r\n',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const spans = occurrencesOf({ text }, findAbbreviations({ text, sections: [] }))
          .flatMap((found) => found.spans)
          .toSorted((a, b) => a[0] - b[0])
        for (const [start, end] of spans) expect(text.slice(start, end)).toMatch(/^BMIs?$/)
        expect(spans.every(([start], at) => start >= (spans[at - 1]?.[1] ?? 0))).toBe(true)
      }),
    )
  })

  it('takes time linear in text and abbreviations', () => {
    const text = Array.from({ length: 10_000 }, (_, at) => `ABC${String(at)} `)
      .join('')
      .repeat(5)
    const abbreviations = Array.from({ length: 10_000 }, (_, at) => {
      const short = `ABC${String(at)}`
      const start = text.indexOf(short)
      return { short, long: 'x', start, end: start + short.length, longStart: 0, longEnd: 1 }
    })
    const begin = performance.now()
    expect(occurrencesOf({ text }, abbreviations).every(({ spans }) => spans.length === 5)).toBe(true)
    expect(performance.now() - begin).toBeLessThan(5000)
  })
})
