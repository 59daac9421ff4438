import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answer, publish, testServer } from '../download/test-server.ts'
import { newFolder, scratchFolder } from '../support/scratch.ts'
import { runCli } from '../support/terminal.ts'

const scratch = scratchFolder()
const server = testServer()
const OBO = 'format-version: 1.2\n\n[Term]\nid: MONDO:0005068\nname: myocardial infarction\n'

interface Entry {
  readonly name: string
  readonly url?: string
  readonly license?: string
}

/** A folder with a configuration of OBO sources. */
const configured = (...entries: readonly Entry[]): string => {
  const cwd = newFolder(scratch)
  const sources = entries.map((entry) => ({
    type: 'obo',
    entityClass: 'disease',
    path: `data/${entry.name}.obo`,
    ...entry,
  }))
  writeFileSync(join(cwd, 'parsers.config.json'), JSON.stringify({ sources }))
  return cwd
}

describe('download', () => {
  it('fetches every source, shows a table, and leads to a knowledge base', async () => {
    const url = server.on('/mondo.obo', publish(OBO, { etag: '"1"' }))
    const cwd = configured({ name: 'mondo', url, license: 'CC-BY-4.0' })
    const { code, stdout, stderr } = await runCli(['download'], { cwd })
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^mondo: fetched, 0\.1 kB, [\d.]+ MB\/s\n$/)])
    expect(stdout).toBe(
      [
        'source  status     size  licence    path',
        'mondo   fetched  0.1 kB  CC-BY-4.0  data/mondo.obo',
        '',
        'Recorded in downloads.lock.json. Next: ontoground build',
        '',
      ].join('\n'),
    )
    expect(readFileSync(join(cwd, 'data/mondo.obo'), 'utf8')).toBe(OBO)
    const again = await runCli(['download', '--quiet'], { cwd })
    expect(again.code).toBe(0)
    expect(again.stderr).toBe('')
    expect(again.stdout).toContain('unchanged')
    expect(again.stdout).toContain('Nothing new was fetched.')
    expect((await runCli(['build', '--quiet'], { cwd })).code).toBe(0)
  })

  it('exits with 3 when some failed, and lists them with reason and repair', async () => {
    const cwd = configured(
      { name: 'good', url: server.on('/good.obo', publish(OBO)) },
      { name: 'gone', url: server.on('/gone.obo', answer(404)) },
      { name: 'own' },
    )
    const { code, stdout, stderr } = await runCli(['download'], { cwd })
    expect(code).toBe(3)
    expect(stdout).toMatch(/^good +fetched .*\ngone +failed .*\nown +skipped /m)
    expect(stderr).toContain('own: skipped: no url is configured')
    expect(stderr).toMatch(
      /failed gone: DOWNLOAD_FAILED http:.*gone\.obo: the server answers 404 Not Found\n {2}Look/,
    )
  })

  it('exits with 1 when all failed', async () => {
    const cwd = configured({ name: 'gone', url: server.on('/gone.obo', answer(404)) })
    expect((await runCli(['download'], { cwd })).code).toBe(1)
  })

  it('fetches only the sources named', async () => {
    const cwd = configured(
      { name: 'a', url: server.on('/a.obo', publish(OBO)) },
      { name: 'b', url: server.on('/b.obo', publish(OBO)) },
    )
    const { code, stdout } = await runCli(['download', 'b'], { cwd })
    expect([code, stdout]).toEqual([0, expect.not.stringMatching(/^a /m)])
    expect([existsSync(join(cwd, 'data/a.obo')), existsSync(join(cwd, 'data/b.obo'))]).toEqual([false, true])
  })

  it('prints JSON', async () => {
    const cwd = configured(
      { name: 'good', url: server.on('/good.obo', publish(OBO, { etag: '"1"' })) },
      { name: 'gone', url: server.on('/gone.obo', answer(404)) },
    )
    const { code, stdout } = await runCli(['download', '--json'], { cwd })
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      lockFile: join(cwd, 'downloads.lock.json'),
      sources: [
        {
          source: 'good',
          status: 'fetched',
          received: OBO.length,
          record: { etag: '"1"', bytes: OBO.length },
        },
        {
          source: 'gone',
          status: 'failed',
          error: { code: 'DOWNLOAD_FAILED', repair: expect.any(String) as string },
        },
      ],
    })
  })

  it('shows its progress on a terminal', async () => {
    const cwd = configured({ name: 'mondo', url: server.on('/mondo.obo', answer(500), publish(OBO)) })
    const { code, stderr } = await runCli(['download'], { cwd, tty: true, env: { NO_COLOR: '1' } })
    expect(code).toBe(0)
    expect(stderr).toContain('\r\u001b[Kmondo …')
    expect(stderr).toContain('again mondo: ')
    expect(stderr).toContain('500 Internal Server Error; next attempt in 1 s\n')
    expect(stderr.endsWith('\r\u001b[K')).toBe(true)
  })

  it('keeps to the limits given', async () => {
    const cwd = configured({ name: 'mondo', url: server.on('/mondo.obo', publish(OBO)) })
    const { code, stderr } = await runCli(['download', '--max-size', '0.05kB'], { cwd })
    expect([code, stderr]).toEqual([1, expect.stringContaining('DOWNLOAD_REFUSED')])
    const slow = configured({ name: 'mondo', url: server.on('/slow.obo', () => undefined) })
    expect((await runCli(['download', '--timeout', '1'], { cwd: slow })).stderr).toContain('not done in 1 s')
  })

  it('takes the proxy from the environment of the terminal', async () => {
    const cwd = configured({ name: 'mondo', url: 'http://publisher.example/far.obo' })
    const proxy = server.on('/far.obo', publish(OBO)).replace('/far.obo', '')
    expect((await runCli(['download'], { cwd, env: { HTTP_PROXY: proxy } })).code).toBe(0)
  })

  it('stops on request', async () => {
    const cwd = configured({ name: 'mondo', url: server.on('/never.obo', () => undefined) })
    const { code, stderr } = await runCli(['download'], { cwd, signal: AbortSignal.timeout(200) })
    expect([code, stderr]).toEqual([1, expect.stringContaining('error ABORTED stopped on request')])
  })

  it.each([
    ['an unknown source', ['mnodo'], 'Did you mean "mondo"?'],
    ['a source without url', ['own'], 'has no url'],
    ['no size', ['--max-size', 'large'], 'such as 500MB'],
    ['a size of nothing', ['--max-size', '0'], 'such as 500MB'],
    ['no time', ['--timeout', '0'], 'a whole number'],
  ])('ends with exit code 2 for %s', async (_what, argv, says) => {
    const cwd = configured({ name: 'mondo', url: 'http://127.0.0.1:1/' }, { name: 'own' })
    const { code, stdout, stderr } = await runCli(['download', ...argv], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(says)
  })
})
