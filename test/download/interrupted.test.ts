import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { existsSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { downloadSources } from '../../src/pipeline/download.ts'
import { failureOf } from '../support/failure.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { errorOf, longText, PART_AT_REST, sha256, Workplace } from './downloads.ts'
import { answer, type Handler, publish, testServer } from './test-server.ts'

const scratch = scratchFolder()
const server = testServer()
const TEXT = longText(400_000)
const HALF = 200_000

/** Sends half of the text, and then nothing more. */
const halfThenSilence: Handler = (_request, response) => {
  response.writeHead(200, { 'content-length': TEXT.length, etag: '"1"' }).write(TEXT.slice(0, HALF))
}

describe('a download that is stopped', () => {
  it('ends in ABORTED, keeps the old file and the part, and goes on next time', async () => {
    const controller = new AbortController()
    const url = server.on('/stop.obo', halfThenSilence, publish(TEXT, { etag: '"1"' }))
    const place = new Workplace(scratch, { url, inPlace: 'old' })
    const failing = failureOf(() => place.download({ signal: controller.signal, stallTimeoutMs: 60_000 }))
    await place.partOf(HALF)
    controller.abort()
    const { code, repair } = await failing
    expect([code, repair]).toEqual(['ABORTED', expect.stringContaining('goes on where it stopped')])
    expect([place.content(), place.leftovers()]).toEqual(['old', PART_AT_REST])
    expect(await place.download()).toMatchObject({ status: 'fetched', received: TEXT.length - HALF })
    expect([place.content(), place.leftovers()]).toEqual([TEXT, []])
  })

  it('before it began asks for nothing', async () => {
    const place = new Workplace(scratch, { url: server.on('/never.obo', publish(TEXT)) })
    const { code } = await failureOf(() => place.download({ signal: AbortSignal.abort() }))
    expect([code, server.headersOf('/never.obo')]).toEqual(['ABORTED', []])
  })

  it('while it waits for another attempt stops at once', async () => {
    const place = new Workplace(scratch, { url: server.on('/pause.obo', answer(500)) })
    const signal = AbortSignal.timeout(100)
    expect((await failureOf(() => place.download({ signal, retryDelayMs: 60_000 }))).code).toBe('ABORTED')
  })
})

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm')).href
const pipeline = pathToFileURL(join(import.meta.dirname, '../../src/pipeline/download.ts')).href

/** A process that downloads the place's source, killed with no chance to clear up once it has half of it. */
const killedDownload = async (place: Workplace): Promise<void> => {
  const script = `import { downloadSources } from ${JSON.stringify(pipeline)}
    await downloadSources(${JSON.stringify(place.config)}, { env: {} })`
  const argv = ['--import', tsx, '--input-type=module', '-e', script]
  const child = spawn(process.execPath, argv, { stdio: 'inherit' })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  await place.partOf(HALF)
  child.kill('SIGKILL')
  await exited
}

describe('a process that is killed', () => {
  it('leaves the old file, and a part the next one goes on with', async () => {
    const url = server.on('/kill.obo', halfThenSilence, publish(TEXT, { etag: '"1"' }))
    const place = new Workplace(scratch, { url, inPlace: 'old' })
    await killedDownload(place)
    expect(place.leftovers()).toEqual(['x.obo.ID.HOST-PID.part.json', 'x.obo.ID.part'])
    expect(place.content()).toBe('old')
    expect(await place.download()).toMatchObject({ status: 'fetched', received: TEXT.length - HALF })
    expect([place.content(), place.leftovers()]).toEqual([TEXT, []])
  })

  it('after the last byte and before the file took its place leaves the old one', async () => {
    // What lies there then: a whole part, and the description under the id of a process that is no more.
    const url = server.on(
      '/last.obo',
      publish(TEXT, { etag: '"1"', cutAfter: HALF }),
      publish(TEXT, { etag: '"1"' }),
    )
    const place = new Workplace(scratch, { url, inPlace: 'old' })
    errorOf(await place.download({ retries: 0 }))
    const part = readdirSync(dirname(place.file)).find((name) => name.endsWith('.part')) ?? ''
    writeFileSync(join(dirname(place.file), part), TEXT)
    expect(place.content()).toBe('old')
    expect(await place.download()).toMatchObject({ status: 'fetched', received: 0 })
    expect(place.content()).toBe(TEXT)
  })
})

describe('the part of another machine', () => {
  const foreignPart = async (path: string): Promise<Workplace> => {
    const url = server.on(
      path,
      publish(TEXT, { etag: '"1"', cutAfter: HALF }),
      publish(TEXT, { etag: '"1"' }),
    )
    const place = new Workplace(scratch, { url })
    errorOf(await place.download({ retries: 0 }))
    const folder = dirname(place.file)
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.free.part.json')))
      renameSync(join(folder, name), join(folder, name.replace('.free.', '.00000000-1.')))
    return place
  }

  it('is left alone while it may grow', async () => {
    const place = await foreignPart('/foreign.obo')
    expect(await place.download()).toMatchObject({ status: 'fetched', received: TEXT.length })
    expect(place.leftovers()).toEqual(['x.obo.ID.HOST-PID.part.json', 'x.obo.ID.part'])
  })

  it('is gone on with when it has not grown for long', async () => {
    const place = await foreignPart('/forgotten.obo')
    const folder = dirname(place.file)
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1e9, 1e9)
    expect(await place.download()).toMatchObject({ status: 'fetched', received: TEXT.length - HALF })
    expect([place.content(), place.leftovers()]).toEqual([TEXT, []])
  })
})

describe('two downloads of one file at once', () => {
  it('do not meet: the file is that of one of them, whole', async () => {
    const slowly =
      (text: string, etag: string): Handler =>
      (_request, response) => {
        response.writeHead(200, { 'content-length': text.length, etag })
        const half = text.length / 2
        response.write(text.slice(0, half))
        setTimeout(() => response.end(text.slice(half)), 100)
      }
    const upper = TEXT.toUpperCase()
    const url = server.on('/both.obo', slowly(TEXT, '"1"'), slowly(upper, '"2"'))
    const place = new Workplace(scratch, { url })
    const outcomes = await Promise.all([place.download(), place.download()])
    expect(outcomes.map(({ status }) => status)).toEqual(['fetched', 'fetched'])
    expect([TEXT, upper]).toContain(place.content())
    expect(place.leftovers()).toEqual([])
    // Whatever the order in which file and record were written: the next download sees to it that they agree.
    await place.download()
    expect(place.record()?.['sha256']).toBe(sha256(place.content() ?? ''))
  })

  it('do not take up one part both', async () => {
    const url = server.on(
      '/part.obo',
      publish(TEXT, { etag: '"1"', cutAfter: HALF }),
      publish(TEXT, { etag: '"1"' }),
    )
    const place = new Workplace(scratch, { url })
    errorOf(await place.download({ retries: 0 }))
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => place.download()))
    const received = outcomes.map((outcome) => (outcome.status === 'fetched' ? outcome.received : 0))
    expect(received.filter((bytes) => bytes === TEXT.length - HALF)).toHaveLength(1)
    expect([place.content(), place.leftovers()]).toEqual([TEXT, []])
  })

  it('of other sources record both', async () => {
    const folder = newFolder(scratch)
    const of = (name: string): Parameters<typeof downloadSources>[0] => ({
      file: join(folder, 'parsers.config.json'),
      sources: [{ name, file: join(folder, name), url: server.on(`/${name}`, publish(TEXT)) }],
    })
    await Promise.all(['a.obo', 'b.obo', 'c.obo'].map((name) => downloadSources(of(name), { env: {} })))
    const lock = join(folder, 'downloads.lock.json')
    expect(existsSync(lock)).toBe(true)
    const { default: content } = (await import(lock, { with: { type: 'json' } })) as {
      default: { files: object }
    }
    expect(Object.keys(content.files)).toEqual(['a.obo', 'b.obo', 'c.obo'])
  })
})
