import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { digestFile, type FileDigest } from '../io/digest.ts'
import { onDisk } from './failures.ts'
import type { PartFile } from './part-file.ts'

/** Puts a whole part in place of the target in one step: whoever reads sees the old file or the new one. */
export const placeFile = async (part: PartFile, target: string): Promise<void> => {
  await onDisk(target, async () => {
    await rename(part.path, target)
    await syncFolder(dirname(target))
  })
  await part.discard()
}

/** As {@link placeFile}, compressed. @returns digest of the file in place */
export const placeCompressed = async (
  part: PartFile,
  target: string,
  signal: AbortSignal,
): Promise<FileDigest> => {
  const compressed = `${part.path}.gz`
  const digest = await onDisk(target, async () => {
    // Gzip without name and time: same content, same bytes.
    await pipeline(createReadStream(part.path), createGzip(), createWriteStream(compressed), { signal })
    await syncToDisk(compressed)
    const made = await digestFile(compressed)
    await rename(compressed, target)
    await syncFolder(dirname(target))
    return made
  })
  await part.discard()
  return digest
}

export const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Not every system syncs folders; the file itself is on the disk by now. */
const syncFolder = async (folder: string): Promise<void> => {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    return
  }
}
