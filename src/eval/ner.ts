import type { Mention } from '../core/document.ts'
import { ErrorTally, type ErrorReport, type MentionError } from './errors.ts'
import { maximumMatching } from './matching.ts'
import { ClassTally, type Summary } from './score.ts'
import { groupBy } from '../core/group-by.ts'
import { distinctBy, overlapping, spanKey } from './spans.ts'

/** A document with what is right and what was found, classes named alike. */
export interface JudgedDocument {
  readonly id: string
  readonly text: string
  readonly gold: readonly Mention[]
  readonly predicted: readonly Mention[]
}

/** How often gold of one class and findings of another have the same spans; `null`: nothing there. */
export interface ConfusionCell {
  readonly gold: string | null
  readonly predicted: string | null
  readonly count: number
}

export interface NerResult {
  /** Same spans and class. */
  readonly strict: Summary
  /** Same class and a character in common; each mention in one pair at most, as many pairs as can be. */
  readonly relaxed: Summary
  /** Strict, by whether the folded string is a mention of the class in the training data; absent without such data. */
  readonly seen?: { readonly seen: Summary; readonly unseen: Summary }
  /** Same spans: rows of one gold class add up to its support, those of one predicted class to what was found. */
  readonly confusion: readonly ConfusionCell[]
  /** Strict. */
  readonly falsePositives: ErrorReport
  readonly falseNegatives: ErrorReport
}

export interface NerOptions {
  /** Whether the string of a mention was met in training. */
  readonly isSeen?: ((mention: Mention) => boolean) | undefined
}

/** Scores mentions, document by document. A mention given twice counts once. */
export class NerTally {
  readonly #isSeen: ((mention: Mention) => boolean) | undefined
  readonly #strict = new ClassTally()
  readonly #relaxed = new ClassTally()
  readonly #seen = { seen: new ClassTally(), unseen: new ClassTally() }
  readonly #confusion = new Map<string, ConfusionCell>()
  readonly #falsePositives = new ErrorTally()
  readonly #falseNegatives = new ErrorTally()

  constructor({ isSeen }: NerOptions = {}) {
    this.#isSeen = isSeen
  }

  add({ gold, predicted, ...document }: JudgedDocument): void {
    const [wanted, found] = [distinctBy(gold, mentionKey), distinctBy(predicted, mentionKey)]
    const [wantedKeys, foundKeys] = [new Set(wanted.map(mentionKey)), new Set(found.map(mentionKey))]
    for (const mention of wanted) this.#count(mention, foundKeys.has(mentionKey(mention)) ? 'tp' : 'fn')
    for (const mention of found) if (!wantedKeys.has(mentionKey(mention))) this.#count(mention, 'fp')
    this.#countRelaxed(wanted, found)
    this.#confuse(wanted, found)
    for (const error of errorsOf(wanted, found, foundKeys)) this.#falseNegatives.add(document, error)
    for (const error of errorsOf(found, wanted, wantedKeys)) this.#falsePositives.add(document, error)
  }

  /** @param errors at most this many of the worst of each kind */
  result(errors = 20): NerResult {
    const confusion = [...this.#confusion.values()].sort(
      (a, b) => byName(a.gold, b.gold) || byName(a.predicted, b.predicted),
    )
    return {
      strict: this.#strict.summary(),
      relaxed: this.#relaxed.summary(),
      ...(this.#isSeen === undefined
        ? {}
        : { seen: { seen: this.#seen.seen.summary(), unseen: this.#seen.unseen.summary() } }),
      confusion,
      falsePositives: this.#falsePositives.report(errors),
      falseNegatives: this.#falseNegatives.report(errors),
    }
  }

  #count(mention: Mention, kind: 'tp' | 'fp' | 'fn'): void {
    this.#strict.add(mention.class, { [kind]: 1 })
    if (this.#isSeen) this.#seen[this.#isSeen(mention) ? 'seen' : 'unseen'].add(mention.class, { [kind]: 1 })
  }

  #countRelaxed(gold: readonly Mention[], predicted: readonly Mention[]): void {
    const found = groupBy(predicted, classOf)
    const wanted = groupBy(gold, classOf)
    for (const name of new Set([...wanted.keys(), ...found.keys()])) {
      const [ours, theirs] = [wanted.get(name) ?? [], found.get(name) ?? []]
      const pairs = maximumMatching(overlapping(ours, theirs), theirs.length)
      const tp = pairs.filter((right) => right !== -1).length
      this.#relaxed.add(name, { tp, fp: theirs.length - tp, fn: ours.length - tp })
    }
  }

  /** Those of one class go together first, the rest by the order of their classes. */
  #confuse(gold: readonly Mention[], predicted: readonly Mention[]): void {
    const [wanted, found] = [groupBy(gold, spanKey), groupBy(predicted, spanKey)]
    for (const key of new Set([...wanted.keys(), ...found.keys()])) {
      const ours = (wanted.get(key) ?? []).map(classOf).sort()
      const theirs = (found.get(key) ?? []).map(classOf).sort()
      for (const name of ours) if (theirs.includes(name)) this.#meet(name, name)
      const [missed, wrong] = [
        ours.filter((a) => !theirs.includes(a)),
        theirs.filter((a) => !ours.includes(a)),
      ]
      for (let at = 0; at < Math.max(missed.length, wrong.length); at++)
        this.#meet(missed[at] ?? null, wrong[at] ?? null)
    }
  }

  #meet(gold: string | null, predicted: string | null): void {
    const key = JSON.stringify([gold, predicted])
    this.#confusion.set(key, { gold, predicted, count: (this.#confusion.get(key)?.count ?? 0) + 1 })
  }
}

const classOf = (mention: Mention): string => mention.class

const mentionKey = (mention: Mention): string => `${spanKey(mention)} ${mention.class}`

/** Names in order, nothing last. */
const byName = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null || a < b ? -1 : 1

/** The mentions that the other side has not, each with what it has there instead. */
const errorsOf = (
  mentions: readonly Mention[],
  others: readonly Mention[],
  otherKeys: ReadonlySet<string>,
): readonly MentionError[] => {
  const wrong = mentions.filter((mention) => !otherKeys.has(mentionKey(mention)))
  const samePlace = groupBy(others, spanKey)
  const near = overlapping(wrong, others)
  return wrong.map((mention, index) => {
    const [same] = samePlace.get(spanKey(mention)) ?? []
    if (same) return { mention, kind: 'class', instead: same.class }
    const neighbours = near[index]?.map((at) => others[at]) ?? []
    const other = neighbours.find((candidate) => candidate?.class === mention.class)
    return other ? { mention, kind: 'boundary', instead: other.text } : { mention, kind: 'alone' }
  })
}
