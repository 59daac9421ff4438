import { existsSync } from 'node:fs'
import type { Config, ResolvedSource } from '../config/load.ts'
import { KnownError } from '../core/errors.ts'
import { digestFile, digestPath, digestText, type FileDigest } from '../io/digest.ts'

/** A source with what tells whether anything has changed that it is made of. */
export interface DigestedSource extends ResolvedSource {
  readonly digest: FileDigest
  readonly optionsSha256: string
}

/** @throws KnownError `USAGE` for a name the configuration does not have */
export const chosenSources = (
  config: Config,
  only: readonly string[] | undefined,
): readonly ResolvedSource[] => {
  if (only === undefined) return config.sources
  if (only.length === 0)
    throw new KnownError('USAGE', 'no source was chosen', 'Name at least one.', {
      place: { file: config.file },
    })
  const names = config.sources.map(({ name }) => name)
  const unknown = only.find((name) => !names.includes(name))
  if (unknown === undefined) return config.sources.filter(({ name }) => only.includes(name))
  throw new KnownError(
    'USAGE',
    `the configuration has no source "${unknown}"`,
    `Name one of: ${names.join(', ')}.`,
    {
      place: { file: config.file },
    },
  )
}

/** @throws KnownError `SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE` */
export const digestSources = async (sources: readonly ResolvedSource[]): Promise<DigestedSource[]> => {
  const digested: DigestedSource[] = []
  for (const source of sources) {
    const { file: _, curationsFile, parserModule, ...configured } = source
    const beside = [await digestBeside(curationsFile), await digestBeside(parserModule)]
    const optionsSha256 = digestText(JSON.stringify([configured, ...beside]))
    digested.push({ ...source, digest: await digestSource(source), optionsSha256 })
  }
  return digested
}

/** Of a file that changes what a source becomes; those who read it say what is wrong with it. */
const digestBeside = async (file: string | undefined): Promise<string | null> =>
  file === undefined
    ? null
    : digestFile(file).then(
        ({ sha256 }) => sha256,
        () => null,
      )

const digestSource = async (source: ResolvedSource): Promise<FileDigest> => {
  try {
    return await digestPath(source.file)
  } catch (cause) {
    const missing = !existsSync(source.file)
    const fetch =
      source.url === undefined
        ? 'Check "path" in the configuration; it is relative to that file.'
        : `Fetch it with ontoground download ${source.name} (from ${source.url}), or correct "path".`
    const message = missing
      ? `the file of source "${source.name}" is not there`
      : `the file of source "${source.name}" cannot be read`
    throw new KnownError(missing ? 'SOURCE_NOT_FOUND' : 'SOURCE_UNREADABLE', message, fetch, {
      place: { file: source.file },
      cause,
    })
  }
}
