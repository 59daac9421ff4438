import type { Readable } from 'node:stream'
import type { TextDocument } from '../core/document.ts'

/** A file, or what is piped in. `.gz` is unpacked. */
export type DocumentInput = string | { readonly name: string; readonly stream: Readable }

/** A document, or a part of the input, that could not be read; the rest is read on. */
export interface DocumentProblem {
  /** 1-based. */
  readonly line: number
  /** Id of the document, where known. */
  readonly id?: string
  readonly message: string
  readonly repair: string
}

export interface ReadDocumentsOptions {
  readonly report: (problem: DocumentProblem) => void
  readonly signal?: AbortSignal | undefined
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

export interface WriteDocumentsOptions {
  /** Unit of the offsets written, where the format leaves it open. Default `utf16`. */
  readonly offsets?: 'utf16' | 'codepoint'
  /** Called for what the format cannot hold (a discontinuous mention in IOB). */
  readonly report?: (problem: { readonly id: string; readonly message: string }) => void
}

/** A format that documents go out in, written piece by piece. */
export interface DocumentWriter {
  /** Before the first document. */
  begin(): string
  document(document: TextDocument): string
  /** After the last one. */
  end(): string
}

/** One entry of the registry: a format by its name. */
export interface DocumentFormat {
  /** File name endings by which it is guessed, without `.gz`: `.pubtator`. */
  readonly endings: readonly string[]
  readonly reader?: () => Promise<DocumentReader>
  readonly writer?: (options: WriteDocumentsOptions) => Promise<DocumentWriter>
}
