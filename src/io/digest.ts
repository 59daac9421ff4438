import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

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

/** SHA-256 (hex) of a text. */
export const digestText = (text: string): string => createHash('sha256').update(text).digest('hex')
