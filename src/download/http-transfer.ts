import type { Dispatcher } from 'undici'
import type { FetchRecord } from './contract.ts'
import { decodeBody } from './content-encoding.ts'
import { pathOfUrl, promisesGzip } from './content-checks.ts'
import { downloadFailed, downloadRefused, lineFailure, passing, PassingFailure } from './failures.ts'
import { type HttpAnswer, sendRequest, withoutSecrets } from './http-client.ts'
import type { Answer, PartFile, PartState } from './part-file.ts'
import { watchForStall } from './stall-watch.ts'
import { statusFailure } from './status-failure.ts'

/** One attempt's surroundings. */
export interface Transfer {
  /** As configured. */
  readonly url: string
  /** Absolute path the file is to have. */
  readonly target: string
  readonly part: PartFile
  /** Of the file in place, where that is still as it was fetched and may stay. */
  readonly known?: FetchRecord | undefined
  readonly maxBytes: number
  readonly signal: AbortSignal
  readonly received: (bytes: number) => void
  /** Called when the part has begun or grown. */
  readonly grown: () => void
}

export interface HttpSettings {
  readonly client: Dispatcher
  readonly userAgent: string
  readonly stallTimeoutMs: number
  readonly now: () => Date
}

/** What an attempt came to: the part is whole, or the file in place is as published. */
export type Transferred = { readonly kind: 'whole'; readonly answer: Answer } | { readonly kind: 'unchanged' }

/** What is asked of the server. */
type Ask = 'all' | 'if-changed' | 'rest' | 'still-whole'

/**
 * One attempt over http: the rest of the part where it can be had, all of the file else, nothing where the one in place
 * is as published. What came before a failure stays in the part.
 *
 * @throws KnownError `DOWNLOAD_FAILED`, `DOWNLOAD_REFUSED`, `DISK_FULL`, `NOT_WRITABLE`; PassingFailure
 */
export const transferHttp = async (transfer: Transfer, settings: HttpSettings): Promise<Transferred> => {
  const watch = watchForStall(settings.stallTimeoutMs, transfer.signal)
  const url = withoutSecrets(transfer.url)
  try {
    const ask = askOf(transfer)
    const answer = await sendRequest({
      url: transfer.url,
      headers: {
        'user-agent': settings.userAgent,
        accept: '*/*',
        'accept-encoding': 'identity',
        ...conditionsOf(ask, transfer),
      },
      client: settings.client,
      signal: watch.signal,
    })
    try {
      return await takeAnswer(answer, ask, transfer, settings, watch.saw)
    } finally {
      answer.body.destroy()
    }
  } catch (error) {
    if (transfer.signal.aborted || !watch.hasStalled()) throw lineFailure(url, error)
    const seconds = String(settings.stallTimeoutMs / 1000)
    throw passing(url, `stalled: next to nothing came in ${seconds} s`, error)
  } finally {
    watch.stop()
  }
}

const askOf = ({ part, known }: Transfer): Ask => {
  if (part.state?.validator !== undefined && part.size > 0)
    return part.size === part.state.total ? 'still-whole' : 'rest'
  return known?.etag !== undefined || known?.lastModified !== undefined ? 'if-changed' : 'all'
}

const conditionsOf = (ask: Ask, { part, known }: Transfer): Record<string, string> => {
  if (ask === 'all') return {}
  if (ask === 'rest') return { range: `bytes=${String(part.size)}-`, 'if-range': part.state?.validator ?? '' }
  const { etag, lastModified } = (ask === 'still-whole' ? part.state?.answer : known) ?? {}
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  }
}

const takeAnswer = async (
  answer: HttpAnswer,
  ask: Ask,
  transfer: Transfer,
  settings: HttpSettings,
  saw: (bytes: number) => void,
): Promise<Transferred> => {
  const { part, known } = transfer
  const url = withoutSecrets(transfer.url)
  if (answer.status === 304 && ask === 'if-changed') return { kind: 'unchanged' }
  if (answer.status === 304 && ask === 'still-whole' && part.state)
    return { kind: 'whole', answer: part.state.answer }
  if (answer.status === 200) {
    // Some servers know no conditions.
    if (ask === 'if-changed' && known?.etag !== undefined && answer.header('etag') === known.etag)
      return { kind: 'unchanged' }
    await takeBody(answer, await restart(answer, transfer), transfer, saw)
  } else if (answer.status === 206 && ask === 'rest' && part.state && goesOn(answer, part.size, part.state))
    await takeBody(answer, part.state, transfer, saw)
  else if (ask === 'rest' && (answer.status === 206 || answer.status === 416)) {
    await part.forget()
    throw new PassingFailure(
      downloadFailed(url, 'sends another part than was asked for', 'Try again later.'),
      0,
    )
  } else throw statusFailure(url, answer, settings.now())
  if (part.state?.total !== undefined && part.size < part.state.total)
    throw passing(url, `cut short: ${String(part.size)} of ${String(part.state.total)} bytes came`)
  return { kind: 'whole', answer: part.state?.answer ?? { finalUrl: answer.finalUrl } }
}

/** The part forgets what it held, for an answer that begins with the first byte. */
const restart = async (answer: HttpAnswer, { url, part }: Transfer): Promise<PartState> => {
  const { header, finalUrl, through } = answer
  const [etag, lastModified] = [sendable(header('etag')), sendable(header('last-modified'))]
  const encoding = encodingOf(answer)
  const total = encoding === '' ? lengthOf(answer) : undefined
  const validator = rangeValidator(answer)
  const state = {
    url: withoutSecrets(url),
    answer: {
      finalUrl,
      ...(through.length === 0 ? {} : { through: [...through] }),
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
    },
    ...(validator === undefined ? {} : { validator }),
    ...(total === undefined ? {} : { total }),
    encoding,
  }
  await part.restart(state)
  return state
}

const takeBody = async (
  answer: HttpAnswer,
  state: PartState,
  transfer: Transfer,
  saw: (bytes: number) => void,
): Promise<void> => {
  const { part, maxBytes, received, grown } = transfer
  const url = withoutSecrets(transfer.url)
  const length = lengthOf(answer)
  if (length !== undefined && part.size + length > maxBytes) throw tooLarge(url, part.size + length, maxBytes)
  const isGzipFile = [transfer.target, pathOfUrl(url), pathOfUrl(answer.finalUrl)].some(promisesGzip)
  const counted = counting(answer.body, (bytes) => {
    saw(bytes)
    received(bytes)
  })
  const { chunks, asSent } = await decodeBody(url, counted, encodingOf(answer), isGzipFile)
  // What was decoded here cannot be gone on with: ranges count in what was sent.
  if (!asSent) await part.restart({ ...state, validator: undefined })
  grown()
  for await (const chunk of chunks) {
    if (part.size + chunk.length > maxBytes) throw tooLarge(url, part.size + chunk.length, maxBytes)
    await part.write(chunk)
    grown()
  }
  await part.finish()
}

async function* counting(body: AsyncIterable<unknown>, saw: (bytes: number) => void): AsyncGenerator {
  for await (const chunk of body) {
    if (Buffer.isBuffer(chunk)) saw(chunk.length)
    yield chunk
  }
}

/** Whether a 206 holds the bytes that follow those at hand, and says that it is of the same file: never splice two. */
const goesOn = (answer: HttpAnswer, size: number, state: PartState): boolean => {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/i.exec(answer.header('content-range') ?? '') ?? []
  const validator = state.validator?.startsWith('"') === true ? 'etag' : 'last-modified'
  return (
    Number(start) === size &&
    encodingOf(answer) === state.encoding &&
    (total === '*' || state.total === undefined || Number(total) === state.total) &&
    answer.header(validator) === state.validator
  )
}

/** Times are written in seconds: a file changed twice in one has one date for two contents (RFC 9110, 8.8.2.2). */
const SAFE_AGE_MS = 60_000

/** What `If-Range` may hold: a strong tag, else a date old enough to be one. */
const rangeValidator = ({ header }: HttpAnswer): string | undefined => {
  const etag = header('etag')
  if (etag !== undefined) return etag.startsWith('"') ? sendable(etag) : undefined
  const lastModified = sendable(header('last-modified'))
  const age = Date.parse(header('date') ?? '') - Date.parse(lastModified ?? '')
  return age >= SAFE_AGE_MS ? lastModified : undefined
}

/** What can be sent back: a validator of other characters could be put in no request. */
const sendable = (value: string | undefined): string | undefined =>
  value !== undefined && /^[\x20-\x7e]+$/.test(value) ? value : undefined

const encodingOf = ({ header }: HttpAnswer): string => {
  const encoding = (header('content-encoding') ?? '').trim().toLowerCase()
  return encoding === 'identity' ? '' : encoding
}

const lengthOf = ({ header }: HttpAnswer): number | undefined => {
  const length = header('content-length') ?? ''
  return /^\d+$/.test(length) ? Number(length) : undefined
}

const tooLarge = (url: string, bytes: number, maxBytes: number): Error =>
  downloadRefused(
    url,
    `${String(bytes)} bytes or more, past the limit of ${String(maxBytes)}`,
    'Check the url; if the file is meant to be so large, raise the limit with --max-size.',
  )
