import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { errorOf, sha256, Workplace } from './downloads.ts'
import { answer, publish, testServer } from './test-server.ts'

const scratch = scratchFolder()
const server = testServer()
const OBO = 'format-version: 1.2\n\n[Term]\nid: MONDO:0005068\nname: myocardial infarction\n'

describe('a file fetched for the first time', () => {
  it('stands at its path, and its record beside the configuration', async () => {
    const url = server.on(
      '/first.obo',
      publish(OBO, { etag: '"1"', lastModified: 'Tue, 06 Oct 2026 12:00:00 GMT' }),
    )
    const place = new Workplace(scratch, { url, license: 'CC-BY-4.0' })
    const outcome = await place.download()
    expect(outcome).toMatchObject({ status: 'fetched', source: 'x', file: place.file, received: OBO.length })
    expect(place.content()).toBe(OBO)
    expect(place.leftovers()).toEqual([])
    expect(place.record()).toEqual({
      url,
      finalUrl: url,
      etag: '"1"',
      lastModified: 'Tue, 06 Oct 2026 12:00:00 GMT',
      sha256: sha256(OBO),
      bytes: OBO.length,
      fetched: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      license: 'CC-BY-4.0',
    })
  })

  it('is asked for as it is, by name and version', async () => {
    const place = new Workplace(scratch, { url: server.on('/asked.obo', publish(OBO)) })
    await place.download()
    const [headers] = server.headersOf('/asked.obo')
    expect(headers?.['accept-encoding']).toBe('identity')
    expect(headers?.['user-agent']).toMatch(/^ontoground\/\d/)
    expect(headers?.range).toBeUndefined()
    expect(headers?.['if-none-match']).toBeUndefined()
  })

  it('replaces what stood there', async () => {
    const place = new Workplace(scratch, { url: server.on('/new.obo', publish(OBO)), inPlace: 'old' })
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(OBO)
  })

  it('replaces what a link points to, and leaves the link', async () => {
    const place = new Workplace(scratch, { url: server.on('/linked.obo', publish(OBO)) })
    const real = join(newFolder(scratch), 'real.obo')
    writeFileSync(real, 'old')
    mkdirSync(join(place.folder, 'data'))
    symlinkSync(real, place.file)
    expect((await place.download()).status).toBe('fetched')
    expect(readFileSync(real, 'utf8')).toBe(OBO)
  })

  it('sends a login from the url to its own host, and records it nowhere', async () => {
    const url = server.on('/login.obo', publish(OBO)).replace('http://', 'http://user:p%40ss@')
    const place = new Workplace(scratch, { url })
    await place.download()
    const [headers] = server.headersOf('/login.obo')
    expect(headers?.authorization).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`)
    expect(JSON.stringify(place.record())).not.toMatch(/user|p%40ss/)
  })
})

describe('a file fetched before', () => {
  it('is not fetched again while the tag is the same', async () => {
    const url = server.on('/tag.obo', publish(OBO, { etag: 'W/"weak"' }))
    const place = new Workplace(scratch, { url })
    await place.download()
    const record = place.record()
    expect(await place.download()).toMatchObject({ status: 'unchanged', received: 0 })
    expect(server.headersOf('/tag.obo')[1]?.['if-none-match']).toBe('W/"weak"')
    expect(place.record()).toEqual(record)
    expect(place.leftovers()).toEqual([])
  })

  it('is not fetched again while its date is the same', async () => {
    const url = server.on('/date.obo', publish(OBO, { lastModified: 'Tue, 06 Oct 2026 12:00:00 GMT' }))
    const place = new Workplace(scratch, { url })
    await place.download()
    expect((await place.download()).status).toBe('unchanged')
  })

  it('is unchanged when a server that knows no conditions sends the same tag', async () => {
    const always: Parameters<typeof server.on>[1] = (_request, response) => {
      response.writeHead(200, { etag: '"same"' }).end(OBO)
    }
    const place = new Workplace(scratch, { url: server.on('/always.obo', always) })
    await place.download()
    expect((await place.download()).status).toBe('unchanged')
  })

  it('is unchanged when the same bytes come again under another tag, which is recorded', async () => {
    const url = server.on('/retagged.obo', publish(OBO, { etag: '"a"' }), publish(OBO, { etag: '"b"' }))
    const place = new Workplace(scratch, { url })
    await place.download()
    expect(await place.download()).toMatchObject({ status: 'unchanged', received: OBO.length })
    expect(place.record()?.['etag']).toBe('"b"')
  })

  it('is asked for without a tag that could be put in no request', async () => {
    const url = server.on('/odd.obo', publish(OBO, { headers: { etag: '"\u00e9"' } }))
    const place = new Workplace(scratch, { url })
    await place.download()
    expect(place.record()?.['etag']).toBeUndefined()
    expect((await place.download()).status).toBe('unchanged')
  })

  it('is replaced by a new release', async () => {
    const url = server.on('/release.obo', publish(OBO, { etag: '"a"' }), publish(`${OBO}\n`, { etag: '"b"' }))
    const place = new Workplace(scratch, { url })
    await place.download()
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(`${OBO}\n`)
    expect(place.record()).toMatchObject({ etag: '"b"', sha256: sha256(`${OBO}\n`) })
  })

  it.each([
    [
      'changed',
      (place: Workplace) => {
        writeFileSync(place.file, OBO.toUpperCase())
      },
    ],
    [
      'cut',
      (place: Workplace) => {
        writeFileSync(place.file, '')
      },
    ],
    [
      'fetched from elsewhere',
      (place: Workplace) => {
        place.moveTo(server.on('/moved.obo', publish(OBO, { etag: '"t"' })))
      },
    ],
  ])('is fetched whole when it was %s since', async (_what, change) => {
    const url = server.on('/touched.obo', publish(OBO, { etag: '"t"' }))
    const place = new Workplace(scratch, { url })
    await place.download()
    change(place)
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(OBO)
  })

  it('is fetched whole with force', async () => {
    const place = new Workplace(scratch, { url: server.on('/force.obo', publish(OBO, { etag: '"t"' })) })
    await place.download()
    expect(await place.download({ force: true })).toMatchObject({ status: 'unchanged', received: OBO.length })
    expect(server.headersOf('/force.obo')[1]?.['if-none-match']).toBeUndefined()
  })

  it('gets the licence the configuration states now', async () => {
    const place = new Workplace(scratch, { url: server.on('/licence.obo', publish(OBO, { etag: '"t"' })) })
    await place.download()
    place.config = {
      ...place.config,
      sources: place.config.sources.map((source) => ({ ...source, license: 'CC0-1.0' })),
    }
    expect((await place.download()).status).toBe('unchanged')
    expect(place.record()?.['license']).toBe('CC0-1.0')
  })
})

describe('a checksum', () => {
  it('that is met puts the file in place, and makes further requests needless', async () => {
    const place = new Workplace(scratch, { url: server.on('/sum.obo', publish(OBO)) })
    const options = { sha256: { x: sha256(OBO).toUpperCase() } }
    expect((await place.download(options)).status).toBe('fetched')
    expect((await place.download(options)).status).toBe('unchanged')
    expect(server.headersOf('/sum.obo')).toHaveLength(1)
  })

  it('that a file brought by hand meets makes any request needless', async () => {
    const place = new Workplace(scratch, { url: server.on('/hand.obo', publish(OBO)), inPlace: OBO })
    expect((await place.download({ sha256: { x: sha256(OBO) } })).status).toBe('unchanged')
    expect(server.headersOf('/hand.obo')).toEqual([])
  })

  it('that is not met leaves the old file and no part', async () => {
    const place = new Workplace(scratch, {
      url: server.on('/wrong.obo', publish(OBO, { etag: '"1"' })),
      inPlace: 'old',
    })
    const { code, message } = errorOf(await place.download({ sha256: { x: 'ab'.repeat(32) } }))
    expect(code).toBe('DOWNLOAD_CHECKSUM')
    expect(message).toContain(sha256(OBO))
    expect([place.content(), place.leftovers(), place.record()]).toEqual(['old', [], undefined])
  })
})

describe('gzip', () => {
  const packed = gzipSync(OBO)

  it('keeps a .gz file as it is', async () => {
    const place = new Workplace(scratch, { url: server.on('/a.obo.gz', publish(packed)), path: 'a.obo.gz' })
    await place.download()
    expect(readFileSync(place.file)).toEqual(packed)
  })

  it.each(['gzip', 'x-gzip'])(
    'keeps a .gz file as it is when the server declares it as %s',
    async (encoding) => {
      const headers = { 'content-encoding': encoding }
      const place = new Workplace(scratch, {
        url: server.on('/b.obo.gz', publish(packed, { headers })),
        path: 'b.obo.gz',
      })
      expect((await place.download()).status).toBe('fetched')
      expect(readFileSync(place.file)).toEqual(packed)
      expect(place.record()).toMatchObject({ sha256: sha256(packed), bytes: packed.length })
    },
  )

  it('undoes the encoding of a .gz file that was encoded once more', async () => {
    const headers = { 'content-encoding': 'gzip' }
    const url = server.on('/c.obo.gz', publish(gzipSync(packed), { headers }))
    const place = new Workplace(scratch, { url, path: 'c.obo.gz' })
    await place.download()
    expect(readFileSync(place.file)).toEqual(packed)
  })

  it('undoes the encoding of a plain file', async () => {
    const headers = { 'content-encoding': 'gzip' }
    const place = new Workplace(scratch, { url: server.on('/d.obo', publish(packed, { headers })) })
    await place.download()
    expect(place.content()).toBe(OBO)
    expect(place.record()).toMatchObject({ sha256: sha256(OBO), bytes: OBO.length })
  })

  it('compresses a plain file whose path ends in .gz, and knows it again', async () => {
    const url = server.on('/e.obo', publish(OBO, { etag: '"1"' }))
    const place = new Workplace(scratch, { url, path: 'e.obo.gz' })
    expect((await place.download()).status).toBe('fetched')
    expect(gunzipSync(readFileSync(place.file)).toString()).toBe(OBO)
    const stored = readFileSync(place.file)
    expect(place.record()).toMatchObject({
      sha256: sha256(OBO),
      bytes: OBO.length,
      stored: { sha256: sha256(stored), bytes: stored.length },
    })
    expect((await place.download()).status).toBe('unchanged')
    expect((await place.download({ force: true })).status).toBe('unchanged')
    expect((await place.download({ force: true, sha256: { x: sha256(OBO) } })).status).toBe('unchanged')
    expect(readFileSync(place.file)).toEqual(stored)
    expect(place.leftovers()).toEqual(['downloads.lock.json'])
  })

  it('refuses a .gz that is none', async () => {
    const place = new Workplace(scratch, { url: server.on('/f.obo.gz', publish(OBO)), path: 'f.obo.gz' })
    const { code, message } = errorOf(await place.download())
    expect([code, message]).toEqual(['DOWNLOAD_REFUSED', expect.stringContaining('is no .gz file')])
    expect(existsSync(place.file)).toBe(false)
  })

  it('refuses a .zip that is none', async () => {
    const place = new Workplace(scratch, { url: server.on('/f.zip', publish(OBO)), path: 'f.zip' })
    expect(errorOf(await place.download()).code).toBe('DOWNLOAD_REFUSED')
  })

  it('refuses an encoding nobody knows', async () => {
    const headers = { 'content-encoding': 'zzz' }
    const place = new Workplace(scratch, { url: server.on('/g.obo', publish(OBO, { headers })) })
    expect(errorOf(await place.download()).message).toContain('"zzz"')
  })
})

describe('a web page instead of the data', () => {
  it.each([
    '<!DOCTYPE html><html><body>Log in</body></html>',
    '\n\n<html lang="en"><head></head></html>',
    '\ufeff<?xml version="1.0"?><!-- a --><!-- b -->\n<!doctype HTML PUBLIC "x"><html></html>',
    '<HTML><BODY>404</BODY></HTML>',
  ])('is refused: %j', async (page) => {
    const url = server.on('/page.obo', publish(page, { etag: '"1"' }))
    const place = new Workplace(scratch, { url, inPlace: 'old' })
    const { code, message } = errorOf(await place.download())
    expect([code, message]).toEqual(['DOWNLOAD_REFUSED', expect.stringContaining('web page')])
    expect([place.content(), place.leftovers()]).toEqual(['old', []])
  })

  it('is told from OWL and from many comments quickly', async () => {
    const owl = `<?xml version="1.0"?>\n${'<!---->'.repeat(3000)}<!DOCTYPE rdf:RDF [<!ENTITY a "b">]>\n<rdf:RDF/>`
    const place = new Workplace(scratch, { url: server.on('/x.owl', publish(owl)), path: 'x.owl' })
    expect((await place.download()).status).toBe('fetched')
  })

  it('is fetched where a page is asked for', async () => {
    const place = new Workplace(scratch, { url: server.on('/page.html', publish('<html></html>')) })
    expect((await place.download()).status).toBe('fetched')
  })
})

describe('file: urls', () => {
  const publishFile = (content: string): { file: string; url: string } => {
    const file = join(newFolder(scratch), 'published.obo')
    writeFileSync(file, content)
    return { file, url: pathToFileURL(file).href }
  }

  it('are copied, and again only when the file changed', async () => {
    const { file, url } = publishFile(OBO)
    const place = new Workplace(scratch, { url })
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(OBO)
    expect(await place.download()).toMatchObject({ status: 'unchanged', received: 0 })
    writeFileSync(file, `${OBO}\n`)
    expect((await place.download()).status).toBe('fetched')
    expect(place.content()).toBe(`${OBO}\n`)
  })

  it('may name the very file in place', async () => {
    const { file, url } = publishFile(OBO)
    const place = new Workplace(scratch, { url, path: file })
    place.config = { ...place.config, sources: [{ name: 'x', file, url }] }
    expect((await place.download()).status).toBe('fetched')
    expect(readFileSync(file, 'utf8')).toBe(OBO)
  })

  it.each([
    ['file:///no/such/file.obo', 'ENOENT'],
    [pathToFileURL(scratch).href, 'is no file'],
    ['file://host/share/x.obo', 'names no file of this machine'],
  ])('that lead nowhere fail: %s', async (url, says) => {
    const place = new Workplace(scratch, { url, inPlace: 'old' })
    const { code, message } = errorOf(await place.download())
    expect([code, message]).toEqual(['DOWNLOAD_FAILED', expect.stringContaining(says)])
    expect(place.content()).toBe('old')
  })

  it('keep to the limit of size', async () => {
    const place = new Workplace(scratch, { url: publishFile(OBO).url })
    expect(errorOf(await place.download({ maxBytes: 10 })).code).toBe('DOWNLOAD_REFUSED')
  })
})

describe('an empty answer', () => {
  it('is a failure', async () => {
    const place = new Workplace(scratch, { url: server.on('/empty.obo', answer(200)), inPlace: 'old' })
    expect(errorOf(await place.download()).message).toContain('empty')
    expect(place.content()).toBe('old')
  })
})
