import { KnownError } from '../core/errors.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import { type Curation, CURATION_KEYS, curationLineSchema, describeLineIssue } from './curation.ts'

export interface ReadCurationsOptions {
  readonly signal?: AbortSignal | undefined
}

/** A line as it stands in the file, and what it says. */
export interface CurationLine {
  readonly raw: string
  readonly curation: Curation
}

const MAX_LINE_BYTES = 1024 * 1024

/**
 * The curations of a JSON Lines file, in its order; blank lines are passed over. An empty file has none.
 *
 * @throws KnownError `CURATION_INVALID` with file and line; `SOURCE_NOT_FOUND` and what else `readBytes` throws
 */
export const readCurations = async (
  file: string,
  options: ReadCurationsOptions = {},
): Promise<readonly Curation[]> => (await readCurationLines(file, options)).map(({ curation }) => curation)

/** As {@link readCurations}, with the text of each line: what is written back as it was. */
export const readCurationLines = async (
  file: string,
  { signal }: ReadCurationsOptions = {},
): Promise<readonly CurationLine[]> => {
  const lines: CurationLine[] = []
  const report = ({ line }: { readonly line: number }): never => {
    throw invalid(file, line, 'the line is not UTF-8', 'Convert the file to UTF-8.')
  }
  try {
    for await (const block of readTextBlocks(file, { report, signal, maxLineBytes: MAX_LINE_BYTES })) {
      block.text.split('\n').forEach((text, index) => {
        const raw = text.trim()
        if (raw !== '') lines.push({ raw, curation: parseLine(raw, file, block.firstLine + index) })
      })
    }
  } catch (error) {
    if (error instanceof KnownError && error.code === 'SOURCE_EMPTY') return []
    throw error instanceof KnownError && error.code === 'SOURCE_NOT_FOUND' ? notFound(error) : error
  }
  return lines
}

const parseLine = (raw: string, file: string, line: number): Curation => {
  const value = parseJson(raw, file, line)
  const checked = curationLineSchema.safeParse(value)
  if (!checked.success) {
    const [issue] = checked.error.issues
    const message = issue === undefined ? 'not a curation' : describeLineIssue(issue, value)
    throw invalid(file, line, message, `Correct the line; its keys are ${CURATION_KEYS.join(', ')}.`)
  }
  const { text, concept, scope, type, ...rest } = checked.data
  return {
    ...rest,
    ...(text === undefined ? {} : { text }),
    ...(concept === undefined ? {} : { concept }),
    ...(scope === undefined ? {} : { scope }),
    ...(type === undefined ? {} : { type }),
    line,
  }
}

const parseJson = (raw: string, file: string, line: number): object => {
  const shown = raw.length > 80 ? `${raw.slice(0, 80)}…` : raw
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch (cause) {
    const repair = 'Write one JSON object a line; a missing comma or quote is the usual cause.'
    throw invalid(file, line, `not valid JSON: ${shown}`, repair, cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw invalid(file, line, `no JSON object: ${shown}`, 'Write one JSON object a line.')
}

const invalid = (file: string, line: number, message: string, repair: string, cause?: unknown): KnownError =>
  new KnownError('CURATION_INVALID', message, repair, { place: { file, line }, cause })

const notFound = (error: KnownError): KnownError =>
  new KnownError(
    'SOURCE_NOT_FOUND',
    'no such curations file',
    'Correct "curations" in the configuration, or make the file with ontoground curate --write.',
    { ...(error.place === undefined ? {} : { place: error.place }), cause: error },
  )
