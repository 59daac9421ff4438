import type { TextDocument } from '../core/document.ts'
import { KnownError } from '../core/errors.ts'
import type { DocumentProblem } from '../documents/contract.ts'
import { AbbreviationTally, type AbbreviationResult } from '../eval/abbreviations.ts'
import { E2eTally, type E2eResult } from '../eval/e2e.ts'
import { type JudgedDocument, NerTally, type NerResult } from '../eval/ner.ts'
import { type DocumentScores, RunComparer, type RunComparison } from '../eval/run-comparison.ts'
import { NO_COUNTS, scoreOf } from '../eval/score.ts'
import { SeenStrings } from '../eval/seen.ts'
import { findAbbreviations } from '../ner/abbreviations/find.ts'
import {
  type DocumentAccount,
  DocumentBook,
  type EvaluationFile,
  judgedPairs,
  type PairOptions,
  readEvaluationFile,
} from './evaluation-pairs.ts'
import { currentIdsOf } from './evaluation-ids.ts'
import { type Scope, type ScopeAccount, scopeOf, type ScopeOptions } from './evaluation-scope.ts'
import type { KnowledgeBase } from './knowledge-base.ts'

export interface EvaluateOptions extends ScopeOptions {
  /** At most this many of the worst errors of each kind. Default 20. */
  readonly errors?: number | undefined
  /** What another run found in the same documents: how sure is the difference? */
  readonly against?: EvaluationFile | undefined
}

export interface NerEvaluateOptions extends EvaluateOptions {
  /** Training data: figures of strings that are among its mentions and of those that are not are told apart. */
  readonly seen?: EvaluationFile | undefined
}

export interface E2eEvaluateOptions extends EvaluateOptions {
  /** Knows which ids stand for an id now; without one each stands for itself. */
  readonly kb?: Pick<KnowledgeBase, 'term'> | undefined
}

export interface Evaluation extends ScopeAccount {
  readonly documents: DocumentAccount
}

/** Strict F1 of this run and another; with ids also that of the sets of ids of documents. */
export type ComparedFigure = 'strict' | 'documentSets'

export interface Compared {
  /** Present when another run was given. */
  readonly against?: RunComparison<ComparedFigure>
  readonly againstDocuments?: DocumentAccount
}

export type NerEvaluation = Evaluation & NerResult & Compared
export type E2eEvaluation = Evaluation & E2eResult & Compared
export type { ErrorReport, WorstError } from '../eval/errors.ts'
export type { ComparedF1, RunComparison } from '../eval/run-comparison.ts'
export type { Score, Summary } from '../eval/score.ts'
export type { DocumentAccount, EvaluationFile, EvaluationProblem, Predictor } from './evaluation-pairs.ts'

/**
 * Scores mentions. Streams both sides.
 *
 * @throws KnownError `CLASS_NOT_FOUND` when nothing of gold would be scored, `USAGE`, and those of the readers
 */
export const evaluateNer = async (options: NerEvaluateOptions): Promise<NerEvaluation> => {
  const scope = await scopeOf(options)
  const seen = options.seen ? await seenStrings(options.seen, scope, options) : undefined
  const tally = new NerTally(seen ? { isSeen: (mention) => seen.has(mention) } : {})
  const judged = await judge(options, scope, tally, () => new NerTally())
  return { ...scope.account(), ...judged, ...tally.result(options.errors) }
}

/** Scores mentions with their ids. As {@link evaluateNer}. */
export const evaluateE2e = async (options: E2eEvaluateOptions): Promise<E2eEvaluation> => {
  const scope = await scopeOf(options)
  const ids = { currentIds: options.kb ? currentIdsOf(options.kb) : undefined }
  const tally = new E2eTally(ids)
  const judged = await judge(options, scope, tally, () => new E2eTally(ids))
  const result = tally.result(options.errors)
  if (result.strict.micro.support + result.composite.support === 0)
    throw new KnownError('USAGE', `${options.gold.file} has no ids to score`, 'Score its mentions: eval ner.')
  return { ...scope.account(), ...judged, ...result }
}

export type AbbreviationEvaluation = Pick<Evaluation, 'documents'> & AbbreviationResult

/**
 * Scores what documents say their abbreviations mean; without predictions, what is found now.
 *
 * @throws KnownError `USAGE` when gold has none, and those of the readers
 */
export const evaluateAbbreviations = async ({
  predictions = { predict: withAbbreviations },
  errors,
  ...options
}: Omit<PairOptions, 'predictions'> & {
  readonly predictions?: PairOptions['predictions']
  readonly errors?: number | undefined
}): Promise<AbbreviationEvaluation> => {
  const tally = new AbbreviationTally()
  const book = new DocumentBook()
  for await (const { gold, predicted } of judgedPairs({ ...options, predictions }, book))
    tally.add({
      id: gold.id,
      text: gold.text,
      gold: gold.abbreviations ?? [],
      predicted: predicted.abbreviations ?? [],
    })
  const result = tally.result(errors)
  if (result.pairs.support === 0)
    throw new KnownError(
      'USAGE',
      `${options.gold.file} defines no abbreviations`,
      'Give them in jsonl: "abbreviations".',
    )
  return { documents: book.account(), ...result }
}

const withAbbreviations = (document: TextDocument): TextDocument => ({
  ...document,
  abbreviations: findAbbreviations(document),
})

interface Tally {
  readonly add: (document: JudgedDocument) => void
  readonly result: (errors?: number) => Partial<Pick<E2eResult, ComparedFigure>>
}

/** Scores this run, and what another found in the same documents. */
const judge = async (
  options: EvaluateOptions,
  scope: Scope,
  tally: Tally,
  tallyOfOne: () => Tally,
): Promise<Pick<Evaluation, 'documents'> & Compared> => {
  const { against } = options
  const figures = (['strict', 'documentSets'] as const).filter((name) => name in tally.result(0))
  const comparer = against && new RunComparer<ComparedFigure>(figures)
  const scoresOf = (document: JudgedDocument): DocumentScores<ComparedFigure> => {
    const one = tallyOfOne()
    one.add(document)
    const { strict, documentSets } = one.result(0)
    return {
      strict: strict?.micro ?? scoreOf(NO_COUNTS),
      documentSets: documentSets?.micro ?? scoreOf(NO_COUNTS),
    }
  }
  const documents = await judgeRun(options, scope, (document) => {
    tally.add(document)
    comparer?.add(0, document.id, scoresOf(document))
  })
  if (against === undefined || comparer === undefined) return { documents }
  const { gold, report, signal } = options
  const others = { gold, report, signal, predictions: against }
  const againstDocuments = await judgeRun(others, scope.ofFile(), (document) => {
    comparer.add(1, document.id, scoresOf(document))
  })
  return { documents, against: comparer.result(), againstDocuments }
}

const judgeRun = async (
  options: PairOptions,
  scope: Scope,
  add: (document: JudgedDocument) => void,
): Promise<DocumentAccount> => {
  const book = new DocumentBook()
  for await (const { gold, predicted } of judgedPairs(options, book))
    add({
      id: gold.id,
      text: gold.text,
      gold: scope.gold(gold.mentions),
      predicted: scope.predicted(predicted),
    })
  return book.account()
}

const seenStrings = async (
  file: EvaluationFile,
  scope: Scope,
  { report, signal }: PairOptions,
): Promise<SeenStrings> => {
  const strings = new SeenStrings()
  const told = (problem: DocumentProblem): void => {
    report({ ...problem, file: file.file })
  }
  for await (const { mentions } of readEvaluationFile(file, { report: told, signal }))
    for (const mention of scope.seen(mentions)) strings.add(mention)
  if (strings.size === 0)
    throw new KnownError(
      'USAGE',
      `${file.file} has no mentions of the classes scored`,
      'Check its format and labels: --seen-from, --map.',
    )
  return strings
}
