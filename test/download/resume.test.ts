import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '../support/scratch.ts'
import { errorOf, longText, PART_AT_REST, sha256, Workplace } from './downloads.ts'
import { answer, type Handler, publish, testServer } from './test-server.ts'

const scratch = scratchFolder()
const server = testServer()
const TEXT = longText(200_000)
const HALF = 100_000
const OLD_DATE = 'Tue, 06 Oct 2015 12:00:00 GMT'

/** A download that was cut once and then given up: a part lies there. */
const cutShort = async (
  path: string,
  published: { etag?: string; lastModified?: string },
): Promise<Workplace> => {
  const url = server.on(path, publish(TEXT, { ...published, cutAfter: HALF }), answer(404))
  const place = new Workplace(scratch, { url, inPlace: 'old' })
  errorOf(await place.download({ retries: 0 }))
  expect(place.content()).toBe('old')
  return place
}

describe('a download that was cut short', () => {
  it('goes on at once where it stopped, and ends with the right bytes', async () => {
    const url = server.on(
      '/once.obo',
      publish(TEXT, { etag: '"1"', cutAfter: HALF }),
      publish(TEXT, { etag: '"1"' }),
    )
    const place = new Workplace(scratch, { url })
    expect(await place.download()).toMatchObject({ status: 'fetched', received: TEXT.length })
    expect(place.content()).toBe(TEXT)
    expect(place.record()).toMatchObject({ sha256: sha256(TEXT), etag: '"1"' })
    const [, second] = server.headersOf('/once.obo')
    expect([second?.range, second?.['if-range']]).toEqual([`bytes=${String(HALF)}-`, '"1"'])
    expect(place.leftovers()).toEqual([])
  })

  it('goes on in the next run', async () => {
    const place = await cutShort('/later.obo', { etag: '"1"' })
    expect(place.leftovers()).toEqual(PART_AT_REST)
    server.on('/later.obo', publish(TEXT, { etag: '"1"' }))
    expect(await place.download()).toMatchObject({ status: 'fetched', received: TEXT.length - HALF })
    expect(place.content()).toBe(TEXT)
    expect(place.leftovers()).toEqual([])
  })

  it('goes on by a date that is old enough', async () => {
    const place = await cutShort('/dated.obo', { lastModified: OLD_DATE })
    server.on('/dated.obo', publish(TEXT, { lastModified: OLD_DATE }))
    expect((await place.download()).status).toBe('fetched')
    expect(server.headersOf('/dated.obo').at(-1)?.['if-range']).toBe(OLD_DATE)
    expect(place.content()).toBe(TEXT)
  })

  it.each([
    ['a weak tag', { etag: 'W/"1"' }],
    ['a date of this minute', { lastModified: new Date().toUTCString() }],
    ['neither tag nor date', {}],
  ])('keeps nothing where there is only %s', async (_what, published) => {
    const place = await cutShort('/weak.obo', published)
    expect(place.leftovers()).toEqual([])
    server.on('/weak.obo', publish(TEXT, published))
    expect((await place.download()).status).toBe('fetched')
    expect(server.headersOf('/weak.obo').at(-1)?.range).toBeUndefined()
    expect(place.content()).toBe(TEXT)
  })

  it('goes on as often as it must while each attempt brings something', async () => {
    const size = 8 * 1_200_000
    const text = longText(size)
    const url = server.on('/often.obo', publish(text, { etag: '"1"', cutAfter: 1_200_000 }))
    const place = new Workplace(scratch, { url })
    expect((await place.download({ retries: 1 })).status).toBe('fetched')
    expect(sha256(place.content() ?? '')).toBe(sha256(text))
  })

  it('takes the rest in as many parts as the server makes of it', async () => {
    const place = await cutShort('/pieces.obo', { etag: '"1"' })
    const pieces: Handler = (request, response) => {
      const start = Number(/\d+/.exec(request.headers.range ?? '')?.[0])
      const end = Math.min(start + 30_000, TEXT.length)
      const range = `bytes ${String(start)}-${String(end - 1)}/${String(TEXT.length)}`
      response.writeHead(206, { etag: '"1"', 'content-range': range }).end(TEXT.slice(start, end))
    }
    server.on('/pieces.obo', pieces)
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(TEXT)
  })

  it('begins anew where what came had been encoded on the way', async () => {
    const packed = gzipSync(TEXT)
    const published = { etag: '"1"', headers: { 'content-encoding': 'gzip' } }
    const cut = publish(packed, { ...published, cutAfter: Math.floor(packed.length / 2) })
    const place = new Workplace(scratch, { url: server.on('/encoded.obo', cut, publish(packed, published)) })
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(TEXT)
    expect(server.headersOf('/encoded.obo')[1]?.range).toBeUndefined()
  })

  it('ends in an error when it is cut every time', async () => {
    const url = server.on('/always.obo', publish(TEXT, { cutAfter: 10 }))
    const place = new Workplace(scratch, { url, inPlace: 'old' })
    const { code, repair } = errorOf(await place.download({ retries: 2 }))
    expect([code, repair]).toEqual(['DOWNLOAD_FAILED', expect.stringContaining('Try again later')])
    expect(server.headersOf('/always.obo')).toHaveLength(3)
    expect(place.content()).toBe('old')
  })
})

describe('never are two releases spliced', () => {
  const NEW = longText(150_000).toUpperCase()

  it('when the tag changed: the server sends the whole', async () => {
    const place = await cutShort('/changed.obo', { etag: '"1"' })
    server.on('/changed.obo', publish(NEW, { etag: '"2"' }))
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(NEW)
  })

  it('when the tag changes between two attempts', async () => {
    const url = server.on(
      '/between.obo',
      publish(TEXT, { etag: '"1"', cutAfter: HALF }),
      publish(NEW, { etag: '"2"', cutAfter: HALF }),
      publish(NEW, { etag: '"2"' }),
    )
    const place = new Workplace(scratch, { url })
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(NEW)
    expect(place.record()?.['etag']).toBe('"2"')
  })

  /** Of the same size as the old one. */
  const SAME_SIZE = TEXT.toUpperCase()
  const rangeOf = (start: number, total: string): string =>
    `bytes ${String(start)}-${String(SAME_SIZE.length - 1)}/${total}`
  const TOTAL = String(SAME_SIZE.length)

  /** Ignores If-Range: sends the rest of what it has now. */
  const careless =
    (headers: Readonly<Record<string, string>>): Handler =>
    (request, response) => {
      if (request.headers.range === undefined) publish(SAME_SIZE, { etag: '"2"' })(request, response)
      else response.writeHead(206, headers).end(SAME_SIZE.slice(HALF))
    }

  it.each([
    ['under another tag', { etag: '"2"', 'content-range': rangeOf(HALF, TOTAL) }],
    ['under no tag', { 'content-range': rangeOf(HALF, TOTAL) }],
    ['of another size', { etag: '"1"', 'content-range': rangeOf(HALF, '150000') }],
    ['from another place', { etag: '"1"', 'content-range': rangeOf(HALF - 1, TOTAL) }],
    ['from no place', { etag: '"1"' }],
    ['in another encoding', { etag: '"1"', 'content-range': rangeOf(HALF, TOTAL), 'content-encoding': 'br' }],
  ])('when a server sends a part %s', async (_what, headers) => {
    const place = await cutShort('/careless.obo', { etag: '"1"' })
    server.on('/careless.obo', careless(headers))
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(SAME_SIZE)
  })

  it('when a server knows no ranges', async () => {
    const place = await cutShort('/whole.obo', { etag: '"1"' })
    server.on('/whole.obo', publish(TEXT, { etag: '"1"', noRanges: true }))
    expect(await place.download()).toMatchObject({ status: 'fetched', received: TEXT.length })
    expect(place.content()).toBe(TEXT)
  })

  it('when the rest is out of range (416)', async () => {
    const place = await cutShort('/range.obo', { etag: '"1"' })
    server.on(
      '/range.obo',
      answer(416, '', { 'content-range': 'bytes */5' }),
      publish('short', { etag: '"3"' }),
    )
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe('short')
  })

  it('when the url changed', async () => {
    const place = await cutShort('/here.obo', { etag: '"1"' })
    place.moveTo(server.on('/there.obo', publish(TEXT, { etag: '"1"' })))
    expect((await place.download()).status).toBe('fetched')
    expect(server.headersOf('/there.obo')[0]?.range).toBeUndefined()
    expect(place.leftovers()).toEqual([])
  })

  it('with force, which begins anew', async () => {
    const place = await cutShort('/forced.obo', { etag: '"1"' })
    server.on('/forced.obo', publish(TEXT, { etag: '"1"' }))
    expect((await place.download({ force: true })).status).toBe('fetched')
    expect(server.headersOf('/forced.obo').at(-1)?.range).toBeUndefined()
  })
})

describe('a part that is whole already', () => {
  const wholePart = async (path: string): Promise<Workplace> => {
    const place = await cutShort(path, { etag: '"1"' })
    const folder = dirname(place.file)
    const part = readdirSync(folder).find((name) => name.endsWith('.part')) ?? ''
    writeFileSync(join(folder, part), TEXT)
    return place
  }

  it('is put in place when it is still what is published', async () => {
    const place = await wholePart('/done.obo')
    server.on('/done.obo', publish(TEXT, { etag: '"1"' }))
    expect(await place.download()).toMatchObject({ status: 'fetched', received: 0 })
    expect(place.content()).toBe(TEXT)
    expect(place.record()?.['etag']).toBe('"1"')
    expect(place.leftovers()).toEqual([])
  })

  it('is dropped when there is a new release', async () => {
    const place = await wholePart('/gone.obo')
    server.on('/gone.obo', publish('new', { etag: '"2"' }))
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe('new')
  })
})

describe('a part whose description is damaged', () => {
  it('is thrown away', async () => {
    const place = await cutShort('/damaged.obo', { etag: '"1"' })
    const folder = dirname(place.file)
    const state = readdirSync(folder).find((name) => name.endsWith('.part.json')) ?? ''
    writeFileSync(join(folder, state), '{"url":')
    server.on('/damaged.obo', publish(TEXT, { etag: '"1"' }))
    expect((await place.download()).status).toBe('fetched')
    expect([place.content(), place.leftovers()]).toEqual([TEXT, []])
  })
})
