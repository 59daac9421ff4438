import { describe, expect, it } from 'vitest'
import { findAbbreviations } from '../../../src/ner/abbreviations/find.ts'
import { applySenses, sayTheSame, type SenseOptions } from '../../../src/ner/abbreviations/senses.ts'
import type { Finding } from '../../../src/ner/contract.ts'

/** A dictionary's finding on the `nth` place of `name`. */
const finding = (text: string, name: string, entityClass: string, nth = 0, score = 0.8): Finding => {
  let start = text.indexOf(name)
  for (let at = 0; at < nth; at++) start = text.indexOf(name, start + 1)
  return {
    spans: [[start, start + name.length]],
    class: entityClass,
    score,
    by: 'dictionary',
    reasons: ['a name of it'],
  }
}

const sensed = (text: string, findings: readonly Finding[], options?: SenseOptions) =>
  applySenses({ text }, { findings }, findAbbreviations({ text, sections: [] }), options).findings

describe('applySenses', () => {
  it('gives every short form what its long form was found as', () => {
    const text = 'WD. Wilson disease (WD) is rare. WD is treatable.'
    const found = sensed(text, [finding(text, 'Wilson disease', 'disease', 0, 0.9)])
    const inherited = found.filter(({ by }) => by === 'abbreviations')
    expect(inherited.map(({ spans }) => spans)).toEqual([[[0, 2]], [[20, 22]], [[33, 35]]])
    expect(inherited[0]).toMatchObject({ class: 'disease', reading: 'Wilson disease' })
    expect(inherited[0]?.score).toBeGreaterThan(0.8)
    expect(inherited[0]?.score).toBeLessThan(0.9)
    expect(inherited[0]?.reasons).toEqual([
      'the text says WD is "Wilson disease" (at 20–22), which dictionary found to be of class disease',
    ])
  })

  it('inherits each class of the long form once, with an id the text states, and less where less was found', () => {
    const text = 'relapsing multiple sclerosis (RMS)'
    const found = sensed(text, [
      { ...finding(text, 'multiple sclerosis', 'disease'), id: 'MONDO:0005301' },
      finding(text, 'sclerosis', 'disease', 0, 0.99),
      finding(text, 'multiple sclerosis', 'phenotype'),
    ]).filter(({ by }) => by === 'abbreviations')
    expect(found.map((one) => one.class).toSorted()).toEqual(['disease', 'phenotype'])
    expect(found.find((one) => one.class === 'disease')).toMatchObject({
      id: 'MONDO:0005301',
      reading: 'relapsing multiple sclerosis',
    })
    expect(found[0]?.score).toBeLessThan(0.8 * 0.7)
  })

  it('demotes a gene that is an unrecognised long form here: APA', () => {
    const text = 'alternative polyadenylation (APA) … APA'
    const found = sensed(text, [finding(text, 'APA', 'gene'), finding(text, 'APA', 'gene', 1)], {
      namesOf: () => ['APA', 'glutamyl aminopeptidase', 'aminopeptidase A'],
    })
    expect(found).toHaveLength(2)
    for (const { score, reasons } of found) {
      expect(score).toBeLessThan(0.5)
      expect(reasons).toEqual([
        'a name of it',
        'demoted: the text says APA is "alternative polyadenylation", and nothing of class gene was found there',
      ])
    }
  })

  it('keeps a gene whose name the long form is: PCSK9', () => {
    const text = 'Proprotein convertase subtilisin/kexin type 9 (PCSK9) … PCSK9'
    const namesOf = () => ['PCSK9', 'proprotein convertase subtilisin/kexin type 9', 'FH3']
    const given = [finding(text, 'PCSK9', 'gene'), finding(text, 'PCSK9', 'gene', 1)]
    for (const { score, reasons } of sensed(text, given, { namesOf })) {
      expect(score).toBe(0.8)
      expect(reasons[1]).toContain('which is its name "proprotein convertase subtilisin/kexin type 9"')
    }
  })

  it('demotes further when the long form is something else', () => {
    const text = 'premature ejaculation (PE)'
    const found = sensed(text, [
      finding(text, 'premature ejaculation', 'disease'),
      finding(text, 'PE', 'gene'),
    ])
    const gene = found.find((one) => one.class === 'gene')
    const unknown = sensed(text, [finding(text, 'PE', 'gene')])[0]
    expect(gene).toMatchObject({ class: 'gene', by: 'dictionary' })
    expect(gene?.score).toBeLessThan(unknown?.score ?? 0)
    expect(gene?.reasons[1]).toBe('demoted: the text says PE is "premature ejaculation", of class disease')
  })

  it('promotes a finding that the long form bears out', () => {
    const text = 'epidermal growth factor receptor (EGFR)'
    const found = sensed(text, [
      finding(text, 'epidermal growth factor receptor', 'gene', 0, 0.9),
      finding(text, 'EGFR', 'gene', 0, 0.3),
    ])
    const own = found.find(({ by, spans }) => by === 'dictionary' && spans[0]?.[0] === 34)
    expect(own?.score).toBeGreaterThan(0.85)
    expect(own?.reasons[1]).toBe(
      'the text says EGFR is "epidermal growth factor receptor", which is of class gene, too',
    )
  })

  it('minds case: EGFR is not eGFR', () => {
    const text = 'estimated glomerular filtration rate (eGFR) and EGFR'
    const given = [finding(text, 'EGFR', 'gene')]
    expect(sensed(text, given)).toEqual(given)
  })

  it('never deletes: every finding given is still there, with its place, class and reasons', () => {
    const text = 'acute lymphoblastic leukemia (ALL) in ALL patients, and all others'
    const given = [
      finding(text, 'acute lymphoblastic leukemia', 'disease'),
      finding(text, 'ALL', 'gene'),
      finding(text, 'patients', 'species'),
      {
        ...finding(text, 'acute', 'phenotype'),
        spans: [
          [0, 5],
          [20, 28],
        ] as const,
      },
    ]
    const found = sensed(text, given)
    for (const one of given) {
      const still = found.find(
        (other) => other.by === one.by && other.class === one.class && other.spans === one.spans,
      )
      expect(still?.reasons.slice(0, one.reasons.length)).toEqual(one.reasons)
    }
    expect(found.map(({ spans }) => spans[0]?.[0] ?? 0)).toEqual(
      found.map(({ spans }) => spans[0]?.[0] ?? 0).toSorted((a, b) => a - b),
    )
  })

  it('keeps what was rejected, and does nothing without abbreviations', () => {
    const rejected = [{ spans: [[0, 1]] as const, class: 'gene', by: 'x', reason: 'y' }]
    expect(applySenses({ text: 'A' }, { findings: [], rejected }, [])).toEqual({ findings: [], rejected })
  })
})

describe('sayTheSame', () => {
  it.each([
    ['proprotein convertase subtilisin/kexin type 9', 'Proprotein convertase subtilisin kexin 9', true],
    ['tumour necrosis factor', 'tumor necrosis factor', true],
    ['glutamyl aminopeptidase', 'alternative polyadenylation', false],
    ['', 'alternative polyadenylation', false],
    ['APA', 'alternative polyadenylation', false],
  ])('%s, %s: %s', (one, other, same) => {
    expect(sayTheSame(one, other)).toBe(same)
  })
})
