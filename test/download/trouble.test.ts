import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DownloadEvent } from '../../src/pipeline/download.ts'
import { downloadSources } from '../../src/pipeline/download.ts'
import { failureOf } from '../support/failure.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { errorOf, longText, PART_AT_REST, Workplace } from './downloads.ts'
import { answer, type Handler, publish, redirect, testServer } from './test-server.ts'

const scratch = scratchFolder()
const server = testServer()
const other = testServer()
const TEXT = longText(5000)

const fails = async (
  url: string,
  options: Parameters<Workplace['download']>[0] = {},
): Promise<ReturnType<typeof errorOf>> => {
  const place = new Workplace(scratch, { url, inPlace: 'old' })
  const error = errorOf(await place.download(options))
  expect([place.content(), place.leftovers(), place.record()]).toEqual(['old', [], undefined])
  return error
}

describe('a server in trouble', () => {
  it('is asked again: 500, then 200', async () => {
    const url = server.on('/500.obo', answer(500), answer(503), publish(TEXT))
    const place = new Workplace(scratch, { url })
    const retries: DownloadEvent[] = []
    const onEvent = (event: DownloadEvent): void => {
      if (event.kind === 'retry') retries.push(event)
    }
    expect((await place.download({ onEvent })).status).toBe('fetched')
    expect(retries).toMatchObject([{ reason: expect.stringContaining('500') as string }, { waitMs: 2 }])
  })

  it('is given up after some attempts: 500 always', async () => {
    const { code, message } = await fails(server.on('/down.obo', answer(500)), { retries: 3 })
    expect([code, message]).toEqual(['DOWNLOAD_FAILED', expect.stringContaining('500 Internal Server Error')])
    expect(server.headersOf('/down.obo')).toHaveLength(4)
  })

  it('is left alone as long as it asks', async () => {
    const url = server.on('/wait.obo', answer(429, '', { 'retry-after': '1' }), publish(TEXT))
    const place = new Workplace(scratch, { url })
    const begun = Date.now()
    expect((await place.download()).status).toBe('fetched')
    expect(Date.now() - begun).toBeGreaterThanOrEqual(950)
  })

  it.each(['7200', new Date(Date.now() + 7_200_000).toUTCString()])(
    'is not waited for for hours (%s)',
    async (retryAfter) => {
      const { repair } = await fails(server.on('/hours.obo', answer(503, '', { 'retry-after': retryAfter })))
      expect(repair).toMatch(/come back in 1(20|19) minutes/)
    },
  )

  it.each([404, 410, 401, 403, 400, 204, 206, 304, 301])('is not asked again after %d', async (status) => {
    const { code, message } = await fails(server.on(`/s${String(status)}.obo`, answer(status)))
    expect([code, message]).toEqual(['DOWNLOAD_FAILED', expect.stringContaining(String(status))])
    expect(server.headersOf(`/s${String(status)}.obo`)).toHaveLength(1)
  })

  it('that answers nonsense ends in an error', async () => {
    const nonsense: Handler = (_request, response) => response.socket?.end('nonsense\r\n\r\n')
    expect((await fails(server.on('/nonsense.obo', nonsense))).code).toBe('DOWNLOAD_FAILED')
  })

  it('that hangs up is asked again', async () => {
    const hangUp: Handler = (_request, response) => response.destroy()
    const place = new Workplace(scratch, { url: server.on('/hang.obo', hangUp, publish(TEXT)) })
    expect((await place.download()).status).toBe('fetched')
  })

  it('that is not there ends in an error that speaks of network and proxy', async () => {
    const { message, repair } = await fails('http://127.0.0.1:1/x.obo')
    expect(message).toContain('ECONNREFUSED')
    expect(repair).toContain('HTTP_PROXY')
  })

  it('that sends less than it announced ends in an error', async () => {
    const short: Handler = (_request, response) => {
      response.writeHead(200, { 'content-length': '5000' }).write('short', () => response.destroy())
    }
    const { message } = await fails(server.on('/short.obo', short), { retries: 1 })
    expect(message).toContain('connection broke')
  })

  it('that sends more than it announced has not to be believed further', async () => {
    const long: Handler = (_request, response) =>
      response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nshort and more')
    const place = new Workplace(scratch, { url: server.on('/long.obo', long) })
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe('short')
  })
})

describe('a server that is slow', () => {
  /** A byte each few milliseconds, for ever. */
  const trickle: Handler = (_request, response) => {
    response.writeHead(200, { 'content-length': '100000', etag: '"1"' })
    const timer = setInterval(() => response.write('x'), 10)
    response.on('close', () => {
      clearInterval(timer)
    })
  }

  it('and trickles bytes is given up', async () => {
    const place = new Workplace(scratch, { url: server.on('/loris.obo', trickle), inPlace: 'old' })
    const { code, message } = errorOf(await place.download({ stallTimeoutMs: 150, retries: 1 }))
    expect([code, message]).toEqual(['DOWNLOAD_FAILED', expect.stringContaining('stalled')])
    expect(server.headersOf('/loris.obo')).toHaveLength(2)
    expect(place.content()).toBe('old')
  })

  it('and never answers is given up', async () => {
    const { message } = await fails(
      server.on('/silent.obo', () => undefined),
      { stallTimeoutMs: 100, retries: 0 },
    )
    expect(message).toContain('stalled')
  })

  it('is given up when the time for the file is over, and what came is kept', async () => {
    const place = new Workplace(scratch, { url: server.on('/time.obo', trickle) })
    const { code, message, repair } = errorOf(await place.download({ timeoutMs: 1500 }))
    expect([code, message]).toEqual(['DOWNLOAD_FAILED', expect.stringContaining('not done in 1.5 s')])
    expect(repair).toContain('--timeout')
    expect(place.leftovers()).toEqual(PART_AT_REST)
  })

  it('stops waiting for the next attempt when the time is over', async () => {
    const { message } = await fails(server.on('/pause.obo', answer(500)), {
      retryDelayMs: 60_000,
      timeoutMs: 100,
    })
    expect(message).toContain('not done in 0.1 s')
  })
})

describe('redirects', () => {
  it('are followed, and recorded without their queries', async () => {
    server.on('/r3/x.obo', publish(TEXT, { etag: '"1"' }))
    server.on('/r2/2026-10-06/x.obo', redirect('/r3/x.obo?signature=secret', 307))
    const url = server.on('/r1', redirect('/r2/2026-10-06/x.obo', 301))
    const place = new Workplace(scratch, { url })
    expect((await place.download()).status).toBe('fetched')
    const base = url.replace('/r1', '')
    expect(place.record()).toMatchObject({
      url,
      through: [`${base}/r2/2026-10-06/x.obo`],
      finalUrl: `${base}/r3/x.obo`,
    })
    expect((await place.download()).status).toBe('unchanged')
  })

  it('in a circle end in an error', async () => {
    const { code, message } = await fails(server.on('/loop', redirect('/loop')))
    expect([code, message]).toEqual(['DOWNLOAD_FAILED', expect.stringContaining('more than 10 times')])
    expect(server.headersOf('/loop')).toHaveLength(11)
  })

  it.each(['file:///etc/hostname', 'ftp://x/y', 'http://[', 'data:text/plain,x'])(
    'off the web are refused: %s',
    async (to) => {
      expect((await fails(server.on('/off', redirect(to)))).code).toBe('DOWNLOAD_REFUSED')
    },
  )

  it('to another host do not carry the login along', async () => {
    const there = other.on('/there.obo', publish(TEXT))
    const url = server.on('/carry.obo', redirect(there)).replace('http://', 'http://user:pass@')
    expect((await new Workplace(scratch, { url }).download()).status).toBe('fetched')
    expect(server.headersOf('/carry.obo')[0]?.authorization).toBeDefined()
    expect(other.headersOf('/there.obo')[0]?.authorization).toBeUndefined()
  })
})

describe('the limit of size', () => {
  it('refuses a file that announces more', async () => {
    const huge: Handler = (_request, response) => {
      response.writeHead(200, { 'content-length': '30000000000' }).write('x')
    }
    const { code, repair } = await fails(server.on('/huge.obo', huge))
    expect([code, repair]).toEqual(['DOWNLOAD_REFUSED', expect.stringContaining('--max-size')])
  })

  it('refuses a file that turns out larger', async () => {
    const endless: Handler = (_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(10_000), more)
      }
      more()
    }
    expect((await fails(server.on('/endless.obo', endless), { maxBytes: 100_000 })).code).toBe(
      'DOWNLOAD_REFUSED',
    )
  })

  it('takes a file of just that size', async () => {
    const place = new Workplace(scratch, { url: server.on('/just.obo', publish(TEXT)) })
    expect((await place.download({ maxBytes: TEXT.length })).status).toBe('fetched')
  })
})

describe('the disk', () => {
  it('that lets nothing be written is an error, and says where', async () => {
    const place = new Workplace(scratch, { url: server.on('/disk.obo', publish(TEXT)), inPlace: 'old' })
    const file = join(place.folder, 'file')
    writeFileSync(file, '')
    place.config = {
      ...place.config,
      sources: place.config.sources.map((source) => ({ ...source, file: join(file, 'x.obo') })),
    }
    expect(errorOf(await place.download()).code).toBe('NOT_WRITABLE')
  })

  it.skipIf(process.getuid?.() === 0)('of a folder without permission is an error', async () => {
    const place = new Workplace(scratch, { url: server.on('/perm.obo', publish(TEXT)), inPlace: 'old' })
    chmodSync(join(place.folder, 'data'), 0o500)
    expect(errorOf(await place.download()).code).toBe('NOT_WRITABLE')
    chmodSync(join(place.folder, 'data'), 0o700)
    expect(place.content()).toBe('old')
  })

  it('with a folder at the path is an error before anything is fetched', async () => {
    const place = new Workplace(scratch, { url: server.on('/folder.obo', publish(TEXT)) })
    mkdirSync(place.file, { recursive: true })
    expect(errorOf(await place.download()).message).toContain('is no file')
    expect(server.headersOf('/folder.obo')).toEqual([])
  })

  it('with a damaged record says so', async () => {
    const place = new Workplace(scratch, { url: server.on('/lock.obo', publish(TEXT)) })
    writeFileSync(join(place.folder, 'downloads.lock.json'), '<<<<<<< HEAD')
    expect(errorOf(await place.download()).code).toBe('CONFIG_INVALID')
    expect(existsSync(place.file)).toBe(false)
  })
})

describe('a proxy', () => {
  it('is asked for http by the full address', async () => {
    const place = new Workplace(scratch, { url: 'http://publisher.example/x.obo?a=1' })
    const proxy: Handler = (request, response) => {
      expect(request.headers.host).toBe('publisher.example')
      publish(TEXT)(request, response)
    }
    const http_proxy = server.on('/x.obo', proxy).replace('/x.obo', '').replace('//', '//me:pw@')
    expect((await place.download({ env: { http_proxy } })).status).toBe('fetched')
    const [headers] = server.headersOf('http://publisher.example/x.obo?a=1')
    expect(headers?.['proxy-authorization']).toBe(`Basic ${Buffer.from('me:pw').toString('base64')}`)
  })

  it('is passed by for the hosts of NO_PROXY', async () => {
    const url = server.on('/direct.obo', publish(TEXT))
    const env = { HTTP_PROXY: '127.0.0.1:1', NO_PROXY: 'publisher.example, 127.0.0.1' }
    expect((await new Workplace(scratch, { url }).download({ env })).status).toBe('fetched')
    expect(
      errorOf(await new Workplace(scratch, { url }).download({ env: { HTTP_PROXY: env.HTTP_PROXY } }))
        .message,
    ).toContain('ECONNREFUSED')
  })

  it('that wants a login is named in the repair', async () => {
    const http_proxy = server.on('/p.obo', answer(407)).replace('/p.obo', '')
    const place = new Workplace(scratch, { url: 'http://publisher.example/p.obo' })
    expect(errorOf(await place.download({ env: { http_proxy } })).message).toContain('407')
  })

  it('that is none is wrong usage', async () => {
    const place = new Workplace(scratch, { url: 'http://publisher.example/p.obo' })
    const { code } = await failureOf(() =>
      downloadSources(place.config, { env: { HTTPS_PROXY: 'no proxy' } }),
    )
    expect(code).toBe('USAGE')
  })
})

describe('several sources', () => {
  const several = (
    sources: readonly { name: string; path?: string; url?: string }[],
  ): Parameters<typeof downloadSources>[0] => {
    const folder = newFolder(scratch)
    return {
      file: join(folder, 'parsers.config.json'),
      sources: sources.map(({ name, path, url }) => ({
        name,
        url,
        file: join(folder, path ?? `${name}.obo`),
      })),
    }
  }

  it('are fetched each on its own: one that fails keeps no other, one without url is skipped', async () => {
    const config = several([
      { name: 'a', url: server.on('/a.obo', publish(TEXT)) },
      { name: 'b', url: server.on('/b.obo', answer(404)) },
      { name: 'c' },
      { name: 'd', url: server.on('/d.obo', publish(TEXT)) },
    ])
    const { outcomes, lockFile } = await downloadSources(config, { env: {} })
    expect(outcomes.map(({ source, status }) => [source, status])).toEqual([
      ['a', 'fetched'],
      ['b', 'failed'],
      ['c', 'skipped'],
      ['d', 'fetched'],
    ])
    expect(existsSync(lockFile)).toBe(true)
  })

  it('that share a file share the download', async () => {
    const url = server.on('/shared.obo', publish(TEXT))
    const config = several([
      { name: 'a', path: 'go.obo', url },
      { name: 'b', path: 'go.obo', url },
    ])
    const { outcomes } = await downloadSources(config, { env: {} })
    expect(outcomes.map(({ status }) => status)).toEqual(['fetched', 'fetched'])
    expect(server.headersOf('/shared.obo')).toHaveLength(1)
  })

  it('that disagree about a file are wrong configuration', async () => {
    const config = several([
      { name: 'a', path: 'go.obo', url: 'http://one.example/' },
      { name: 'b', path: 'go.obo', url: 'http://other.example/' },
    ])
    expect((await failureOf(() => downloadSources(config))).code).toBe('CONFIG_INVALID')
  })

  it.each([
    ['no source', 'mnodo', 'Did you mean "mondo"?'],
    ['no url', 'own', 'has no url'],
  ])('of which a name is %s are wrong usage', async (_what, name, says) => {
    const config = several([{ name: 'mondo', url: 'http://one.example/' }, { name: 'own' }])
    const { code, message } = await failureOf(() => downloadSources(config, { only: [name] }))
    expect([code, message]).toEqual(['USAGE', expect.stringContaining(says)])
  })

  it('are fetched by name', async () => {
    const url = server.on('/named.obo', publish(TEXT))
    const config = several([
      { name: 'a', url },
      { name: 'b', url: 'http://127.0.0.1:1/' },
    ])
    const { outcomes } = await downloadSources(config, { only: ['a'], env: {} })
    expect(outcomes.map(({ source }) => source)).toEqual(['a'])
  })
})
