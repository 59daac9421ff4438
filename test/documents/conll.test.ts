import { describe, expect, it } from 'vitest'
import { conllReader } from '../../src/documents/conll.ts'
import { extentsOf } from '../../src/documents/conll/labels.ts'
import { readText } from './reading.ts'

const lines = (...rows: readonly string[]): string => `${rows.join('\n')}\n`

const read = async (text: string, label?: string) => {
  const { documents, problems } = await readText(conllReader, text, {
    name: 'dev.tsv.gz',
    ...(label === undefined ? {} : { label }),
  })
  expect(problems).toEqual([])
  return documents
}

describe('labels', () => {
  it.each([
    ['IOB2', 'B-x I-x O B-x B-x I-x', ['0-1x', '3-3x', '4-5x']],
    ['IOB1', 'I-x I-x O I-x B-x I-y', ['0-1x', '3-3x', '4-4x', '5-5y']],
    ['IOBES', 'B-x I-x E-x S-y O S-x S-x', ['0-2x', '3-3y', '5-5x', '6-6x']],
    ['BILOU', 'B-x L-x U-y I-x', ['0-1x', '2-2y', '3-3x']],
    ['bare', 'B I O B', ['0-1', '3-3']],
    [
      'names with hyphens',
      'B-Multi-tissue_structure I-Multi-tissue_structure',
      ['0-1Multi-tissue_structure'],
    ],
    ['a class that changes', 'B-x I-y', ['0-0x', '1-1y']],
  ])('%s', (_, labels, expected) => {
    const extents = extentsOf(labels.split(' '))
    expect(extents.map(({ first, last, class: name }) => `${String(first)}-${String(last)}${name}`)).toEqual(
      expected,
    )
  })
})

describe('reading CoNLL', () => {
  it('makes a document of each sentence, tokens joined by a blank', async () => {
    const documents = await read(lines('İ\tO', '😀\tB', 'x\tI', '', '', 'y\tO', ''), 'gene')
    expect(documents).toEqual([
      {
        id: 'dev-1',
        text: 'İ 😀 x',
        sections: [],
        mentions: [{ spans: [[2, 6]], text: '😀 x', class: 'gene', ids: [] }],
      },
      { id: 'dev-2', text: 'y', sections: [], mentions: [] },
    ])
  })

  it('keeps documents that the file parts, sentences as sections', async () => {
    const documents = await read(
      lines('-DOCSTART-\tO', '', 'a\tB-X', '', 'b\tB-X', '', '-DOCSTART- (77)\tO', '', 'c\tO'),
    )
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      ['dev-1', 'a\nb'],
      ['77', 'c'],
    ])
    expect(documents[0]?.sections).toEqual([
      { name: 'sentence', start: 0, end: 1 },
      { name: 'sentence', start: 2, end: 3 },
    ])
    expect(documents[0]?.mentions.map(({ spans }) => spans)).toEqual([[[0, 1]], [[2, 3]]])
  })

  it('takes the tags of AIONER off', async () => {
    const documents = await read(lines('<Gene>\tO', 'a\tB-Gene', '</Gene>\tO'))
    expect(documents).toMatchObject([
      { text: 'a', mentions: [{ text: 'a', class: 'Gene' }], metadata: { task: 'Gene' } },
    ])
  })

  it('finds the columns', async () => {
    for (const text of [
      lines('a NN B-NP B-X', 'b VB I-NP I-X', 'O NN O O'),
      lines('B-X\t0\t1\ta', 'I-X\t2\t3\tb', 'O\t4\t5\tO'),
    ])
      expect(await read(text)).toMatchObject([{ text: 'a b O', mentions: [{ text: 'a b', class: 'X' }] }])
  })

  it('reports lines that are none, with their numbers', async () => {
    const text = lines('a\tO', 'b\tO', '\tO', ...Array.from({ length: 50 }, () => 'c\tO'), 'd')
    const { documents, problems } = await readText(conllReader, text)
    expect(documents).toHaveLength(1)
    expect(problems.map(({ line }) => line)).toEqual([3, 54])
  })

  it('refuses what has no labels', async () => {
    await expect(readText(conllReader, 'a b c\nd e f\n')).rejects.toMatchObject({ code: 'SOURCE_SYNTAX' })
  })
})
