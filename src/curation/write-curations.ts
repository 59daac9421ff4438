import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { KnownError } from '../core/errors.ts'
import { storageFailure } from '../core/storage-failure.ts'
import { makeFolder } from '../io/make-folder.ts'

/**
 * Writes a curations file as a whole, its folder included; a name in `.gz` is compressed. Whoever reads it meanwhile finds
 * the old file or the new one.
 *
 * @throws KnownError `USAGE` (a zip is read, not written), `DISK_FULL`, `NOT_WRITABLE`
 */
export const writeCurations = (file: string, lines: readonly string[]): void => {
  writeCurationText(file, lines.map((line) => `${line}\n`).join(''))
}

/** As {@link writeCurations}, from the text as it is to stand there. */
export const writeCurationText = (file: string, content: string): void => {
  if (file.endsWith('.zip'))
    throw new KnownError('USAGE', 'curations in a zip are not changed', 'Unpack them, or name a .gz.', {
      place: { file },
    })
  const text = Buffer.from(content)
  const beside = `${file}.${String(process.pid)}.tmp`
  try {
    makeFolder(dirname(file))
    writeDurably(beside, file.endsWith('.gz') ? gzipSync(text) : text)
    renameSync(beside, file)
  } catch (error) {
    if (existsSync(beside)) rmSync(beside)
    throw storageFailure(file, error) ?? error
  }
}

const writeDurably = (file: string, bytes: Uint8Array): void => {
  const handle = openSync(file, 'w')
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
