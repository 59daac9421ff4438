import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyFixture } from '../support/fixture.ts'
import { newFile, newFolder, scratchFolder } from '../support/scratch.ts'
import { jsonLines, type Outcome, runCli } from '../support/terminal.ts'

const scratch = scratchFolder()
let cwd = ''
beforeAll(async () => {
  cwd = copyFixture(scratch, 'kb-small')
  await runCli(['build', '--quiet'], { cwd })
})

const annotate = (argv: readonly string[], stdin = ''): Promise<Outcome> =>
  runCli(['annotate', ...argv], { cwd, stdin })

const file = (content: string, name: string): string => {
  const path = newFile(scratch, name)
  writeFileSync(path, content)
  return path
}

describe('what goes out', () => {
  it('is a page, by its name', async () => {
    const out = newFile(scratch, 'page.html')
    const { code, stderr } = await annotate(['--quiet', '--out', out], 'A <b>heart attack</b>.')
    expect([code, stderr]).toEqual([0, ''])
    const page = readFileSync(out, 'utf8')
    expect(page).toMatch(/^<!DOCTYPE html>.*<\/html>\n$/s)
    expect(page).toMatch(
      /&lt;b&gt;<mark [^>]*title="disease · DOID:5844 · myocardial infarction · 0\.\d\d">heart attack<\/mark>&lt;\/b&gt;/,
    )
  })

  it('is a table of mentions', async () => {
    const { code, stdout } = await annotate(['--to', 'tsv'], 'A heart\tattack.')
    expect(code).toBe(0)
    const [head, row, end] = stdout.split('\n')
    expect(head?.split('\t').slice(0, 8)).toEqual([
      'doc',
      'section',
      'start',
      'end',
      'text',
      'class',
      'id',
      'label',
    ])
    expect(row?.split('\t').slice(2, 8)).toEqual([
      '2',
      '14',
      'heart attack',
      'disease',
      'DOID:5844',
      'myocardial infarction',
    ])
    expect(end).toBe('')
  })

  it('in every format can be annotated again, with the same mentions', async () => {
    const { stdout: first } = await annotate(
      ['--from', 'jsonl'],
      '{"id":"1","text":"A heart attack 😀 of nerve cells."}',
    )
    const placesIn = (lines: string) =>
      (jsonLines(lines) as { mentions: { start: number; end: number; id: string }[] }[]).map(({ mentions }) =>
        mentions.map(({ start, end, id }) => [start, end, id]),
      )
    expect(placesIn(first)[0]).toHaveLength(2)
    for (const format of ['jsonl', 'pubtator', 'bioc-xml', 'bioc-json']) {
      const { stdout: written } = await annotate(['--from', 'jsonl', '--to', format, '--quiet'], first)
      const { stdout: again } = await annotate(['--from', format], written)
      expect(placesIn(again), format).toEqual(placesIn(first))
    }
  })
})

describe('several inputs', () => {
  it('of which one cannot be read are annotated but for that one, which is listed', async () => {
    const bad = file('{"documents": [', 'bad.json')
    const { code, stdout, stderr } = await annotate([
      file('A heart attack.', 'a.txt'),
      bad,
      'nowhere.txt',
      file('\0', 'b.txt'),
      file('Nerve cells.', 'c.txt'),
    ])
    expect(code).toBe(3)
    expect(jsonLines(stdout)).toHaveLength(2)
    const lines = stderr.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain(`${bad}:1: the JSON ends in the middle`)
    expect(lines[1]).toContain('nowhere.txt: no such file')
    expect(lines[2]).toContain('a NUL byte: this is no text')
  })

  it('one that cannot be read, alone, is a failure', async () => {
    const { code, stderr } = await annotate(['nowhere.txt'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('SOURCE_NOT_FOUND')])
  })
})

describe('a folder', () => {
  it('holds brat files, and needs no --from', async () => {
    const folder = newFolder(scratch)
    writeFileSync(join(folder, 'a.txt'), 'A heart attack.')
    writeFileSync(join(folder, 'a.ann'), '')
    const { code, stdout } = await runCli(['annotate', folder], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('"DOID:5844"')
  })
})
