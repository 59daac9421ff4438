import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pubtatorReader, pubtatorWriter } from '../../src/documents/pubtator.ts'
import { abstracts, documents } from './generated.ts'
import { collected, readInput, readText, writeAll } from './reading.ts'

const read = (text: string) => readText(pubtatorReader, text)

const only = async (text: string) => {
  const { documents, problems } = await read(text)
  expect(problems).toEqual([])
  expect(documents).toHaveLength(1)
  return documents[0]
}

describe('reading PubTator', () => {
  it('counts code points over title, one character, abstract', async () => {
    const document = await only(
      '1|t|😀 İron\n1|a|e\u0301 iron\n1\t2\t6\tİron\tChemical\tD007501\n1\t10\t14\tiron\tChemical\t-1\n',
    )
    expect(document).toEqual({
      id: '1',
      text: '😀 İron\ne\u0301 iron',
      sections: [
        { name: 'title', start: 0, end: 7 },
        { name: 'abstract', start: 8, end: 15 },
      ],
      mentions: [
        { spans: [[3, 7]], text: 'İron', class: 'Chemical', ids: ['MESH:D007501'] },
        { spans: [[11, 15]], text: 'iron', class: 'Chemical', ids: [] },
      ],
    })
  })

  it.each([
    ['D006973', 'Disease', { ids: ['MESH:D006973'] }],
    ['D014786|D006311', 'Disease', { ids: ['MESH:D014786', 'MESH:D006311'], composite: true }],
    ['D020279+D035583', 'DiseaseClass', { ids: ['MESH:D020279', 'MESH:D035583'], composite: true }],
    ['D014652', 'CompositeMention', { ids: ['MESH:D014652'], composite: true }],
    ['D020258|D020258', 'Disease', { ids: ['MESH:D020258'], metadata: { identifier: 'D020258|D020258' } }],
    ['D002544|-1', 'Disease', { ids: ['MESH:D002544'], metadata: { identifier: 'D002544|-1' } }],
    ['', 'FamilyName', { ids: [] }],
    ['-', 'Gene', { ids: [] }],
    ['672', 'Gene', { ids: ['NCBIGene:672'] }],
    ['17125;17129', 'Gene', { ids: ['NCBIGene:17125', 'NCBIGene:17129'] }],
    ['9606', 'Species', { ids: ['NCBITaxon:9606'] }],
    [
      '50509,12831(Tax:10090)',
      'Gene',
      { ids: ['NCBIGene:50509', 'NCBIGene:12831'], metadata: { identifier: '50509,12831(Tax:10090)' } },
    ],
    ['CVCL_0594', 'CellLine', { ids: ['CELLOSAURUS:CVCL_0594'] }],
    ['HP:0002671', 'Phenotype', { ids: ['HP:0002671'] }],
    ['C0027051', 'Disease', { ids: ['UMLS:C0027051'] }],
    ['rs2297882', 'SNP', { ids: ['DBSNP:rs2297882'] }],
    ['c|DEL||32', 'Variant', { ids: ['c|DEL||32'] }],
    [
      'c|SUB|C||T;Gene:80013;RS#:2297882;VariantGroup:0',
      'DNAMutation',
      {
        ids: ['c|SUB|C||T', 'DBSNP:rs2297882'],
        metadata: { identifier: 'c|SUB|C||T;Gene:80013;RS#:2297882;VariantGroup:0' },
      },
    ],
  ])('understands the id %j of a %s', async (field, label, expected) => {
    const text = `1|t|abc\n1|a|\n1\t0\t3\tabc\t${label}\t${field}\n`
    const document = await only(text)
    expect(document?.mentions[0]).toEqual({ spans: [[0, 3]], text: 'abc', class: label, ...expected })
    const { losses, options } = collected()
    const again = await only(writeAll(pubtatorWriter(options), document === undefined ? [] : [document]))
    expect(again).toEqual(document)
    expect(losses).toEqual([])
  })

  it('reads pieces, other columns, relations, missing blank lines and CRLF', async () => {
    const text = [
      '1|t|lung and breast cancer',
      '1|a|',
      '1\t0\t22\tlung and breast cancer\tDisease\tD008175\t0-4,16-22',
      '1\t0\t4\tlung\tDisease\tD008175\tlung|x',
      '1\tCID\tD016651\tD003490',
      '2|t|no annotation',
      '',
      '',
      '3|t|x',
    ].join('\r\n')
    const { documents: found, problems } = await read(text)
    expect(problems).toEqual([])
    expect(found.map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(found[0]?.mentions).toEqual([
      {
        spans: [
          [0, 4],
          [16, 22],
        ],
        text: 'lung cancer',
        class: 'Disease',
        ids: ['MESH:D008175'],
      },
      {
        spans: [[0, 4]],
        text: 'lung',
        class: 'Disease',
        ids: ['MESH:D008175'],
        metadata: { extra: 'lung|x' },
      },
    ])
    expect(found[0]?.relations).toEqual([
      {
        type: 'CID',
        arguments: [
          { role: 'arg1', ref: 'D016651' },
          { role: 'arg2', ref: 'D003490' },
        ],
      },
    ])
  })

  it('reports what is flawed with its line, and reads on', async () => {
    const text = [
      'x\ty\tz',
      '1|t|abc',
      '1\t0\t9\tabc\tGene\t1',
      '1\t0\t2\tbc\tGene\t1',
      'junk',
      '9\t0\t1\ta\tGene\t1',
      '',
      '2|t|b',
    ].join('\n')
    const { documents: found, problems } = await read(text)
    expect(found.map(({ id, mentions }) => [id, mentions.length])).toEqual([
      ['1', 1],
      ['2', 0],
    ])
    expect(problems.map(({ line, id }) => [line, id])).toEqual([
      [1, undefined],
      [5, '1'],
      [6, '1'],
      [3, '1'],
      [4, '1'],
    ])
  })

  it('leaves out a document with bytes that are no text, not the others', async () => {
    const bytes = Buffer.from('1|t|a\n\n2|t|b\n2|a|?\n2\t0\t1\tb\tGene\t1\n\n3|t|c\n')
    bytes[bytes.indexOf('?')] = 0xff
    const outcome = await readInput(pubtatorReader, { name: 'x', stream: Readable.from([bytes]) })
    expect(outcome.documents.map(({ id }) => id)).toEqual(['1', '3'])
    expect(outcome.problems).toHaveLength(2)
  })
})

describe('writing PubTator', () => {
  it('is read back as it was, offsets and all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(abstracts({ tabs: true }), { minLength: 1, maxLength: 3 }), async (given) => {
        const { losses, options } = collected()
        const outcome = await read(writeAll(pubtatorWriter(options), given))
        expect(outcome).toEqual({ documents: given, problems: [] })
        expect(losses).toEqual([])
      }),
    )
  })

  it('says so where a document is not read back as it was; offsets hold', async () => {
    await fc.assert(
      fc.asyncProperty(documents({ lineBreaks: true, tabs: true, wild: true }), async (given) => {
        const { losses, options } = collected()
        const { documents: found, problems } = await read(writeAll(pubtatorWriter(options), [given]))
        expect(problems).toEqual([])
        const again = found[0]
        expect(again?.mentions.map(({ spans, ids }) => ({ spans, ids }))).toEqual(
          given.mentions.map(({ spans, ids }) => ({ spans, ids })),
        )
        if (losses.length === 0) expect(again).toEqual(given)
      }),
    )
  })

  it('names what it has no place for, once', () => {
    const { losses, options } = collected()
    const writer = pubtatorWriter(options)
    const document = {
      id: 'a|b',
      text: 'x',
      sections: [{ name: 'title', start: 0, end: 1 }],
      mentions: [{ spans: [[0, 1] as const], text: 'x', class: 'gene', ids: ['a,b', 'c'], score: 0.5 }],
      abbreviations: [],
    }
    expect(writer.document(document)).toBe('a_b|t|x\na_b|a|\na_b\t0\t1\tx\tgene\ta,b,c\n\n')
    writer.document({ ...document, id: 'c' })
    expect(losses.map(({ id, message }) => `${id}: ${message}`)).toEqual([
      'a|b: PubTator has no place for the scores of mentions; left out, here and further on',
      'a|b: the id is written "a_b"',
      'a|b: the ids a,b, c of "x" cannot be told from one another',
      'c: the ids a,b, c of "x" cannot be told from one another',
    ])
  })
})
