import { Readable } from 'node:stream'
import type { TextDocument } from '../../src/core/document.ts'
import type {
  DocumentInput,
  DocumentLoss,
  DocumentProblem,
  DocumentReader,
  DocumentWriter,
  ReadDocumentsOptions,
  WriteDocumentsOptions,
} from '../../src/documents/contract.ts'

export interface Outcome {
  readonly documents: readonly TextDocument[]
  readonly problems: readonly DocumentProblem[]
}

export const readInput = async (
  reader: DocumentReader,
  input: DocumentInput,
  options: Partial<ReadDocumentsOptions> = {},
): Promise<Outcome> => {
  const documents: TextDocument[] = []
  const problems: DocumentProblem[] = []
  const report = (problem: DocumentProblem) => problems.push(problem)
  for await (const document of reader.read(input, { report, ...options })) documents.push(document)
  return { documents, problems }
}

/** Reads a text as though it were piped in, in pieces of a few bytes. */
export const readText = (
  reader: DocumentReader,
  text: string,
  {
    name = 'sample',
    chunk = 7,
    ...options
  }: Partial<ReadDocumentsOptions> & { name?: string; chunk?: number } = {},
): Promise<Outcome> => {
  const bytes = Buffer.from(text)
  const pieces: Buffer[] = []
  for (let start = 0; start < bytes.length; start += chunk) pieces.push(bytes.subarray(start, start + chunk))
  return readInput(reader, { name, stream: Readable.from(pieces) }, options)
}

export const writeAll = (writer: DocumentWriter, documents: readonly TextDocument[]): string =>
  [writer.begin(), ...documents.map((document) => writer.document(document)), writer.end()].join('')

export const collected = (): { losses: DocumentLoss[]; options: WriteDocumentsOptions } => {
  const losses: DocumentLoss[] = []
  return { losses, options: { report: (loss) => losses.push(loss) } }
}
