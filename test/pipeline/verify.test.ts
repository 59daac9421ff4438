import { cpSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { KB_FORMAT_VERSION, type Manifest } from '../../src/pipeline/manifest.ts'
import { type Verdict, verifyKnowledgeBase } from '../../src/pipeline/verify.ts'
import { failureOf } from '../support/failure.ts'
import { manyTerms, oboText } from '../support/obo.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { writeSetup } from '../support/setup.ts'

const scratch = scratchFolder()
const FORMAT = String(KB_FORMAT_VERSION)

let whole = ''
let manifest: Manifest | undefined
beforeAll(async () => {
  const { config } = writeSetup(scratch, [{ name: 'mondo', content: oboText(manyTerms(200)) }])
  manifest = (await buildKnowledgeBase(config)).manifest
  whole = join(config.kb, 'builds', manifest.id)
})

/** A copy of the build, to do harm to. */
const copy = (): string => {
  const folder = join(newFolder(scratch), 'build')
  cpSync(whole, folder, { recursive: true })
  return folder
}

const flip = (file: string, at: number): void => {
  const bytes = readFileSync(file)
  const place = at < 0 ? bytes.length + at : at
  bytes.writeUInt8(bytes.readUInt8(place) ^ 0x01, place)
  writeFileSync(file, bytes)
}

const problems = ({ files }: Verdict): string[] =>
  files.filter(({ problem }) => problem !== null).map(({ file }) => file)

describe('verifying', () => {
  it('finds nothing wrong with what was built, and names every file with its size', async () => {
    const verdict = await verifyKnowledgeBase(whole)
    expect(verdict).toMatchObject({ build: manifest?.id, ok: true })
    const sizes = Object.entries(manifest?.files ?? {}).map(([file, { bytes }]) => ({
      file,
      bytes,
      problem: null,
    }))
    expect(verdict.files).toEqual(sizes)
    expect(verdict.files.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['vocab.sqlite', 'names.bin', 'collisions.tsv']),
    )
  })

  it.each(
    ['vocab.sqlite', 'names.bin', 'collisions.tsv'].flatMap((file) =>
      [0, 20, -1].map((at) => ({ file, at, end: at < 0 ? 'from the end' : 'from the beginning' })),
    ),
  )('tells of one flipped bit in $file, byte $at $end', async ({ file, at }) => {
    const build = copy()
    flip(join(build, file), at)
    const verdict = await verifyKnowledgeBase(build)
    expect(verdict.ok).toBe(false)
    expect(problems(verdict)).toEqual([file])
    expect(verdict.files.find((one) => one.file === file)?.problem).toContain('SHA-256')
  })

  it.each(['vocab.sqlite', 'names.bin', 'collisions.tsv'])('tells of a missing %s', async (file) => {
    const build = copy()
    rmSync(join(build, file))
    const verdict = await verifyKnowledgeBase(build)
    expect([verdict.ok, problems(verdict)]).toEqual([false, [file]])
    expect(verdict.files.find((one) => one.file === file)?.problem).toContain('missing')
  })

  it('tells of a file that was cut short, with both sizes', async () => {
    const build = copy()
    writeFileSync(join(build, 'names.bin'), readFileSync(join(build, 'names.bin')).subarray(0, 1000))
    const verdict = await verifyKnowledgeBase(build)
    const found = verdict.files.find(({ file }) => file === 'names.bin')
    expect(found?.problem).toMatch(new RegExp(`1000 bytes.*${String(manifest?.files['names.bin']?.bytes)}`))
  })

  it('tells of a file that does not belong there', async () => {
    const build = copy()
    writeFileSync(join(build, 'notes.txt'), 'mine')
    const verdict = await verifyKnowledgeBase(build)
    expect([verdict.ok, problems(verdict)]).toEqual([false, ['notes.txt']])
  })

  it('tells all that is wrong at once', async () => {
    const build = copy()
    flip(join(build, 'vocab.sqlite'), 5000)
    rmSync(join(build, 'names.bin'))
    writeFileSync(join(build, 'more'), '')
    expect(problems(await verifyKnowledgeBase(build)).toSorted()).toEqual([
      'more',
      'names.bin',
      'vocab.sqlite',
    ])
  })

  it('judges the build it began with, even when another is switched in meanwhile', async () => {
    const setups = [manyTerms(150), manyTerms(90, 'OTHER')].map((terms) =>
      writeSetup(scratch, [{ name: 'mondo', content: oboText(terms) }]),
    )
    const [first, second] = setups.map(({ config }) => config)
    const kb = first?.kb ?? ''
    const ids: string[] = []
    for (const config of [second, first])
      if (config) ids.push((await buildKnowledgeBase({ ...config, kb })).manifest.id)
    const pending = verifyKnowledgeBase(kb)
    symlinkSync(join('builds', ids[0] ?? ''), join(kb, 'next'))
    renameSync(join(kb, 'next'), join(kb, 'current'))
    expect(await pending).toMatchObject({ build: ids[1], ok: true })
  })
})

describe('a damaged manifest', () => {
  const withManifest = (text: string): string => {
    const build = copy()
    writeFileSync(join(build, 'manifest.json'), text)
    return build
  }

  it.each([
    { what: 'no JSON', text: `{"format": ${FORMAT},` },
    { what: 'empty', text: '' },
    { what: 'without anything but its format', text: `{"format": ${FORMAT}}` },
    {
      what: 'with files that are no table',
      text: `{"format": ${FORMAT}, "id": "x", "sources": [], "files": 7}`,
    },
  ])('$what: KB_DAMAGED', async ({ text }) => {
    const build = withManifest(text)
    const failure = await failureOf(() => verifyKnowledgeBase(build))
    expect(failure).toMatchObject({ code: 'KB_DAMAGED', place: { file: join(build, 'manifest.json') } })
    expect(failure.repair).toContain('build --full')
  })

  it.each([String(KB_FORMAT_VERSION + 1), '"1"', 'null', '{}'])(
    'of format %s is one this version does not read: KB_SCHEMA',
    async (format) => {
      const failure = await failureOf(() => verifyKnowledgeBase(withManifest(`{"format": ${format}}`)))
      expect(failure.code).toBe('KB_SCHEMA')
      expect(failure.message).toContain(`reads ${FORMAT}`)
    },
  )

  it('with one digit changed does not pass for whole: every byte is checked', async () => {
    const text = readFileSync(join(whole, 'manifest.json'), 'utf8')
    const changed = text.replace('"terms": 200', '"terms": 201')
    expect(changed).not.toBe(text)
    const verdict = await verifyKnowledgeBase(withManifest(changed)).catch(() => ({ ok: false }))
    expect(verdict.ok).toBe(false)
  })
})

describe('what is no knowledge base', () => {
  it.each(['nowhere', '.'])('%s: KB_NOT_FOUND, with the folder and what to do', async (name) => {
    const folder = join(newFolder(scratch), name)
    const failure = await failureOf(() => verifyKnowledgeBase(folder))
    expect(failure).toMatchObject({ code: 'KB_NOT_FOUND', place: { file: folder } })
    expect(failure.repair).toContain('ontoground build')
  })

  it('leaves everything as it was: verifying writes nothing', async () => {
    const build = copy()
    const before = readdirSync(build)
    await verifyKnowledgeBase(build)
    expect(readdirSync(build)).toEqual(before)
  })
})
