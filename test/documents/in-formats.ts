import { tarOf } from '../support/tar.ts'
import { documentFormats } from '../../src/documents/registry.ts'
import type { DocumentReader } from '../../src/documents/contract.ts'

/** A text under an id, without anything else. */
export interface Plain {
  readonly id: string
  readonly text: string
}

const xmlText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Texts of one line as a file of each format that holds several; CoNLL has words parted by blanks. */
export const FILES: Readonly<Record<string, (documents: readonly Plain[]) => Buffer>> = {
  jsonl: (documents) => Buffer.from(documents.map((document) => `${JSON.stringify(document)}\n`).join('')),
  pubtator: (documents) =>
    Buffer.from(documents.map(({ id, text }) => `${id}|t|${text}\n${id}|a|\n\n`).join('')),
  'bioc-xml': (documents) =>
    Buffer.from(
      `<collection><source/><date/><key/>${documents
        .map(
          ({ id, text }) =>
            `\n<document><id>${id}</id><passage><offset>0</offset><text>${xmlText(text)}</text></passage></document>`,
        )
        .join('')}</collection>`,
    ),
  'bioc-json': (documents) =>
    Buffer.from(
      JSON.stringify({
        documents: documents.map(({ id, text }) => ({ id, passages: [{ offset: 0, text }] })),
      }),
    ),
  brat: (documents) =>
    tarOf(
      Object.fromEntries(
        documents.flatMap(({ id, text }) => [
          [`${id}.txt`, text],
          [`${id}.ann`, ''],
        ]),
      ),
    ),
  conll: (documents) =>
    Buffer.from(
      documents
        .map(({ id, text }) => `-DOCSTART- (${id})\tO\n\n${text.split(' ').join('\tO\n')}\tO\n\n`)
        .join(''),
    ),
}

export const readerOf = async (format: string): Promise<DocumentReader> => {
  const reader = await documentFormats[format]?.reader?.()
  if (reader === undefined) throw new Error(`no reader of ${format}`)
  return reader
}
