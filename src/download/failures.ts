import { KnownError, systemErrorCode } from '../core/errors.ts'

/** A failure that may pass by itself: worth another attempt. */
export class PassingFailure extends Error {
  /** What to tell when no attempt is left. */
  readonly known: KnownError
  /** What the server asks for; undefined leaves it to us. */
  readonly waitMs: number | undefined

  constructor(known: KnownError, waitMs?: number) {
    super(known.message, { cause: known })
    this.known = known
    this.waitMs = waitMs
  }
}

const TRY_LATER =
  'Try again later: what has come so far is kept, and the next download goes on from there where the server allows.'

export const downloadFailed = (url: string, message: string, repair: string, cause?: unknown): KnownError =>
  new KnownError('DOWNLOAD_FAILED', `${url}: ${message}`, repair, { cause })

export const downloadRefused = (url: string, message: string, repair: string): KnownError =>
  new KnownError('DOWNLOAD_REFUSED', `${url}: ${message}`, repair)

export const passing = (url: string, message: string, cause?: unknown): PassingFailure =>
  new PassingFailure(downloadFailed(url, message, TRY_LATER, cause))

/** Codes of Node and undici for lines that break, as against hosts and certificates that are wrong. */
const PASSING_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
])

/** What went wrong on the line, as one of ours. */
export const lineFailure = (url: string, error: unknown): KnownError | PassingFailure => {
  if (error instanceof KnownError || error instanceof PassingFailure) return error
  const code = systemErrorCode(error)
  const reason = error instanceof Error ? error.message : String(error)
  const shown = code === '' || reason.includes(code) ? reason : `${reason} (${code})`
  if (PASSING_CODES.has(code)) return passing(url, `the connection broke: ${shown}`, error)
  const repair = 'Check the url, the network and the proxy settings (HTTP_PROXY, HTTPS_PROXY, NO_PROXY).'
  return downloadFailed(url, `cannot be fetched: ${shown}`, repair, error)
}

/** Runs a step that touches the disk; its failures name the file. @throws KnownError `DISK_FULL`, `NOT_WRITABLE` */
export const onDisk = async <Result>(file: string, step: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return await step()
  } catch (error) {
    throw diskFailure(file, error) ?? error
  }
}

const diskFailure = (file: string, cause: unknown): KnownError | undefined => {
  const code = systemErrorCode(cause)
  const options = { place: { file }, cause }
  if (cause instanceof KnownError || !/^E[A-Z0-9]+$/.test(code)) return undefined
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    const repair = 'Free space and run the command again: it goes on where it stopped.'
    return new KnownError('DISK_FULL', 'no space left while downloading', repair, options)
  }
  const repair = 'Check the folder and its permissions, or change "path" in the configuration.'
  return new KnownError('NOT_WRITABLE', `cannot be written (${code})`, repair, options)
}
