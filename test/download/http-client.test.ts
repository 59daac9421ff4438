import { MockAgent } from 'undici'
import { describe, expect, it } from 'vitest'
import { type HttpAnswer, sendRequest, withoutSecrets } from '../../src/download/http-client.ts'
import { failureOf } from '../support/failure.ts'

/** Hosts that redirect as told; nothing leaves this machine. */
const follow = (redirects: Readonly<Record<string, string>>, url: string): Promise<HttpAnswer> => {
  const client = new MockAgent()
  client.disableNetConnect()
  for (const [from, location] of Object.entries(redirects)) {
    const { origin, pathname } = new URL(from)
    const reply =
      location === '' ? client.get(origin).intercept({ path: pathname }).reply(200, 'found') : undefined
    if (!reply) client.get(origin).intercept({ path: pathname }).reply(302, '', { headers: { location } })
  }
  return sendRequest({ url, headers: {}, client, signal: new AbortController().signal })
}

describe('redirects between protocols', () => {
  it('from http to https are followed', async () => {
    const answer = await follow(
      { 'http://purl.example/x': 'https://host.example/x', 'https://host.example/x': '' },
      'http://purl.example/x',
    )
    expect([answer.status, answer.finalUrl, await answer.body.text()]).toEqual([
      200,
      'https://host.example/x',
      'found',
    ])
  })

  it('from https to http are refused, wherever in the chain', async () => {
    const chain = {
      'http://purl.example/x': 'https://host.example/x',
      'https://host.example/x': 'http://cheap.example/x?token=1',
      'http://cheap.example/x': '',
    }
    const { code, message } = await failureOf(() => follow(chain, 'http://purl.example/x'))
    expect(code).toBe('DOWNLOAD_REFUSED')
    expect(message).toContain('from https to http (http://cheap.example/x)')
  })
})

describe('withoutSecrets', () => {
  it.each([
    ['https://user:pass@host.example/a?b=c', 'https://host.example/a?b=c'],
    ['https://user@host.example/', 'https://host.example/'],
    ['http://host.example', 'http://host.example'],
    ['no url', 'no url'],
  ])('%s', (url, bare) => {
    expect(withoutSecrets(url)).toBe(bare)
  })
})
