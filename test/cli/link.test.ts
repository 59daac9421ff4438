import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyFixture } from '../support/fixture.ts'
import { newFile, scratchFolder } from '../support/scratch.ts'
import { jsonLines, type Outcome, runCli, type TerminalOptions } from '../support/terminal.ts'

const scratch = scratchFolder()
let cwd = ''
beforeAll(async () => {
  cwd = copyFixture(scratch, 'kb-small')
  await runCli(['build', '--quiet'], { cwd })
})

const link = (argv: readonly string[], options: Partial<TerminalOptions> = {}): Promise<Outcome> =>
  runCli(['link', ...argv], { cwd, ...options })

const linkFile = async (
  content: string | Uint8Array,
  name = 'in.jsonl',
  ...argv: string[]
): Promise<Outcome & { file: string }> => {
  const file = newFile(scratch, name)
  writeFileSync(file, content)
  return { ...(await link(['--in', file, ...argv])), file }
}

/** What matters of an answer. */
const shown = (stdout: string): unknown[] =>
  jsonLines(stdout).map((line) => {
    const { id, mention, candidates } = line as {
      id?: unknown
      mention: unknown
      candidates: { id: string }[]
    }
    return [id, mention, candidates[0]?.id]
  })

describe('mentions as arguments', () => {
  it('are answered one after another, with score, concept and why', async () => {
    const { code, stdout, stderr } = await link(['heart attack', 'nerve cells', 'unheard of'])
    expect([code, stderr]).toEqual([0, ''])
    const lines = stdout.split('\n')
    const [first, second] = [lines[1], lines[3]].map((line) => line?.trim().split(/ {2,}/))
    expect(lines[0]).toBe('heart attack')
    expect(first?.[0]).toMatch(/^0\.9\d$/)
    expect(first?.slice(1)).toEqual([
      ...['DOID:5844', 'myocardial infarction', 'disease', 'exact match of exact synonym "heart attack"'],
    ])
    expect(lines[2]).toBe('nerve cells')
    expect(second?.slice(1)).toEqual([
      ...['CL:0000540', 'neuron', 'cell_type', 'inflection match of exact synonym "nerve cell"'],
    ])
    expect(lines).toContain('unheard of  NIL (no name matches)')
  })

  it('say what a retired concept led to, and when nothing took its place', async () => {
    const { stdout } = await link(['cardiac infarction', 'phthisis'])
    expect(stdout).toMatch(/DOID:5844 .* match of label "cardiac infarction", from retired DOID:1001\n/)
    expect(stdout).toContain('phthisis  NIL (only retired concepts match)\n')
  })

  it('are explained with --explain: reasons with their weights, and what was dropped', async () => {
    const { stdout } = await link(['all', 'phthisis', '--explain'])
    expect(stdout).toMatch(/^ {6}\+\d\.\d\d {2}rung: case$/m)
    expect(stdout).toMatch(/^ {6}-\d\.\d\d {2}symbolCase: differs$/m)
    expect(stdout).toMatch(/^ {2}dropped DOID:1002 "phthisis": the concept is retired/m)
  })

  it('are given as JSON Lines with --json', async () => {
    const { stdout } = await link(['EGFR', 'nothing', '--json'])
    expect(jsonLines(stdout)).toMatchObject([
      { mention: 'EGFR', nil: false, candidates: [{ id: 'HGNC:3236', class: 'gene', method: 'exact' }] },
      { mention: 'nothing', nil: true, nilReason: 'no-name-matches', candidates: [] },
    ])
  })

  it('keep to a class and a limit', async () => {
    expect((await link(['cold', '--class', 'disease'])).stdout).toContain('NIL')
    const answers = await link(['cold', '--limit', '1', '--json'])
    expect(shown(answers.stdout)).toHaveLength(1)
    expect(jsonLines(answers.stdout)[0]).toMatchObject({ candidates: { length: 1 } })
    expect(jsonLines((await link(['cold', '--json'])).stdout)[0]).toMatchObject({ candidates: { length: 2 } })
  })

  it.each([
    { argv: ['x', '--class', 'genes'], says: 'no entity class "genes". Did you mean "gene"?' },
    { argv: ['x', '--in', 'file.jsonl'], says: 'both mentions and --in were given' },
  ])('$argv are wrong usage', async ({ argv, says }) => {
    const { code, stdout, stderr } = await link(argv)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
  })

  it('are bold on a terminal, not under NO_COLOR', async () => {
    expect((await link(['EGFR'], { tty: true })).stdout.startsWith('\u001b[1mEGFR\u001b[0m\n')).toBe(true)
    expect((await link(['EGFR'], { tty: true, env: { NO_COLOR: '1' } })).stdout.startsWith('EGFR\n')).toBe(
      true,
    )
  })
})

describe('mentions from a file', () => {
  const LINES = [
    '{"id": "a", "mention": "heart attack", "ids": ["DOID:5844"], "context": "…", "start": 3, "doc": null}',
    'B cells',
    '{"id": 7, "mention": "cold", "class": "gene"}',
    '{"mention": "cold", "class": "disease"}',
    '{"mention": "cold", "class": "planet"}',
  ]
  const ANSWERS = [
    ['a', 'heart attack', 'DOID:5844'],
    [undefined, 'B cells', 'CL:0000236'],
    [7, 'cold', 'HGNC:11892'],
    [undefined, 'cold', undefined],
    [undefined, 'cold', undefined],
  ]

  it.each([
    { what: 'as they stand', content: LINES.join('\n') + '\n' },
    { what: 'without an end of line at the end', content: LINES.join('\n') },
    { what: 'with CRLF', content: LINES.join('\r\n') + '\r\n' },
    { what: 'with blank lines and a byte order mark', content: `\ufeff${LINES.join('\n\n')}\n \n` },
    { what: 'as gzip', content: gzipSync(LINES.join('\n')), name: 'in.jsonl.gz' },
  ])('are answered line by line, in order, with their id and class: $what', async ({ content, name }) => {
    const { code, stdout, stderr } = await linkFile(content, name)
    expect([code, stderr]).toEqual([0, ''])
    expect(shown(stdout)).toEqual(ANSWERS)
    expect(jsonLines(stdout)[4]).toMatchObject({ nilReason: 'class-not-in-knowledge-base' })
  })

  it('take the class given where a line has none, and a limit', async () => {
    const { stdout } = await linkFile(LINES.join('\n'), 'in.jsonl', '--class', 'gene', '--limit', '1')
    expect(shown(stdout).map((answer) => (answer as unknown[])[2])).toEqual([
      ...[undefined, undefined, 'HGNC:11892', undefined, undefined],
    ])
    expect(jsonLines(stdout)[2]).toMatchObject({ candidates: { length: 1 } })
  })

  it('many of them come out in their order, none lost', async () => {
    const mentions = Array.from({ length: 5000 }, (_, at) =>
      JSON.stringify({ id: at, mention: 'heart attack' }),
    )
    const { stdout } = await linkFile(mentions.join('\n'))
    expect(jsonLines(stdout).map((line) => (line as { id: number }).id)).toEqual(mentions.map((_, at) => at))
  })

  it('have at most ten candidates, explained when asked', async () => {
    const { stdout } = await linkFile('{"mention": "phthisis"}\nTNFA\n', 'in.jsonl', '--explain')
    expect(jsonLines(stdout)).toMatchObject([
      { nil: true, dropped: [{ id: 'DOID:1002' }] },
      { nil: false, dropped: [], candidates: [{ reasons: expect.any(Array) as unknown }] },
    ])
  })
})

describe('a line that cannot be read', () => {
  it.each([
    { what: 'no JSON', bad: '{"mention": "x"', problem: 'not valid JSON' },
    { what: 'no mention', bad: '{"class": "x"}', problem: '"mention" is missing' },
    { what: 'a mention that is a number', bad: '{"mention": 5}', problem: '"mention"' },
    { what: 'a class that is a list', bad: '{"mention": "x", "class": ["gene"]}', problem: '"class"' },
    { what: 'an id that is a list', bad: '{"mention": "x", "id": []}', problem: '"id"' },
  ])('$what: listed with file and line; the others are answered; exit code 3', async ({ bad, problem }) => {
    const { code, stdout, stderr, file } = await linkFile(`EGFR\n\n${bad}\nTNF\n`)
    expect(code).toBe(3)
    expect(stderr.split('\n')).toEqual([expect.stringContaining(`${file}:3: `), ''])
    expect(stderr).toContain(problem)
    expect(shown(stdout)).toEqual([
      [undefined, 'EGFR', 'HGNC:3236'],
      [undefined, null, undefined],
      [undefined, 'TNF', 'HGNC:11892'],
    ])
    expect(jsonLines(stdout)[1]).toMatchObject({
      nil: true,
      error: expect.stringContaining(problem) as string,
    })
  })

  it('that is not UTF-8 is one of them', async () => {
    const bytes = Buffer.concat([Buffer.from('EGFR\nSj'), Buffer.from([0xf6]), Buffer.from('gren\nTNF\n')])
    const { code, stdout, stderr, file } = await linkFile(bytes)
    expect(stderr).toContain(`${file}:2: the line is not UTF-8`)
    expect(code).toBe(3)
    expect(jsonLines(stdout)).toHaveLength(3)
  })

  it('keeps its id, so that the answer can be told from the others', async () => {
    const { stdout } = await linkFile('{"id": "a", "mention": "EGFR"}\n{"id": "b", "mention": 5}\n')
    expect(jsonLines(stdout).map((line) => (line as { id?: string }).id)).toEqual(['a', 'b'])
  })
})

describe('a file that cannot be read', () => {
  it('is named, with a repair that fits: exit code 1', async () => {
    const { code, stdout, stderr } = await link(['--in', 'nowhere.jsonl'])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`error SOURCE_NOT_FOUND ${join(cwd, 'nowhere.jsonl')}: no such file`)
    expect(stderr).not.toContain('configuration')
  })

  it('to its end, cut short: exit code 1, after the answers to what came before', async () => {
    const whole = gzipSync(Array.from({ length: 8_000 }, (_, at) => `unheard of ${String(at)}`).join('\n'))
    const { code, stdout, stderr } = await linkFile(whole.subarray(0, whole.length - 1000), 'cut.jsonl.gz')
    expect(code).toBe(1)
    expect(stderr).toContain('SOURCE_TRUNCATED')
    expect(jsonLines(stdout).slice(0, 2)).toMatchObject([
      { mention: 'unheard of 0' },
      { mention: 'unheard of 1' },
    ])
  })

  it('to its end loses no answer that was found already', async () => {
    // The file is read by 64 KiB: 13,107 whole lines of five characters come before the piece with the NUL.
    const { code, stdout, stderr } = await linkFile(`${'EGFR\n'.repeat(14_000)}\u0000\n`)
    expect(code).toBe(1)
    expect(stderr).toContain('SOURCE_NOT_TEXT')
    expect(jsonLines(stdout).length).toBeGreaterThanOrEqual(13_107)
  })

  it('binary: exit code 1', async () => {
    const { code, stderr } = await linkFile(Buffer.from([1, 0, 2, 10]))
    expect(code).toBe(1)
    expect(stderr).toContain('SOURCE_NOT_TEXT')
  })
})

describe('what the text says of abbreviations', () => {
  it('counts for a mention with --context', async () => {
    const { stdout } = await link(['MI', 'HRTA', '--json', '--context', 'Heart attack (HRTA) is common.'])
    expect(jsonLines(stdout)).toMatchObject([
      { mention: 'MI', candidates: [{ id: 'DOID:5844' }] },
      { mention: 'HRTA', reading: 'Heart attack', candidates: [{ id: 'DOID:5844' }] },
    ])
  })

  it('counts for all lines of a document, wherever in it the definition stands', async () => {
    const context = 'A heart attack (HRTA) is no joke.'
    const { stdout } = await linkFile(
      [
        { mention: 'HRTA', doc: 1 },
        { mention: 'HRTA', doc: 2 },
        { mention: 'heart attack', doc: 1, context, contextStart: 100 },
        { mention: 'HRTAs', context },
        { mention: 'HRTA' },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    )
    expect(jsonLines(stdout).map((answer) => (answer as { reading?: string }).reading)).toEqual([
      ...['heart attack', undefined, undefined, 'heart attack', undefined],
    ])
  })

  it('is given with each line of a file, not for all', async () => {
    const { code, stderr } = await linkFile('x\n', 'in.jsonl', '--context', 'y')
    expect([code, stderr]).toEqual([2, 'error USAGE --context with --in\n  Give each line its "context".\n'])
  })
})

describe('mentions from standard input', () => {
  it.each([{ argv: [] }, { argv: ['--in', '-'] }])('as JSON Lines or plain, with $argv', async ({ argv }) => {
    const stdin = '{"id": "a", "mention": "EGFR"}\r\nB cells\n\n  TNF  \n'
    const { code, stdout, stderr } = await link(argv, { stdin })
    expect([code, stderr]).toEqual([0, ''])
    expect(shown(stdout)).toEqual([
      ['a', 'EGFR', 'HGNC:3236'],
      [undefined, 'B cells', 'CL:0000236'],
      [undefined, 'TNF', 'HGNC:11892'],
    ])
  })

  it('with a bad line, named by its number', async () => {
    const { code, stdout, stderr } = await link([], { stdin: 'EGFR\n{}\n' })
    expect(code).toBe(3)
    expect(stderr).toBe('standard input:2: "mention" is missing or no text\n')
    expect(jsonLines(stdout)).toHaveLength(2)
  })

  it('that is empty is answered with nothing', async () => {
    expect(await link([], { stdin: '' })).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('are not waited for on a terminal: wrong usage', async () => {
    const { code, stderr } = await link([], { tty: true, env: { NO_COLOR: '1' } })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error USAGE nothing to link\n {2}Give mentions, or --in FILE/)
  })
})
