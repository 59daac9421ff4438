import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { oboText, type OboTerm } from '../support/obo.ts'
import { type Outcome, runCli, type TerminalOptions } from '../support/terminal.ts'

const scratch = scratchFolder()

const OLD: readonly OboTerm[] = [
  { id: 'X:1', name: 'heart attack', synonyms: ['MI', 'infarct'] },
  { id: 'X:2', name: 'cardiac arrest', isA: ['X:1'] },
  { id: 'X:3', name: 'flu' },
  { id: 'X:4', name: 'silent <b>one</b> | & more' },
]
const NEW: readonly OboTerm[] = [
  { id: 'X:1', name: 'obsolete heart attack', obsolete: true, replacedBy: ['X:5'] },
  { id: 'X:2', name: 'cardiac arrest', isA: ['X:5'] },
  { id: 'X:3', name: 'influenza', synonyms: ['flu'] },
  { id: 'X:5', name: 'myocardial infarction', synonyms: ['heart attack', 'MI', 'infarct'] },
]

const curation = (more: object): string =>
  JSON.stringify({ author: 'jd', date: '2026-01-02', reason: 'made up', ...more })
const CURATIONS = [
  curation({ action: 'case-sensitive', text: 'MI', concept: 'X:1' }),
  curation({ action: 'add', text: 'coronary', concept: 'x:1', type: 'learned', author: 'learn' }),
  curation({ action: 'keep', text: 'flu', concept: 'X:3' }),
]

interface Case {
  readonly cwd: string
  readonly run: (argv: readonly string[], options?: Partial<TerminalOptions>) => Promise<Outcome>
  readonly write: (name: string, content: string) => void
}

/** A folder with the two releases, and a configuration of a source that is the newer one. */
const folder = (): Case => {
  const cwd = newFolder(scratch)
  const write = (name: string, content: string): void => {
    writeFileSync(join(cwd, name), content)
  }
  write('old.obo', oboText(OLD, '2025-01-01'))
  write('new.obo', oboText(NEW, '2026-01-01'))
  return { cwd, write, run: (argv, options = {}) => runCli(argv, { cwd, ...options }) }
}

/** The same, with both releases built; `builds` are their ids. */
const builtFolder = async (): Promise<
  Case & { readonly builds: readonly string[]; readonly said: string }
> => {
  const made = folder()
  const source = { name: 'x', type: 'obo', entityClass: 'disease', path: 'x.obo', curations: 'x.jsonl' }
  made.write('parsers.config.json', JSON.stringify({ sources: [source] }))
  made.write('x.jsonl', `${CURATIONS.join('\n')}\n`)
  const builds: string[] = []
  let said = ''
  for (const terms of [OLD, NEW]) {
    made.write('x.obo', oboText(terms, terms === OLD ? '2025-01-01' : '2026-01-01'))
    said = (await made.run(['build', '--quiet'])).stdout
    const manifest = JSON.parse((await made.run(['info', '--json'])).stdout) as { readonly id: string }
    builds.push(manifest.id)
  }
  return { ...made, builds, said }
}

const reportIn = ({ stdout }: Outcome): Record<string, unknown> =>
  JSON.parse(stdout) as Record<string, unknown>

const SUMMARY = { added: 1, removed: 1, retired: 1, merged: 1, relabelled: 2, moved: 1, synonymsChanged: 2 }

describe('diff of two files', () => {
  it('gives counts and the concepts under the same names as JSON', async () => {
    const { run } = folder()
    const outcome = await run(['diff', 'old.obo', 'new.obo', '--json'])
    expect([outcome.code, outcome.stderr]).toEqual([0, ''])
    expect(reportIn(outcome)).toMatchObject({
      old: { kind: 'file', name: 'old.obo' },
      summary: { ...SUMMARY, removedSilently: 1, relabelledInUse: 1 },
      sources: [{ source: 'new', before: { release: '2025-01-01', terms: 4 }, after: { terms: 4 } }],
      added: [{ source: 'new', id: 'X:5', label: 'myocardial infarction' }],
      removed: [{ id: 'X:4', home: null }],
      retired: [{ id: 'X:1', replacedBy: [{ id: 'X:5' }] }],
      merged: [{ id: 'X:1', into: { id: 'X:5' }, names: ['heart attack', 'infarct', 'MI'] }],
      relabelled: [{ id: 'X:1' }, { id: 'X:3', from: 'flu', to: 'influenza' }],
      moved: [{ id: 'X:2', parentsAdded: [{ id: 'X:5' }], parentsRemoved: [{ id: 'X:1' }] }],
      effects: { curations: [], learnedNames: [], links: null },
    })
  })

  it('prints tables on a terminal, some rows of each, and Markdown when piped', async () => {
    const { run } = folder()
    const table = await run(['diff', 'old.obo', 'new.obo', '--limit', '1'], {
      tty: true,
      env: { NO_COLOR: '1' },
    })
    expect(table.stdout).toContain(
      'new: 2025-01-01 → 2026-01-01, 4 → 4 concepts: 1 added, 1 removed (1 without a word)',
    )
    expect(table.stdout).toMatch(/Relabelled \(2\)\n {2}concept .*\n {2}X:1 .*\n {2}… and 1 more/)
    const { stdout } = await run(['diff', 'old.obo', 'new.obo'])
    expect(stdout).toContain('# old.obo → new.obo\n')
    expect(stdout).toContain('| X:1 | obsolete heart attack | replaced by X:5 myocardial infarction |')
    expect(stdout).toContain('| X:4 | silent &lt;b>one&lt;/b> \\| &amp; more | – |')
  })

  it('writes a page that needs nothing else, everything in it escaped', async () => {
    const { run, cwd } = folder()
    const { code, stdout } = await run(['diff', 'old.obo', 'new.obo', '--html', 'changes.html'])
    expect([code, stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('1 added')])
    const page = readFileSync(join(cwd, 'changes.html'), 'utf8')
    expect(page).toContain('<td>silent &lt;b&gt;one&lt;/b&gt; | &amp; more</td>')
    expect(page).not.toContain('<b>')
    expect(page).toContain("default-src 'none'")
    expect(page).toContain('prefers-color-scheme: dark')
    expect(page).not.toMatch(/<script|https?:|src=|<link/)
  })

  it('says that nothing changed, and gives the same bytes again', async () => {
    const { run } = folder()
    const { stdout } = await run(['diff', 'old.obo', 'old.obo'])
    expect(stdout).toContain('nothing changed')
    const twice = [
      await run(['diff', 'old.obo', 'new.obo', '--json']),
      await run(['diff', 'old.obo', 'new.obo', '--json']),
    ]
    expect(twice[0]?.stdout).toBe(twice[1]?.stdout)
  })

  it('finds the parser by content, and keeps the prefixes asked for', async () => {
    const { run, write } = folder()
    write('old', oboText(OLD))
    const { stdout } = await run(['diff', 'old', 'new.obo', '--prefixes', 'X', '--json'])
    expect(reportIn({ code: 0, stdout, stderr: '' })).toMatchObject({ summary: SUMMARY })
    const none = await run(['diff', 'old.obo', 'new.obo', '--prefixes', 'Y'])
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('keeps none of the 4 terms')])
  })

  it('says which links of a file change, and where to', async () => {
    const { run, write } = folder()
    write(
      'links.jsonl',
      [
        JSON.stringify({ id: 'm1', mention: 'MI', nil: false, candidates: [{ id: 'X:1' }, { id: 'X:2' }] }),
        JSON.stringify({ mention: 'nothing', nil: true, candidates: [] }),
        JSON.stringify({
          id: 'd',
          text: 'x',
          mentions: [
            { text: 'flu', id: 'X:3' },
            { text: 'y', id: null },
          ],
        }),
        JSON.stringify({ doc: 'g', mention: 'silent one', ids: ['X:4', 'X:2'] }),
      ].join('\n'),
    )
    const outcome = await run(['diff', 'old.obo', 'new.obo', '--impact', 'links.jsonl', '--json'])
    const { links } = reportIn(outcome)['effects'] as { readonly links: unknown }
    expect(links).toEqual({
      file: 'links.jsonl',
      links: 3,
      changes: [
        {
          ...{ line: 1, doc: 'm1', mention: 'MI', change: 'replaced', by: 'replaced-by' },
          from: { id: 'X:1', label: 'heart attack' },
          to: [{ id: 'X:5', label: 'myocardial infarction' }],
        },
        {
          ...{ line: 3, doc: 'd', mention: 'flu', change: 'relabelled', by: null },
          from: { id: 'X:3', label: 'flu' },
          to: [{ id: 'X:3', label: 'influenza' }],
        },
        {
          ...{ line: 4, doc: 'g', mention: 'silent one', change: 'gone', by: null, to: [] },
          from: { id: 'X:4', label: 'silent <b>one</b> | & more' },
        },
      ],
      answers: null,
    })
  })
})

describe('diff of two builds', () => {
  it('finds them by id, its beginning, current or folder, and tells effects with the new home', async () => {
    const { run, builds } = await builtFolder()
    const [old = '', current = ''] = builds
    const report = reportIn(await run(['diff', old, current, '--json']))
    expect(report).toMatchObject({
      old: { kind: 'build', name: old },
      summary: SUMMARY,
      effects: {
        curations: [
          {
            ...{ source: 'x', effect: 'concept-retired', curation: { line: 1, action: 'case-sensitive' } },
            home: { by: 'replaced-by', concepts: [{ id: 'X:5', label: 'myocardial infarction' }] },
          },
        ],
        learnedNames: [
          {
            ...{ effect: 'concept-retired', curation: { line: 2, action: 'add', text: 'coronary' } },
            home: { by: 'replaced-by', concepts: [{ id: 'X:5' }] },
          },
        ],
      },
    })
    expect(reportIn(await run(['diff', old.slice(0, 6), 'kb', '--json']))).toEqual(report)
    expect(reportIn(await run(['diff', old, 'current', '--source', 'x', '--json']))).toEqual(report)
    const beside = reportIn(await run(['diff', 'old.obo', current, '--json']))
    expect(beside).toMatchObject({ summary: { retired: 1 }, sources: [{ source: 'x' }] })
  })

  it('links the mentions of a file with both, and tells where the answer differs', async () => {
    const { run, builds, write } = await builtFolder()
    const [old = '', current = ''] = builds
    write('gold.jsonl', `${JSON.stringify({ mention: 'heart attack', ids: ['X:1'], class: 'disease' })}\n`)
    const outcome = await run(['diff', old, current, '--impact', 'gold.jsonl', '--json'])
    expect(reportIn(outcome)['effects']).toMatchObject({
      links: {
        changes: [{ change: 'replaced', to: [{ id: 'X:5' }] }],
        answers: [{ line: 1, mention: 'heart attack', before: { id: 'X:1' }, after: { id: 'X:5' } }],
      },
    })
  })
})

describe('a build', () => {
  it('says in short what changed since the one before, keeps it in its folder, and verify checks it', async () => {
    const { run, builds, said, cwd } = await builtFolder()
    const [old = '', current = ''] = builds
    expect(said).toContain(
      `Since build ${old} (current/diff.json):\n  x: 2025-01-01 → 2026-01-01, 4 → 4 concepts: 1 added`,
    )
    expect(said).toContain('1 curations touched, 1 learned names touched')
    const file = join(cwd, 'kb/builds', current, 'diff.json')
    const { sha256: _, ...kept } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    expect(kept).toEqual(reportIn(await run(['diff', old, current, '--json'])))
    expect((await run(['verify'])).stdout).toContain('ok       diff.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('heart', 'hearts'))
    const damaged = await run(['verify'])
    expect([damaged.code, damaged.stdout]).toEqual([
      1,
      expect.stringContaining('damaged  diff.json: it was changed'),
    ])
  })

  it('is what it is, whatever was there before', async () => {
    const { run, builds, cwd, write } = await builtFolder()
    const alone = folder()
    for (const name of ['parsers.config.json', 'x.jsonl', 'x.obo'])
      alone.write(name, readFileSync(join(cwd, name), 'utf8'))
    await alone.run(['build', '--quiet'])
    const manifest = (where: string): string =>
      readFileSync(join(where, 'kb/builds', builds[1] ?? '', 'manifest.json'), 'utf8')
    expect(manifest(alone.cwd)).toBe(manifest(cwd))
    // A build before that cannot be read is no reason to fail.
    writeFileSync(join(cwd, 'kb/current/manifest.json'), '{}')
    write('x.obo', oboText(OLD.slice(1)))
    const { code, stderr } = await run(['build'])
    expect([code, stderr]).toEqual([
      expect.any(Number),
      expect.stringContaining('not compared with the build before'),
    ])
  })
})

describe('what cannot be compared', () => {
  it.each([
    { what: 'no such thing', argv: ['nowhere', 'new.obo'], says: 'no build or file "nowhere"' },
    { what: 'a file of no known format', argv: ['notes.txt', 'new.obo'], says: '--type' },
    {
      what: 'links that are none',
      argv: ['old.obo', 'new.obo', '--impact', 'bad.jsonl'],
      says: 'bad.jsonl:2',
    },
  ])('is told: $what', async ({ argv, says }) => {
    const { run, write } = folder()
    write('notes.txt', 'nothing to see\n')
    write('bad.jsonl', '{"mention": "x", "ids": []}\n{"some": "thing"}\n')
    const { code, stderr } = await run(['diff', ...argv])
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('unexpected')
  })

  it('is told: curations of no one source, a source that neither side has', async () => {
    const { run, builds } = await builtFolder()
    const [old = '', current = ''] = builds
    const { code, stderr } = await run(['diff', old, current, '--source', 'y'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('neither side has a source "y"')])
  })
})
