import { resolve } from 'node:path'
import { openAnnotator } from '../../pipeline/annotator.ts'
import { guessFormat } from '../../pipeline/documents.ts'
import {
  type DocumentAccount,
  type EvaluateOptions,
  evaluateAbbreviations,
  evaluateE2e,
  evaluateNer,
  type EvaluationFile,
  type Predictor,
} from '../../pipeline/evaluate.ts'
import type { KnowledgeBase } from '../../pipeline/knowledge-base.ts'
import { annotateProgress } from '../annotate-progress.ts'
import { withKnowledgeBase } from '../command.ts'
import { kbOrNone, listLines, printFigures, problemLine } from '../eval-output.ts'
import { abbreviationLines, e2eLines, nerLines } from '../evaluation-tables.ts'
import { EXIT } from '../exit-codes.ts'
import { frontEnd, type FrontEndOptions } from '../front-end.ts'
import type { Style, Terminal } from '../terminal.ts'

export interface EvalCommandOptions extends FrontEndOptions {
  readonly gold: string
  readonly from?: string
  readonly pred?: string
  readonly predFrom?: string
  readonly against?: string
  readonly seen?: string
  readonly seenFrom?: string
  readonly map?: Readonly<Record<string, string>>
  readonly classes?: readonly string[]
  readonly overlaps?: 'all' | 'longest' | 'flat'
  readonly limit?: number
  readonly errors?: number
  readonly json?: boolean
}

/** `ontoground eval ner` */
export const evalNer = (options: EvalCommandOptions, terminal: Terminal): Promise<number> =>
  withPredictions(options, terminal, async (predictions) => {
    const { common, finish } = begin(options, terminal)
    const seen =
      options.seen === undefined
        ? undefined
        : fileOf(options.seen, options.seenFrom ?? options.from, terminal)
    const result = await evaluateNer({ ...common, predictions, seen })
    return finish(result, nerLines)
  })

/** `ontoground eval e2e` */
export const evalE2e = (options: EvalCommandOptions, terminal: Terminal): Promise<number> =>
  withPredictions(options, terminal, async (predictions, kb) => {
    const { common, finish } = begin(options, terminal)
    const result = await withIds(options, terminal, kb, (ids) =>
      evaluateE2e({ ...common, predictions, kb: ids }),
    )
    return finish(result, e2eLines)
  })

/** `ontoground eval abbrev` */
export const evalAbbreviations = async (options: EvalCommandOptions, terminal: Terminal): Promise<number> => {
  const { common, finish } = begin(options, terminal)
  const predictions = predictionsFile(options, terminal)
  return finish(
    await evaluateAbbreviations({ ...common, ...(predictions ? { predictions } : {}) }),
    abbreviationLines,
  )
}

/** Predictions read from the file named, or else made over the knowledge base. */
const withPredictions = (
  options: EvalCommandOptions,
  terminal: Terminal,
  task: (predictions: EvaluationFile | Predictor, kb: KnowledgeBase | undefined) => Promise<number>,
): Promise<number> => {
  const file = predictionsFile(options, terminal)
  if (file !== undefined) return task(file, undefined)
  return withKnowledgeBase(options, terminal, async (kb) => {
    const { overlaps, limit } = options
    const found = { ...frontEnd(options, terminal), overlaps, limit, signal: terminal.signal }
    const annotator = await openAnnotator(kb, found)
    const predict: Predictor['predict'] = (document) => annotator.annotateOne(document)
    return task({ predict, classes: annotator.classes, named: kb.classes }, kb)
  })
}

/** The knowledge base that knows which ids stand for others. For predictions made elsewhere it may be missing. */
const withIds = async <Result>(
  options: EvalCommandOptions,
  terminal: Terminal,
  open: KnowledgeBase | undefined,
  task: (kb: KnowledgeBase | undefined) => Promise<Result>,
): Promise<Result> => {
  if (open) return task(open)
  const kb = await kbOrNone(options, terminal)
  try {
    return await task(kb)
  } finally {
    kb?.close()
  }
}

const predictionsFile = (options: EvalCommandOptions, terminal: Terminal): EvaluationFile | undefined =>
  options.pred === undefined ? undefined : otherRun(options.pred, options, terminal)

/** Made elsewhere: of its own format by its name, else of that of gold. */
const otherRun = (
  file: string,
  { predFrom, from }: Pick<EvalCommandOptions, 'predFrom' | 'from'>,
  terminal: Terminal,
): EvaluationFile => fileOf(file, predFrom ?? guessFormat(file, 'read') ?? from, terminal)

const fileOf = (file: string, format: string | undefined, terminal: Terminal): EvaluationFile => ({
  file: resolve(terminal.cwd, file),
  format,
})

type CommonEvaluate = Omit<EvaluateOptions, 'predictions'>

interface Session {
  readonly common: CommonEvaluate
  readonly finish: <
    Result extends { readonly documents: DocumentAccount; readonly againstDocuments?: DocumentAccount },
  >(
    result: Result,
    linesOf: (result: Result, style: Style) => string[],
  ) => Promise<number>
}

/** What all evaluations are given, and how they end: problems as they come, figures at last. */
const begin = (options: EvalCommandOptions, terminal: Terminal): Session => {
  const { gold, from, against, map, classes, errors, quiet, json } = options
  const problems = { count: 0 }
  const progress = annotateProgress(terminal, quiet === true)
  return {
    common: {
      gold: fileOf(gold, from, terminal),
      against: against === undefined ? undefined : otherRun(against, options, terminal),
      ...{ map, classes, errors, signal: terminal.signal },
      report: (problem) => {
        problems.count++
        terminal.stderr.write(`${problemLine(problem)}\n`)
      },
      progress: (document) => {
        progress.document(document)
      },
    },
    finish: async (result, linesOf) => {
      progress.done()
      const unpaired = [
        ...unpairedLines(result.documents, ''),
        ...(result.againstDocuments === undefined
          ? []
          : unpairedLines(result.againstDocuments, ' of the other run')),
      ]
      for (const line of unpaired) terminal.stderr.write(`${line}\n`)
      await printFigures(result, linesOf, json === true, terminal)
      return problems.count + unpaired.length > 0 ? EXIT.partly : EXIT.done
    },
  }
}

const unpairedLines = ({ missing, extra }: DocumentAccount, run: string): string[] => [
  ...listLines(missing, 'document', `of gold without a prediction${run}; their mentions count as missed`),
  ...listLines(
    extra,
    'document',
    `predicted${run === '' ? '' : ' by the other run'} that gold has not; not scored`,
  ),
]
