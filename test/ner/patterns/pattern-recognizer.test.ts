import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextDocument } from '../../../src/core/document.ts'
import type { Finding, Findings } from '../../../src/ner/contract.ts'
import { patternRecognizer, patternRules } from '../../../src/ner/pattern-recognizer.ts'

const documentOf = (text: string): TextDocument => ({
  id: '1',
  text,
  sections: [{ name: 'text', start: 0, end: text.length }],
  mentions: [],
})

const recognizer = patternRecognizer()
const recognize = (text: string, explain = false): Findings =>
  recognizer.recognize(documentOf(text), { explain }) as Findings
const textOf = (text: string, { spans: [[start, end] = [0, 0]] }: Finding): string => text.slice(start, end)
const found = (text: string): string[] =>
  recognize(text).findings.map((finding) => {
    const normal = finding.id ?? finding.reading
    return `${finding.class} ${textOf(text, finding)}${normal === undefined ? '' : ` = ${normal}`}`
  })

describe('variants', () => {
  it.each([
    ['p.Val600Glu was', ['variant p.Val600Glu']],
    ['the (p.V600E) one', ['variant p.V600E = p.Val600Glu']],
    ['BRAF V600E and Val600Glu', ['variant V600E = p.Val600Glu', 'variant Val600Glu = p.Val600Glu']],
    [
      'p.Arg97ProfsTer23 or p.R97Pfs*23',
      ['variant p.Arg97ProfsTer23', 'variant p.R97Pfs*23 = p.Arg97ProfsTer23'],
    ],
    ['p.(Asp569Valfs*93)', ['variant p.(Asp569Valfs*93) = p.Asp569ValfsTer93']],
    ['p.Lys23_Val25del, p.Gly4dup', ['variant p.Lys23_Val25del', 'variant p.Gly4dup']],
    ['p.R469X and R469*', ['variant p.R469X = p.Arg469Ter', 'variant R469* = p.Arg469Ter']],
    ['c.76A>T, c.88+2T>G', ['variant c.76A>T', 'variant c.88+2T>G']],
    ['(c.920T>G) g.3426 G > A', ['variant c.920T>G', 'variant g.3426 G > A = g.3426G>A']],
    ['m.3243A>G NM_004006.2:c.4375C>T', ['variant m.3243A>G', 'variant NM_004006.2:c.4375C>T']],
    [
      'c.35delG or 35delG, 1494del6',
      ['variant c.35delG', 'variant 35delG = c.35delG', 'variant 1494del6 = c.1494del6'],
    ],
    ['c.429_452dup c.1186_1187insGGCC', ['variant c.429_452dup', 'variant c.1186_1187insGGCC']],
    ['-308G>A, G-308A', ['variant -308G>A = c.-308G>A', 'variant G-308A = c.-308G>A']],
    ['2398+1G-->C', ['variant 2398+1G-->C = c.2398+1G>C']],
    [
      'IVS2-1G>A, IVSII-1 (G > A)',
      ['variant IVS2-1G>A = c.IVS2-1G>A', 'variant IVSII-1 (G > A) = c.IVSII-1G>A'],
    ],
    ['MTHFR C677T genotype', ['variant C677T = c.677C>T']],
    ['KRAS G12A', ['variant G12A = p.Gly12Ala']],
    [
      'rs1800629 and RS 429358',
      ['variant rs1800629 = DBSNP:rs1800629', 'variant RS 429358 = DBSNP:rs429358'],
    ],
    ['ΔF508, deltaF508', ['variant ΔF508 = p.F508del', 'variant deltaF508 = p.F508del']],
    ['Arg97 to Pro', ['variant Arg97 to Pro = p.Arg97Pro']],
    [
      'substitution of arginine by proline at position 97',
      ['variant arginine by proline at position 97 = p.Arg97Pro'],
    ],
    ['valine for glutamate at codon 6', ['variant valine for glutamate at codon 6 = p.Glu6Val']],
    ['a leucine to methionine substitution', ['variant leucine to methionine']],
    ['a G to A transition at nucleotide -12', ['variant G to A transition at nucleotide -12 = c.-12G>A']],
    ['a 32-bp deletion', ['variant 32-bp deletion']],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(wanted)
  })

  it.each([
    ['T4 phage, H1N1, H3N2, p38, E2F1, C57BL/6, A549, the G1 phase'],
    ['D2R and A2A receptors, HbA1c, S100A and S100P, M6P/IGF2R mutation, histone H2A, C4A'],
    ['vitamin B12, CO2, 10 mg, IL-2R, TNF-308 patients, 3:1, p < 0.05, n = 34, [12-14], 5/6 G/L'],
    ['A to C in size; from glycine to alanine; A deletion was found'],
    ['ref. 12A, Fig. 3C, Table 2B, room 101A, 2,3-dihydro, 15d-PGJ2, 5-HT2A'],
  ])('none in %s', (text) => {
    expect(found(text).filter((each) => each.startsWith('variant'))).toEqual([])
  })

  it('tells what it did not take, when asked', () => {
    const { rejected = [] } = recognize('the A2A receptor', true)
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'protein variant in one-letter codes: A2A names something else',
    ])
    expect(recognize('the A2A receptor').rejected).toBeUndefined()
  })
})

describe('ids', () => {
  it.each([
    ['HGNC:1100 or hp HP:0001250', ['gene HGNC:1100 = HGNC:1100', 'phenotype HP:0001250 = HP:0001250']],
    ['OMIM 215600, MIM #154700', ['disease OMIM 215600 = OMIM:215600', 'disease MIM #154700 = OMIM:154700']],
    ['OMIM *113705', ['gene OMIM *113705 = OMIM:113705']],
    ['MONDO_0005068', ['disease MONDO_0005068 = MONDO:0005068']],
    ['ORPHA:166024', ['disease ORPHA:166024 = ORPHANET:166024']],
    ['RRID:CVCL_0030', ['cell_line RRID:CVCL_0030 = CELLOSAURUS:CVCL_0030']],
    ['UniProt accession P04637', ['gene UniProt accession P04637 = UniProtKB:P04637']],
    ['NCT01597518', ['clinical_trial NCT01597518 = CLINICALTRIALS:NCT01597518']],
    ['P04637, SO: 3, CL: 12, 215600, MESH:D009270, GO:0008150', []],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(wanted)
  })

  it('asks the vocabulary for the class first', () => {
    const asking = patternRecognizer({ classOf: (id) => (id === 'MESH:D009270' ? 'chemical' : undefined) })
    const { findings } = asking.recognize(documentOf('MESH:D009270 and MESH:D000001')) as Findings
    expect(findings).toMatchObject([{ class: 'chemical', id: 'MESH:D009270', spans: [[0, 12]] }])
  })
})

describe('cell lines', () => {
  it.each([
    ['MCF-7 cells and the HeLa cell line', ['cell_line MCF-7', 'cell_line HeLa']],
    ['cell line SH-SY5Y', ['cell_line SH-SY5Y']],
    ['LNCaP prostate cancer cells', ['cell_line LNCaP']],
    ['CD4 cells, NK cells, Th17 cells, T cells, The cells, ES cells, 10 cells', []],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(wanted)
  })
})

const piece = fc.constantFrom(
  ...[
    'p.',
    'V600E',
    'Val',
    '600',
    'Glu',
    'c.',
    '76',
    'A>T',
    'del',
    '(',
    ')',
    '[',
    ' ',
    '-',
    '+',
    '_',
    'IVS',
    'rs',
    '12',
  ],
  ...[
    'İ',
    'ß',
    'ﬁ',
    'e\u0301',
    '😀',
    '\ud83d',
    '\r\n',
    'G to A',
    ' at position ',
    'MCF-7',
    ' cells',
    'OMIM ',
    '215600',
  ],
)
const text = fc.oneof(
  fc.array(piece, { maxLength: 25 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 100 }),
)

describe('patterns in anything', () => {
  it('lie in their section, in order, apart from one another, twice the same', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const sections = [
          { name: 'a', start: 0, end: first.length },
          { name: 'b', start: first.length, end: first.length + second.length },
        ]
        const document = { ...documentOf(first + second), sections }
        const once = recognizer.recognize(document, { explain: true }) as Findings
        let at = 0
        for (const finding of once.findings) {
          const [[start, end] = [0, 0]] = finding.spans
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThan(start)
          expect(start < first.length ? end <= first.length : end <= document.text.length).toBe(true)
          at = end
        }
        expect(recognizer.recognize(document, { explain: true })).toEqual(once)
      }),
      { numRuns: 1000 },
    )
  })

  it.each(patternRules().filter(({ hint }) => hint !== undefined))(
    'never match without their hint: $name',
    ({ pattern, hint }) => {
      fc.assert(
        fc.property(text, (given) => {
          for (const match of given.matchAll(pattern)) expect(hint?.test(match.input)).toBe(true)
        }),
        { numRuns: 500 },
      )
    },
  )

  it('find any number in one section', () => {
    expect(recognize('V600E '.repeat(150_000)).findings).toHaveLength(150_000)
  })

  it('read a text without sections as one', () => {
    expect(recognizer.recognize({ ...documentOf('BRAF V600E'), sections: [] })).toMatchObject({
      findings: [{ spans: [[5, 10]] }],
    })
  })

  it.each([
    '1',
    'A',
    '(',
    'c.1',
    'p.A1',
    ' ',
    'A-',
    '1_',
    'Val1',
    'IVS1-',
    'a cell ',
    'MIM ',
    '(A1',
    'A to ',
    'CVCL_',
  ])('take linear time: %j over and over', (unit) => {
    const timeOf = (length: number): number => {
      const given = unit.repeat(length / unit.length)
      const started = process.cpuUsage()
      recognize(given)
      // Of the process alone: other work on the machine does not count.
      return process.cpuUsage(started).user / 1000
    }
    timeOf(1e4)
    const one = timeOf(3e4)
    expect(timeOf(1.2e5)).toBeLessThan(Math.max(600, one * 12))
  })
})
