import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LADDER_PROFILES, meetingRung, normalForms, profileOf } from '../../../src/core/text/ladder.ts'
import { DictionaryBuilder } from '../../../src/index/dictionary/dictionary-builder.ts'
import { Dictionary } from '../../../src/index/dictionary/dictionary.ts'

const dictionaryOf = (names: readonly string[], entityClass = 'disease'): Dictionary => {
  const builder = new DictionaryBuilder()
  for (const name of names) builder.add(name, entityClass)
  return new Dictionary(builder.slots())
}

const spotted = (dictionary: Dictionary, text: string, from = 0, to = text.length): string[] => {
  const found: string[] = []
  dictionary.scan(text, from, to, (start, end) => found.push(text.slice(start, end)))
  return found
}

const finds = (names: readonly string[], text: string, entityClass?: string): string[] =>
  spotted(dictionaryOf(names, entityClass), text)

describe('a name is found', () => {
  it.each([
    ['breast cancer', 'a case of Breast Cancer.', 'Breast Cancer'],
    ['breast cancer', 'breast cancers were', 'breast cancers'],
    ['breast cancer', 'cancer of the breast', 'cancer of the breast'],
    ['cancer of breast', 'a breast cancer', 'breast cancer'],
    ['Carcinoma, Hepatocellular', 'hepatocellular carcinoma', 'hepatocellular carcinoma'],
    ['Lymphoma, B-Cell, Marginal Zone', 'marginal zone B-cell lymphoma', 'marginal zone B-cell lymphoma'],
    ['type 2 diabetes', 'type II diabetes', 'type II diabetes'],
    ['tumor', 'a tumour', 'tumour'],
    ['Escherichia coli infection', 'Escherichia\n  coli infection', 'Escherichia\n  coli infection'],
    ['E. coli infection', 'an E. coli infection', 'E. coli infection'],
    ["Alzheimer's disease", 'Alzheimer disease', 'Alzheimer disease'],
    ['Sjögren syndrome', 'Sjo\u0308gren syndrome', 'Sjo\u0308gren syndrome'],
    ['fibroma', '\u{1F600}fi\u00adbroma', 'fi\u00adbroma'],
    ['ﬁbroma', 'fibroma', 'fibroma'],
    ['İstanbul fever', 'istanbul fever', 'istanbul fever'],
    ['TNF-alpha deficiency', 'TNFα deficiency', 'TNFα deficiency'],
    ['CD4-positive anaemia', 'CD4+ anemia', 'CD4+ anemia'],
  ])('%j in %j', (name, text, mention) => {
    expect(finds([name], text)).toContain(mention)
  })

  it.each([
    ['MCF-7', 'MCF7 cells', 'cell_line', 'MCF7'],
    ['MCF-7 cell', 'in MCF 7', 'cell_line', 'MCF 7'],
    ['PDL1', 'PD-L1', 'gene', 'PD-L1'],
    ['PDL1', 'PD L1', 'gene', 'PD L1'],
    ['TESTIN gene', 'of TESTIN', 'gene', 'TESTIN'],
  ])('%j in %j (%s)', (name, text, entityClass, mention) => {
    expect(finds([name], text, entityClass)).toContain(mention)
  })

  it('and so is what is nested in it, and next to it', () => {
    const names = ['lung cancer', 'cancer', 'small cell lung cancer', 'lung', 'cell']
    expect(finds(names, 'small cell lung cancer').sort()).toEqual(
      ['cancer', 'cell', 'lung', 'lung cancer', 'small cell lung cancer'].sort(),
    )
  })
})

describe('nothing is found', () => {
  it.each([
    ['lung cancer', 'in the lung. Cancer'],
    ['lung cancer', 'lung\n\ncancer'],
    ['lung cancer', 'lung; cancer'],
    ['lung cancer', 'lung'],
    ['lens', 'lensing'],
    ['p53', 'p53R172H'],
  ])('%j in %j', (name, text) => {
    expect(finds([name], text)).toEqual([])
  })

  it('outside of the part asked for', () => {
    const dictionary = dictionaryOf(['lung cancer', 'lung'])
    expect(spotted(dictionary, 'lung cancer', 0, 6)).toEqual(['lung'])
    expect(spotted(dictionary, 'lung cancer', 1)).toEqual([])
  })

  it('by an empty dictionary, in an empty text', () => {
    expect(spotted(dictionaryOf([]), 'lung cancer')).toEqual([])
    expect(finds(['lung'], '')).toEqual([])
  })
})

const word = fc.constantFrom(
  'lung',
  'cancers',
  'β',
  'II',
  'IL-2',
  'of',
  'the',
  'tumour',
  '(',
  ')',
  '+',
  'Ca2+',
  '\u{1F600}',
  'İ',
  'ﬁ',
  'e\u0301',
  '.',
  ',',
  '\r\n',
  '-',
  "'",
  '7',
)
const text = fc
  .array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 30 })
  .map((words) => words.join(' '))

describe('whatever the text', () => {
  const names = ['lung cancer', 'IL-2', 'tumor', 'type 2', 'Ca2+', '7', 'cancer of lung']

  it('stretches lie within it, begin and end with words, and come twice the same', () => {
    const dictionary = dictionaryOf(names)
    fc.assert(
      fc.property(text, (any) => {
        const first = spotted(dictionary, any)
        expect(spotted(dictionary, any)).toEqual(first)
        for (const stretch of first) expect(stretch).toMatch(/^[^\s].*[^\s]$|^[^\s]$/su)
      }),
    )
  })

  it('a name is found where it stands, whatever is around it', () => {
    const dictionary = dictionaryOf(names)
    fc.assert(
      fc.property(text, text, fc.constantFrom(...names), (before, after, name) => {
        expect(spotted(dictionary, `${before} . ${name} . ${after}`)).toContain(name)
      }),
    )
  })

  it('what meets a name on the ladder has its loose key', () => {
    const forms = [
      'Lung cancers',
      'LUNG-CANCER',
      'lung  cancer',
      'Il 2',
      'IL2',
      'il-2',
      'Typ e2',
      'type II',
      'tumours',
      'CA2+',
    ]
    for (const profile of LADDER_PROFILES)
      for (const form of forms)
        for (const name of names) {
          const rung = meetingRung(normalForms(form, profile), normalForms(name, profile))
          if (rung === null || rung === 'order') continue
          const entityClass = ['disease', 'gene', 'cell_line'].find((each) => profileOf(each) === profile)
          expect(finds([name], form, entityClass), `${form} for ${name}`).toContain(form)
        }
  })

  it('takes time in proportion to its length', () => {
    const dictionary = dictionaryOf([...names, 'a', 'a a', 'a a a', 'lung '.repeat(60)])
    const timed = (length: number): number => {
      const hostile = [
        'a '.repeat(length / 2),
        'lung '.repeat(length / 5),
        'x'.repeat(length),
        '('.repeat(length),
        'of '.repeat(length / 3),
      ]
      const begun = process.cpuUsage()
      for (const each of hostile) dictionary.scan(each, 0, each.length, () => undefined)
      return process.cpuUsage(begun).user
    }
    timed(100_000)
    expect(timed(1_000_000) / Math.max(1000, timed(100_000))).toBeLessThan(40)
  })

  it('a text of many pieces gives what it gives in one', () => {
    const dictionary = dictionaryOf(names)
    const piece = 'lung cancer and IL-2 in tumours, type II; '
    const once = spotted(dictionary, piece).length
    expect(spotted(dictionary, piece.repeat(5000))).toHaveLength(once * 5000)
  })
})
