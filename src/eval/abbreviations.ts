import type { Abbreviation, Mention } from '../core/document.ts'
import { ErrorTally, type ErrorReport, type MentionError } from './errors.ts'
import { addCounts, NO_COUNTS, type Score, scoreOf } from './score.ts'
import { distinctBy } from './spans.ts'

/** A document with the definitions it holds and those that were found. */
export interface DefinedDocument {
  readonly id: string
  readonly text: string
  readonly gold: readonly Abbreviation[]
  readonly predicted: readonly Abbreviation[]
}

export interface AbbreviationResult {
  /** Short and long form, each pair once a document; runs of white space are one blank. */
  readonly pairs: Score
  /** The same, with the places of both forms. */
  readonly places: Score
  /** Of pairs. */
  readonly falsePositives: ErrorReport
  readonly falseNegatives: ErrorReport
}

/** Scores the definitions of abbreviations, document by document. */
export class AbbreviationTally {
  #pairs = NO_COUNTS
  #places = NO_COUNTS
  readonly #falsePositives = new ErrorTally()
  readonly #falseNegatives = new ErrorTally()

  add({ gold, predicted, ...document }: DefinedDocument): void {
    this.#places = addCounts(this.#places, countsBy(placeKey, gold, predicted))
    this.#pairs = addCounts(this.#pairs, countsBy(pairKey, gold, predicted))
    for (const error of errorsOf(gold, predicted)) this.#falseNegatives.add(document, error)
    for (const error of errorsOf(predicted, gold)) this.#falsePositives.add(document, error)
  }

  /** @param errors at most this many of the worst of each kind */
  result(errors = 20): AbbreviationResult {
    return {
      pairs: scoreOf(this.#pairs),
      places: scoreOf(this.#places),
      falsePositives: this.#falsePositives.report(errors),
      falseNegatives: this.#falseNegatives.report(errors),
    }
  }
}

const folded = (form: string): string => form.trim().replace(/\s+/g, ' ')

const pairKey = ({ short, long }: Abbreviation): string => `${folded(short)}\t${folded(long)}`

const placeKey = ({ start, end, longStart, longEnd }: Abbreviation): string =>
  [start, end, longStart, longEnd].join()

const countsBy = (
  keyOf: (abbreviation: Abbreviation) => string,
  gold: readonly Abbreviation[],
  predicted: readonly Abbreviation[],
): typeof NO_COUNTS => {
  const [wanted, found] = [new Set(gold.map(keyOf)), new Set(predicted.map(keyOf))]
  const tp = [...wanted].filter((key) => found.has(key)).length
  return { tp, fp: found.size - tp, fn: wanted.size - tp }
}

/** The pairs that the other side has not, each with what it has there instead. */
const errorsOf = (
  abbreviations: readonly Abbreviation[],
  others: readonly Abbreviation[],
): readonly MentionError[] => {
  const keys = new Set(others.map(pairKey))
  const longOf = new Map(others.map(({ short, long }) => [folded(short), folded(long)]))
  const shortOf = new Map(others.map(({ short, long }) => [folded(long), folded(short)]))
  return distinctBy(abbreviations, pairKey)
    .filter((abbreviation) => !keys.has(pairKey(abbreviation)))
    .map((abbreviation) => {
      const mention = mentionOf(abbreviation)
      const otherLong = longOf.get(folded(abbreviation.short))
      if (otherLong !== undefined) return { mention, kind: 'long-form', instead: otherLong }
      const otherShort = shortOf.get(folded(abbreviation.long))
      if (otherShort !== undefined) return { mention, kind: 'short-form', instead: otherShort }
      return { mention, kind: 'alone' }
    })
}

const mentionOf = ({ short, long, start, end }: Abbreviation): Mention => ({
  spans: [[start, end]],
  text: `${folded(short)} = ${folded(long)}`,
  class: 'abbreviation',
  ids: [],
})
