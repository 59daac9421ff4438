import type { TextDocument } from '../core/document.ts'
import { throwIfAborted } from '../core/errors.ts'
import type { DocumentProblem, ReadDocumentsOptions } from '../documents/contract.ts'
import { stemOf } from '../documents/input.ts'
import { alignedTo, firstDifference } from '../eval/align.ts'
import { type Pair, pairDocuments } from '../eval/pairing.ts'
import { guessFormat, readDocuments } from './documents.ts'

export interface EvaluationFile {
  readonly file: string
  /** Default: by its name. */
  readonly format?: string | undefined
}

/** Finds what is to be scored, in documents without mentions. */
export interface Predictor {
  readonly predict: (document: TextDocument) => TextDocument | Promise<TextDocument>
  /** Entity classes it may find; all when absent. */
  readonly classes?: readonly string[]
  /** Those of them that are scored unless others are asked for, where gold has any: those that it has names of. */
  readonly named?: readonly string[]
}

/** What is wrong with a document of a file, or with its prediction. */
export interface EvaluationProblem extends DocumentProblem {
  readonly file: string
}

export interface PairOptions {
  readonly gold: EvaluationFile
  /** Made elsewhere and read, or made now. */
  readonly predictions: EvaluationFile | Predictor
  readonly report: (problem: EvaluationProblem) => void
  /** Called for each document scored, with what was found in it. */
  readonly progress?: ((document: TextDocument) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** What became of the documents. */
export interface DocumentAccount {
  readonly scored: number
  /** In gold alone: all their mentions were missed. */
  readonly missing: DocumentList
  /** In the predictions alone: not scored. */
  readonly extra: DocumentList
}

export interface DocumentList {
  readonly count: number
  /** The first of them. */
  readonly ids: readonly string[]
}

const LISTED = 100

/** Counts documents. */
export class DocumentBook {
  #scored = 0
  readonly #lists = { missing: { count: 0, ids: [] as string[] }, extra: { count: 0, ids: [] as string[] } }

  score(): void {
    this.#scored++
  }

  list(which: 'missing' | 'extra', id: string): void {
    const list = this.#lists[which]
    list.count++
    if (list.ids.length < LISTED) list.ids.push(id)
  }

  account(): DocumentAccount {
    const { missing, extra } = this.#lists
    return { scored: this.#scored, missing: { ...missing }, extra: { ...extra } }
  }
}

/** Gold with what was found in it. A document of which nothing is known is one in which nothing was found. */
export async function* judgedPairs(
  options: PairOptions,
  book: DocumentBook,
): AsyncGenerator<{ readonly gold: TextDocument; readonly predicted: TextDocument }> {
  for await (const { gold, predicted } of pairs(options, book)) {
    throwIfAborted(options.signal)
    book.score()
    if (predicted === undefined) book.list('missing', gold.id)
    const found = predicted === undefined ? bare(gold) : comparable(gold, predicted, options)
    yield { gold, predicted: found }
    options.progress?.(found)
  }
}

async function* pairs(options: PairOptions, book: DocumentBook): AsyncGenerator<Pair> {
  const { gold, predictions, report, signal } = options
  const read = (of: EvaluationFile): AsyncGenerator<TextDocument> =>
    readEvaluationFile(of, {
      report: (problem) => {
        report({ ...problem, file: of.file })
      },
      signal,
    })
  if ('file' in predictions) {
    const hasNumbers = isConll(gold) && isConll(predictions)
    const documentsOf = (of: EvaluationFile): AsyncGenerator<TextDocument> =>
      hasNumbers ? calledByNumber(of.file, read(of)) : read(of)
    yield* pairDocuments(documentsOf(gold), documentsOf(predictions), ({ id }) => {
      book.list('extra', id)
    })
    return
  }
  for await (const document of read(gold)) {
    const predicted = await predictions.predict(bare(document))
    for (const message of predicted.errors ?? [])
      report({
        file: gold.file,
        line: 0,
        id: document.id,
        message,
        repair: 'All its mentions count as missed.',
      })
    yield { gold: document, predicted }
  }
}

/** The text and its parts, and nothing that gives the answer away. */
const bare = ({ id, text, sections }: TextDocument): TextDocument => ({ id, text, sections, mentions: [] })

/** The prediction at the offsets of gold. */
const comparable = (gold: TextDocument, predicted: TextDocument, options: PairOptions): TextDocument => {
  if (predicted.text === gold.text) return predicted
  const at = firstDifference(gold.text, predicted.text)
  if (at === null) return alignedTo(gold.text, predicted)
  options.report({
    file: 'file' in options.predictions ? options.predictions.file : options.gold.file,
    line: 0,
    id: gold.id,
    message: `the text is not that of gold, from "${gold.text.slice(at, at + 30)}" at ${String(at)} on; scored as it stands`,
    repair: 'Make the predictions on the texts of gold.',
  })
  return predicted
}

/** The documents of a file. */
export const readEvaluationFile = (
  { file, format }: EvaluationFile,
  options: ReadDocumentsOptions,
): AsyncGenerator<TextDocument> => readDocuments(file, { ...options, format })

const isConll = ({ file, format }: EvaluationFile): boolean =>
  (format ?? guessFormat(file, 'read')) === 'conll'

/** Sentences have no ids: they are called by the name of the file and their number, of which only this is the same. */
async function* calledByNumber(
  file: string,
  documents: AsyncIterable<TextDocument>,
): AsyncGenerator<TextDocument> {
  const begin = `${stemOf(file)}-`
  for await (const document of documents) {
    const rest = document.id.startsWith(begin) ? document.id.slice(begin.length) : ''
    yield /^\d+$/.test(rest) ? { ...document, id: rest } : document
  }
}
