import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { systemErrorCode } from '../core/errors.ts'
import { downloadFailed, downloadRefused, passing } from './failures.ts'
import type { Transfer, Transferred } from './http-transfer.ts'

/**
 * Copies the file of a `file:` url into the part; nothing where size and time of change are those recorded.
 *
 * @throws KnownError `DOWNLOAD_FAILED`, `DOWNLOAD_REFUSED`, `DISK_FULL`, `NOT_WRITABLE`; PassingFailure when the file
 * changes while it is read
 */
export const transferFile = async (transfer: Transfer): Promise<Transferred> => {
  const { url, part, known, maxBytes, signal, received, grown } = transfer
  const file = pathOf(url)
  const before = await look(url, file)
  if (known?.bytes === before.size && known.lastModified === before.changed) return { kind: 'unchanged' }
  const limit = (bytes: number): void => {
    if (bytes > maxBytes)
      throw downloadRefused(
        url,
        `${String(bytes)} bytes, past the limit of ${String(maxBytes)}`,
        'Raise the limit with --max-size.',
      )
  }
  limit(before.size)
  const answer = { finalUrl: url, lastModified: before.changed }
  await part.restart({ url, answer, total: before.size, encoding: '' })
  grown()
  for await (const chunk of readable(url, file, signal)) {
    received(chunk.length)
    limit(part.size + chunk.length)
    await part.write(chunk)
    grown()
  }
  const after = await look(url, file)
  if (after.size !== part.size || after.changed !== before.changed)
    throw passing(url, 'changed while it was read')
  await part.finish()
  return { kind: 'whole', answer }
}

const pathOf = (url: string): string => {
  try {
    return fileURLToPath(url)
  } catch (cause) {
    throw downloadFailed(url, 'names no file of this machine', 'Write it as file:///folder/file.', cause)
  }
}

const look = async (url: string, file: string): Promise<{ size: number; changed: string }> => {
  try {
    const stats = await stat(file)
    if (stats.isFile()) return { size: stats.size, changed: stats.mtime.toISOString() }
  } catch (cause) {
    throw unreadable(url, cause)
  }
  throw downloadFailed(url, 'is no file', 'Name one file.')
}

async function* readable(url: string, file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { highWaterMark: 1024 * 1024 })
  try {
    for await (const chunk of stream) {
      signal.throwIfAborted()
      if (Buffer.isBuffer(chunk)) yield chunk
    }
  } catch (error) {
    throw signal.aborted ? error : unreadable(url, error)
  } finally {
    stream.destroy()
  }
}

const unreadable = (url: string, cause: unknown): Error =>
  downloadFailed(
    url,
    `cannot be read (${systemErrorCode(cause)})`,
    'Check that the file is there and may be read.',
    cause,
  )
