import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { newFile, newFolder } from '../support/scratch.ts'
import { jsonLines } from '../support/terminal.ts'
import { cliOnSmallKb } from '../support/small-kb.ts'

const { scratch, run: annotate, file } = cliOnSmallKb('annotate')

interface Annotated {
  readonly id: string
  readonly text: string
  readonly mentions: readonly {
    readonly start: number
    readonly end: number
    readonly text: string
    readonly id: string | null
    readonly class: string
    readonly score: number
    readonly by: readonly string[]
    readonly nil: boolean
    readonly candidates: readonly { readonly id: string; readonly reasons?: unknown }[]
    readonly reasons?: readonly string[]
  }[]
  readonly errors: readonly string[]
}

const documents = (stdout: string): readonly Annotated[] => jsonLines(stdout) as readonly Annotated[]
const mentions = (stdout: string): (readonly (string | null)[])[] =>
  documents(stdout).map((document) => document.mentions.flatMap(({ text, id }) => [text, id]))

const LINES = [
  '{"id":"a","text":"A heart attack in nerve cells."}',
  '{"id":"b","sections":[{"name":"title","text":"Heart"},{"name":"abstract","text":"attack. Nerve cell."}]}',
]

describe('what is found', () => {
  it('comes as a line per document, offsets cutting back to the text', async () => {
    const { code, stdout, stderr } = await annotate([file(LINES.join('\n'), 'in.jsonl')])
    expect([code, stderr]).toEqual([0, ''])
    expect(mentions(stdout)).toEqual([
      ['heart attack', 'DOID:5844', 'nerve cells', 'CL:0000540'],
      ['Nerve cell', 'CL:0000540'],
    ])
    for (const { text, mentions: found } of documents(stdout))
      for (const mention of found) {
        expect(text.slice(mention.start, mention.end)).toBe(mention.text)
        expect(mention.by).toEqual(['dictionary'])
        expect(mention.score).toBeGreaterThan(0.5)
      }
  })

  it('is the same from a pipe, a packed file, and twice', async () => {
    const first = await annotate([file(LINES.join('\n'), 'x.jsonl')])
    const packed = await annotate([file(gzipSync(LINES.join('\n')), 'x.jsonl.gz')])
    const piped = await annotate(['--from', 'jsonl'], { stdin: LINES.join('\n') })
    expect(packed).toEqual(first)
    expect(piped).toEqual(first)
  })

  it('is text when nothing says otherwise', async () => {
    const { stdout } = await annotate([], { stdin: 'A heart attack.' })
    expect(mentions(stdout)).toEqual([['heart attack', 'DOID:5844']])
  })

  it('can be of some classes alone', async () => {
    const { stdout } = await annotate(['--class', 'cell_type'], { stdin: 'A heart attack of nerve cells.' })
    expect(mentions(stdout)).toEqual([['nerve cells', 'CL:0000540']])
  })

  it('with --explain says why, and why each candidate scores so', async () => {
    const { stdout } = await annotate(['--explain'], { stdin: 'A heart attack.' })
    const [mention] = documents(stdout)[0]?.mentions ?? []
    expect(mention?.reasons).toContain('meets "heart attack" on the rung exact')
    expect(mention?.candidates[0]?.reasons).not.toEqual([])
  })

  it('with --explain says what was no mention', async () => {
    const text = 'A type 2 diabetes mellitus; diabetes mellitus of all kinds.'
    const { stdout } = await annotate(['--explain', '--to', 'table'], { stdin: text })
    expect(stdout.split('\n').slice(-4)).toEqual([
      '  no mentions:',
      expect.stringMatching(/^ {2}9–26 +diabetes mellitus +disease +gives way to "type 2 diabetes mellitus"/),
      expect.stringMatching(/^ {2}49–52 +all +disease +a symbol, written otherwise than "ALL" \(0\.\d\d\)$/),
      '',
    ])
  })

  it('is what the recognisers of the command line find', async () => {
    const text = 'A heart attack, rs334.'
    const by = async (...argv: string[]): Promise<(string | null)[]> =>
      mentions((await annotate(argv, { stdin: text })).stdout)[0]?.toSorted() ?? []
    expect(await by()).toEqual(['DBSNP:rs334', 'DOID:5844', 'heart attack', 'rs334'])
    expect(await by('--recognizers', 'dictionary')).toEqual(['DOID:5844', 'heart attack'])
    expect(await by('--recognizers', 'pattern')).toEqual(['DBSNP:rs334', 'rs334'])
    const { code, stderr } = await annotate(['--recognizers', 'dictonary'], { stdin: text })
    expect(code).toBe(2)
    expect(stderr).toMatch(/CONFIG_UNKNOWN_TYPE.*"dictonary"/)
  })

  it('follows the text’s abbreviations, unless told not to', async () => {
    const text = 'Coronary attacks, heart attack (HA) foremost. HA kills.'
    const found = mentions((await annotate([], { stdin: text })).stdout)
    expect(found).toEqual([['heart attack', 'DOID:5844', 'HA', 'DOID:5844', 'HA', 'DOID:5844']])
    const plain = mentions((await annotate(['--no-abbreviations'], { stdin: text })).stdout)
    expect(plain).toEqual([['heart attack', 'DOID:5844']])
  })

  it('on a terminal is a table', async () => {
    const { stdout } = await annotate([file('A heart attack.', 'note.txt')], {
      tty: true,
      env: { NO_COLOR: '1' },
    })
    expect(stdout).toMatch(
      /^\d+-note: 1 mention\n {2}2–14 {2}heart attack {2}disease {2}0\.\d\d {2}DOID:5844 {2}myocardial infarction\n$/,
    )
  })
})

describe('where it goes', () => {
  it('is a file, packed by its name, in the format of its name', async () => {
    const out = newFile(scratch, 'out.pubtator.gz')
    const { code, stdout } = await annotate(['--quiet', '--out', out], { stdin: 'A heart attack.' })
    expect([code, stdout]).toEqual([0, ''])
    expect(gunzipSync(readFileSync(out)).toString()).toContain('\t2\t14\theart attack\tdisease\tDOID:5844')
  })

  it('is nothing when it cannot be written, with the reason', async () => {
    const out = join(scratch, 'no-such-folder', 'out.jsonl')
    const { code, stderr } = await annotate(['--out', out], { stdin: 'A heart attack.' })
    expect(code).toBe(1)
    expect(stderr).toContain(`error NOT_WRITABLE ${out} cannot be written`)
    expect(existsSync(out)).toBe(false)
  })
})

describe('bad input', () => {
  it('a line that is no document is listed, and the rest goes on', async () => {
    const path = file([LINES[0], '{"id": 1', LINES[1]].join('\n'), 'in.jsonl')
    const { code, stdout, stderr } = await annotate([path])
    expect(code).toBe(3)
    expect(documents(stdout).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(stderr).toContain(`${path}:2: `)
  })

  it.each([
    [['no-such-file.jsonl'], 1, 'SOURCE_NOT_FOUND'],
    [['notes.unknown'], 2, 'the format of'],
    [['--from', 'docx'], 2, 'no format "docx" can be read'],
    [['--to', 'docx'], 2, 'no format "docx" can be written'],
    [['--class', 'diseases'], 2, 'Did you mean "disease"?'],
    [['--overlaps', 'some'], 2, 'USAGE'],
  ])('%j ends with %i: %s', async (argv, code, said) => {
    const outcome = await annotate(argv, { stdin: 'x' })
    expect(outcome.stderr).toContain(said)
    expect(outcome.code).toBe(code)
  })

  it('nothing on a terminal is wrong usage', async () => {
    const { code, stderr } = await annotate([], { tty: true })
    expect([code, stderr]).toEqual([2, expect.stringContaining('nothing to annotate')])
  })

  it('a folder is no document', async () => {
    expect((await annotate([newFolder(scratch), '--from', 'text'])).code).toBe(1)
  })
})
