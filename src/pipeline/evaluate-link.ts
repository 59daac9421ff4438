import { KnownError, throwIfAborted } from '../core/errors.ts'
import type { IdResolver } from '../eval/concepts.ts'
import { LinkTally, type LinkScores } from '../eval/link.ts'
import type { LinkAnswer } from '../eval/link-answer.ts'
import { type LinkFault, linkFaultOf } from '../eval/link-fault.ts'
import { type GoldMention, parseGoldMention } from '../eval/link-gold.ts'
import { judgeLink } from '../eval/link-judge.ts'
import { SeenLinks } from '../eval/link-seen.ts'
import { type AnswerAccount, type AnswerBook, readAnswers } from './evaluation-answers.ts'
import { currentIdsOf, labelsOf } from './evaluation-ids.ts'
import { readEvaluationLines } from './evaluation-lines.ts'
import type { EvaluationProblem } from './evaluation-pairs.ts'
import type { KnowledgeBase } from './knowledge-base.ts'
import type { LinkPredictor } from './link-mentions.ts'

export interface LinkEvaluateOptions {
  /** JSON Lines of mentions with the ids that are right; plain or `.gz`. */
  readonly gold: string
  /** JSON Lines as `link --in` writes them, or made now. */
  readonly predictions: string | LinkPredictor
  /** Predictions to compare with, made elsewhere. */
  readonly against?: string | undefined
  /** Gold that something was trained on: strings and concepts in it are told apart. */
  readonly seen?: string | undefined
  /** Knows which ids stand for an id now, and which concepts and names there are; without one each id stands for itself. */
  readonly kb?: Pick<KnowledgeBase, 'term' | 'query'> | undefined
  /** Only mentions of these entity classes. Default: all. */
  readonly classes?: readonly string[] | undefined
  /** The ks of recall, from 1. Default 1, 5, 20. */
  readonly at?: readonly number[] | undefined
  /** At most this many of the worst errors. Default 20. */
  readonly errors?: number | undefined
  readonly report: (problem: EvaluationProblem) => void
  /** Called with each wrong answer, in the order of gold. */
  readonly fault?: ((fault: LinkFault) => void) | undefined
  /** Called as mentions are linked. */
  readonly progress?: ((done: number, of: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface LinkEvaluation extends LinkScores {
  /** Lines of gold: those that were read, and those refused. */
  readonly lines: { readonly read: number; readonly refused: number }
  readonly documents: number
  readonly classes: readonly string[]
  /** Mentions passed over, by class. */
  readonly leftOut: Readonly<Record<string, number>>
  /** Of predictions that were read. */
  readonly predictions?: AnswerAccount
  readonly againstPredictions?: AnswerAccount
}

export type { LinkFault } from '../eval/link-fault.ts'
export type { LinkFigures } from '../eval/link-figures.ts'
export type { LinkGroup, LinkGroups } from '../eval/link.ts'
export type { ComparedFigure, LinkComparison } from '../eval/link-comparison.ts'

export const RECALL_AT: readonly number[] = [1, 5, 20]

/** Candidates that figures up to these ks look at; runs are compared among five. */
export const candidatesFor = (at: readonly number[]): number => Math.max(5, ...at)

/**
 * Scores links of given mentions. Gold and predictions are held in memory.
 *
 * @throws KnownError `USAGE` when there is nothing to score or lines are out of step, and those of the readers
 */
export const evaluateLink = async (options: LinkEvaluateOptions): Promise<LinkEvaluation> => {
  const { kb, predictions, at = RECALL_AT } = options
  const resolve = kb === undefined ? undefined : currentIdsOf(kb)
  const gold = await readGold(options.gold, options)
  const scope = scopeOf(gold.mentions, options)
  const read = typeof predictions === 'string' ? await readAnswers(predictions, options) : undefined
  const against = options.against === undefined ? undefined : await readAnswers(options.against, options)
  const seen = options.seen === undefined ? undefined : await seenLinks(options.seen, resolve, options)
  const answers = read ?? (await answersNow(scope.scored, predictions as LinkPredictor, options))
  const tally = new LinkTally({
    at,
    seen,
    namesakes: kb === undefined || resolve === undefined ? undefined : namesakesIn(kb, resolve),
  })
  const labelOf = labelsOf(kb)
  for (const mention of scope.scored) {
    const judged = judgeLink(mention, answers.take(mention), { resolve, isOwn: read === undefined })
    tally.add(judged, against && judgeLink(mention, against.take(mention), { resolve }))
    const fault = options.fault === undefined ? null : linkFaultOf(judged, labelOf)
    if (fault !== null) options.fault?.(fault)
  }
  for (const book of [read, against]) for (const mention of scope.passedOver) book?.passOver(mention)
  return {
    ...accountOf(gold, scope),
    ...tally.result(options.errors),
    ...(read === undefined ? {} : { predictions: read.account(gold.refused) }),
    ...(against === undefined ? {} : { againstPredictions: against.account(gold.refused) }),
  }
}

interface Gold {
  readonly mentions: readonly GoldMention[]
  /** Places of lines that could not be read. */
  readonly refused: ReadonlySet<number>
}

type Reading = Pick<LinkEvaluateOptions, 'report' | 'signal'>

const readGold = async (file: string, { report, signal }: Reading): Promise<Gold> => {
  const mentions: GoldMention[] = []
  const refused = new Set<number>()
  let place = 0
  for await (const { item } of readEvaluationLines(file, { parse: parseGoldMention, report, signal })) {
    if (item === undefined) refused.add(place)
    else mentions.push(item)
    place++
  }
  if (mentions.length === 0)
    throw new KnownError(
      'USAGE',
      `${file} has no mentions to score`,
      'Give a line for each: {"mention": …, "ids": […], "class": …}.',
    )
  return { mentions, refused }
}

interface Scope {
  readonly scored: readonly GoldMention[]
  readonly passedOver: readonly GoldMention[]
}

const scopeOf = (mentions: readonly GoldMention[], { gold, classes }: LinkEvaluateOptions): Scope => {
  const isScored = ({ class: name }: GoldMention): boolean => classes?.includes(name ?? '') ?? true
  const scored = mentions.filter(isScored)
  if (scored.length > 0) return { scored, passedOver: mentions.filter((mention) => !isScored(mention)) }
  throw new KnownError(
    'CLASS_NOT_FOUND',
    `${gold} has no mentions of ${classes?.join(', ') ?? 'any class'}`,
    `It has: ${classesOf(mentions).join(', ')}.`,
  )
}

const classesOf = (mentions: readonly GoldMention[]): string[] =>
  [...new Set(mentions.map(({ class: name }) => name ?? ''))].sort()

const accountOf = (
  { mentions, refused }: Gold,
  { scored, passedOver }: Scope,
): Pick<LinkEvaluation, 'lines' | 'documents' | 'classes' | 'leftOut'> => {
  const documents = new Set(scored.map(({ doc, place }) => (doc === undefined ? place : `=${doc}`)))
  const leftOut = classesOf(passedOver).map((name) => [
    name,
    passedOver.filter((mention) => (mention.class ?? '') === name).length,
  ])
  return {
    lines: { read: mentions.length, refused: refused.size },
    documents: documents.size,
    classes: classesOf(scored),
    leftOut: Object.fromEntries(leftOut) as Record<string, number>,
  }
}

const seenLinks = async (
  file: string,
  resolve: IdResolver | undefined,
  options: Reading,
): Promise<SeenLinks> => {
  const seen = new SeenLinks(resolve)
  for (const mention of (await readGold(file, options)).mentions) seen.add(mention)
  return seen
}

/** So many mentions at once, and no document in parts: an encoder takes many texts in little more time than one. */
const BATCH = 256

const answersNow = async (
  gold: readonly GoldMention[],
  predict: LinkPredictor,
  { progress, signal }: LinkEvaluateOptions,
): Promise<Pick<AnswerBook, 'take'>> => {
  const answers = new Map<GoldMention, LinkAnswer>()
  for (const documents of batches(documentsOf(gold))) {
    throwIfAborted(signal)
    await Promise.all(
      documents.map(async (mentions) => {
        const found = await predict(mentions)
        mentions.forEach((mention, index) => {
          const answer = found[index]
          if (answer !== undefined) answers.set(mention, answer)
        })
      }),
    )
    progress?.(answers.size, gold.length)
  }
  return { take: (mention) => answers.get(mention) ?? { nil: true, candidates: [] } }
}

/** Mentions document by document; one without a document is one by itself. */
const documentsOf = (gold: readonly GoldMention[]): readonly (readonly GoldMention[])[] => {
  const byDocument = new Map<string | number, GoldMention[]>()
  for (const mention of gold) {
    const name = mention.doc === undefined ? mention.place : `=${mention.doc}`
    const same = byDocument.get(name)
    if (same === undefined) byDocument.set(name, [mention])
    else same.push(mention)
  }
  return [...byDocument.values()]
}

function* batches(documents: readonly (readonly GoldMention[])[]): Generator<(readonly GoldMention[])[]> {
  let batch: (readonly GoldMention[])[] = []
  let size = 0
  for (const mentions of documents) {
    batch.push(mentions)
    size += mentions.length
    if (size < BATCH) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}

/** More concepts of one name are not told apart. */
const MOST_NAMESAKES = 1000

/** How many concepts of its class have a mention's very name, retired ones by what took their place. */
const namesakesIn =
  (kb: Pick<KnowledgeBase, 'query'>, resolve: IdResolver) =>
  ({ gold }: { readonly gold: GoldMention }): number => {
    const hits = kb.query(gold.joined ?? gold.mention, {
      modes: ['exact', 'normalized'],
      class: gold.class,
      limit: MOST_NAMESAKES,
    })
    const usable = hits.filter(({ use }) => use !== 'drop')
    const ids = usable.flatMap(({ id, obsolete }) => (obsolete === true ? (resolve(id) ?? []) : [id]))
    return new Set(ids).size
  }
