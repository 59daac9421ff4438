import { endOf, type Mention, startOf, type TextDocument } from '../core/document.ts'
import { KnownError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { DocumentProblem } from '../documents/contract.ts'
import { AbbreviationTally, type AbbreviationResult } from '../eval/abbreviations.ts'
import { E2eTally, type E2eResult } from '../eval/e2e.ts'
import { type ClassOf, classOfLabel } from '../eval/labels.ts'
import { type JudgedDocument, NerTally, type NerResult } from '../eval/ner.ts'
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
import type { KnowledgeBase } from './knowledge-base.ts'

export interface EvaluateOptions extends PairOptions {
  /** Label of the files → entity class; `''` leaves mentions with the label out. What is not there goes by the public corpora. */
  readonly map?: Readonly<Record<string, string>> | undefined
  /** Only these entity classes count. Default: those of gold, and of them only what `predictions` may well hold. */
  readonly classes?: readonly string[] | undefined
  /** At most this many of the worst errors of each kind. Default 20. */
  readonly errors?: number | undefined
}

export interface NerEvaluateOptions extends EvaluateOptions {
  /** Training data: figures of strings that are among its mentions and of those that are not are told apart. */
  readonly seen?: EvaluationFile | undefined
}

export interface E2eEvaluateOptions extends EvaluateOptions {
  /** Knows which ids stand for an id now; without one each stands for itself. */
  readonly kb?: Pick<KnowledgeBase, 'term'> | undefined
}

export interface Evaluation {
  readonly documents: DocumentAccount
  /** Entity classes that were scored. */
  readonly classes: readonly string[]
  /** How many mentions were passed over, by class. */
  readonly leftOut: {
    readonly gold: Readonly<Record<string, number>>
    readonly predicted: Readonly<Record<string, number>>
  }
  /** How many mentions in pieces count as the stretch from their first to their last, since gold has none in pieces. */
  readonly joined: number
}

export type NerEvaluation = Evaluation & NerResult
export type E2eEvaluation = Evaluation & E2eResult
export type { ErrorReport, WorstError } from '../eval/errors.ts'
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
  const documents = await judge(options, scope, tally)
  return { ...scope.account(), documents, ...tally.result(options.errors) }
}

/** Scores mentions with their ids. As {@link evaluateNer}. */
export const evaluateE2e = async (options: E2eEvaluateOptions): Promise<E2eEvaluation> => {
  const scope = await scopeOf(options)
  const tally = new E2eTally({ currentIds: options.kb ? currentIdsOf(options.kb) : undefined })
  const documents = await judge(options, scope, tally)
  const result = tally.result(options.errors)
  if (result.strict.micro.support + result.composite.support === 0)
    throw new KnownError('USAGE', `${options.gold.file} has no ids to score`, 'Score its mentions: eval ner.')
  return { ...scope.account(), documents, ...result }
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

const judge = async (
  options: PairOptions,
  scope: Scope,
  tally: { readonly add: (document: JudgedDocument) => void },
): Promise<DocumentAccount> => {
  const book = new DocumentBook()
  for await (const { gold, predicted } of judgedPairs(options, book))
    tally.add({
      id: gold.id,
      text: gold.text,
      gold: scope.gold(gold.mentions),
      predicted: scope.predicted(predicted),
    })
  return book.account()
}

/** Names classes alike on both sides, and passes over what is not to be scored. */
class Scope {
  readonly #classOf: ClassOf
  readonly #predictedClassOf: ClassOf
  readonly #classes: ReadonlySet<string>
  readonly #hasPieces: boolean
  readonly #leftOut = { gold: new Map<string, number>(), predicted: new Map<string, number>() }
  #joined = 0

  constructor(
    { classes, hasPieces }: { readonly classes: readonly string[]; readonly hasPieces: boolean },
    classOf: ClassOf,
    predictedClassOf: ClassOf,
  ) {
    this.#classes = new Set(classes)
    this.#hasPieces = hasPieces
    this.#classOf = classOf
    this.#predictedClassOf = predictedClassOf
  }

  gold(mentions: readonly Mention[]): Mention[] {
    return mentions.flatMap((mention) => this.#scored(mention, this.#classOf, this.#leftOut.gold))
  }

  predicted({ text, mentions }: Pick<TextDocument, 'text' | 'mentions'>): Mention[] {
    const scored = mentions.flatMap((mention) =>
      this.#scored(mention, this.#predictedClassOf, this.#leftOut.predicted),
    )
    return this.#hasPieces ? scored : scored.map((mention) => this.#inOnePiece(text, mention))
  }

  #inOnePiece(text: string, mention: Mention): Mention {
    if (mention.spans.length === 1) return mention
    this.#joined++
    const [start, end] = [startOf(mention), endOf(mention)]
    return { ...mention, spans: [[start, end]], text: text.slice(start, end) }
  }

  /** As gold, uncounted. */
  seen(mentions: readonly Mention[]): Mention[] {
    return mentions.flatMap((mention) => this.#scored(mention, this.#classOf, new Map()))
  }

  account(): Pick<Evaluation, 'classes' | 'leftOut' | 'joined'> {
    const { gold, predicted } = this.#leftOut
    const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
      Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    return {
      classes: [...this.#classes].sort(),
      leftOut: { gold: sorted(gold), predicted: sorted(predicted) },
      joined: this.#joined,
    }
  }

  #scored(mention: Mention, classOf: ClassOf, leftOut: Map<string, number>): Mention[] {
    const name = classOf(mention.class)
    if (name !== undefined && this.#classes.has(name)) return [{ ...mention, class: name }]
    const key = name ?? mention.class
    leftOut.set(key, (leftOut.get(key) ?? 0) + 1)
    return []
  }
}

const scopeOf = async (options: EvaluateOptions): Promise<Scope> => {
  const classOf = classOfLabel(options.map)
  const isFile = 'file' in options.predictions
  const predictedClassOf: ClassOf = isFile ? classOf : (label) => label
  for (const name of options.classes ?? []) requireFindable(name, options)
  const { inGold, hasPieces } = await survey(options, classOf)
  const classes = options.classes ?? sharedClasses(options, inGold)
  return new Scope({ classes, hasPieces }, classOf, predictedClassOf)
}

interface Survey {
  readonly inGold: readonly string[]
  readonly hasPieces: boolean
}

/** What there is in gold. */
const survey = async ({ gold, signal }: EvaluateOptions, classOf: ClassOf): Promise<Survey> => {
  const inGold = new Set<string>()
  let hasPieces = false
  // What is wrong with the file is told when it is read to be scored.
  for await (const { mentions } of readEvaluationFile(gold, { report: () => undefined, signal }))
    for (const { class: label, spans } of mentions) {
      inGold.add(classOf(label) ?? '')
      hasPieces ||= spans.length > 1
    }
  inGold.delete('')
  return { inGold: [...inGold], hasPieces }
}

const requireFindable = (name: string, { predictions }: EvaluateOptions): void => {
  const known = 'file' in predictions ? undefined : predictions.classes
  if (known === undefined || known.includes(name)) return
  throw new KnownError(
    'CLASS_NOT_FOUND',
    `nothing finds mentions of the class "${name}".${didYouMean(name, known)}`,
    `There are: ${known.toSorted().join(', ')}.`,
  )
}

/** The classes of gold that may be found. */
const sharedClasses = (
  { gold, predictions }: EvaluateOptions,
  inGold: readonly string[],
): readonly string[] => {
  const { classes: known, named = known } = 'file' in predictions ? {} : predictions
  for (const classes of [named, known]) {
    const shared = inGold.filter((name) => classes?.includes(name) ?? true)
    if (shared.length > 0) return shared
  }
  if (inGold.length === 0)
    throw new KnownError('USAGE', `${gold.file} has no mentions to score`, 'Check its format: --from.')
  throw new KnownError(
    'CLASS_NOT_FOUND',
    `gold has mentions of ${inGold.toSorted().join(', ')}; what is to be scored finds ${(known ?? []).toSorted().join(', ')}`,
    'Say which label stands for which class: --map LABEL=class.',
  )
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
