import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { copyFixture } from '../support/fixture.ts'
import { stateOf } from '../support/kb-state.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { jsonLines, type Outcome, runCli } from '../support/terminal.ts'

const scratch = scratchFolder()
let cwd = ''
beforeEach(async () => {
  cwd = copyFixture(scratch, 'kb-small')
  await runCli(['build', '--quiet'], { cwd })
})

const curate = (...argv: string[]): Promise<Outcome> => runCli(['curate', ...argv], { cwd })
const fileOf = (source: string): string => join(cwd, 'curations', `${source}.jsonl`)
const linesOf = (source: string): unknown[] => jsonLines(readFileSync(fileOf(source), 'utf8'))
const person = (more: object): string =>
  JSON.stringify({ ...more, author: 'jd', date: '2026-01-02', reason: 'made up' })

const configure = (): void => {
  const file = join(cwd, 'parsers.config.json')
  const config = readFileSync(file, 'utf8').replace(
    '"name": "doid"',
    '"name": "doid", "curations": "curations/doid.jsonl"',
  )
  writeFileSync(file, config)
}

describe('curate', () => {
  it('lists what would change, with examples and reasons, and writes nothing', async () => {
    const before = stateOf(cwd)
    const { code, stdout, stderr } = await curate()
    expect(code).toBe(0)
    expect(stdout).toContain(
      'doid (curations/doid.jsonl): 3 new, 0 no longer proposed, 0 as before, 0 by people\n',
    )
    expect(stdout).toMatch(
      /New, word-in-capitals: 1\n +case-sensitive {2}"ALL" {2}DOID:9952 {2}an ordinary word/,
    )
    expect(stdout).toMatch(/^hgnc .*: 1 new/m)
    expect(stderr).toBe('Nothing was written; --write writes the files.\n')
    expect(stateOf(cwd)).toEqual(before)
  })

  it('writes the files of the sources named, and says which key is missing', async () => {
    const { code, stdout, stderr } = await curate('doid', '--write')
    expect(code).toBe(0)
    expect(stdout).toContain('; written')
    expect(stderr).toContain('doid: "curations": "curations/doid.jsonl"')
    expect(stderr).toContain('next ontoground build')
    expect(existsSync(fileOf('hgnc'))).toBe(false)
    expect(linesOf('doid')).toMatchObject([
      { action: 'case-sensitive', text: 'ALL', author: 'ontoground' },
      { action: 'case-sensitive', text: 'MI' },
      { action: 'case-sensitive', text: 'T2D', reason: 'short-symbol: a short symbol' },
    ])
    const today = linesOf('doid').map((line) => (line as { date: string }).date)
    for (const date of today) expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  it('finds nothing to do the second time, and leaves the file alone', async () => {
    configure()
    await curate('doid', '--write')
    const before = stateOf(cwd)
    const { stdout, stderr } = await curate('doid', '--write')
    expect(stdout).toContain('0 new, 0 no longer proposed, 3 as before')
    expect(stdout).not.toContain('written')
    expect(stderr).toBe('')
    expect(stateOf(cwd)).toEqual(before)
  })

  it('keeps the lines of people, first, and lists those that override, miss or are of retired concepts', async () => {
    await curate('doid', '--write')
    const generated = readFileSync(fileOf('doid'), 'utf8')
    const people = [
      person({ action: 'keep', text: 'MI', concept: 'DOID:5844' }),
      person({ action: 'drop', text: 'no such name' }),
      person({ action: 'link-only', concept: 'DOID:1001' }),
    ]
    writeFileSync(fileOf('doid'), `${generated}${people.join('\n')}\n`)
    const { stdout } = await curate('doid', '--write')
    expect(stdout).toMatch(
      /People decided otherwise: 1\n +line 4 +keep +"MI" +DOID:5844 .*proposed: case-sensitive/,
    )
    expect(stdout).toMatch(/Meeting nothing in this release: 1\n +line 5 +drop +"no such name"/)
    expect(stdout).toMatch(/Of a retired concept: 1\n +line 6 +link-only +\(all names\) +DOID:1001/)
    expect(readFileSync(fileOf('doid'), 'utf8')).toBe(`${people.join('\n')}\n${generated}`)
  })

  it('takes out what is no longer proposed', async () => {
    await curate('doid', '--write')
    const generated = readFileSync(fileOf('doid'), 'utf8')
    writeFileSync(fileOf('doid'), generated.replace('"text":"MI"', '"text":"MIX"'))
    const { stdout } = await curate('doid', '--write')
    expect(stdout).toContain('1 new, 1 no longer proposed, 2 as before')
    expect(stdout).toMatch(/No longer proposed: 1\n +line 2 +case-sensitive +"MIX"/)
    expect(readFileSync(fileOf('doid'), 'utf8')).toBe(generated)
  })

  it('gives all of it as JSON', async () => {
    const { code, stdout } = await curate('--json', '--quiet')
    expect(code).toBe(0)
    const reports: unknown = JSON.parse(stdout)
    expect(reports).toMatchObject([
      {
        ...{
          source: 'doid',
          file: 'curations/doid.jsonl',
          configured: false,
          written: false,
          blocked: false,
        },
        added: [
          { heuristic: 'word-in-capitals', concepts: ['DOID:9952'], curation: { text: 'ALL' } },
          {},
          {},
        ],
        ...{ removed: [], unchanged: 0, human: [], overrides: [], unmatched: [], retired: [], conflicts: [] },
      },
      { source: 'hgnc' },
      { source: 'cl', added: [] },
    ])
  })

  it('lists a conflict of people, writes nothing there, and ends with 2', async () => {
    await curate('--write')
    const lines = [person({ action: 'keep', text: 'MI' }), person({ action: 'drop', text: 'mi' })]
    writeFileSync(fileOf('doid'), `${lines.join('\n')}\n`)
    const { code, stdout, stderr } = await curate('--write')
    expect(code).toBe(2)
    expect(stdout).toContain('In conflict: 1\n    line 2 (drop "mi") contradicts line 1 (keep "MI")')
    expect(stdout).toMatch(/^hgnc /m)
    expect(stderr).toMatch(/error CURATION_CONFLICT curations\/doid\.jsonl:2: line 2 .*\n {2}Remove one/)
    expect(readFileSync(fileOf('doid'), 'utf8')).toBe(`${lines.join('\n')}\n`)
  })

  it('ends with 2 and the place when a file cannot be understood', async () => {
    await curate('doid', '--write')
    writeFileSync(fileOf('doid'), `${person({ action: 'dorp', text: 'x' })}\n`)
    const { code, stderr } = await curate('doid')
    expect(code).toBe(2)
    expect(stderr).toMatch(/error CURATION_INVALID .*doid\.jsonl:1: "action": "dorp" .*Did you mean "drop"\?/)
  })

  it.each([
    [['dod'], /error USAGE .*no source "dod"\. Did you mean "doid"\?\n {2}Name one of: doid, hgnc, cl\./],
    [['--kb', 'none'], /error KB_NOT_FOUND/],
  ])('refuses %j', async (argv, message) => {
    const { code, stderr } = await curate(...argv)
    expect(code).toBeGreaterThan(0)
    expect(stderr).toMatch(message)
  })

  it('says what to do about a source that the knowledge base lacks', async () => {
    await runCli(['build', '--only', 'cl', '--kb', 'kb-cl', '--quiet'], { cwd })
    const { code, stderr } = await curate('doid', '--kb', 'kb-cl')
    expect([code, stderr]).toEqual([2, expect.stringContaining('Run ontoground build, then curate.')])
    expect((await curate('--kb', 'kb-cl')).stdout).toMatch(/^cl [^\n]*\n$/)
  })

  it('writes nothing into the package', async () => {
    const empty = newFolder(scratch)
    const { code, stderr } = await runCli(['curate', '--write'], { cwd: empty })
    expect(code).toBe(2)
    expect(stderr).toContain('Make one of your own with ontoground init.')
  })

  it('takes effect with the next build', async () => {
    configure()
    await curate('doid', '--write')
    const { code } = await runCli(['build', '--quiet'], { cwd })
    expect(code).toBe(0)
    const links = async (mention: string): Promise<unknown> =>
      jsonLines((await runCli(['link', mention, '--class', 'disease', '--json'], { cwd })).stdout)[0]
    expect(await links('ALL')).toMatchObject({ nil: false, candidates: [{ id: 'DOID:9952' }] })
    expect(await links('all')).toMatchObject({ nil: true })
  })
})
