import type { Readable } from 'node:stream'
import type { TextDocument } from '../core/document.ts'

/** A file, or what is piped in. `.gz` is unpacked. */
export type DocumentInput = string | { readonly name: string; readonly stream: Readable }

/** A document, or a part of the input, that could not be read; the rest is read on. */
export interface DocumentProblem {
  /** 1-based; 0 when the problem has no line of its own. */
  readonly line: number
  /** Id of the document, where known. */
  readonly id?: string
  readonly message: string
  readonly repair: string
}

export interface ReadDocumentsOptions {
  readonly report: (problem: DocumentProblem) => void
  readonly signal?: AbortSignal | undefined
  /** Class of mentions for which the file names none (bare `B`, `I`, `O` in CoNLL). Default `entity`. */
  readonly label?: string
}

/** A format that documents come in. Offsets of the documents are UTF-16 code units, whatever the format counts in. */
export interface DocumentReader {
  /**
   * Streams the documents in order; memory is bounded by the largest one.
   *
   * @throws KnownError when the input as a whole cannot be read
   */
  read(input: DocumentInput, options: ReadDocumentsOptions): AsyncIterable<TextDocument>
}

/** Something of a document that the format written has no place for. */
export interface DocumentLoss {
  readonly id: string
  readonly message: string
}

export interface WriteDocumentsOptions {
  /** Unit of the offsets written, where the format leaves it open. Default `utf16`. */
  readonly offsets?: 'utf16' | 'codepoint'
  /**
   * Called for what the format cannot hold: once a document for what is of that document (a text with a line break where
   * a line is a text), once a writer, with the first document, for what no document in the format has (scores).
   */
  readonly report?: (loss: DocumentLoss) => void
}

/** A format that documents go out in, written piece by piece. For one stream of documents: it remembers what it said. */
export interface DocumentWriter {
  /** Before the first document. */
  begin(): string
  document(document: TextDocument): string
  /** After the last one. */
  end(): string
}

/** One file of several that a document is written to. */
export interface DocumentFile {
  /** Safe as a file name on any system; without a folder. */
  readonly name: string
  readonly content: string
}

/** A format of several files for each document: it wants a folder. */
export interface DocumentFilesWriter {
  /** Names differ from those of all documents written before. */
  files(document: TextDocument): readonly DocumentFile[]
}

/** One entry of the registry: a format by its name. */
export interface DocumentFormat {
  /** File name endings by which it is guessed, in lower case, without `.gz`: `.pubtator`. */
  readonly endings: readonly string[]
  readonly reader?: () => Promise<DocumentReader>
  readonly writer?: (options: WriteDocumentsOptions) => Promise<DocumentWriter>
  readonly filesWriter?: (options: WriteDocumentsOptions) => Promise<DocumentFilesWriter>
}
