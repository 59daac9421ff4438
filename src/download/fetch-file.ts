import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { KnownError, systemErrorCode } from '../core/errors.ts'
import { digestFile, type FileDigest } from '../io/digest.ts'
import { makeFolder } from '../io/make-folder.ts'
import { checkContent } from './content-checks.ts'
import type { Fetched, FetchRecord } from './contract.ts'
import { downloadFailed, onDisk, PassingFailure } from './failures.ts'
import { transferFile } from './file-transfer.ts'
import { withoutSecrets } from './http-client.ts'
import { type HttpSettings, type Transfer, transferHttp, type Transferred } from './http-transfer.ts'
import { type Answer, PartFile, type Worker } from './part-file.ts'
import { placeCompressed, placeFile } from './place-file.ts'

/** One file to fetch. */
export interface FileJob {
  readonly url: string
  readonly file: string
  readonly sha256?: string | undefined
  readonly license?: string | undefined
  /** What was recorded of the file when it was last fetched. */
  readonly recorded?: FetchRecord | undefined
  readonly force: boolean
}

export interface FetchSettings extends HttpSettings, Worker {
  readonly maxBytes: number
  readonly timeoutMs: number | undefined
  readonly retries: number
  readonly retryDelayMs: number
  readonly signal: AbortSignal
  readonly progress: (bytes: number, total: number | undefined) => void
  readonly retrying: (reason: string, waitMs: number) => void
}

/** An attempt that brought so much more than any before starts the count of attempts anew. */
const PROGRESS_BYTES = 1024 * 1024

/**
 * Makes the file at `job.file` the one published at `job.url`. Until that is whole and checked, the file in place stays
 * as it is; so it does on any failure.
 *
 * @throws KnownError `DOWNLOAD_FAILED`, `DOWNLOAD_REFUSED`, `DOWNLOAD_CHECKSUM`, `DISK_FULL`, `NOT_WRITABLE`, or whatever
 * the signal was aborted with
 */
export const fetchFile = async (
  job: FileJob,
  settings: FetchSettings,
): Promise<Fetched & { changed: boolean }> => {
  const target = await targetOf(job.file)
  const here = await digestInPlace(target, job)
  const known = usableRecord(job, here)
  if (!job.force && job.sha256 !== undefined && (known?.sha256 ?? here?.sha256) === job.sha256)
    return { ...(known === undefined ? {} : { record: known }), received: 0, changed: false }
  await onDisk(dirname(target), () => {
    makeFolder(dirname(target))
  })
  const part = await PartFile.claim(target, withoutSecrets(job.url), job.force, settings)
  let received = 0
  try {
    const transfer = {
      url: job.url,
      target,
      part,
      known: job.force || job.sha256 !== undefined ? undefined : known,
      maxBytes: settings.maxBytes,
      received: (bytes: number) => {
        received += bytes
      },
      grown: () => {
        settings.progress(part.size, part.state?.total)
      },
    }
    const transferred = await withinTime(job, settings, (signal) =>
      attempts({ ...transfer, signal }, settings),
    )
    if (transferred.kind === 'unchanged' && known) {
      await part.discard()
      return { record: relicensed(known, job), received, changed: false }
    }
    const answer = transferred.kind === 'whole' ? transferred.answer : { finalUrl: job.url }
    const { record, changed } = await accept(part, target, job, answer, known, settings)
    return { record, received, changed }
  } catch (error) {
    // What went wrong is told, not what went wrong while clearing up after it.
    await (isFinal(error) ? part.discard() : part.release()).catch(() => undefined)
    throw error
  }
}

/** Whether the bytes that came are of no use to a later attempt. */
const isFinal = (error: unknown): boolean =>
  error instanceof KnownError && ['DOWNLOAD_REFUSED', 'DOWNLOAD_CHECKSUM'].includes(error.code)

/** Where a link points to is replaced, not the link. */
const targetOf = async (file: string): Promise<string> => {
  const target = await realpath(file).catch(() => file)
  const stats = await stat(target).catch(() => undefined)
  if (stats === undefined || stats.isFile()) return target
  throw new KnownError(
    'NOT_WRITABLE',
    'is no file, and so not replaced by one',
    'Change "path" to that of a file.',
    {
      place: { file },
    },
  )
}

/** Reads the file in place only where its content decides something. */
const digestInPlace = async (
  target: string,
  { recorded, sha256 }: FileJob,
): Promise<FileDigest | undefined> => {
  const size = (await stat(target).catch(() => undefined))?.size
  const recordedBytes = (recorded?.stored ?? recorded)?.bytes
  if (size === undefined || (size !== recordedBytes && sha256 === undefined)) return undefined
  return digestFile(target).catch(() => undefined)
}

/** The record, where it is of this url and the file in place is still what it says. */
const usableRecord = ({ url, recorded }: FileJob, here: FileDigest | undefined): FetchRecord | undefined => {
  if (recorded === undefined || recorded.url !== withoutSecrets(url)) return undefined
  return (recorded.stored ?? recorded).sha256 === here?.sha256 ? recorded : undefined
}

const relicensed = (record: FetchRecord, { license }: FileJob): FetchRecord => {
  const { license: _, ...rest } = record
  return license === undefined ? rest : { ...rest, license }
}

/** Checks the whole part and puts it in place; a file of the same content stays as it is. */
const accept = async (
  part: PartFile,
  target: string,
  job: FileJob,
  answer: Answer,
  known: FetchRecord | undefined,
  settings: FetchSettings,
): Promise<{ record: FetchRecord; changed: boolean }> => {
  const url = withoutSecrets(job.url)
  const how = await checkContent(part.path, url, target)
  const digest = await onDisk(part.path, () => digestFile(part.path))
  if (job.sha256 !== undefined && digest.sha256 !== job.sha256)
    throw checksumFailure(url, job.sha256, digest.sha256)
  const common = {
    url,
    ...answer,
    ...digest,
    fetched: settings.now().toISOString(),
    ...(job.license === undefined ? {} : { license: job.license }),
  }
  if (known?.sha256 === digest.sha256) {
    await part.discard()
    const stored = known.stored === undefined ? {} : { stored: known.stored }
    return { record: { ...common, ...stored }, changed: false }
  }
  if (how === 'compress')
    return {
      record: { ...common, stored: await placeCompressed(part, target, settings.signal) },
      changed: true,
    }
  await placeFile(part, target)
  return { record: common, changed: true }
}

const checksumFailure = (url: string, wanted: string, got: string): KnownError =>
  new KnownError(
    'DOWNLOAD_CHECKSUM',
    `${url}: the file has SHA-256 ${got}, not ${wanted}`,
    'If the publisher has released anew, take the new checksum from the publisher; otherwise do not use the file.',
  )

/** Attempts until one succeeds, or as many as are granted have brought nothing new. */
const attempts = async (transfer: Transfer, settings: FetchSettings): Promise<Transferred> => {
  let failures = 0
  let most = transfer.part.size
  for (;;) {
    try {
      transfer.signal.throwIfAborted()
      const isFile = transfer.url.startsWith('file:')
      return await (isFile ? transferFile(transfer) : transferHttp(transfer, settings))
    } catch (error) {
      if (transfer.signal.aborted || !(error instanceof PassingFailure)) throw error
      if (transfer.part.size >= most + PROGRESS_BYTES && transfer.part.state?.validator !== undefined) {
        most = transfer.part.size
        failures = 0
      }
      if (failures++ >= settings.retries) throw error.known
      const waitMs = error.waitMs ?? settings.retryDelayMs * 2 ** (failures - 1)
      settings.retrying(error.known.message, waitMs)
      await pause(waitMs, undefined, { signal: transfer.signal })
    }
  }
}

/** Ends the task on the caller's wish or when its time is over, and says which. */
const withinTime = async <Result>(
  { url }: FileJob,
  { signal, timeoutMs }: FetchSettings,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)
  try {
    return await task(timeout === undefined ? signal : AbortSignal.any([signal, timeout]))
  } catch (error) {
    signal.throwIfAborted()
    if (timeout?.aborted !== true) throw error
    throw downloadFailed(
      withoutSecrets(url),
      `not done in ${String((timeoutMs ?? 0) / 1000)} s`,
      'Run the command again: it goes on where it stopped. Or give it more time with --timeout.',
      systemErrorCode(error) === 'ABORT_ERR' ? undefined : error,
    )
  }
}
