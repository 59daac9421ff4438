import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../../src/core/issue.ts'
import { readTextBlocks, type TextBlock, type TextBlockOptions } from '../../src/io/text-blocks.ts'
import { failureOf } from '../support/failure.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()

interface Read {
  readonly text: string
  readonly blocks: readonly TextBlock[]
  readonly issues: readonly Issue[]
}

const read = async (
  bytes: string | Uint8Array,
  options: Omit<TextBlockOptions, 'report'> = {},
): Promise<Read> => {
  const file = newFile(scratch, 'text')
  writeFileSync(file, bytes)
  const blocks: TextBlock[] = []
  const issues: Issue[] = []
  for await (const block of readTextBlocks(file, { ...options, report: (issue) => issues.push(issue) }))
    blocks.push(block)
  return { text: blocks.map((block) => block.text).join(''), blocks, issues }
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('a text file in blocks of whole lines', () => {
  it.each([
    ['one\ntwo\n', 'one\ntwo\n'],
    ['no newline at the end', 'no newline at the end\n'],
    ['one\n\n\ntwo', 'one\n\n\ntwo\n'],
    ['\n', '\n'],
    ['one\r\ntwo\r\n', 'one\r\ntwo\r\n'],
    ['\ufeffone\n', 'one\n'],
    ['one\n\ufefftwo\n', 'one\n\ufefftwo\n'],
    ['naïve – 😀\n', 'naïve – 😀\n'],
    ['one\u2028still one\n', 'one\u2028still one\n'],
  ])('%j comes as %j', async (bytes, text) => {
    const { blocks, issues, ...result } = await read(bytes)
    expect(result.text).toBe(text)
    expect(blocks[0]?.firstLine).toBe(1)
    expect(issues).toEqual([])
  })

  it('keeps every line whole and numbers it right, however the bytes are cut', async () => {
    const line = fc
      .tuple(fc.constantFrom('a', 'é', '😀', '日本', 'ab\r'), fc.oneof(fc.nat(5), fc.nat(40_000)))
      .map(([piece, times]) => piece.repeat(times))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (lines, zipped) => {
          const text = `${lines.join('\n')}\n`
          const { blocks } = await read(zipped ? gzipSync(text, { level: 1 }) : text)
          let next = 1
          for (const block of blocks) {
            expect(block.firstLine).toBe(next)
            expect(block.text.endsWith('\n')).toBe(true)
            next += block.text.split('\n').length - 1
          }
          expect(blocks.map((block) => block.text).join('') === text).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('lines that are not UTF-8', () => {
  it('come back empty and are reported with their number and text', async () => {
    const { text, issues } = await read(latin1('first\ndef: M\u00fcller cell\nthird\nF\u00e9e\n'))
    expect(text).toBe('first\n\nthird\n\n')
    expect(issues).toMatchObject([
      {
        code: 'invalid-utf8',
        line: 2,
        message: 'the line is not UTF-8 and was left out: "def: Müller cell"',
      },
      { code: 'invalid-utf8', line: 4 },
    ])
    expect(issues[0]?.repair).toContain('iconv')
  })

  it('are numbered right beyond the first block', async () => {
    const { issues } = await read(latin1(`${'0123456789\n'.repeat(20_000)}bad \u00e9 line\nlast`))
    expect(issues.map((issue) => issue.line)).toEqual([20_001])
  })

  it('are found in the last line too, when no newline ends it', async () => {
    const { text, issues } = await read(latin1('one\ncut \u00e9'))
    expect(text).toBe('one\n\n')
    expect(issues.map((issue) => issue.line)).toEqual([2])
  })

  it.each([
    ['half a character', [0xc3]],
    ['an overlong form', [0xc0, 0xaf]],
    ['a half surrogate pair', [0xed, 0xa0, 0x80]],
    ['more than Unicode holds', [0xf4, 0x90, 0x80, 0x80]],
  ])('such as %s', async (_, bytes) => {
    const { issues } = await read(
      Buffer.concat([Buffer.from('a '), Buffer.from(bytes), Buffer.from('\nb\n')]),
    )
    expect(issues.map((issue) => issue.line)).toEqual([1])
  })

  it('up to a hundred are left out, one more refuses the file', async () => {
    expect((await read(latin1('\u00e9\n'.repeat(100)))).issues).toHaveLength(100)
    const error = await failureOf(() => read(latin1(`fine\n${'\u00e9\n'.repeat(101)}`)))
    expect(error.code).toBe('SOURCE_ENCODING')
    expect(error.place?.line).toBe(102)
  })
})

describe('what is no text is refused', () => {
  it('UTF-16, either way round', async () => {
    for (const bytes of [
      Buffer.from('\ufeffid: 1\n', 'utf16le'),
      Buffer.from('\ufeffid: 1\n', 'utf16le').swap16(),
    ]) {
      const error = await failureOf(() => read(bytes))
      expect(error.code).toBe('SOURCE_ENCODING')
      expect(error.message).toContain('UTF-16')
      expect(error.place?.line).toBe(1)
    }
  })

  it.each([
    ['one\ntwo\0\n', 2],
    ['\0', 1],
    [`${'fine\n'.repeat(50_000)}bad \0 line`, 50_001],
  ])('a NUL byte, with its line (%#)', async (text, line) => {
    const error = await failureOf(() => read(text))
    expect(error.code).toBe('SOURCE_NOT_TEXT')
    expect(error.place?.line).toBe(line)
  })

  it('a line longer than allowed, with its number', async () => {
    const error = await failureOf(() => read(`a\nb\n${'x'.repeat(400_000)}\n`, { maxLineBytes: 100_000 }))
    expect(error.code).toBe('SOURCE_LINE_TOO_LONG')
    expect(error.place?.line).toBe(3)
  })

  it('not one as long as allowed', async () => {
    const { text } = await read(`${'x'.repeat(99_999)}\n`.repeat(5), { maxLineBytes: 100_000 })
    expect(text).toHaveLength(500_000)
  })
})

describe('an end on request', () => {
  it('is taken between blocks', async () => {
    const file = newFile(scratch)
    writeFileSync(file, 'line\n'.repeat(100_000))
    const controller = new AbortController()
    const error = await failureOf(async () => {
      const blocks = readTextBlocks(file, { report: () => undefined, signal: controller.signal })
      for await (const block of blocks) if (block.firstLine === 1) controller.abort()
    })
    expect(error.code).toBe('ABORTED')
  })
})
