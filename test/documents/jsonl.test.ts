import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TextDocument } from '../../src/core/document.ts'
import { jsonlReader, jsonlWriter } from '../../src/documents/jsonl.ts'
import { documents } from './generated.ts'
import { readText, writeAll } from './reading.ts'

const read = (text: string) => readText(jsonlReader, text)

const full: TextDocument = {
  id: '227508',
  text: '😀 Naloxone, and WD (Wilson disease)',
  sections: [{ name: 'title', start: 0, end: 11, metadata: { journal: 'x' } }],
  mentions: [
    {
      spans: [[3, 11]],
      text: 'Naloxone',
      class: 'chemical',
      ids: ['MESH:D009270', 'CHEBI:7459'],
      key: 'T1',
      score: 0.98,
      by: ['dictionary', 'neural'],
      candidates: [
        {
          id: 'MESH:D009270',
          label: 'Naloxone',
          class: 'chemical',
          source: 'mesh',
          score: 0.98,
          method: 'exact',
          matched: 'Naloxone',
          scope: 'exact',
        },
      ],
      reasons: ['known'],
      metadata: { note: 'y' },
    },
    { spans: [[17, 19]], text: 'WD', class: 'disease', ids: [] },
  ],
  abbreviations: [{ short: 'WD', long: 'Wilson disease', start: 17, end: 19, longStart: 21, longEnd: 35 }],
  rejected: [{ spans: [[13, 16]], text: 'and', class: 'gene', by: 'dictionary', reason: 'an ordinary word' }],
  relations: [{ key: 'R1', type: 'CID', arguments: [{ role: 'of', ref: 'T1' }], metadata: { z: '1' } }],
  metadata: { source: 'PubMed' },
  errors: ['too long'],
}

describe('reading JSON Lines', () => {
  it('takes a text, or the texts of sections', async () => {
    const lines = [
      '{"id": "a", "text": "x\\r\\ny"}',
      '',
      '{"id": 7, "sections": [{"name": "title", "text": "İ😀"}, {"name": "abstract", "text": ""}, {"text": "b"}]}',
      '{"text": "no id"}',
    ]
    expect(await read(lines.join('\r\n'))).toEqual({
      documents: [
        { id: 'a', text: 'x\r\ny', sections: [], mentions: [] },
        {
          id: '7',
          text: 'İ😀\n\nb',
          sections: [
            { name: 'title', start: 0, end: 3 },
            { name: 'abstract', start: 4, end: 4 },
            { name: '', start: 5, end: 6 },
          ],
          mentions: [],
        },
        { id: 'line-4', text: 'no id', sections: [], mentions: [] },
      ],
      problems: [],
    })
  })

  it.each([
    ['{"id": "a", "text": ', 'not valid JSON'],
    ['[1]', 'no JSON object'],
    ['{"id": "a"}', 'neither "text" nor sections'],
    ['{"id": "a", "text": 5}', 'neither "text" nor sections'],
    ['{"id": "a", "text": "abc", "mentions": [{"start": 1, "end": 4}]}', 'not within the text'],
    ['{"id": "a", "text": "abc", "mentions": [{"start": 1.5, "end": 3}]}', 'not within the text'],
    ['{"id": "a", "text": "abc", "mentions": [{"spans": [[1]]}]}', 'not within the text'],
    ['{"id": "a", "text": "abc", "mentions": [{"start": 1, "end": 2, "text": "x"}]}', 'says "x"'],
    ['{"id": "a", "text": "abc", "sections": [{"name": "t", "start": 2, "end": 1}]}', 'not within the text'],
    ['{"id": "a", "text": "abc", "rejected": [{"start": 2, "end": 4}]}', 'not within the text'],
    ['{"id": "a", "text": "abc", "relations": [{}]}', 'has no "type"'],
    ['{"id": "a", "text": "abc", "abbreviations": [{"short": "a"}]}', 'is not whole'],
  ])('reports %s with its line, and reads on', async (line, message) => {
    const { documents: found, problems } = await read(
      `{"id": "0", "text": ""}\n${line}\n{"id": "9", "text": ""}`,
    )
    expect(found.at(0)?.id).toBe('0')
    expect(found.at(-1)?.id).toBe('9')
    expect(problems).toHaveLength(1)
    expect(problems[0]?.line).toBe(2)
    expect(problems[0]?.message).toContain(message)
  })
})

describe('writing JSON Lines', () => {
  it('writes the fields in the order of the docs', () => {
    const line = jsonlWriter({}).document(full)
    expect(line.endsWith('\n')).toBe(true)
    const value = JSON.parse(line) as { mentions: object[] }
    expect(Object.keys(value)).toEqual([
      'id',
      'sections',
      'text',
      'mentions',
      'abbreviations',
      'rejected',
      'relations',
      'metadata',
      'errors',
    ])
    expect(value.mentions[0]).toMatchObject({
      start: 3,
      end: 11,
      spans: [[3, 11]],
      nil: false,
      id: 'MESH:D009270',
    })
    expect(value.mentions[1]).toEqual({
      start: 17,
      end: 19,
      spans: [[17, 19]],
      text: 'WD',
      class: 'disease',
      nil: true,
      id: null,
    })
  })

  it('counts code points when asked, and says so', () => {
    const value: unknown = JSON.parse(jsonlWriter({ offsets: 'codepoint' }).document(full))
    expect(value).toMatchObject({
      offsets: 'codepoint',
      sections: [{ start: 0, end: 10 }],
      mentions: [
        { start: 2, end: 10, spans: [[2, 10]] },
        { start: 16, end: 18 },
      ],
      abbreviations: [{ start: 16, end: 18, longStart: 20, longEnd: 34 }],
      rejected: [{ start: 12, end: 15, spans: [[12, 15]], reason: 'an ordinary word' }],
    })
  })

  it.each(['utf16', 'codepoint'] as const)('is read back as it was, in %s', async (offsets) => {
    expect(await read(writeAll(jsonlWriter({ offsets }), [full]))).toEqual({
      documents: [full],
      problems: [],
    })
    const many = fc.array(documents({ lineBreaks: true, tabs: true, wild: true }), {
      maxLength: 3,
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(many, async (given) => {
        const outcome = await read(writeAll(jsonlWriter({ offsets }), given))
        expect(outcome).toEqual({ documents: given, problems: [] })
      }),
    )
  })
})
