import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface SeenRequest {
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

/** A server on this machine whose answers are told to it, path by path; each further request takes the next handler. */
export class TestServer {
  /** Of all requests, in order. */
  readonly seen: SeenRequest[] = []
  readonly #routes = new Map<string, Handler[]>()
  readonly #server = createServer((request, response) => {
    const path = request.url ?? ''
    this.seen.push({ path, headers: request.headers })
    const handlers = this.#routes.get(new URL(path, 'http://x').pathname) ?? []
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0]
    if (handler) handler(request, response)
    else response.writeHead(404).end('nothing here')
  })

  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve)
    })
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Answers requests of a path: with the first handler once, then the next; with the last for ever. @returns the url */
  on(path: string, ...handlers: readonly Handler[]): string {
    this.#routes.set(path, [...handlers])
    return `http://127.0.0.1:${String(this.port)}${path}`
  }

  headersOf(path: string): IncomingHttpHeaders[] {
    return this.seen.filter((request) => request.path === path).map(({ headers }) => headers)
  }
}

/** A server that lives as long as the tests of the file. */
export const testServer = (): TestServer => {
  const server = new TestServer()
  beforeAll(() => server.start())
  afterAll(() => server.stop())
  return server
}

export interface Published {
  readonly etag?: string
  readonly lastModified?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Close the line after so many bytes of the body, as soon as {@link arrived} says they are there. */
  readonly cutAfter?: number
  /** Answer ranges with the whole. */
  readonly noRanges?: boolean
}

/** What a server without fault does for a file: conditions and ranges as RFC 9110 has them. */
export const publish =
  (content: string | Buffer, published: Published = {}): Handler =>
  (request, response) => {
    const body = Buffer.from(content)
    const { etag, lastModified } = published
    const headers = {
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { 'last-modified': lastModified }),
      ...published.headers,
    }
    const asked = request.headers
    const sameTag = etag !== undefined && asked['if-none-match'] === etag
    const sameTime = asked['if-none-match'] === undefined && asked['if-modified-since'] === lastModified
    if (sameTag || (sameTime && lastModified !== undefined)) {
      response.writeHead(304, headers).end()
      return
    }
    const range = /^bytes=(\d+)-$/.exec(asked.range ?? '')?.[1]
    const ifRange = asked['if-range']
    const mayRange = ifRange === undefined || ifRange === etag || ifRange === lastModified
    if (range === undefined || !mayRange || published.noRanges === true) {
      send(response, 200, body, headers, { cutAfter: published.cutAfter, start: 0 })
      return
    }
    const start = Number(range)
    const size = String(body.length)
    if (start >= body.length) response.writeHead(416, { 'content-range': `bytes */${size}` }).end()
    else {
      const contentRange = `bytes ${range}-${String(body.length - 1)}/${size}`
      const cut = { cutAfter: published.cutAfter, start }
      send(response, 206, body.subarray(start), { ...headers, 'content-range': contentRange }, cut)
    }
  }

const waitingToCut: { readonly size: number; readonly cut: () => void }[] = []

/** To be told how many bytes of its file a download has: what was to be cut there is. A line closed sooner loses bytes. */
export const arrived = (size: number): void => {
  for (const waiting of waitingToCut.splice(0)) {
    if (size >= waiting.size) waiting.cut()
    else waitingToCut.push(waiting)
  }
}

const send = (
  response: ServerResponse,
  status: number,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
  { cutAfter, start }: { readonly cutAfter: number | undefined; readonly start: number },
): void => {
  response.writeHead(status, { 'content-length': body.length, ...headers })
  if (cutAfter === undefined || cutAfter >= body.length) response.end(body)
  else {
    waitingToCut.push({ size: start + cutAfter, cut: () => response.destroy() })
    response.write(body.subarray(0, cutAfter))
  }
}

export const answer =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, headers).end(body)
  }

export const redirect = (location: string, status = 302): Handler => answer(status, 'moved', { location })
