import { statSync } from 'node:fs'
import { KnownError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { TextDocument } from '../core/document.ts'
import type {
  DocumentFilesWriter,
  DocumentFormat,
  DocumentInput,
  DocumentReader,
  DocumentWriter,
  ReadDocumentsOptions,
  WriteDocumentsOptions,
} from '../documents/contract.ts'
import { documentFormats, guessFormat } from '../documents/registry.ts'

/** Formats that documents are read from. */
export const READABLE_FORMATS: readonly string[] = Object.entries(documentFormats)
  .filter(([, format]) => format.reader !== undefined)
  .map(([name]) => name)

/** Formats that documents are written in. */
export const WRITABLE_FORMATS: readonly string[] = Object.entries(documentFormats)
  .filter(([, format]) => format.writer !== undefined || format.filesWriter !== undefined)
  .map(([name]) => name)

export interface ReadOptions extends ReadDocumentsOptions {
  /** Name of the format; guessed from the name of the input when absent. */
  readonly format?: string | undefined
}

/**
 * The documents of a file, or of what is piped in.
 *
 * @throws KnownError `USAGE` for a format unknown or not to be guessed, and those of the reader
 */
export async function* readDocuments(
  input: DocumentInput,
  options: ReadOptions,
): AsyncGenerator<TextDocument> {
  const reader = await readerOf(typeof input === 'string' ? input : input.name, options.format)
  yield* reader.read(input, options)
}

const readerOf = async (name: string, wanted: string | undefined): Promise<DocumentReader> => {
  const format = wanted ?? (isFolder(name) ? FOLDER_FORMAT : guessFormat(name, 'read'))
  if (format === undefined) {
    const message = `the format of ${name} cannot be guessed from its name`
    throw new KnownError('USAGE', message, `Give it: --from ${READABLE_FORMATS.join('|')}.`)
  }
  const { reader } = formatNamed(format, READABLE_FORMATS, 'read')
  if (reader === undefined) throw unknownFormat(format, READABLE_FORMATS, 'read')
  return reader()
}

/** Folders hold brat's pairs of files. */
const FOLDER_FORMAT = 'brat'

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** What documents are written with: pieces of one stream, or files of a folder. */
export type OpenWriter =
  | { readonly kind: 'stream'; readonly writer: DocumentWriter }
  | { readonly kind: 'files'; readonly writer: DocumentFilesWriter }

/** @throws KnownError `USAGE` for a format unknown */
export const openDocumentWriter = async (
  format: string,
  options: WriteDocumentsOptions = {},
): Promise<OpenWriter> => {
  const { writer, filesWriter } = formatNamed(format, WRITABLE_FORMATS, 'written')
  if (writer) return { kind: 'stream', writer: await writer(options) }
  if (filesWriter) return { kind: 'files', writer: await filesWriter(options) }
  throw unknownFormat(format, WRITABLE_FORMATS, 'written')
}

export { guessFormat } from '../documents/registry.ts'

const formatNamed = (name: string, known: readonly string[], use: string): DocumentFormat => {
  const format = Object.hasOwn(documentFormats, name) ? documentFormats[name] : undefined
  if (format === undefined) throw unknownFormat(name, known, use)
  return format
}

const unknownFormat = (name: string, known: readonly string[], use: string): KnownError =>
  new KnownError(
    'USAGE',
    `no format "${name}" can be ${use}.${didYouMean(name, known)}`,
    `Use one of: ${known.join(', ')}.`,
  )
