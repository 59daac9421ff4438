import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { KNOWN_ENDINGS } from '../../src/cli/document-sink.ts'
import { guessFormat, WRITABLE_FORMATS } from '../../src/pipeline/documents.ts'
import { startCliProcess } from '../support/cli-process.ts'
import { newFolder } from '../support/scratch.ts'
import { jsonLines } from '../support/terminal.ts'
import { cliOnSmallKb } from '../support/small-kb.ts'

const { scratch, cwd, run: annotate } = cliOnSmallKb('annotate')

const LINE = '{"id":"a","text":"A heart attack."}\n'

/** A folder with these files in it. */
const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = newFolder(scratch)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const contentOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

describe('what is read is not written', () => {
  it.each([
    ['by the same name', 'x.jsonl', 'x.jsonl'],
    ['by a way round', 'x.jsonl', './../here/x.jsonl'],
    ['by a symbolic link', 'x.jsonl', 'soft.jsonl'],
    ['by a hard link', 'x.jsonl', 'hard.jsonl'],
    ['read by a symbolic link', 'soft.jsonl', 'x.jsonl'],
  ])('%s', async (_what, input, out) => {
    const here = join(newFolder(scratch), 'here')
    mkdirSync(here)
    writeFileSync(join(here, 'x.jsonl'), LINE)
    symlinkSync('x.jsonl', join(here, 'soft.jsonl'))
    linkSync(join(here, 'x.jsonl'), join(here, 'hard.jsonl'))
    const before = contentOf(here)
    const { code, stdout, stderr } = await annotate([join(here, input), '--out', `${here}/${out}`])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^error USAGE .+ is read and written\n {2}Choose another --out: .+ would be lost\.\n$/,
    )
    expect(contentOf(here)).toEqual(before)
  })

  it('among several inputs', async () => {
    const folder = folderOf({ 'a.jsonl': LINE, 'b.jsonl': LINE })
    const [a, b] = [join(folder, 'a.jsonl'), join(folder, 'b.jsonl')]
    expect((await annotate([a, b, '--out', b])).code).toBe(2)
    expect(contentOf(folder)).toEqual({ 'a.jsonl': LINE, 'b.jsonl': LINE })
  })

  it.each([
    ['a folder of brat', (folder: string) => [folder, '--from', 'brat', '--out', folder]],
    ['a folder within one', (folder: string) => [folder, '--from', 'brat', '--out', join(folder, 'sub')]],
    ['the folder of a text', (folder: string) => [join(folder, 'a.txt'), '--out', folder]],
    ['the folder of an annotation', (folder: string) => [join(folder, 'a.ann'), '--out', folder]],
  ])('%s', async (_what, argv) => {
    const folder = folderOf({ 'a.txt': 'A heart attack.', 'a.ann': 'T1\tdisease 0 1\tA\n' })
    mkdirSync(join(folder, 'sub'))
    const names = readdirSync(folder)
    const { code, stderr } = await annotate([...argv(folder), '--to', 'brat'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('error USAGE ')])
    expect(readdirSync(folder)).toEqual(names)
    expect(readFileSync(join(folder, 'a.ann'), 'utf8')).toBe('T1\tdisease 0 1\tA\n')
  })

  it('but what lies beside it is', async () => {
    const folder = folderOf({ 'a.jsonl': LINE, 'b.jsonl': 'old' })
    expect((await annotate([join(folder, 'a.jsonl'), '--out', join(folder, 'b.jsonl')])).code).toBe(0)
    expect((await annotate([join(folder, 'a.jsonl'), '--to', 'brat', '--out', folder])).code).toBe(0)
    expect(Object.keys(contentOf(folder))).toEqual(['a.ann', 'a.jsonl', 'a.txt', 'b.jsonl'])
    expect(jsonLines(contentOf(folder)['b.jsonl'] ?? '')).toHaveLength(1)
  })
})

describe('a file is there as a whole or not at all', () => {
  const BROKEN = `{"documents":[{"id":"1","passages":[{"offset":0,"text":"A heart attack."}]},`

  it.each(['out.jsonl', 'out.jsonl.gz'])('%s stays as it was when the run fails', async (name) => {
    const folder = folderOf({ 'in.json': BROKEN, [name]: 'old' })
    const { code, stderr } = await annotate([join(folder, 'in.json'), '--out', join(folder, name)])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^nothing was written to .+\nerror SOURCE_/)
    expect(contentOf(folder)).toEqual({ 'in.json': BROKEN, [name]: 'old' })
  })

  it('is not made by a run that fails or is interrupted', async () => {
    const folder = folderOf({ 'in.json': BROKEN, 'in.jsonl': LINE })
    const out = join(folder, 'out.jsonl')
    expect((await annotate([join(folder, 'in.json'), '--out', out])).code).toBe(1)
    expect(
      (await annotate([join(folder, 'in.jsonl'), '--out', out], { signal: AbortSignal.abort() })).code,
    ).toBe(130)
    expect(readdirSync(folder)).toEqual(['in.json', 'in.jsonl'])
  })

  it('is written when documents were refused', async () => {
    const folder = folderOf({ 'in.jsonl': `${LINE}{"id": 1\n`, 'out.jsonl': 'old' })
    const { code, stderr } = await annotate([join(folder, 'in.jsonl'), '--out', join(folder, 'out.jsonl')])
    expect([code, stderr]).toEqual([3, expect.not.stringContaining('nothing was written')])
    expect(readdirSync(folder)).toEqual(['in.jsonl', 'out.jsonl'])
    expect(jsonLines(contentOf(folder)['out.jsonl'] ?? '')).toHaveLength(1)
  })

  it('keeps its rights, and the links to it', async () => {
    const folder = folderOf({ 'in.jsonl': LINE, 'out.jsonl': 'old' })
    chmodSync(join(folder, 'out.jsonl'), 0o640)
    symlinkSync('out.jsonl', join(folder, 'link.jsonl'))
    expect((await annotate([join(folder, 'in.jsonl'), '--out', join(folder, 'link.jsonl')])).code).toBe(0)
    expect(lstatSync(join(folder, 'link.jsonl')).isSymbolicLink()).toBe(true)
    expect(statSync(join(folder, 'out.jsonl')).mode & 0o777).toBe(0o640)
    expect(jsonLines(contentOf(folder)['out.jsonl'] ?? '')).toHaveLength(1)
  })

  it('may have the longest of names', async () => {
    const out = join(newFolder(scratch), `${'x'.repeat(249)}.jsonl`)
    expect((await annotate(['--out', out], { stdin: 'A heart attack.' })).code).toBe(0)
    expect(existsSync(out)).toBe(true)
  })

  it.skipIf(process.platform === 'win32')('unless it is a device or a pipe', async () => {
    const nothing = await annotate(['--to', 'jsonl', '--out', '/dev/null'], { stdin: 'A heart attack.' })
    expect([nothing.code, nothing.stderr, lstatSync('/dev/null').isFile()]).toEqual([0, '', false])
    const pipe = join(newFolder(scratch), 'pipe.jsonl')
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
    const [{ code }, written] = await Promise.all([
      annotate(['--out', pipe], { stdin: 'A heart attack.' }),
      readFile(pipe, 'utf8'),
    ])
    expect([code, lstatSync(pipe).isFIFO()]).toEqual([0, true])
    expect(jsonLines(written)).toHaveLength(1)
  })
})

describe('an output that cannot be', () => {
  it.each([
    [['--to', 'brat', '--out', 'DIR/a.txt'], 2, 'USAGE', 'is a file, and brat wants a folder'],
    [['--to', 'brat', '--out', 'DIR/a.txt/sub'], 1, 'NOT_WRITABLE', 'ENOTDIR'],
    [['--to', 'jsonl', '--out', 'DIR'], 1, 'NOT_WRITABLE', 'is a folder'],
    [['--to', 'table', '--out', 'DIR/x.tsv'], 2, 'USAGE', 'a table is for the terminal'],
    [['--out', 'DIR/x.foo'], 2, 'USAGE', 'cannot be guessed from its name'],
    [['--out', 'DIR/x'], 2, 'USAGE', KNOWN_ENDINGS.join(', ')],
    [['--out', ''], 2, 'USAGE', '--out names no file'],
    [['--recognizers', ''], 2, 'USAGE', '--recognizers names none'],
    [['--recognizers', ' , ,'], 2, 'USAGE', '--recognizers names none'],
    [['--class', ','], 2, 'USAGE', '--class names no class'],
  ])('%j ends with %i, %s: %s', async (argv, code, error, says) => {
    const folder = folderOf({ 'a.txt': 'old' })
    const named = argv.map((word) => word.replace('DIR', folder))
    const outcome = await annotate(named, { stdin: 'A heart attack.' })
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(outcome.stderr).toMatch(new RegExp(`^error ${error} [^\\n]+\\n {2}[^\\n]+\\n$`))
    expect(outcome.stderr).toContain(says)
    expect(contentOf(folder)).toEqual({ 'a.txt': 'old' })
  })

  it('is told with endings that are known, of all formats that are a file', () => {
    const formats = KNOWN_ENDINGS.map((ending) => guessFormat(`x${ending}`, 'write'))
    expect(formats.toSorted()).toEqual(WRITABLE_FORMATS.filter((format) => format !== 'brat').toSorted())
  })
})

describe('an interruption', () => {
  it('is told in a line, with exit code 130', async () => {
    const outcome = await annotate([], { stdin: 'A heart attack.', signal: AbortSignal.abort() })
    expect(outcome).toEqual({ code: 130, stdout: '', stderr: 'interrupted\n' })
  })

  it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'by %s ends a run that waits for its input',
    async (signal) => {
      const folder = folderOf({ 'out.jsonl': 'old' })
      const out = join(folder, 'out.jsonl')
      const running = startCliProcess(['annotate', '--from', 'jsonl', '--out', out], { cwd: cwd() })
      running.stdin.on('error', () => undefined)
      running.stdin.write(LINE)
      // The file that grows shows that it is at work.
      while (readdirSync(folder).length < 2) await setTimeout(20)
      await setTimeout(100)
      running.kill(signal)
      const [said] = await Promise.all([textOf(running.stderr), once(running, 'exit')])
      expect([running.exitCode, said]).toEqual([130, `nothing was written to ${out}\ninterrupted\n`])
      expect(contentOf(folder)).toEqual({ 'out.jsonl': 'old' })
    },
    20_000,
  )

  it.skipIf(process.platform === 'win32')(
    'again kills a run that does not end',
    async () => {
      // Nobody reads the pipe: it is waited for without end.
      const pipe = join(newFolder(scratch), 'pipe.jsonl')
      expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
      const running = startCliProcess(['annotate', '--from', 'jsonl', '--out', pipe], { cwd: cwd() })
      running.stdin.on('error', () => undefined)
      running.stdin.write('no document\n'.repeat(20_000))
      await once(running.stderr, 'data')
      running.kill('SIGINT')
      await setTimeout(500)
      expect([running.exitCode, running.signalCode]).toEqual([null, null])
      // On a busy machine the first may not have been seen yet: two of a kind that wait are one.
      const ended = once(running, 'exit')
      while (running.exitCode === null && running.signalCode === null) {
        running.kill('SIGINT')
        await Promise.race([ended, setTimeout(500)])
      }
      expect([running.exitCode, running.signalCode]).toEqual([null, 'SIGINT'])
    },
    20_000,
  )
})
