import { KnownError } from '../core/errors.ts'
import { type LinkAnswer, parseAnswer, type PredictedAnswer } from '../eval/link-answer.ts'
import type { GoldMention } from '../eval/link-gold.ts'
import { readEvaluationLines } from './evaluation-lines.ts'
import type { DocumentList, EvaluationProblem } from './evaluation-pairs.ts'

/** What became of predictions made elsewhere. */
export interface AnswerAccount {
  /** Gold mentions without a prediction; they count as not answered. */
  readonly missing: DocumentList
  /** Predictions of mentions that gold has not; not scored. */
  readonly extra: DocumentList
}

const LISTED = 100
const NO_ANSWER: LinkAnswer = { nil: true, candidates: [] }

interface Entry {
  readonly answer: PredictedAnswer
  readonly line: number
  isTaken: boolean
}

/** Predictions made elsewhere: found by the ids of the lines where there are any, else by their order. */
export class AnswerBook {
  readonly #file: string
  readonly #byPlace: (Entry | undefined)[] = []
  readonly #byKey = new Map<string, Entry[]>()
  readonly #missing: string[] = []

  constructor(file: string) {
    this.#file = file
  }

  /** @param entry `undefined`: a line that could not be read */
  add(entry: Omit<Entry, 'isTaken'> | undefined): void {
    const own = entry === undefined ? undefined : { ...entry, isTaken: false }
    this.#byPlace.push(own)
    const key = own?.answer.key
    if (own === undefined || key === undefined) return
    const same = this.#byKey.get(key)
    if (same === undefined) this.#byKey.set(key, [own])
    else same.push(own)
  }

  /** Of several mentions of one id the first goes with the first. @throws KnownError `USAGE` when lines are out of step */
  take(gold: GoldMention): LinkAnswer {
    const entry = this.#find(gold)
    if (entry === undefined) {
      this.#missing.push(nameOf(gold))
      return NO_ANSWER
    }
    entry.isTaken = true
    return entry.answer
  }

  /** A mention that is not scored: its prediction is not extra. */
  passOver(gold: GoldMention): void {
    const entry = this.#find(gold)
    if (entry !== undefined) entry.isTaken = true
  }

  /** @param refused places of gold lines that could not be read */
  account(refused: ReadonlySet<number>): AnswerAccount {
    const extra = this.#byPlace.flatMap((entry, place) =>
      entry === undefined || entry.isTaken || (this.#byKey.size === 0 && refused.has(place))
        ? []
        : [entry.answer.key ?? `line ${String(entry.line)}`],
    )
    return { missing: listOf(this.#missing), extra: listOf(extra) }
  }

  #find(gold: GoldMention): Entry | undefined {
    if (this.#byKey.size > 0) return this.#byKey.get(gold.key ?? '')?.find(({ isTaken }) => !isTaken)
    const entry = this.#byPlace[gold.place]
    const said = entry?.answer.mention?.trim()
    if (entry === undefined || said === undefined || said === '') return entry
    if (said === gold.mention.trim() || said === gold.joined?.trim()) return entry
    throw new KnownError(
      'USAGE',
      `line ${String(entry.line)} is about "${said}", where gold has "${gold.mention}"`,
      'Give the lines of both the same ids, or keep them in one order.',
      { place: { file: this.#file, line: entry.line } },
    )
  }
}

/** @throws KnownError those of the readers */
export const readAnswers = async (
  file: string,
  options: {
    readonly report: (problem: EvaluationProblem) => void
    readonly signal?: AbortSignal | undefined
  },
): Promise<AnswerBook> => {
  const book = new AnswerBook(file)
  for await (const { line, item } of readEvaluationLines(file, { ...options, parse: parseAnswer }))
    book.add(item === undefined ? undefined : { answer: item, line })
  return book
}

const nameOf = ({ key, doc, mention }: GoldMention): string =>
  key ?? `${doc === undefined ? '' : `${doc}: `}${mention}`

const listOf = (names: readonly string[]): DocumentList => ({
  count: names.length,
  ids: names.slice(0, LISTED),
})
