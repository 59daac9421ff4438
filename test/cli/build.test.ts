import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stateOf } from '../support/kb-state.ts'
import { copyFixture } from '../support/fixture.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { runCli } from '../support/terminal.ts'

const scratch = scratchFolder()
const ESCAPE = '\u001b'

describe('build', () => {
  it('prints what each source brought, and progress on stderr', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    const { code, stdout, stderr } = await runCli(['build'], { cwd })
    expect(code).toBe(0)
    const [head, ...rows] = stdout.split('\n')
    expect(head).toMatch(/^source +class +release +terms +synonyms +obsolete +xrefs +issues$/)
    expect(rows.slice(0, 4).map((row) => row.trim().split(/ +/))).toEqual([
      ['doid', 'disease', '2026-01-05', '7', '5', '2', '2', '0'],
      ['hgnc', 'gene', '–', '3', '6', '0', '0', '0'],
      ['cl', 'cell_type', '2026-02-03', '3', '2', '0', '1', '0'],
      ['all', '13', '13', '2', '3', '0'],
    ])
    expect(stdout).toMatch(new RegExp(`Built [0-9a-f]{16} in kb\\. 26 names\\.`))
    expect(stdout).toContain('by rung: exact 1 (current/collisions.tsv)')
    expect(stderr.split('\n').map((line) => line.replace(/, [^,]*$/, ''))).toEqual([
      '[1/3] doid: 7 terms, 0 issues',
      '[2/3] hgnc: 3 terms, 0 issues',
      '[3/3] cl: 3 terms, 0 issues',
      '',
    ])
  })

  it('says so when nothing changed, and builds all the same with --full', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    await runCli(['build'], { cwd })
    const again = await runCli(['build'], { cwd })
    expect([again.code, again.stderr]).toEqual([0, ''])
    expect(again.stdout).toContain('Nothing changed: build')
    const full = await runCli(['build', '--full'], { cwd })
    expect(full.stdout).toContain('Built ')
  })

  it('prints the manifest with --json, and nothing but the result with --quiet', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    const { code, stdout, stderr } = await runCli(['build', '--json', '--quiet'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toEqual(
      JSON.parse(readFileSync(join(cwd, 'kb/current/manifest.json'), 'utf8')),
    )
  })

  it('builds some sources, elsewhere, by another configuration', async () => {
    const [folder, cwd] = [copyFixture(scratch, 'kb-small'), newFolder(scratch)]
    const config = join(folder, 'parsers.config.json')
    const { code, stdout } = await runCli(
      ['build', '--config', config, '--kb', 'my-kb', '--only', 'hgnc, cl'],
      { cwd },
    )
    expect(code).toBe(0)
    expect(
      stdout
        .split('\n')
        .slice(1, 3)
        .map((row) => row.split(' ')[0]),
    ).toEqual(['hgnc', 'cl'])
    expect(existsSync(join(cwd, 'my-kb/current/manifest.json'))).toBe(true)
    expect(existsSync(join(folder, 'kb'))).toBe(false)
  })

  it.each([
    { only: '', says: 'USAGE' },
    { only: ',', says: 'USAGE' },
    { only: 'nope', says: 'doid, hgnc, cl' },
    { only: 'doid,nope', says: '"nope"' },
  ])('refuses --only "$only" as wrong usage', async ({ only, says }) => {
    const cwd = copyFixture(scratch, 'kb-small')
    await runCli(['build'], { cwd })
    const before = stateOf(join(cwd, 'kb'))
    const { code, stdout, stderr } = await runCli(['build', '--only', only], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
    expect(stateOf(join(cwd, 'kb'))).toEqual(before)
  })
})

describe('build of a flawed source', () => {
  it('ends with exit code 3, and lists what was left out with file, line and value', async () => {
    const cwd = copyFixture(scratch, 'kb-flawed')
    const { code, stdout, stderr } = await runCli(['build'], { cwd })
    expect(code).toBe(3)
    const file = join(cwd, 'flawed.obo')
    const leftOut = stderr.split('\n').filter((line) => line.startsWith('left out'))
    expect(leftOut).toEqual([
      expect.stringContaining(`left out ${file}:8: "synonym: "never closed EXACT []"`),
      expect.stringContaining(`left out ${file}:14: a [Term] without an id`),
      expect.stringContaining(`left out ${file}:10: T:1 is defined again (first in line 5)`),
    ])
    expect(stderr).toContain('3 flaws for which content was left out: ontoground info --issues')
    expect(stdout).toMatch(/^flawed .* 6$/m)
  })

  it('ends with exit code 3 again when nothing changed, and says nothing under --quiet', async () => {
    const cwd = copyFixture(scratch, 'kb-flawed')
    await runCli(['build'], { cwd })
    expect((await runCli(['build'], { cwd })).code).toBe(3)
    const quiet = await runCli(['build', '--quiet', '--full'], { cwd })
    expect([quiet.code, quiet.stderr]).toEqual([3, ''])
  })

  it('with --strict ends at the first flaw, with its place and repair', async () => {
    const cwd = copyFixture(scratch, 'kb-flawed')
    const { code, stdout, stderr } = await runCli(['build', '--strict', '--quiet'], { cwd })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      new RegExp(
        `^error SOURCE_ISSUE ${join(cwd, 'flawed.obo')}:8: .*never closed.*malformed-line.*\\n {2}Write synonym`,
      ),
    )
    expect(existsSync(join(cwd, 'built/kb/current'))).toBe(false)
  })
})

describe('build that cannot be done', () => {
  it('for a typo in the configuration: exit code 2, key, nearest key and file', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    const config = join(cwd, 'parsers.config.json')
    writeFileSync(config, readFileSync(config, 'utf8').replace('"path": "gene.obo"', '"paht": "gene.obo"'))
    const { code, stderr } = await runCli(['build'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(`error CONFIG_INVALID ${config}: `)
    expect(stderr).toContain('sources[1].paht: unknown key. Did you mean "path"?')
  })

  it('for an unknown type: exit code 2, the nearest type and all there are', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    const config = join(cwd, 'parsers.config.json')
    writeFileSync(config, readFileSync(config, 'utf8').replace('"obographs"', '"obograph"'))
    const { code, stderr } = await runCli(['build'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('CONFIG_UNKNOWN_TYPE')
    expect(stderr).toContain('Did you mean "obographs"?')
    expect(stderr).toContain('obo, obographs')
  })

  it('for a missing source: exit code 1, source, file and repair', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    rmSync(join(cwd, 'gene.obo'))
    const { code, stdout, stderr } = await runCli(['build', '--quiet'], { cwd })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      `error SOURCE_NOT_FOUND ${join(cwd, 'gene.obo')}: the file of source "hgnc" is not there\n  Check "path" in the configuration; it is relative to that file.\n`,
    )
  })

  it('because it was interrupted: exit code 1', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    const { code, stderr } = await runCli(['build'], { cwd, signal: AbortSignal.abort() })
    expect(code).toBe(1)
    expect(stderr).toContain('error ABORTED stopped on request')
  })
})

describe('colours', () => {
  it('and a line that is redrawn are for terminals', async () => {
    const cwd = copyFixture(scratch, 'kb-flawed')
    const { stdout, stderr } = await runCli(['build'], { cwd, tty: true })
    expect(stderr).toContain(`\r${ESCAPE}[K`)
    expect(stderr).toContain(`${ESCAPE}[33mleft out${ESCAPE}[0m`)
    expect(stdout).not.toContain(ESCAPE)
  })

  it.each([
    { env: { NO_COLOR: '1' }, painted: false },
    { env: { NO_COLOR: '' }, painted: true },
    { env: {}, painted: true },
  ])('obey $env', async ({ env, painted }) => {
    const cwd = newFolder(scratch)
    const { stderr } = await runCli(['verify', '--kb', 'no-kb'], { cwd, tty: true, env })
    expect(stderr.startsWith(painted ? `${ESCAPE}[31merror${ESCAPE}[0m` : 'error ')).toBe(true)
  })

  it('never reach a file', async () => {
    const cwd = copyFixture(scratch, 'kb-flawed')
    const { stdout, stderr } = await runCli(['build'], { cwd })
    expect(stdout + stderr).not.toContain(ESCAPE)
  })
})
