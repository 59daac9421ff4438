import { existsSync } from 'node:fs'
import { KnownError } from '../core/errors.ts'
import { readBytes } from '../io/source.ts'
import { type CurationLine, readCurationLines, type ReadCurationsOptions } from './read-curations.ts'

/** A curations file: its text as it stands, and what its lines say. */
export interface CurationFile {
  readonly text: string
  readonly lines: readonly CurationLine[]
}

/**
 * One that is not there is empty.
 *
 * @throws KnownError as `readCurations`
 */
export const readCurationFile = async (
  file: string,
  options: ReadCurationsOptions = {},
): Promise<CurationFile> => {
  if (!existsSync(file)) return { text: '', lines: [] }
  const lines = await readCurationLines(file, options)
  return { text: await textOf(file, options), lines }
}

const textOf = async (file: string, { signal }: ReadCurationsOptions): Promise<string> => {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of readBytes(file, { signal })) chunks.push(chunk)
  } catch (error) {
    if (!(error instanceof KnownError) || error.code !== 'SOURCE_EMPTY') throw error
  }
  return Buffer.concat(chunks).toString('utf8')
}
