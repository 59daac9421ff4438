import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Findings } from '../../../src/ner/contract.ts'
import { expandCoordinations } from '../../../src/ner/coordination/proposals.ts'
import { coordinationRecognizer } from '../../../src/ner/coordination/recognizer.ts'

const NAMES = new Map(
  Object.entries({
    disease: [
      ...[
        'skin cancer',
        'lung cancer',
        'liver cancer',
        'breast cancer',
        'ovarian cancer',
        'cancer',
        'liver disease',
        'head cancer',
        'neck cancer',
        'head and neck cancer',
      ],
      ...[
        'triple negative breast cancer',
        'non-small cell lung cancer',
        'type 1 diabetes',
        'type 2 diabetes',
      ],
      ...[
        'hepatitis B',
        'hepatitis C',
        'lung disease',
        'cancer of breast',
        'cancer of ovary',
        'cancer of ureter',
        'neural tube',
        'neural fold',
        'filamin A',
        'filamin B',
      ],
    ],
    gene: [
      ...['D1 receptor', 'D2 receptor', 'BRCA1', 'BRCA2', 'BRCA3', 'IL-2', 'IL-4', 'IL-10', 'alpha-globin'],
      ...[
        'beta-globin',
        'caspase-3',
        'caspase-9',
        'interferon alpha',
        'interferon beta',
        'ERK1',
        'ERK2',
        'PCSK9',
        'IKKbeta',
        'IL-17F',
        'S100A9',
        'Notch-3',
        'GM',
      ],
      ...['factor XII', 'factor XI', 'factor IX', 'D8', 'D17'],
    ],
    cell_type: ['CD4+ T cells', 'CD8+ T cells'],
  }).flatMap(([entityClass, names]) => names.map((name) => [name, entityClass] as const)),
)

const isName = (reading: string): readonly string[] => {
  const entityClass = NAMES.get(reading)
  return entityClass === undefined ? [] : [entityClass]
}

const recognizer = coordinationRecognizer(isName, ['disease', 'gene', 'cell_type'])

const recognize = (text: string): Findings =>
  recognizer.recognize(
    { id: '1', text, sections: [{ name: 'text', start: 0, end: text.length }], mentions: [] },
    { explain: true },
  ) as Findings

const found = (text: string): string[] =>
  recognize(text).findings.map(
    ({ spans, reading = '' }) =>
      `${spans.map(([start, end]) => text.slice(start, end)).join('…')} = ${reading}`,
  )

describe('coordinations', () => {
  it.each([
    ['lung and breast cancer', ['lung…cancer = lung cancer']],
    ['lung and liver cancer', ['lung…cancer = lung cancer']],
    [
      'skin, lung and triple negative breast cancer',
      ['skin…cancer = skin cancer', 'lung…cancer = lung cancer'],
    ],
    ['skin, lung, and breast cancer', ['skin…cancer = skin cancer', 'lung…cancer = lung cancer']],
    ['non-small cell lung and breast cancer', ['non-small cell lung…cancer = non-small cell lung cancer']],
    ['breast/ovarian cancer', ['breast…cancer = breast cancer']],
    ['lung and/or breast cancer', ['lung…cancer = lung cancer']],
    ['lung as well as breast cancer', ['lung…cancer = lung cancer']],
    ['cancer of breast and ovary', ['cancer of…ovary = cancer of ovary']],
    [
      'cancer of the breast, ureter or ovary',
      ['cancer of the…ovary = cancer of ovary', 'cancer of the…ureter = cancer of ureter'],
    ],
    ['a neural fold and tube', ['neural…tube = neural tube']],
    ['lung and ± cancer', []],
    ['filamin A and B', ['filamin…B = filamin B']],
    ['head and neck cancer', []],
    ['IKKalpha/beta', ['IKK…beta = IKKbeta']],
    ['IL-17A/F', ['IL-17…F = IL-17F']],
    ['S100A8/A9', ['S100…A9 = S100A9']],
    ['in the G2/M phase', []],
    ['Notch-1, -3', ['Notch…-3 = Notch-3']],
    ['a D1 or D2 receptor', ['D1…receptor = D1 receptor']],
    ['lung (LC) and breast (BC) cancer', ['lung…cancer = lung cancer']],
    ['skin tumors, lungs and breast cancer', []],
    ['the D1/D2 receptor', ['D1…receptor = D1 receptor']],
    ['BRCA1/2/3', ['BRCA…3 = BRCA3', 'BRCA…2 = BRCA2']],
    ['ERK1/2 and more', ['ERK…2 = ERK2']],
    ['IL-2, -4 and -10', ['IL…-10 = IL-10', 'IL…-4 = IL-4']],
    ['caspase-3 and -9', ['caspase…-9 = caspase-9']],
    ['alpha- and beta-globin', ['alpha-…globin = alpha-globin']],
    ['hepatitis B and C', ['hepatitis…C = hepatitis C']],
    ['interferon alpha or beta', ['interferon…beta = interferon beta']],
    [
      'factors XII, XI and IX',
      ['factors…IX = factor IX', 'factors…XI = factor XI', 'factors XII = factor XII'],
    ],
    ['types 1 and 2 diabetes', ['types 1…diabetes = type 1 diabetes', 'types…2 diabetes = type 2 diabetes']],
    ['CD4+ and CD8+ T cells', ['CD4+…T cells = CD4+ T cells']],
    ['lung tissue. And breast cancer', []],
    ['the lung, and in the breast cancer', []],
    ['subtilisin/kexin type 9 (PCSK9)', []],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(wanted)
  })

  it('reads no further than a section, and a text without sections as one', () => {
    const text = 'skin and lung cancer'
    const sections = [
      { name: 'a', start: 0, end: 9 },
      { name: 'b', start: 9, end: text.length },
    ]
    const document = { id: '1', text, mentions: [] }
    expect(recognizer.recognize({ ...document, sections })).toEqual({ findings: [] })
    expect(recognizer.recognize({ ...document, sections: [] })).toMatchObject({
      findings: [{ reading: 'skin cancer' }],
    })
  })

  it('finds the parts of symbols before a hyphen and more words', () => {
    expect(found('ERK1/2-mediated')).toEqual(['ERK…2 = ERK2'])
  })

  it('rejects what is a name by itself, or as a whole', () => {
    const reasons = (text: string): string[] => (recognize(text).rejected ?? []).map(({ reason }) => reason)
    expect(reasons('head and neck cancer')).toEqual([
      '"head cancer" is a name, but so is "head and neck cancer" as a whole',
    ])
  })

  it('rejects what begins with a name', () => {
    const names = ['LCAT deficiency', 'deficiency disease', 'fish-eye disease']
    const few = coordinationRecognizer((reading) => (names.includes(reading) ? ['disease'] : []), ['disease'])
    const text = 'LCAT deficiency and fish-eye disease'
    expect(few.recognize({ id: '1', text, sections: [], mentions: [] }, { explain: true })).toMatchObject({
      findings: [],
      rejected: [{ reason: '"deficiency disease" is a name, but "LCAT deficiency" is one by itself, too' }],
    })
  })

  it('takes D8/17 for D17 where that is a name: whose D8 it is, others decide', () => {
    expect(found('antibody D8/17')).toEqual(['D…17 = D17'])
  })

  it('rejects a shared end that may be none, and says why', () => {
    const { findings, rejected = [] } = recognize('in liver and chronic kidney disease')
    expect(findings).toEqual([])
    expect(rejected.map(({ reason }) => reason)).toEqual([
      '"liver disease" is a name, but no other part of the list is one with what they would share',
    ])
  })

  it('says how sure it is', () => {
    expect(recognize('lung and breast cancer').findings).toMatchObject([{ score: 0.85, by: 'coordination' }])
    expect(recognize('lung and other cancer').findings).toMatchObject([{ score: 0.6 }])
  })
})

const piece = fc.constantFrom(
  ...[
    ' ',
    ' and ',
    ' or ',
    '/',
    ', ',
    '-',
    'lung',
    'breast cancer',
    'BRCA1',
    '2',
    'IL-2',
    '-4',
    'B',
    'C',
    'types',
    '1',
  ],
  ...[
    '.',
    '(',
    ')',
    '\n\n',
    '\r\n',
    'İ',
    'ß',
    'e\u0301',
    '😀',
    '\ud83d',
    'alpha-',
    'beta-globin',
    'post',
    'postsynaptic',
  ],
)

describe('coordinations in anything', () => {
  it('give ascending spans apart from one another that cut back to the reading', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
        const text = parts.join('')
        const proposals = [...expandCoordinations(text)].flat()
        for (const { spans, reading } of proposals) {
          expect(spans.length).toBeGreaterThan(0)
          let at = -1
          for (const [start, end] of spans) {
            expect(start).toBeGreaterThan(at)
            expect(end).toBeGreaterThan(start)
            at = end
          }
          expect(at).toBeLessThanOrEqual(text.length)
          const letters = (given: string): string => given.replace(/\s/g, '')
          const cut = letters(spans.map(([start, end]) => text.slice(start, end)).join(''))
          // A plural may be read in the singular.
          expect([cut, cut.replace('types', 'type')]).toContain(letters(reading))
        }
        expect([...expandCoordinations(text)].flat()).toEqual(proposals)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    'a and ',
    'a, ',
    'a b c / ',
    'a/',
    '/',
    ', ',
    'and ',
    '1/',
    'a1/2',
    'IL-2, -4 and -10 ',
    'a',
    ' ',
    '\n',
    '(',
  ])('take linear time: %j over and over', (unit) => {
    const timeOf = (length: number): number => {
      const given = unit.repeat(length / unit.length)
      const started = process.cpuUsage()
      expect([...expandCoordinations(given)].length).toBeGreaterThanOrEqual(0)
      // Of the process alone: other work on the machine does not count.
      return process.cpuUsage(started).user / 1000
    }
    timeOf(5e3)
    const one = timeOf(2e4)
    expect(timeOf(8e4)).toBeLessThan(Math.max(600, one * 12))
  })
})
