import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Release } from '../../src/pipeline/releases.ts'
import { answer, publish, testServer } from '../download/test-server.ts'
import { buildsIn } from '../support/kb-state.ts'
import { oboText } from '../support/obo.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { runCli } from '../support/terminal.ts'

const scratch = scratchFolder()
const server = testServer()

const textOf = (release: number): string =>
  oboText([{ id: 'A:1', name: `disease of release ${String(release)}` }], `2026-01-0${String(release)}`)

/** A folder with a configuration, and what puts another release of its only source there. */
const project = (more: object = {}): { readonly cwd: string; readonly release: (number: number) => void } => {
  const cwd = newFolder(scratch)
  const source = { name: 'a', type: 'obo', entityClass: 'disease', path: 'a.obo' }
  writeFileSync(join(cwd, 'parsers.config.json'), JSON.stringify({ sources: [source], ...more }))
  return {
    cwd,
    release: (number) => {
      writeFileSync(join(cwd, 'a.obo'), textOf(number))
    },
  }
}

const built = async (
  releases: readonly number[],
  more: object = {},
): Promise<{ cwd: string; ids: string[] }> => {
  const { cwd, release } = project(more)
  const ids: string[] = []
  for (const number of releases) {
    release(number)
    const { stdout } = await runCli(['build', '--json', '--quiet'], { cwd })
    ids.push((JSON.parse(stdout) as { id: string }).id)
  }
  return { cwd, ids }
}

const listed = async (cwd: string): Promise<Release[]> =>
  JSON.parse((await runCli(['releases', '--json'], { cwd })).stdout) as Release[]

const linked = async (cwd: string): Promise<string> =>
  (await runCli(['link', 'disease of release 1', '--json', '--limit', '1'], { cwd })).stdout

describe('releases', () => {
  it('lists the builds that are kept, last used first', async () => {
    const { cwd, ids } = await built([1, 2])
    const [first = '', second = ''] = ids
    const all = await listed(cwd)
    expect(all.map(({ build, current, by, problem }) => [build, current, by, problem])).toEqual([
      [second, true, 'build', null],
      [first, false, 'build', null],
    ])
    expect(all[0]?.sources).toEqual([{ name: 'a', release: '2026-01-02', terms: 1 }])
    const { stdout } = await runCli(['releases'], { cwd })
    const [head, line] = stdout.split('\n')
    expect(head).toMatch(/^ +build +in use since \(UTC\) +by +size +readers +sources$/)
    expect(line).toMatch(
      new RegExp(
        `^→ +${second} +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +build +0\\.\\d MiB +0 +a 2026-01-02$`,
      ),
    )
  })

  it('says what is wrong with one, and that there are none', async () => {
    const { cwd, ids } = await built([1, 2])
    rmSync(join(cwd, 'kb/builds', ids[0] ?? '', 'names.bin'))
    expect((await listed(cwd)).map(({ problem }) => problem)).toEqual([
      null,
      'names.bin is missing or has another size',
    ])
    const { code, stdout } = await runCli(['releases', '--kb', join(cwd, 'none')], { cwd })
    expect([code, stdout]).toEqual([0, 'No builds here: ontoground build.\n'])
  })

  it('keeps as many as the configuration says, the rest is removed by the next build', async () => {
    const { cwd, ids } = await built([1, 2, 3, 4], { keepBuilds: 2 })
    expect(buildsIn(join(cwd, 'kb'))).toEqual(ids.slice(2).toSorted())
    const five = await built([1, 2, 3, 4, 5, 6])
    expect(buildsIn(join(five.cwd, 'kb'))).toHaveLength(5)
  })
})

describe('rollback', () => {
  it('puts the build before into use, and back again', async () => {
    const { cwd, ids } = await built([1, 2])
    expect(await linked(cwd)).toContain('disease of release 2')
    const { code, stdout } = await runCli(['rollback'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toBe(
      `Build ${ids[0] ?? ''} is in use again, ${ids[1] ?? ''} is kept. What changed: ontoground diff ${ids[1] ?? ''} ${ids[0] ?? ''}\n`,
    )
    expect(await linked(cwd)).toContain('"label":"disease of release 1"')
    expect((await listed(cwd))[0]).toMatchObject({ build: ids[0], current: true, by: 'rollback' })
    await runCli(['rollback', '--json'], { cwd })
    expect(await linked(cwd)).toContain('"label":"disease of release 2"')
  })

  it('goes to the one named, by the beginning of its id', async () => {
    const { cwd, ids } = await built([1, 2, 3])
    const [first = ''] = ids
    const { stdout } = await runCli(['rollback', first.slice(0, 8), '--json'], { cwd })
    expect(JSON.parse(stdout)).toEqual({ from: ids[2], to: first })
    expect((await runCli(['rollback', first], { cwd })).stdout).toBe(`Build ${first} is in use already.\n`)
  })

  it('refuses what is not there or not whole, and leaves the one in use', async () => {
    const { cwd, ids } = await built([1, 2])
    const unknown = await runCli(['rollback', 'zzz'], { cwd })
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('USAGE no build "zzz"\n  Kept are: '),
    ])
    writeFileSync(join(cwd, 'kb/builds', ids[0] ?? '', 'names.bin'), 'short')
    const damaged = await runCli(['rollback', ids[0] ?? ''], { cwd })
    expect([damaged.code, damaged.stderr]).toEqual([1, expect.stringContaining('KB_DAMAGED')])
    const none = await runCli(['rollback'], { cwd })
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('there is no earlier build')])
    expect(await linked(cwd)).toContain('disease of release 2')
    const nowhere = await runCli(['rollback', '--kb', join(cwd, 'none')], { cwd })
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('KB_NOT_FOUND')])
  })

  it('is undone by build, which puts the newest into use', async () => {
    const { cwd, ids } = await built([1, 2])
    await runCli(['rollback'], { cwd })
    expect((await runCli(['build'], { cwd })).stdout).toContain(
      `build ${ids[1] ?? ''} in kb is up to date, and in use`,
    )
    expect((await listed(cwd))[0]).toMatchObject({ build: ids[1], current: true })
  })
})

describe('update', () => {
  const served = (path: string, release: number, etag: string): string =>
    server.on(path, publish(textOf(release), { etag }))

  it('fetches, builds and says what changed: 0; that nothing did: 4', async () => {
    const { cwd } = project({
      sources: [
        { name: 'a', type: 'obo', entityClass: 'disease', path: 'a.obo', url: served('/u1.obo', 1, '"1"') },
      ],
    })
    const first = await runCli(['update', '--quiet'], { cwd })
    expect([first.code, first.stdout]).toEqual([
      0,
      expect.stringMatching(/^Build [0-9a-f]{16} in kb is in use now\.\n$/),
    ])
    const again = await runCli(['update', '--quiet'], { cwd })
    expect([again.code, again.stdout]).toEqual([
      4,
      expect.stringMatching(/^Nothing changed: build [0-9a-f]{16} in kb stays in use\.\n$/),
    ])
    served('/u1.obo', 2, '"2"')
    const second = await runCli(['update', '--quiet'], { cwd })
    expect(second.code).toBe(0)
    expect(second.stdout).toMatch(
      /Since build [0-9a-f]{16}:\n {2}a: 2026-01-01 → 2026-01-02, 1 → 1 concepts: 1 relabelled/,
    )
    const json = await runCli(['update', '--quiet', '--json'], { cwd })
    expect(JSON.parse(json.stdout)).toMatchObject({ changed: false, fetched: [], failed: [], refused: 0 })
  })

  it('leaves a knowledge base that was rolled back where it is, until something changes', async () => {
    const { cwd } = project({
      sources: [
        { name: 'a', type: 'obo', entityClass: 'disease', path: 'a.obo', url: served('/u2.obo', 1, '"1"') },
      ],
    })
    await runCli(['update', '--quiet'], { cwd })
    served('/u2.obo', 2, '"2"')
    await runCli(['update', '--quiet'], { cwd })
    await runCli(['rollback'], { cwd })
    expect((await runCli(['update', '--quiet'], { cwd })).code).toBe(4)
    expect(await linked(cwd)).toContain('"label":"disease of release 1"')
    served('/u2.obo', 3, '"3"')
    expect((await runCli(['update', '--quiet'], { cwd })).code).toBe(0)
    expect(await linked(cwd)).toContain('"label":"disease of release 3"')
  })

  it('builds from the file that is there where a source cannot be fetched: 3', async () => {
    const { cwd, release } = project({
      sources: [
        {
          name: 'a',
          type: 'obo',
          entityClass: 'disease',
          path: 'a.obo',
          url: server.on('/u3.obo', answer(404)),
        },
      ],
    })
    release(1)
    const { code, stdout, stderr } = await runCli(['update', '--quiet'], { cwd })
    expect(code).toBe(3)
    expect(stdout).toContain('is in use now')
    expect(stderr).toContain('failed a: DOWNLOAD_FAILED')
    expect(readFileSync(join(cwd, 'a.obo'), 'utf8')).toBe(textOf(1))
  })
})
