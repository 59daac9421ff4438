import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sentencesOf } from '../../../src/core/text/sentences.ts'
import { bordersOf, checkedSentences, compareBorders, doubtfulStops } from './sentences-gold.ts'

const split = (text: string): string[] => sentencesOf(text).map(([start, end]) => text.slice(start, end))

describe('sentences', () => {
  it.each([
    [
      'abbreviations',
      'Seen in E. coli (Fig. 1, cf. Dr. Ames), i.e. twice vs. No. 5.|It was, e.g. mice, approx. 5.',
    ],
    ['et al.', 'As Smith et al. (1999) and Yagi et al. said.|So did Sun et al. [4] and others.'],
    ['decimals', 'It was 0.05 and p<0.05.|P = .3 was not.'],
    ['countries', 'In U.S. Census data.|He left the U.S.|The rest stayed.'],
    ['initials', 'By J. Smith, R. B. Jones and Mary K. Doe.|We thank T.K. Braden.'],
    ['letters that name', 'He had haemophilia A.|Next came vitamin C.|Group B.|Our results.'],
    ['journals', 'In J. Biol. Chem. 277 (2002).|And Mol. Cell. Biol. 8.'],
    ['quotes and brackets', 'He said "No."|She (too.)|“Why?”|(The rest was lost.)|Then [all] left.'],
    ['headings', 'It ended BACKGROUND: We began.|PATIENTS AND METHODS: Ten.|RESULTS: None.'],
    ['small letters that begin', 'We had mice.|p53 is.|mRNA was.|α-Synuclein too.|c-Myc and.|beta-Blockers.'],
    ['units', 'It was 5 mg. mL was the unit.'],
    ['addresses', 'See https://a.org/b.html and www.x.Com/y.|Then go.'],
    ['citations', 'It is so.[5-7]|We agree. [8]|They do not.14,15|Each did.'],
    ['numbers', 'There were ten.|5 patients left in 2005.|The rest stayed.'],
    ['marks', 'Why is it so?|It is!|Or p ? 0.05.|What... is it?'],
    ['company', 'Made by Bayer (Bayer Inc. Leverkusen).|By Merck & Co.|Insulin was used.'],
    ['enumerations', 'As follows: 1. First came.|2. Second came.|(ii) A third.'],
  ])('%s', (_, text) => {
    const sentences = text.split('|')
    // The heading that follows no stop is a border of its own.
    const wanted = sentences.flatMap((sentence) => sentence.split(/ (?=BACKGROUND)/))
    expect(split(sentences.join(' '))).toEqual(wanted)
  })

  it('parts what a lost blank joined, and not names of files', () => {
    expect(split('between groups.Table 2 shows it. See data.frame.')).toEqual([
      'between groups.',
      'Table 2 shows it.',
      'See data.frame.',
    ])
  })

  it('parts lines that are parts: after an empty line, before an item, after a short heading', () => {
    const text = 'Methods\nWe took one that\nwent on\n\nand on:\r\n- one\r\n- two\r\n\r\nEnd'
    expect(split(text)).toEqual(['Methods', 'We took one that\nwent on', 'and on:', '- one', '- two', 'End'])
  })

  it('lets small letters begin where there are no capitals, and full-width stops end', () => {
    expect(split('all is small. so it is. see e.g. mice.')).toEqual([
      'all is small.',
      'so it is.',
      'see e.g. mice.',
    ])
    expect(split('これは文です。次の文。')).toEqual(['これは文です。', '次の文。'])
  })

  it('knows nothing in nothing', () => {
    expect(sentencesOf('')).toEqual([])
    expect(sentencesOf(' \r\n\t ')).toEqual([])
    expect(split('. ')).toEqual(['.'])
  })

  it('is right on checked extracts, and on nine in ten doubtful stops', () => {
    for (const half of ['dev', 'test'] as const) {
      let [borders, errors] = [0, 0]
      for (const { text, sentences } of checkedSentences(half)) {
        const count = compareBorders(bordersOf(sentences), bordersOf(sentencesOf(text)))
        borders += count.right + count.missed
        errors += count.wrong + count.missed
      }
      expect(borders).toBeGreaterThan(100)
      expect(errors / borders).toBeLessThan(0.02)
      const stops = doubtfulStops(half)
      const wrong = stops.filter(
        ({ text, at, isBorder }) => bordersOf(sentencesOf(text)).includes(at) !== isBorder,
      )
      expect(wrong.length / stops.length).toBeLessThan(0.1)
    }
  })
})

const pieces = fc.constantFrom(
  ...[
    '. ',
    '.',
    '? ',
    'et al.',
    ' E. coli',
    ' Fig. 1',
    ' p53',
    ' A',
    ' The',
    '\r\n',
    '\n\n',
    ' ',
    '(',
    ')',
    '"',
  ],
  ...[
    'İ',
    'ß',
    'ﬁ',
    'é',
    'e\u0301',
    '😀',
    '\ud83d',
    '\udc00',
    '[5-7]',
    '14,15',
    ' METHODS:',
    '- ',
    '1. ',
    '。',
    '…',
  ],
)
const text = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

describe('sentences of anything', () => {
  it('cover all that is not blank, in order, without blanks at their borders, twice the same', () => {
    fc.assert(
      fc.property(text, (given) => {
        const sentences = sentencesOf(given)
        let at = 0
        for (const [start, end] of sentences) {
          expect(given.slice(at, start).trim()).toBe('')
          expect(end).toBeGreaterThan(start)
          expect(given.slice(start, end).trim()).toBe(given.slice(start, end))
          at = end
        }
        expect(given.slice(at).trim()).toBe('')
        expect(sentencesOf(given)).toEqual(sentences)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['stops', '.'],
    ['stops and blanks', '. '],
    ['blanks', ' '],
    ['line breaks', '\n'],
    ['brackets', '('],
    ['closing brackets after a stop', '.)'],
    ['citations', '.[1,2]'],
    ['digits', 'ab.1,2'],
    ['initials', 'J. '],
    ['capitals', 'A'],
    ['headings', 'METHODS '],
    ['no blank', 'abc.Def'],
    ['nothing to split', 'a'],
  ])('take linear time: over and over: %s', (_, unit) => {
    const timeOf = (length: number): number => {
      const given = unit.repeat(length / unit.length)
      const started = process.cpuUsage()
      sentencesOf(given)
      // Of the process alone: other work on the machine does not count.
      return process.cpuUsage(started).user / 1000
    }
    timeOf(2e4)
    const one = timeOf(1e5)
    expect(timeOf(4e5)).toBeLessThan(Math.max(400, one * 12))
  })
})
