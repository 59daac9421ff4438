import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadConfig } from '../../src/config/load.ts'
import { bindParser, emptyTerm, type Parser } from '../../src/parsers/contract.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import type { BuildEvent } from '../../src/pipeline/progress.ts'
import { verifyKnowledgeBase } from '../../src/pipeline/verify.ts'
import { failureOf } from '../support/failure.ts'
import { buildsIn, stateOf } from '../support/kb-state.ts'
import { manyTerms, oboText } from '../support/obo.ts'
import { scratchFolder } from '../support/scratch.ts'
import { type Setup, writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()

const heart = oboText([{ id: 'A:1', name: 'heart attack', synonyms: ['myocardial infarction'] }])
const setupOf = (content = heart): Setup => writeSetup(scratch, [{ name: 'mondo', content }])
const current = (kb: string): string => readlinkSync(join(kb, 'current'))

describe('building again', () => {
  it('does nothing when nothing changed', async () => {
    const { config } = setupOf()
    const first = await buildKnowledgeBase(config)
    const before = stateOf(config.kb)
    const made = statSync(join(config.kb, 'current/vocab.sqlite')).mtimeMs
    const linked = lstatSync(join(config.kb, 'current'), { bigint: true }).ctimeNs
    const events: BuildEvent[] = []
    const second = await buildKnowledgeBase(config, { onEvent: (event) => events.push(event) })
    expect([first.upToDate, second.upToDate]).toEqual([false, true])
    expect(second.manifest).toEqual(first.manifest)
    expect(events).toEqual([])
    expect(stateOf(config.kb)).toEqual(before)
    expect(statSync(join(config.kb, 'current/vocab.sqlite')).mtimeMs).toBe(made)
    // Not even the link is made anew: a knowledge base that is up to date may lie on a read-only disk.
    expect(lstatSync(join(config.kb, 'current'), { bigint: true }).ctimeNs).toBe(linked)
  })

  it('in full gives the same id and the same bytes', async () => {
    const { config } = setupOf(oboText(manyTerms(300)))
    const { manifest } = await buildKnowledgeBase(config)
    const before = stateOf(config.kb)
    const made = statSync(join(config.kb, 'current/vocab.sqlite')).mtimeMs
    const again = await buildKnowledgeBase(config, { full: true })
    expect(again.upToDate).toBe(false)
    expect(again.manifest).toEqual(manifest)
    expect(stateOf(config.kb)).toEqual(before)
    // The same bytes: what stands there stays, and so do its readers.
    expect(statSync(join(config.kb, 'current/vocab.sqlite')).mtimeMs).toBe(made)
  })

  it('elsewhere gives the same id and the same bytes', async () => {
    const [here, there] = [setupOf(), setupOf()]
    await buildKnowledgeBase(here.config)
    await buildKnowledgeBase(there.config)
    // But for when that was.
    const [one, other] = [stateOf(here.config.kb), stateOf(there.config.kb)]
    expect({ ...other, 'history.jsonl': '' }).toEqual({ ...one, 'history.jsonl': '' })
  })

  it('after a source changed switches to a new build; the old one stays, and stays open', async () => {
    const { config, folder } = setupOf()
    const before = await buildKnowledgeBase(config)
    const opened = await openKnowledgeBase(config.kb)
    writeFileSync(join(folder, 'mondo.obo'), oboText([{ id: 'A:2', name: 'stroke' }], '2026-02-02'))
    const after = await buildKnowledgeBase(config)
    expect(after.manifest.id).not.toBe(before.manifest.id)
    expect(current(config.kb)).toBe(join('builds', after.manifest.id))
    expect(buildsIn(config.kb)).toEqual([before.manifest.id, after.manifest.id].toSorted())
    expect((await opened.link('heart attack')).candidates[0]?.id).toBe('A:1')
    expect(opened.term('A:1').records).toHaveLength(1)
    opened.close()
    const reopened = await openKnowledgeBase(config.kb)
    expect((await reopened.link('heart attack')).nil).toBe(true)
    expect((await reopened.link('stroke')).candidates[0]?.id).toBe('A:2')
    reopened.close()
    expect(await verifyKnowledgeBase(join(config.kb, 'builds', before.manifest.id))).toMatchObject({
      ok: true,
    })
  })

  it('after a change was taken back finds the earlier build', async () => {
    const { config, folder } = setupOf()
    const { manifest } = await buildKnowledgeBase(config)
    writeFileSync(join(folder, 'mondo.obo'), oboText([{ id: 'A:2', name: 'stroke' }]))
    await buildKnowledgeBase(config)
    writeFileSync(join(folder, 'mondo.obo'), heart)
    const back = await buildKnowledgeBase(config)
    expect([back.upToDate, back.manifest.id]).toEqual([true, manifest.id])
    expect(current(config.kb)).toBe(join('builds', manifest.id))
  })

  it.each([
    { what: 'its class', change: { entityClass: 'phenotype' } },
    { what: 'its name', change: { name: 'other' } },
    { what: 'the prefixes it keeps', change: { idPrefixes: ['A'] } },
    { what: 'its roots', change: { roots: ['A:1'] } },
  ])('is needed when a source changed $what', async ({ change }) => {
    const { config, configFile } = setupOf()
    const { manifest } = await buildKnowledgeBase(config)
    const [source] = config.sources
    writeFileSync(configFile, JSON.stringify({ sources: [{ ...source, file: undefined, ...change }] }))
    const changed = await buildKnowledgeBase(loadConfig(configFile))
    expect(changed.upToDate).toBe(false)
    expect(changed.manifest.id).not.toBe(manifest.id)
  })

  it('may be read by whoever may read the folder it is in: a knowledge base is shared', async () => {
    const { config, folder } = setupOf()
    const { manifest } = await buildKnowledgeBase(config)
    const modeOf = (...path: string[]): string => statSync(join(config.kb, ...path)).mode.toString(8)
    expect(modeOf('builds', manifest.id)).toBe(modeOf('builds'))
    const plainFile = statSync(join(folder, 'mondo.obo')).mode.toString(8)
    const files = readdirSync(join(config.kb, 'builds', manifest.id))
    expect(files.map((name) => modeOf('builds', manifest.id, name))).toEqual(files.map(() => plainFile))
  })

  it('heals a build that lost a file', async () => {
    const { config } = setupOf()
    await buildKnowledgeBase(config)
    const before = stateOf(config.kb)
    writeFileSync(join(config.kb, 'current/names.bin'), 'short')
    expect((await buildKnowledgeBase(config)).upToDate).toBe(false)
    expect(stateOf(config.kb)).toEqual(before)
  })
})

describe('the sources to build', () => {
  const two = (): Setup =>
    writeSetup(scratch, [
      { name: 'a', content: heart },
      { name: 'b', content: oboText([{ id: 'B:1', name: 'stroke' }]) },
    ])

  it('may be named, in the order of the configuration', async () => {
    const { config } = two()
    const built = await buildKnowledgeBase(config, { only: ['b'] })
    expect(built.manifest.sources.map(({ name }) => name)).toEqual(['b'])
    const both = await buildKnowledgeBase(config, { only: ['b', 'a'] })
    expect(both.manifest.sources.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('must be there', async () => {
    const failure = await failureOf(() => buildKnowledgeBase(two().config, { only: ['a', 'c'] }))
    expect(failure.code).toBe('USAGE')
    expect(failure.message).toContain('"c"')
    expect(failure.repair).toContain('a, b')
  })

  it('must be some: an empty list is refused, and no empty knowledge base takes the place of a full one', async () => {
    const { config } = two()
    await buildKnowledgeBase(config)
    const before = stateOf(config.kb)
    expect((await failureOf(() => buildKnowledgeBase(config, { only: [] }))).code).toBe('USAGE')
    expect(stateOf(config.kb)).toEqual(before)
  })
})

describe('the manifest', () => {
  it('says what went in and what came out', async () => {
    const { config, folder } = writeSetup(scratch, [
      {
        name: 'mondo',
        content: oboText([
          { id: 'A:1', name: 'heart attack', synonyms: ['MI'], lines: ['xref: X:1'] },
          { id: 'A:2', name: 'old', obsolete: true },
          { id: 'A:1', name: 'again' },
          { id: 'A:3', name: 'Heart attack' },
        ]),
        more: { license: 'CC0-1.0', url: 'https://example.org/mondo.obo' },
      },
    ])
    const { manifest, refused } = await buildKnowledgeBase(config)
    expect(manifest.sources).toEqual([
      {
        ...{ name: 'mondo', entityClass: 'disease', parser: 'obo', title: 'made-up', release: '2026-01-05' },
        ...{
          terms: 3,
          synonyms: 1,
          obsolete: 1,
          xrefs: 1,
          mappings: 0,
          issues: 1,
          issuesByCode: { 'duplicate-id': 1 },
        },
        ...{ path: 'mondo.obo', url: 'https://example.org/mondo.obo', license: 'CC0-1.0' },
        bytes: statSync(join(folder, 'mondo.obo')).size,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        optionsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ])
    expect(refused).toBe(1)
    expect([manifest.names, manifest.collisions]).toEqual([4, { case: 1 }])
    expect(Object.keys(manifest.files).toSorted()).toEqual([
      'collisions.tsv',
      'dictionary.bin',
      'fuzzy.bin',
      'names.bin',
      'vocab.sqlite',
    ])
    expect(JSON.parse(readFileSync(join(config.kb, 'current/manifest.json'), 'utf8'))).toEqual(manifest)
  })

  it('has collisions beside it as a table', async () => {
    const { config } = setupOf(oboText([...manyTerms(1), { id: 'A:3', name: 'Made up\tconcept number 0' }]))
    await buildKnowledgeBase(config)
    const lines = readFileSync(join(config.kb, 'current/collisions.tsv'), 'utf8').split('\n')
    expect(lines).toEqual([
      'rung\tsource\tid\tname\tother_id\tother_name',
      'case\tmondo\tTEST:0000000\tmade up concept number 0\tA:3\tMade up concept number 0',
      '',
    ])
  })

  it('is told apart from issues: what was left out is counted when nothing is done, too', async () => {
    const { config } = setupOf(
      oboText([
        { id: 'A:1', name: 'a' },
        { id: 'A:1', name: 'b' },
      ]),
    )
    expect((await buildKnowledgeBase(config)).refused).toBe(1)
    expect(await buildKnowledgeBase(config)).toMatchObject({ upToDate: true, refused: 1 })
  })
})

describe('what a build tells while it works', () => {
  it('begins and ends each source, and names the stages', async () => {
    const { config, folder } = setupOf(
      oboText([
        { id: 'A:1', name: 'a' },
        { id: 'A:1', name: 'b' },
      ]),
    )
    const events: BuildEvent[] = []
    await buildKnowledgeBase(config, { onEvent: (event) => events.push(event) })
    expect(events.filter(({ kind }) => kind !== 'source-progress')).toEqual([
      { kind: 'source-begun', source: 'mondo', index: 0, of: 1 },
      {
        ...{ kind: 'issue', source: 'mondo', file: join(folder, 'mondo.obo') },
        issue: expect.objectContaining({ code: 'duplicate-id', line: 9 }) as object,
      },
      { kind: 'source-done', source: 'mondo', terms: 1, mappings: 0, issues: 1, reused: false },
      ...[
        'indexing records',
        'indexing names',
        'indexing words',
        'looking for collisions',
        'checking files',
      ].flatMap((stage) => [
        { kind: 'stage-begun', stage },
        { kind: 'stage-done', stage },
      ]),
    ])
  })
})

describe('parsers passed in', () => {
  const linesParser: Parser<{ prefix: string }> = {
    options: z.strictObject({ prefix: z.string() }),
    async *parse(file, { prefix }, context) {
      context.describe({ release: 'today' })
      const lines = (await Promise.resolve(readFileSync(file, 'utf8'))).trim().split('\n')
      yield {
        terms: lines.map((label, at) => ({ ...emptyTerm(`${prefix}:${String(at)}`, at + 1), label })),
        additions: [],
      }
    },
  }

  it('are used by their type, with their options', async () => {
    const { config } = writeSetup(scratch, [
      {
        name: 'mine',
        type: 'lines',
        content: 'heart attack\nstroke\n',
        more: { options: { prefix: 'MINE' } },
      },
    ])
    const { manifest } = await buildKnowledgeBase(config, {
      extraParsers: { lines: () => Promise.resolve(bindParser(linesParser)) },
    })
    expect(manifest.sources[0]).toMatchObject({ parser: 'lines', release: 'today', terms: 2 })
    const kb = await openKnowledgeBase(config.kb)
    expect((await kb.link('strokes')).candidates[0]?.id).toBe('MINE:1')
    kb.close()
  })
})

describe('folders of builds that died', () => {
  // Above every process id Linux gives out.
  const deadPid = 2 ** 22 + 7

  it('are removed; those of living processes are not', async () => {
    const { config } = setupOf()
    const parent = String(process.ppid)
    for (const name of [`.tmp-${String(deadPid)}-0`, `.tmp-${String(deadPid)}-1-old`, `.tmp-${parent}-0`]) {
      mkdirSync(join(config.kb, 'builds', name), { recursive: true })
      writeFileSync(join(config.kb, 'builds', name, 'vocab.sqlite'), 'half')
    }
    const { manifest } = await buildKnowledgeBase(config)
    expect(buildsIn(config.kb)).toEqual([`.tmp-${parent}-0`, manifest.id])
  })

  it('do not stop a process that has got the id of the dead one, as in a container every first process has', async () => {
    const { config } = setupOf()
    for (let at = 0; at < 200; at++)
      mkdirSync(join(config.kb, 'builds', `.tmp-${String(process.pid)}-${String(at)}`), { recursive: true })
    const { manifest } = await buildKnowledgeBase(config)
    expect(current(config.kb)).toBe(join('builds', manifest.id))
  })
})

describe('two builds at once', () => {
  it('into one knowledge base both succeed, and leave it whole', async () => {
    const { config } = setupOf(oboText(manyTerms(200)))
    const [one, two] = await Promise.all([
      buildKnowledgeBase(config),
      buildKnowledgeBase(config, { full: true }),
    ])
    expect(two.manifest).toEqual(one.manifest)
    expect(buildsIn(config.kb)).toEqual([one.manifest.id])
    expect(await verifyKnowledgeBase(config.kb)).toMatchObject({ ok: true })
  })
})
