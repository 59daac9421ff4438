import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface FileDigest {
  readonly sha256: string
  readonly bytes: number
}

/** SHA-256 (hex) and size of a file as it lies on disk. Rejects with Node's own error when it cannot be read. */
export const digestFile = async (file: string): Promise<FileDigest> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    if (!Buffer.isBuffer(chunk)) continue
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** As {@link digestFile}; of a folder, over the names, digests and sizes of the files in it. */
export const digestPath = async (path: string): Promise<FileDigest> => {
  if (!(await stat(path)).isDirectory()) return digestFile(path)
  const entries = await readdir(path, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()
  const digests: (readonly [name: string, digest: FileDigest])[] = []
  for (const name of names) digests.push([name, await digestFile(join(path, name))])
  return {
    sha256: digestText(JSON.stringify(digests)),
    bytes: digests.reduce((sum, [, { bytes }]) => sum + bytes, 0),
  }
}

/** SHA-256 (hex) of a text. */
export const digestText = (text: string): string => createHash('sha256').update(text).digest('hex')
