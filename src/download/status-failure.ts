import { STATUS_CODES } from 'node:http'
import type { KnownError } from '../core/errors.ts'
import { downloadFailed, PassingFailure } from './failures.ts'
import type { HttpAnswer } from './http-client.ts'

/** Longer than this no server is waited for. */
const MAX_WAIT_MS = 120_000

const REPAIRS: Readonly<Record<number, string>> = {
  401: 'The publisher wants a login: fetch the file by hand and put it at "path".',
  403: 'The publisher refuses: it may want a login or a licence. Fetch the file by hand and put it at "path".',
  404: 'Look on the site of the publisher where the file is now, and correct the url.',
  407: 'The proxy wants a login: write it into HTTP_PROXY and HTTPS_PROXY, as http://user:password@host:port.',
  410: 'Look on the site of the publisher where the file is now, and correct the url.',
}

/** What an answer without a file means; 408, 429 and 5xx may pass by themselves, after the wait the server names. */
export const statusFailure = (url: string, answer: HttpAnswer, now: Date): KnownError | PassingFailure => {
  const { status } = answer
  const reason = STATUS_CODES[status] ?? ''
  const message = `the server answers ${String(status)} ${reason}`.trimEnd()
  if (status !== 408 && status !== 429 && status < 500)
    return downloadFailed(url, message, REPAIRS[status] ?? 'Check the url.')
  const waitMs = waitOf(answer.header('retry-after'), now)
  if (waitMs !== undefined && waitMs > MAX_WAIT_MS) {
    const minutes = String(Math.ceil(waitMs / 60_000))
    return downloadFailed(url, message, `The server asks to come back in ${minutes} minutes.`)
  }
  return new PassingFailure(downloadFailed(url, message, 'Try again later.'), waitMs)
}

/** Seconds, or a date. */
const waitOf = (retryAfter: string | undefined, now: Date): number | undefined => {
  if (retryAfter === undefined) return undefined
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000
  const wait = Date.parse(retryAfter) - now.getTime()
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
