import type { TextDocument } from '../core/document.ts'
import { KnownError } from '../core/errors.ts'
import { readBytes } from '../io/source.ts'
import { withoutByteOrderMark } from '../io/text-blocks.ts'
import type { DocumentInput, DocumentReader, ReadDocumentsOptions } from './contract.ts'
import { nameOf, notText, sourceOf, stemOf } from './input.ts'

/** Longest text taken, bytes: well below what a string may hold. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024

/**
 * Plain text: an input is one document, its id the file's name without ending. The text is taken as it is, but for a
 * byte order mark; an empty file is a document, too.
 *
 * @throws KnownError those of `readBytes`, and `SOURCE_NOT_TEXT`, `SOURCE_ENCODING`, `SOURCE_LIMIT`
 */
export const textReader: DocumentReader = {
  async *read(input, options) {
    const text = await wholeText(input, options)
    const document: TextDocument = { id: stemOf(nameOf(input)), text, sections: [], mentions: [] }
    yield document
  },
}

/** @throws KnownError as {@link textReader} */
export const wholeText = async (input: DocumentInput, options: ReadDocumentsOptions): Promise<string> => {
  const name = nameOf(input)
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const raw of readBytes(name, sourceOf(input, options))) {
      chunks.push(raw)
      length += raw.length
      if (length > MAX_TEXT_BYTES) throw tooLong(name)
    }
  } catch (error) {
    if (error instanceof KnownError && error.code === 'SOURCE_EMPTY') return ''
    throw error
  }
  return decoded(Buffer.concat(chunks), name)
}

/**
 * A text without its byte order mark.
 *
 * @throws KnownError `SOURCE_NOT_TEXT`, `SOURCE_ENCODING`
 */
export const decoded = (whole: Buffer, name: string): string => {
  const bytes = withoutByteOrderMark(whole, name)
  const nul = bytes.indexOf(0)
  if (nul !== -1) throw notText(name, lineAt(bytes, nul))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new KnownError(
      'SOURCE_ENCODING',
      'the text is not UTF-8',
      'Convert it, e.g. iconv -f ISO-8859-1 -t UTF-8.',
      { place: { file: name }, cause },
    )
  }
}

const lineAt = (bytes: Buffer, end: number): number => {
  let line = 1
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < end; at = bytes.indexOf(0x0a, at + 1)) line++
  return line
}

const tooLong = (file: string): KnownError =>
  new KnownError(
    'SOURCE_LIMIT',
    `the text is longer than ${String(MAX_TEXT_BYTES / 1024 / 1024)} MiB`,
    'Cut it into documents, one a line: {"id": "…", "text": "…"} (jsonl).',
    { place: { file } },
  )
