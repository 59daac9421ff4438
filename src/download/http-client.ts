import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici'
import { KnownError } from '../core/errors.ts'
import type { Proxies } from './contract.ts'
import { downloadFailed, downloadRefused, lineFailure } from './failures.ts'

const MAX_REDIRECTS = 10
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Connections through the proxies given, to be closed by the caller. @throws KnownError `USAGE` */
export const createHttpClient = (proxies: Proxies, connectTimeoutMs: number): Dispatcher => {
  const connect = { timeout: connectTimeoutMs }
  try {
    return new EnvHttpProxyAgent({
      // '' and not undefined: what is not given here would be read from the environment.
      httpProxy: proxyUrl(proxies.http),
      httpsProxy: proxyUrl(proxies.https),
      noProxy: proxies.none ?? '',
      // Plain http is asked of the proxy by its full address; many refuse tunnels to port 80.
      proxyTunnel: false,
      connect,
      proxyTls: connect,
      requestTls: connect,
      // One watch over the whole of an attempt stands in for both.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  } catch (cause) {
    const shown = [proxies.http, proxies.https].filter((proxy) => proxy !== undefined).map(withoutSecrets)
    throw new KnownError(
      'USAGE',
      `no usable proxy: ${shown.join(', ')}`,
      'Correct HTTP_PROXY and HTTPS_PROXY; they look like http://proxy.example:3128.',
      { cause },
    )
  }
}

/** `host:port` means `http://host:port`, as elsewhere. */
const proxyUrl = (proxy = ''): string => (proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`)

export interface HttpRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly client: Dispatcher
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly body: Dispatcher.ResponseData['body']
  /** Where redirects led, less the query, which may be a signature made for this one request. */
  readonly finalUrl: string
  readonly through: readonly string[]
}

/**
 * Sends a GET and follows redirects, ten at most and never from https to http or off the web. The body comes as sent,
 * whatever its `Content-Encoding`; the caller reads it to the end or destroys it.
 *
 * @throws KnownError `DOWNLOAD_FAILED`, `DOWNLOAD_REFUSED`; PassingFailure
 */
export const sendRequest = async (asked: HttpRequest): Promise<HttpAnswer> => {
  const login = loginOf(asked.url)
  const shown = withoutSecrets(asked.url)
  const { origin } = new URL(asked.url)
  const hops: string[] = []
  let url = withoutSecrets(asked.url)
  for (;;) {
    // A login is for the host it was given for, not for where that host sends us.
    const authorization =
      login !== undefined && new URL(url).origin === origin ? { authorization: login } : {}
    const { statusCode, headers, body } = await send(asked, shown, url, {
      ...asked.headers,
      ...authorization,
    })
    const header = (name: string): string | undefined => firstOf(headers[name])
    const location = header('location')
    if (!REDIRECTS.has(statusCode) || location === undefined) {
      const finalUrl = hops.length === 0 ? url : withoutQuery(url)
      return { status: statusCode, header, body, finalUrl, through: hops.slice(0, -1) }
    }
    body.destroy()
    if (hops.length === MAX_REDIRECTS) throw tooManyRedirects(shown, hops)
    url = nextHop(shown, url, location)
    hops.push(withoutQuery(url))
  }
}

const send = async (
  { client, signal }: HttpRequest,
  shown: string,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Dispatcher.ResponseData> => {
  try {
    const answer = await request(url, { dispatcher: client, headers, signal })
    // A body that is dropped ends with an error of its own.
    answer.body.on('error', () => undefined)
    return answer
  } catch (error) {
    throw lineFailure(shown, error)
  }
}

const nextHop = (shown: string, from: string, location: string): string => {
  const target = URL.canParse(location, from) ? new URL(location, from) : undefined
  if (target === undefined || !/^https?:$/.test(target.protocol))
    throw downloadRefused(
      shown,
      `redirects to "${location.slice(0, 200)}", which is no place on the web`,
      'Check the url.',
    )
  if (target.protocol === 'http:' && new URL(from).protocol === 'https:')
    throw downloadRefused(
      shown,
      `redirects from https to http (${withoutQuery(target.href)})`,
      'Anyone on the way could change the file. If you accept that, write this address as the url.',
    )
  return withoutSecrets(target.href)
}

const tooManyRedirects = (shown: string, hops: readonly string[]): KnownError =>
  downloadFailed(
    shown,
    `redirects more than ${String(MAX_REDIRECTS)} times, lastly to ${hops.at(-1) ?? 'nowhere'}`,
    'Open the url in a browser, and write the address it ends at.',
  )

const firstOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0]

/** The value of `Authorization` for a url with user name and password. */
const loginOf = (url: string): string | undefined => {
  const { username, password } = new URL(url)
  if (username === '' && password === '') return undefined
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(login).toString('base64')}`
}

/** The url less user name and password. */
export const withoutSecrets = (url: string): string => {
  if (!URL.canParse(url)) return url
  const { username, password } = new URL(url)
  if (username === '' && password === '') return url
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare.href
}

const withoutQuery = (url: string): string => {
  const bare = new URL(withoutSecrets(url))
  bare.search = ''
  bare.hash = ''
  return bare.href
}
