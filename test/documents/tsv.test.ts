import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextDocument } from '../../src/core/document.ts'
import { tsvWriter } from '../../src/documents/tsv.ts'
import { documents } from './generated.ts'
import { collected, writeAll } from './reading.ts'

const HEAD = 'doc\tsection\tstart\tend\ttext\tclass\tid\tlabel\tscore\tmethod\tby\tspans'

const sample: TextDocument = {
  id: '7',
  text: '😀 lung and\tbreast\r\ncancer',
  sections: [
    { name: 'title', start: 0, end: 7 },
    { name: 'abstract', start: 8, end: 26 },
  ],
  mentions: [
    {
      spans: [
        [3, 7],
        [20, 26],
      ],
      text: 'lung cancer',
      class: 'disease',
      ids: ['MONDO:0008903', 'MONDO:2'],
      score: 0.75,
      by: ['dictionary', 'pattern'],
      candidates: [
        {
          id: 'MONDO:0008903',
          label: 'lung cancer',
          class: 'disease',
          source: 'mondo',
          score: 0.75,
          method: 'exact',
          matched: 'lung cancer',
          scope: 'exact',
        },
      ],
    },
    { spans: [[12, 26]], text: 'breast\r\ncancer', class: 'disease', ids: ['A:1', 'B:2'], composite: true },
    { spans: [[20, 26]], text: 'cancer', class: 'disease', ids: [] },
  ],
  abbreviations: [],
}

describe('writing TSV', () => {
  it('has a row a mention, with what a table can hold', () => {
    expect(writeAll(tsvWriter({}), [sample]).split('\n')).toEqual([
      HEAD,
      '7\ttitle\t3\t26\tlung cancer\tdisease\tMONDO:0008903\tlung cancer\t0.75\texact\tdictionary,pattern\t3-7;20-26',
      '7\tabstract\t12\t26\tbreast  cancer\tdisease\tA:1|B:2\t\t\t\t\t',
      '7\tabstract\t20\t26\tcancer\tdisease\t\t\t\t\t\t',
      '',
    ])
  })

  it('counts code points when asked', () => {
    const rows = writeAll(tsvWriter({ offsets: 'codepoint' }), [sample])
      .split('\n')
      .slice(1, -1)
    expect(rows.map((row) => row.split('\t').slice(2, 4).join('-'))).toEqual(['2-25', '11-25', '19-25'])
    expect(rows[0]?.endsWith('\t2-6;19-25')).toBe(true)
  })

  it('says once what has no place', () => {
    const { losses, options } = collected()
    const reasoned = {
      ...sample,
      mentions: sample.mentions.map((mention) => ({ ...mention, reasons: ['x'] })),
    }
    writeAll(tsvWriter(options), [reasoned, reasoned])
    expect(losses.map(({ message }) => message)).toEqual([
      'tsv has no place for the reasons of mentions; left out, here and further on',
    ])
  })

  it('is a table whatever the text; places, classes and ids come back', () => {
    fc.assert(
      fc.property(fc.array(documents({ lineBreaks: true, tabs: true, wild: true })), (given) => {
        const bytes = Buffer.from(writeAll(tsvWriter({}), given))
        const [head, ...rows] = bytes.toString('utf8').split(/[\n\r\v\f\u0085\u2028\u2029]/)
        expect(head).toBe(HEAD)
        expect(rows.pop()).toBe('')
        const mentions = given.flatMap(({ mentions: list }) => list)
        expect(rows).toHaveLength(mentions.length)
        rows.forEach((row, index) => {
          const cells = row.split('\t')
          const mention = mentions[index]
          expect(cells).toHaveLength(12)
          const spans = cells[11] === '' ? `${cells[2] ?? ''}-${cells[3] ?? ''}` : cells[11]
          expect(spans).toBe(mention?.spans.map((span) => span.join('-')).join(';'))
          expect(cells[4]?.length).toBe(mention?.text.length)
          expect(cells[5]).toBe(mention?.class)
          expect(cells[6]).toBe(mention?.composite === true ? mention.ids.join('|') : (mention?.ids[0] ?? ''))
        })
      }),
    )
  })
})
