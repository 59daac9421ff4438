import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyFixture } from '../support/fixture.ts'
import { scratchFolder } from '../support/scratch.ts'
import { jsonLines, type Outcome, runCli } from '../support/terminal.ts'

const scratch = scratchFolder()
let [small, flawed] = ['', '']
beforeAll(async () => {
  small = copyFixture(scratch, 'kb-small')
  flawed = copyFixture(scratch, 'kb-flawed')
  for (const cwd of [small, flawed]) await runCli(['build', '--quiet'], { cwd })
})

const inSmall = (...argv: string[]): Promise<Outcome> => runCli(argv, { cwd: small })
const inFlawed = (...argv: string[]): Promise<Outcome> => runCli(argv, { cwd: flawed })

describe('info', () => {
  it('shows the sources, the build and how it can be searched', async () => {
    const { code, stdout, stderr } = await inSmall('info')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^source +class +release +terms +synonyms +obsolete +xrefs +issues$/m)
    expect(stdout).toMatch(/^doid +disease +2026-01-05 +7 +5 +2 +2 +0$/m)
    expect(stdout).toMatch(/Build [0-9a-f]{16} by ontoground .* in .*kb: .* names/)
    expect(stdout).toContain('Search: exact, normalized, prefix, fuzzy.')
  })

  it('gives, as JSON, per source what it has and how many issues', async () => {
    const { code, stdout } = await inFlawed('info', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      sources: [
        { name: 'flawed', terms: 5, synonyms: 1, obsolete: 0, xrefs: 0, issues: 6 },
        { name: 'clean', terms: 1, synonyms: 0, obsolete: 0, xrefs: 0, issues: 0 },
      ],
    })
  })

  it('lists issues with file, line, code, value and repair', async () => {
    const { code, stdout } = await inFlawed('info', '--issues')
    expect(code).toBe(0)
    const lines = stdout.split('\n')
    expect(
      lines.filter((line) => line.startsWith('flawed.obo:')).map((line) => line.replace(/: .*/, '')),
    ).toEqual([
      ...[
        'flawed.obo:8',
        'flawed.obo:14',
        'flawed.obo:10',
        'flawed.obo:17',
        'flawed.obo:21',
        'flawed.obo:31',
      ],
    ])
    expect(stdout).toMatch(
      /flawed\.obo:10: error duplicate-id: T:1 is defined again \(first in line 5\).*\n {2}Merge/,
    )
    expect(stdout).toMatch(/flawed\.obo:31: warning unknown-parent: T:5 is_a T:404.*\n {2}Add the ontology/)
    expect(stdout).toMatch(/is-a-cycle: the hierarchy runs in a circle: T:3 is_a T:4 is_a T:3/)
  })

  it('lists those of one source, and says so when there are none', async () => {
    expect((await inFlawed('info', '--issues', 'clean')).stdout).toBe('No issues.\n')
    expect((await inFlawed('info', '--issues', 'flawed')).stdout).toContain('flawed.obo:8')
  })

  it('gives issues as JSON Lines, none as nothing at all', async () => {
    const { stdout } = await inFlawed('info', '--issues', '--json')
    expect(jsonLines(stdout)).toHaveLength(6)
    expect(jsonLines(stdout)[0]).toMatchObject({
      ...{ source: 'flawed', path: 'flawed.obo', code: 'malformed-line', line: 8 },
    })
    expect((await inSmall('info', '--issues', '--json')).stdout).toBe('')
  })

  it('refuses a source it does not have', async () => {
    const { code, stderr } = await inFlawed('info', '--issues', 'flawd')
    expect(code).toBe(2)
    expect(stderr).toMatch(/no source "flawd".*\n {2}It has: flawed, clean\./)
  })
})

describe('verify', () => {
  it('names every file that is whole', async () => {
    const { code, stdout, stderr } = await inSmall('verify')
    expect([code, stderr]).toEqual([0, ''])
    for (const file of ['vocab.sqlite', 'names.bin', 'collisions.tsv'])
      expect(stdout).toMatch(new RegExp(`^ok +${file} \\([\\d,]+ bytes\\)$`, 'm'))
    expect(stdout).toMatch(/Build [0-9a-f]{16} is whole\.\n$/)
    expect(JSON.parse((await inSmall('verify', '--json')).stdout)).toMatchObject({ ok: true })
  })

  it('ends with exit code 1 and the file when one is damaged; a full build heals it', async () => {
    const cwd = copyFixture(scratch, 'kb-small')
    await runCli(['build', '--quiet'], { cwd })
    const file = join(cwd, 'kb/current/names.bin')
    const bytes = readFileSync(file)
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200)
    writeFileSync(file, bytes)
    const { code, stdout } = await runCli(['verify'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^damaged +names\.bin: its content changed/m)
    expect(stdout).toContain('is damaged. Run ontoground build --full.')
    const json = await runCli(['verify', '--json'], { cwd })
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([1, { ok: false }])
    await runCli(['build', '--full', '--quiet'], { cwd })
    expect((await runCli(['verify'], { cwd })).code).toBe(0)
  })
})

describe('query', () => {
  it('shows names, how they were found and what they are names of', async () => {
    const { code, stdout, stderr } = await inSmall('query', 'Heart attacks')
    expect([code, stderr]).toEqual([0, ''])
    const [head, first] = stdout.split('\n').map((line) => line.split(/ {2,}/))
    expect(head).toEqual(['id', 'name', 'scope', 'class', 'found by', 'label'])
    expect(first).toEqual([
      ...[
        'DOID:5844',
        'heart attack',
        'exact',
        'disease',
        'normalized (inflection)',
        'myocardial infarction',
      ],
    ])
  })

  it('shows types of synonyms and what is retired', async () => {
    expect((await inSmall('query', 'MI', '--mode', 'exact')).stdout).toMatch(
      / MI +exact, abbreviation +disease +exact /,
    )
    expect((await inSmall('query', 'phthisis')).stdout).toContain('phthisis (retired)')
  })

  it('gives hits as JSON Lines', async () => {
    const { stdout } = await inSmall('query', 'diabetes', '--json', '--mode', 'prefix', '--limit', '1')
    expect(jsonLines(stdout)).toEqual([
      {
        ...{ id: 'DOID:9351', label: 'diabetes mellitus', class: 'disease', source: 'doid' },
        ...{ matched: 'diabetes mellitus', scope: 'label', mode: 'prefix', rung: 'punctuation' },
      },
    ])
  })

  it('keeps to class, source and modes', async () => {
    expect((await inSmall('query', 'cell', '--class', 'disease')).stdout).toBe('No name matches "cell".\n')
    expect((await inSmall('query', 'cell', '--source', 'cl', '--json')).stdout).not.toBe('')
    expect(jsonLines((await inSmall('query', 'tnf', '--mode', 'exact', '--json')).stdout)).toEqual([])
    expect(
      jsonLines((await inSmall('query', 'tnf', '--mode', 'exact, normalized', '--json')).stdout),
    ).toHaveLength(1)
  })

  it('that finds nothing is no failure', async () => {
    expect(await inSmall('query', 'nothing like it')).toEqual({
      ...{ code: 0, stdout: 'No name matches "nothing like it".\n', stderr: '' },
    })
    expect((await inSmall('query', 'nothing like it', '--json')).stdout).toBe('')
  })

  it.each([
    { argv: ['--mode', 'exakt'], says: 'no query mode "exakt". Did you mean "exact"?' },
    { argv: ['--mode', 'exact,fuzy'], says: 'Modes: exact, normalized, prefix, fuzzy, vector.' },
    { argv: ['--mode', ''], says: 'Modes: exact, normalized, prefix, fuzzy, vector.' },
    { argv: ['--class', 'diseases'], says: 'no entity class "diseases". Did you mean "disease"?' },
    { argv: ['--source', 'diod'], says: 'no source "diod". Did you mean "doid"?' },
  ])('with $argv is wrong usage', async ({ argv, says }) => {
    const { code, stdout, stderr } = await inSmall('query', 'x', ...argv)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
  })
})

describe('term', () => {
  it('shows all that is known of a concept', async () => {
    const { code, stdout, stderr } = await inSmall('term', 'DOID:5844')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n')).toEqual([
      'DOID:5844  myocardial infarction',
      'disease; source doid 2026-01-05, line 11',
      'Death of heart muscle for want of blood.',
      ...[
        'synonyms:',
        '  heart attack (exact)',
        '  MI (exact, abbreviation)',
        '  coronary thrombosis (related)',
      ],
      ...['parents:', '  DOID:4 disease'],
      ...['xrefs:', '  MESH:D009203', '  UMLS:C0027051'],
      ...['merged ids:', '  DOID:3082'],
      ...['subsets:', '  common'],
      '',
    ])
  })

  it('gives it as JSON', async () => {
    const { stdout } = await inSmall('term', 'cl:0000540', '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ asked: 'CL:0000540', found: 'id', labels: { 'CL:0000000': 'cell' } },
      records: [{ id: 'CL:0000540', label: 'neuron', source: 'cl', release: '2026-02-03' }],
    })
  })

  it('says what a merged id was merged into, and where a retired one leads', async () => {
    expect((await inSmall('term', 'DOID:3082')).stdout).toMatch(
      /^DOID:3082 was merged into DOID:5844\.\n\nDOID:5844 /,
    )
    const { stdout } = await inSmall('term', 'DOID:1001')
    expect(stdout).toContain('DOID:1001  cardiac infarction  (retired)')
    expect(stdout).toContain('replaced by:\n  DOID:5844 myocardial infarction')
    expect((await inSmall('term', 'DOID:1002')).stdout).toContain('consider:\n  DOID:4 disease')
  })

  it('shows children', async () => {
    const { stdout } = await inSmall('term', 'CL:0000000')
    expect(stdout).toContain('children:\n  CL:0000236 B cell\n  CL:0000540 neuron\n')
  })

  it('that nobody has ends with exit code 1, the id and what to do', async () => {
    expect(await inSmall('term', 'DOID:404')).toEqual({
      ...{ code: 1, stdout: '' },
      stderr:
        'error TERM_NOT_FOUND no concept has the id "DOID:404"\n  Look it up by name with ontoground query.\n',
    })
  })
})
