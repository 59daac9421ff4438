import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findAbbreviations } from '../../../src/ner/abbreviations/find.ts'

const find = (text: string) => findAbbreviations({ text, sections: [] })
const pairs = (text: string): string[] => find(text).map(({ short, long }) => `${short} = ${long}`)

describe('long form, then the short one in brackets', () => {
  it.each([
    ['a low body mass index (BMI) was', 'BMI = body mass index'],
    ['the human tumor necrosis factor (TNF) gene', 'TNF = tumor necrosis factor'],
    ['chronic kidney disease [CKD]', 'CKD = chronic kidney disease'],
    [
      'Proprotein convertase subtilisin/kexin type 9 (PCSK9)',
      'PCSK9 = Proprotein convertase subtilisin/kexin type 9',
    ],
    ['patients with alternative polyadenylation (APA)', 'APA = alternative polyadenylation'],
    ['area under the curve (AUC)', 'AUC = area under the curve'],
    ['quality of life (QoL) scores', 'QoL = quality of life'],
    ['in vitro fertilization (IVF)', 'IVF = in vitro fertilization'],
    ['receiver "operating characteristic" ("ROC") curves', 'ROC = receiver "operating characteristic'],
    ['non-steroidal anti-inflammatory drugs (NSAIDs)', 'NSAIDs = non-steroidal anti-inflammatory drugs'],
    ['emergency departments (ED)s', 'ED = emergency departments'],
  ])('%s', (text, expected) => {
    expect(pairs(text)).toEqual([expected])
  })

  it('finds letters inside of words', () => {
    expect(pairs('phenylhydrazine (PHZ) and microwave (MW) and intravenous (IV) use')).toEqual([
      'PHZ = phenylhydrazine',
      'MW = microwave',
      'IV = intravenous',
    ])
    expect(pairs('the enzyme hepatocellular carcinoma (HCC)')).toEqual(['HCC = hepatocellular carcinoma'])
  })

  it('takes first letters in another order where each of the last words has one', () => {
    expect(pairs('Myotonic dystrophy (DM) is autosomal')).toEqual(['DM = Myotonic dystrophy'])
    expect(pairs('the acquired immune deficiency syndrome (SIDA)')).toEqual([
      'SIDA = acquired immune deficiency syndrome',
    ])
    // Words between, small letters, letters inside of words: then it is chance.
    expect(pairs('dystrophy of the myotonic kind (MD)')).toEqual([])
    expect(pairs('mild steel plate (PM)')).toEqual([])
    expect(pairs('myotonic-dystrophy (DM)')).toEqual([])
  })

  it('matches Greek letters with their names and with Latin ones', () => {
    expect(pairs('tumor necrosis factor-α (TNF-α)')).toEqual(['TNF-α = tumor necrosis factor-α'])
    expect(pairs('tumor necrosis factor alpha (TNF-α)')).toEqual(['TNF-α = tumor necrosis factor alpha'])
    expect(pairs('estrogen receptor β (ERB)')).toEqual(['ERB = estrogen receptor β'])
  })

  it('matches numbers, number words and Roman numbers', () => {
    expect(pairs('two-dimensional (2D) gels')).toEqual(['2D = two-dimensional'])
    expect(pairs('5-hydroxytryptamine (5-HT)')).toEqual(['5-HT = 5-hydroxytryptamine'])
    expect(pairs('type 2 diabetes mellitus (T2DM)')).toEqual(['T2DM = type 2 diabetes mellitus'])
    expect(pairs('human T-cell leukemia virus type 1 (HTLV-I)')).toEqual([
      'HTLV-I = human T-cell leukemia virus type 1',
    ])
    expect(pairs('forced expiratory volume in 1 s (FEV1)')).toEqual([
      'FEV1 = forced expiratory volume in 1 s',
    ])
  })

  it('does not take the wrong number', () => {
    expect(pairs('type 1 diabetes mellitus (T2DM)')).not.toContain('T2DM = type 1 diabetes mellitus')
  })

  it('keeps numbers and single letters that are joined to a name', () => {
    expect(pairs("excess 2'-deoxyadenosine (dAdo)")).toEqual(["dAdo = 2'-deoxyadenosine"])
    expect(pairs('the drug N-methyl-D-aspartate (NMDA)')).toEqual(['NMDA = N-methyl-D-aspartate'])
  })

  it('leaves what follows a preposition out, and what else stands in the bracket', () => {
    expect(pairs('Rapid diagnostic tests for malaria (RDTs)')).toEqual(['RDTs = Rapid diagnostic tests'])
    expect(pairs('institutional review board (IRB; Ethics Committee, Milan)')).toEqual([
      'IRB = institutional review board',
    ])
    expect(pairs('interferon (IFN, 200 U/ml)')).toEqual(['IFN = interferon'])
  })

  it('reads nested brackets', () => {
    expect(
      pairs('venous thromboembolism (VTE; acute deep vein thrombosis [DVT] and/or pulmonary embolism [PE])'),
    ).toEqual(['VTE = venous thromboembolism', 'DVT = deep vein thrombosis', 'PE = pulmonary embolism'])
    expect(pairs('low-density lipoprotein (LDL) cholesterol (LDL-C)')).toEqual([
      'LDL = low-density lipoprotein',
      'LDL-C = low-density lipoprotein (LDL) cholesterol',
    ])
    expect(pairs('Disease Activity Score (DAS28(CRP))').length).toBeLessThan(2)
  })

  it('reads a bracket that is never closed', () => {
    expect(pairs('nicotine replacement therapy (NRT; [2], bupropion')).toEqual([
      'NRT = nicotine replacement therapy',
    ])
  })

  it('reads lists', () => {
    expect(pairs('methotrexate and azathioprine (MTX and AZA)')).toEqual([
      'MTX = methotrexate',
      'AZA = azathioprine',
    ])
    expect(pairs('of dopamine and norepinephrine transporters (DAT and NET, respectively)')).toEqual([
      'DAT = dopamine and norepinephrine transporters',
      'NET = norepinephrine transporters',
    ])
  })

  it('reads "hereafter", "or", "abbreviated as" and their like', () => {
    expect(pairs('mitral valve prolapse (hereafter MVP)')).toEqual(['MVP = mitral valve prolapse'])
    expect(pairs('mitral valve prolapse (abbreviated as "MVP")')).toEqual(['MVP = mitral valve prolapse'])
    expect(pairs('mitral valve prolapse, abbreviated as MVP, is')).toEqual(['MVP = mitral valve prolapse'])
    expect(pairs('with mitral valve prolapse, or MVP, in women')).toEqual(['MVP = mitral valve prolapse'])
  })
})

describe('short form first', () => {
  it.each([
    [
      'ERCP (endoscopic retrograde cholangiopancreatography) is',
      'ERCP = endoscopic retrograde cholangiopancreatography',
    ],
    ['The ACL (anterior cruciate ligament) tear', 'ACL = anterior cruciate ligament'],
    [
      'FODMAP (Fermentable Oligo-Di-Monosaccharides and Polyols)',
      'FODMAP = Fermentable Oligo-Di-Monosaccharides and Polyols',
    ],
  ])('%s', (text, expected) => {
    expect(pairs(text)).toEqual([expected])
  })

  it('reads lists of abbreviations', () => {
    expect(pairs('PS = pain severity; PI = pain interference')).toEqual([
      'PS = pain severity',
      'PI = pain interference',
    ])
    expect(
      pairs('BP indicates blood pressure; CA, coded allele; SNP, single‐nucleotide polymorphism.'),
    ).toEqual(['BP = blood pressure', 'CA = coded allele', 'SNP = single‐nucleotide polymorphism'])
  })

  it('does not take another short form for the long one', () => {
    expect(pairs('the QT (QTc) interval, PO2 (PaO2), DAS (DAS28)')).toEqual([])
  })
})

describe('what is no definition', () => {
  it.each([
    'improved (P < 0.001) in men (n = 20) and women (SD 1.2)',
    'as before [1-4] (see Table 2) and (Fig. 3)',
    'both investigators (MR and JK) read them',
    'at the National Cancer Center Hospital (Tokyo, Japan)',
    'weight (kg), height (m), dose (mg/day) twice daily (bid)',
    'statins (primary outcome) and placebo (control)',
    'CONCLUSIONS: Compliance with such long infusions sadly is of no use.',
    'and immunohistochemistry (AR)',
    'hydroxymethylglutaryl reductase inhibitors (statins)',
    'metoprolol succinate (CR/XL)',
    '',
  ])('%s', (text) => {
    expect(pairs(text)).toEqual([])
  })
})

describe('places', () => {
  it('gives offsets, score, strategy and pattern', () => {
    expect(find('the body mass index (BMI)')).toEqual([
      {
        short: 'BMI',
        long: 'body mass index',
        start: 21,
        end: 24,
        longStart: 4,
        longEnd: 19,
        score: 0.99,
        strategy: 'first-letters',
        pattern: 'long (short)',
      },
    ])
  })

  it('reads every section by itself', () => {
    const text = 'body mass index\n(BMI)'
    const sections = [
      { name: 'title', start: 0, end: 15 },
      { name: 'abstract', start: 16, end: 21 },
    ]
    expect(findAbbreviations({ text, sections })).toEqual([])
    expect(findAbbreviations({ text, sections: [] })).toHaveLength(1)
  })

  it('does not look into the sentence before', () => {
    expect(pairs('We measured body mass. Index values (BMI) rose.')).toEqual([])
    expect(pairs('Growth of E. coli K12 (ECK)')).toEqual(['ECK = E. coli K12'])
  })

  const hostile = fc.oneof(
    fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      ' ',
      ',',
      ';',
      '=',
      ' and ',
      'body mass index',
      'BMI',
      'İ',
      'ß',
      'ﬁ',
      '😀',
      '\r\n',
    ),
    fc.constantFrom(
      'e\u0301',
      '\ud800',
      'α',
      'Fermentable Oligo',
      'FO',
      '.',
      ', or ',
      ' abbreviated as ',
      '®',
      's',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )

  it('cuts back to what it says, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        const found = find(text)
        for (const { short, long, start, end, longStart, longEnd, score } of found) {
          expect(text.slice(start, end)).toBe(short)
          expect(text.slice(longStart, longEnd)).toBe(long)
          expect(end <= longStart || longEnd <= start).toBe(true)
          expect(score > 0 && score <= 1).toBe(true)
        }
        expect(new Set(found.map(({ start }) => start)).size).toBe(found.length)
        expect(find(text)).toEqual(found)
      }),
      { numRuns: 500 },
    )
  })

  it('finds a definition in the midst of anything', () => {
    const around = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter((text) => !/[()[\]（）;:.?!,=\p{L}\p{N}]/u.test(text))
    fc.assert(
      fc.property(around, around, (before, after) => {
        const definition = 'body mass index (BMI)'
        const text = `${before} ${definition} ${after}`
        const [found] = find(text)
        expect(found?.longStart).toBe(before.length + 1)
        expect(found?.long).toBe('body mass index')
      }),
    )
  })
})

describe('hostile texts', () => {
  const seconds = (text: string): number => {
    const begin = performance.now()
    find(text)
    return (performance.now() - begin) / 1000
  }

  it.each([
    ['ten thousand opening brackets', '('.repeat(10_000)],
    ['ten thousand nested brackets', `${'('.repeat(10_000)}BMI${')'.repeat(10_000)}`],
    ['ten thousand definitions', 'the body mass index (BMI) '.repeat(10_000)],
    ['ten thousand brackets of blanks', `word (${' '.repeat(300)})`.repeat(3000)],
    ['a megabyte without a blank', 'aB'.repeat(500_000)],
    ['a megabyte of blanks', ' '.repeat(1_000_000)],
    ['a megabyte of equations', 'AB = '.repeat(200_000)],
    ['a megabyte of phrases', ' abbreviated as'.repeat(70_000)],
    ['a megabyte of lists', 'A, or B, '.repeat(110_000)],
    ['alternating brackets', '[('.repeat(50_000) + ')]'.repeat(50_000)],
  ])('%s', (_, text) => {
    expect(seconds(text)).toBeLessThan(10)
  })

  it('grows with the text, not with its square', () => {
    const text = 'the Body mass index (BMI, or [IBM] = x), '
    const once = seconds(text.repeat(2000))
    expect(seconds(text.repeat(16_000))).toBeLessThan(once * 8 * 4 + 0.5)
  })
})
