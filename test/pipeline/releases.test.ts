import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Config, parseConfig } from '../../src/config/load.ts'
import { buildKnowledgeBase } from '../../src/pipeline/build.ts'
import { withBuildLock } from '../../src/pipeline/build-lock.ts'
import { openKnowledgeBase } from '../../src/pipeline/knowledge-base.ts'
import { openLiveKnowledgeBase } from '../../src/pipeline/live-knowledge-base.ts'
import { listReleases, rollBack } from '../../src/pipeline/releases.ts'
import { failureOf } from '../support/failure.ts'
import { buildsIn } from '../support/kb-state.ts'
import { oboText } from '../support/obo.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'

const scratch = scratchFolder()

interface Project {
  readonly config: Config
  /** Builds a release of the only source. @returns the build's id */
  readonly build: (release: number) => Promise<string>
}

const project = (keepBuilds = 5): Project => {
  const cwd = newFolder(scratch)
  const source = { name: 'a', type: 'obo', entityClass: 'disease', path: 'a.obo' }
  const config = parseConfig(
    JSON.stringify({ keepBuilds, sources: [source] }),
    join(cwd, 'parsers.config.json'),
  )
  return {
    config,
    build: async (release) => {
      const term = { id: 'A:1', name: `release ${String(release)}`, synonyms: ['the concept'] }
      writeFileSync(join(cwd, 'a.obo'), oboText([term]))
      return (await buildKnowledgeBase(config)).manifest.id
    },
  }
}

describe('builds that are read', () => {
  it('are not removed until the last reader is done', async () => {
    const { config, build } = project(1)
    const first = await build(1)
    const readers = [await openKnowledgeBase(config.kb), await openKnowledgeBase(config.kb)]
    const second = await build(2)
    expect(buildsIn(config.kb)).toEqual([first, second].toSorted())
    expect((await listReleases(config.kb)).map(({ build: id, readers: count }) => [id, count])).toEqual([
      [second, 0],
      [first, 2],
    ])
    readers[0]?.close()
    const third = await build(3)
    expect(buildsIn(config.kb)).toEqual([first, third].toSorted())
    const [label] = (await readers[1]?.link('the concept'))?.candidates ?? []
    expect(label?.label).toBe('release 1')
    readers[1]?.close()
    const fourth = await build(4)
    expect(buildsIn(config.kb)).toEqual([fourth])
    expect(existsSync(join(config.kb, 'readers'))).toBe(false)
  })

  it('by processes that are gone are removed, with their marks', async () => {
    const { config, build } = project(1)
    const first = await build(1)
    mkdirSync(join(config.kb, 'readers'))
    const mark = { token: 'x', pid: 2 ** 22 + 1, host: (await import('node:os')).hostname(), started: '1' }
    writeFileSync(join(config.kb, 'readers', `${first}.x`), JSON.stringify(mark))
    const second = await build(2)
    expect(buildsIn(config.kb)).toEqual([second])
    expect(readdirSync(join(config.kb, 'readers'))).toEqual([])
  })

  it('on another machine count for a week; so does, for a minute, a mark that is being written', async () => {
    const { config, build } = project(1)
    const first = await build(1)
    mkdirSync(join(config.kb, 'readers'))
    const mark = { token: 'x', pid: 1, host: 'elsewhere', started: '1' }
    writeFileSync(join(config.kb, 'readers', `${first}.x`), JSON.stringify(mark))
    writeFileSync(join(config.kb, 'readers', `${first}.y`), '')
    await build(2)
    expect(buildsIn(config.kb)).toContain(first)
    expect((await listReleases(config.kb)).map(({ readers }) => readers)).toEqual([0, 2])
  })
})

describe('two that change one knowledge base', () => {
  it('come one after the other: the second waits, and says so', async () => {
    const { config, build } = project()
    await build(1)
    const waiting: string[] = []
    let release = (): void => undefined
    const first = withBuildLock(config.kb, {}, () => new Promise<void>((resolve) => (release = resolve)))
    const second = buildKnowledgeBase(config, {
      full: true,
      onEvent: (event) => {
        if (event.kind === 'waiting') waiting.push(event.holder)
      },
    })
    await expect
      .poll(() => waiting)
      .toEqual([`process ${String(process.pid)} on ${(await import('node:os')).hostname()}`])
    release()
    await first
    expect((await second).upToDate).toBe(false)
    const [one, other] = await Promise.all([
      buildKnowledgeBase(config, { full: true }),
      rollBackSoon(config.kb),
    ])
    expect([one.manifest.id, other]).toBeDefined()
    expect(readdirSync(config.kb).filter((name) => name.endsWith('.lock'))).toEqual([])
  })

  it('may give up waiting', async () => {
    const { config, build } = project()
    await build(1)
    const stop = new AbortController()
    let release = (): void => undefined
    const first = withBuildLock(config.kb, {}, () => new Promise<void>((resolve) => (release = resolve)))
    const failure = failureOf(() => buildKnowledgeBase(config, { full: true, signal: stop.signal }))
    await sleep(300)
    stop.abort()
    expect((await failure).code).toBe('ABORTED')
    release()
    await first
  })
})

const rollBackSoon = async (kb: string): Promise<string> => {
  const [current] = await listReleases(kb)
  return (await rollBack(kb, current?.build)).to
}

describe('a service that goes on', () => {
  it('takes up what is switched in; tasks at work keep what they have', async () => {
    const { config, build } = project()
    const first = await build(1)
    const switches: string[] = []
    const live = await openLiveKnowledgeBase(config.kb, { onSwitch: (id) => switches.push(id) })
    let finish = (): void => undefined
    const slow = live.use(async (kb) => {
      await new Promise<void>((resolve) => (finish = resolve))
      return (await kb.link('the concept')).candidates[0]?.label
    })
    const second = await build(2)
    await live.refreshed()
    expect([live.build, switches]).toEqual([second, [second]])
    expect(await live.use(async (kb) => (await kb.link('the concept')).candidates[0]?.label)).toBe(
      'release 2',
    )
    finish()
    expect(await slow).toBe('release 1')
    expect((await listReleases(config.kb)).find(({ build: id }) => id === first)?.readers).toBe(0)
    await rollBack(config.kb)
    await live.refreshed()
    expect(live.build).toBe(first)
    live.close()
    expect((await listReleases(config.kb)).map(({ readers }) => readers)).toEqual([0, 0])
    await expect(live.use((kb) => kb.link('x'))).rejects.toMatchObject({ code: 'USAGE' })
  })

  it('goes on with what it has where the new one cannot be opened', async () => {
    const { config, build } = project()
    const first = await build(1)
    const problems: string[] = []
    const live = await openLiveKnowledgeBase(config.kb, { onProblem: (_, id) => problems.push(id) })
    const second = await build(2)
    writeFileSync(join(config.kb, 'builds', second, 'names.bin'), 'damaged')
    await live.refreshed()
    expect([live.build, problems]).toEqual([first, [second]])
    expect(await live.use(async (kb) => (await kb.link('the concept')).nil)).toBe(false)
    live.close()
  })

  it('in another process answers during twenty switches, without a failed or mixed answer', async () => {
    const { config, build } = project()
    const ids = [await build(1), await build(2)]
    const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href
    const child = spawn(process.execPath, [
      '--import',
      tsx,
      join(import.meta.dirname, 'live-reader.ts'),
      config.kb,
    ])
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    expect((await lines.next()).value).toBe('ready')
    for (let turn = 0; turn < 20; turn++) {
      await rollBack(config.kb, ids[turn % 2])
      await sleep(30)
    }
    await sleep(200)
    child.stdin.end('stop\n')
    const report = JSON.parse(String((await lines.next()).value)) as Record<string, unknown>
    expect(report).toMatchObject({ failed: 0, mixed: 0, seen: ['release 1', 'release 2'] })
    expect(report['asked']).toBeGreaterThan(20)
    if (child.exitCode === null) await once(child, 'exit')
  }, 60_000)
})
