import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type TextDocument, textOf } from '../../src/core/document.ts'
import { KnownError } from '../../src/core/errors.ts'
import type { DocumentProblem } from '../../src/documents/contract.ts'
import { readLines } from '../../src/documents/lines.ts'
import { FILES, type Plain, readerOf } from './in-formats.ts'

/** What came of an input, up to what ended it. */
interface Reading {
  readonly documents: readonly TextDocument[]
  readonly problems: readonly DocumentProblem[]
  readonly error: unknown
}

const MIB = 1024 * 1024

const readBytes = async (format: string, bytes: Buffer): Promise<Reading> => {
  const documents: TextDocument[] = []
  const problems: DocumentProblem[] = []
  const pieces = function* () {
    for (let start = 0; start < bytes.length; start += 64 * 1024)
      yield bytes.subarray(start, start + 64 * 1024)
  }
  let error: unknown
  try {
    const reader = await readerOf(format)
    const input = { name: 'hostile', stream: Readable.from(pieces()) }
    const report = (problem: DocumentProblem) => problems.push(problem)
    for await (const document of reader.read(input, { report })) documents.push(document)
  } catch (thrown) {
    error = thrown
  }
  return { documents, problems, error }
}

const isKnown = (error: unknown): boolean => error === undefined || error instanceof KnownError

const filler = (length: number, unit: string): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length)

const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  'of 50 MB': filler(
    50 * MIB,
    'İnterleukin-6 (IL-6) raised 😀 ﬁbrosis in 12.5 % of e\u0301 mice. ',
  ).trimEnd(),
  'of a megabyte without a blank': filler(MIB, 'acgtß'),
  'of ten thousand parentheses': `${'('.repeat(10_000)}x${')'.repeat(10_000)}`,
  'of a megabyte of quotes, brackets and bars': filler(MIB, '"\\[{<&|>}]\'\\'),
}

const FORMATS = Object.keys(FILES)

describe.each(FORMATS)('a document in %s', (format) => {
  it.each(Object.entries(HOSTILE_TEXTS))(
    '%s is read, and those beside it',
    async (_, text) => {
      const given: Plain[] = [
        { id: '1', text: 'before' },
        { id: '2', text },
        { id: '3', text: 'behind' },
      ]
      const { documents, problems, error } = await readBytes(
        format,
        FILES[format]?.(given) ?? Buffer.alloc(0),
      )
      expect([problems, error]).toEqual([[], undefined])
      // Not by `toEqual`, which would print them.
      expect(documents.map((document) => document.id)).toEqual(['1', '2', '3'])
      expect(documents.every((document, index) => document.text === given[index]?.text)).toBe(true)
    },
    120_000,
  )
})

describe('binary', () => {
  const noise = (length: number): Buffer => {
    const bytes = Buffer.alloc(length)
    let state = 1
    for (let at = 0; at < length; at++) {
      state = (state * 1103515245 + 12345) % 2147483648
      bytes[at] = state >>> 16
    }
    return bytes
  }

  it.each([...FORMATS, 'text'])('given as %s is refused, with the reason', async (format) => {
    for (const bytes of [noise(5 * MIB), Buffer.alloc(5 * MIB), gzipSync(noise(MIB))]) {
      const { documents, problems, error } = await readBytes(format, bytes)
      expect(isKnown(error)).toBe(true)
      expect(documents).toEqual([])
      if (format !== 'brat' || bytes[0] !== 0) expect(problems.length > 0 || error !== undefined).toBe(true)
      expect(problems.length).toBeLessThan(250)
    }
  })

  it.each(['jsonl', 'pubtator', 'brat', 'conll'])('in a document in %s harms no other', async (format) => {
    for (const flaw of ['\0', '\xff']) {
      const given = ['1', '2', '3'].map((id) => ({ id, text: `text ${id === '2' ? 'QQ' : 'ok'} end` }))
      const bytes = FILES[format]?.(given) ?? Buffer.alloc(0)
      const at = bytes.indexOf('QQ')
      bytes.write(flaw, at, 'latin1')
      const { documents, problems, error } = await readBytes(format, bytes)
      expect(error).toBeUndefined()
      const whole = documents.filter(({ id }) => id !== '2')
      expect(whole.map(({ text }) => text)).toEqual(['text ok end', 'text ok end'])
      expect(problems.length).toBeGreaterThan(0)
      expect(problems.every(({ message, repair }) => message !== '' && repair !== '')).toBe(true)
      if (format !== 'brat') expect(problems[0]?.line).toBeGreaterThan(0)
    }
  })
})

describe('lines', () => {
  const read = async (bytes: readonly Buffer[], max: number) => {
    const problems: DocumentProblem[] = []
    const lines = []
    const input = { name: 'x', stream: Readable.from(bytes) }
    for await (const block of readLines(input, { report: (problem) => problems.push(problem) }, max))
      lines.push(...block)
    return { lines, problems }
  }

  it('that are too long are passed over, wherever the input is cut', async () => {
    const whole = Buffer.from(`a\r\n${'x'.repeat(300_000)}\nİb\n${'y'.repeat(150_000)}`)
    for (const size of [999, 1024, 65_536, 1_000_000]) {
      const pieces: Buffer[] = []
      for (let at = 0; at < whole.length; at += size) pieces.push(whole.subarray(at, at + size))
      const { lines, problems } = await read(pieces, 100_000)
      expect(lines).toEqual([
        { text: 'a', number: 1, isBroken: false },
        { text: '', number: 2, isBroken: true },
        { text: 'İb', number: 3, isBroken: false },
        { text: '', number: 4, isBroken: true },
      ])
      expect(problems.map(({ line }) => line)).toEqual([2, 4])
    }
  })

  it('that are no text do not end the input, unless hardly any is', async () => {
    const flawed = Array.from({ length: 1000 }, (_, at) => (at % 3 === 0 ? 'a\0\n' : `${String(at)}\n`)).join(
      '',
    )
    const { lines, problems } = await read([Buffer.from(flawed)], 2000)
    expect([lines.length, problems.length]).toEqual([1000, 334])
    await expect(read([Buffer.from('a\0\n'.repeat(1000))], 2000)).rejects.toMatchObject({
      code: 'SOURCE_NOT_TEXT',
    })
    await expect(read([Buffer.from('\xff\n'.repeat(1000), 'latin1')], 2000)).rejects.toMatchObject({
      code: 'SOURCE_ENCODING',
    })
  })
})

describe('many of something', () => {
  const COUNT = 200_000
  const many = (make: (index: number) => string): string =>
    Array.from({ length: COUNT }, (_, at) => make(at)).join('')

  const CASES: Readonly<Record<string, readonly [format: string, content: () => string]>> = {
    'spans of a mention, jsonl': [
      'jsonl',
      () =>
        JSON.stringify({
          id: '1',
          text: 'x'.repeat(3 * COUNT),
          mentions: [{ spans: Array.from({ length: COUNT }, (_, at) => [3 * at, 3 * at + 1]) }],
        }),
    ],
    'spans of a mention, pubtator': [
      'pubtator',
      () =>
        `1|t|${'x'.repeat(3 * COUNT)}\n1\t0\t${String(3 * COUNT - 2)}\t?\tGene\t1\t${many((at) => `${at === 0 ? '' : ','}${String(3 * at)}-${String(3 * at + 1)}`)}\n`,
    ],
    'locations of an annotation, bioc-xml': [
      'bioc-xml',
      () =>
        `<collection><document><id>1</id><passage><offset>0</offset><text>${'x'.repeat(3 * COUNT)}</text><annotation>${many((at) => `<location offset="${String(3 * at)}" length="1"/>`)}</annotation></passage></document></collection>`,
    ],
    'relations, bioc-xml': [
      'bioc-xml',
      () =>
        `<collection><document><id>1</id><passage><offset>0</offset><text>x</text></passage>${many(() => '<relation><infon key="type">r</infon></relation>')}</document></collection>`,
    ],
    'ids, pubtator': ['pubtator', () => `1|t|x\n1\t0\t1\tx\tGene\t${many((at) => `${String(at)},`)}\n`],
    'cells of a line, pubtator': ['pubtator', () => `1|t|x\n1\t0\t1${'\t'.repeat(COUNT)}\n`],
    'cells of a line, conll': ['conll', () => `a\tO${'\tO'.repeat(COUNT)}\n${'a\tO\n'.repeat(1200)}`],
    'sections, jsonl': [
      'jsonl',
      () => JSON.stringify({ id: '1', sections: Array.from({ length: COUNT }, () => ({ text: 'x' })) }),
    ],
    'blank lines, pubtator': ['pubtator', () => `1|t|x${'\n'.repeat(COUNT)}`],
  }

  it.each(Object.entries(CASES))('%s', async (_, [format, content]) => {
    const { documents, error } = await readBytes(format, Buffer.from(content()))
    expect(error).toBeUndefined()
    expect(documents[0]?.id).toMatch(/1/)
    const serialized = JSON.stringify(documents[0])
    expect(serialized.length).toBeGreaterThan(0)
  })

  it('arrays in arrays, jsonl and bioc-json, cost the document alone', async () => {
    const deep = `${'['.repeat(COUNT)}${']'.repeat(COUNT)}`
    const files = {
      jsonl: `{"id":"1","text":"x","metadata":{"a":${deep}}}\n{"id":"2","text":"y"}\n`,
      'bioc-json': `{"infons":{"a":${deep}},"documents":[{"id":"1","infons":{"a":${deep}},"passages":[]},{"id":"2","passages":[]}]}`,
    }
    for (const [format, content] of Object.entries(files)) {
      const { documents, problems, error } = await readBytes(format, Buffer.from(content))
      expect(error).toBeUndefined()
      expect(documents.map(({ id }) => id)).toEqual(['2'])
      expect(problems.length).toBeGreaterThan(0)
      for (const { message, line } of problems)
        expect([message, line]).toEqual([expect.stringContaining('nested too deep'), 1])
    }
  })

  it('spans of a mention, brat', async () => {
    const { tarOf } = await import('../support/tar.ts')
    const places = many((at) => `${at === 0 ? '' : ';'}${String(3 * at)} ${String(3 * at + 1)}`)
    const bytes = tarOf({ 'a.txt': 'x'.repeat(3 * COUNT), 'a.ann': `T1\tGene ${places}\tx\n` })
    const { documents, error } = await readBytes('brat', bytes)
    expect(error).toBeUndefined()
    expect(documents).toHaveLength(1)
  })
})

/** A small file of each format, with annotations where the format has a place for them. */
const SAMPLES: Readonly<Record<string, Buffer>> = {
  jsonl: Buffer.from(
    '{"id":"1","text":"İ 😀 lung cancer","mentions":[{"start":5,"end":9,"class":"x","ids":["A:1"]}]}\n{"id":"2","text":"b"}\n',
  ),
  pubtator: Buffer.from(
    '1|t|İ 😀 lung\n1|a|cancer\n1\t4\t8\tlung\tGene\t1\n1\tCID\t1\t2\n\n2|t|b\n2|a|c\n\n',
  ),
  'bioc-xml': Buffer.from(
    '<collection><source>s</source><document><id>1</id><passage><offset>0</offset><text>İ 😀 lung</text><annotation id="a"><infon key="type">Gene</infon><location offset="4" length="4"/><text>lung</text></annotation></passage></document>\n<document><id>2</id></document></collection>',
  ),
  'bioc-json': Buffer.from(
    '{"documents":[{"id":"1","passages":[{"offset":0,"text":"İ 😀 lung","annotations":[{"id":"a","infons":{"type":"Gene"},"locations":[{"offset":4,"length":4}],"text":"lung"}]}]},\n{"id":"2","passages":[]}]}',
  ),
  brat: FILES['brat']?.([{ id: '1', text: 'İ 😀 lung' }]) ?? Buffer.alloc(0),
  conll: Buffer.from('-DOCSTART- (1)\tO\n\nİ\tO\n😀\tB-x\nlung\tI-x\n\ncancer\tO\n\n'),
}

describe.each(Object.entries(SAMPLES))('%s, damaged', (format, sample) => {
  const checked = ({ documents, error }: Reading): void => {
    expect(isKnown(error)).toBe(true)
    for (const { text, mentions } of documents)
      for (const mention of mentions) {
        expect(mention.text).toBe(textOf(text, mention.spans))
        expect(mention.spans.every(([start, end]) => start >= 0 && start < end && end <= text.length)).toBe(
          true,
        )
      }
  }

  it('by being cut, anywhere, is read to there or refused', async () => {
    for (let length = 1; length < sample.length; length++)
      checked(await readBytes(format, sample.subarray(0, length)))
  })

  it('by other bytes, is read with exact offsets or refused, twice alike', async () => {
    const change = fc.record({ at: fc.nat(sample.length - 1), byte: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(sample)
        for (const { at, byte } of changes) bytes[at] = byte
        const first = await readBytes(format, bytes)
        checked(first)
        expect(await readBytes(format, bytes)).toEqual(first)
      }),
      { numRuns: 300 },
    )
  })

  it('by a packed file that is cut, gives what came before, and the reason', async () => {
    const packed = gzipSync(sample)
    const { error } = await readBytes(format, packed.subarray(0, packed.length / 2))
    expect(error).toBeInstanceOf(KnownError)
  })
})
