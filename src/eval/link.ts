import { groupBy } from '../core/group-by.ts'
import type { Mention } from '../core/document.ts'
import { shareId } from './concepts.ts'
import { type ErrorReport, ErrorTally } from './errors.ts'
import { type LinkComparison, LinkComparer } from './link-comparison.ts'
import { type LinkFigures, linkFigures } from './link-figures.ts'
import { isNil, type JudgedLink, linkErrorOf, placeInContext } from './link-judge.ts'
import type { SeenLinks, SeenPart } from './link-seen.ts'
import { type Score, scoreOf } from './score.ts'

/** Figures of some mentions, and of those whose concept the knowledge base has; the latter where that is known. */
export interface LinkGroup {
  readonly all: LinkFigures
  readonly covered?: LinkFigures
}

/** Concepts of its class that have a mention's very name, by the ladder of normal forms. */
export type Ambiguity = '0' | '1' | 'more'

export type LinkGroups = Readonly<Record<string, LinkGroup>>

/** How well mentions were linked. All but `nil` and `composite` is of mentions with one concept, or any of several. */
export interface LinkScores extends LinkGroup {
  readonly byClass: LinkGroups
  /** With a knowledge base. */
  readonly byAmbiguity?: LinkGroups
  /** With training data. */
  readonly bySeen?: LinkGroups
  /** By how the first candidate was found; `NIL` what was not answered. */
  readonly byMethod: LinkGroups
  readonly nil: NilScores
  readonly composite: CompositeScores
  readonly errors: ErrorReport
  readonly against?: LinkComparison
}

/** NIL as an answer: right where gold has no concept, or none that the knowledge base has. */
export interface NilScores extends Score {
  readonly withoutConcept: number
  /** 0 where what is covered is not known. */
  readonly notCovered: number
}

/** Mentions that name several concepts at once. */
export interface CompositeScores {
  readonly support: number
  /** The first candidate is one of the concepts. */
  readonly first: number
  /** All concepts are among the candidates. */
  readonly all: number
}

export interface LinkTallyOptions {
  /** The ks of recall. */
  readonly at: readonly number[]
  readonly seen?: SeenLinks | undefined
  /** How many concepts have a mention's very name. */
  readonly namesakes?: ((judged: JudgedLink) => number) | undefined
}

interface Filed {
  readonly judged: JudgedLink
  readonly seen: SeenPart | undefined
  readonly ambiguity: Ambiguity | undefined
}

/** Scores links of given mentions. The order in which they come matters to the list of errors alone. */
export class LinkTally {
  readonly #options: LinkTallyOptions
  readonly #filed: Filed[] = []
  readonly #errors = new ErrorTally()
  readonly #composite = { support: 0, first: 0, all: 0 }
  readonly #nil = { tp: 0, fp: 0, fn: 0, withoutConcept: 0, notCovered: 0 }
  #comparer: LinkComparer | undefined

  constructor(options: LinkTallyOptions) {
    this.#options = options
  }

  /** @param other the same mention in the run to compare with */
  add(judged: JudgedLink, other?: JudgedLink): void {
    this.#countError(judged)
    if (judged.standing === 'composite') {
      this.#countComposite(judged)
      return
    }
    this.#countNil(judged)
    if (judged.standing === 'nil') return
    const { seen, namesakes } = this.#options
    const ambiguity = namesakes === undefined ? undefined : ambiguityOf(namesakes(judged))
    this.#filed.push({ judged, seen: seen?.of(judged), ambiguity })
    if (other === undefined) return
    this.#comparer ??= new LinkComparer()
    this.#comparer.add(judged, other)
  }

  /** @param errors at most this many of the worst */
  result(errors = 20): LinkScores {
    const { seen, namesakes } = this.#options
    const { withoutConcept, notCovered, ...counts } = this.#nil
    const against = this.#comparer?.result()
    return {
      ...this.#group(this.#filed),
      byClass: this.#groups(({ judged }) => judged.gold.class ?? ''),
      ...(namesakes === undefined ? {} : { byAmbiguity: this.#groups(({ ambiguity }) => ambiguity ?? '') }),
      ...(seen === undefined ? {} : { bySeen: this.#groups((filed) => filed.seen ?? '') }),
      byMethod: this.#groups(({ judged }) => methodOf(judged)),
      nil: { ...scoreOf(counts), withoutConcept, notCovered },
      composite: { ...this.#composite },
      errors: this.#errors.report(errors),
      ...(against === undefined ? {} : { against }),
    }
  }

  #groups(keyOf: (filed: Filed) => string): LinkGroups {
    const groups = [...groupBy(this.#filed, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(groups.map(([key, filed]) => [key, this.#group(filed)]))
  }

  #group(filed: readonly Filed[]): LinkGroup {
    const { at } = this.#options
    const all = filed.map(({ judged }) => judged)
    const isKnown = all.every(({ covered }) => covered !== undefined)
    const covered = all.filter((judged) => judged.covered === true)
    return { all: linkFigures(all, at), ...(isKnown ? { covered: linkFigures(covered, at) } : {}) }
  }

  #countNil(judged: JudgedLink): void {
    const [wanted, said] = [isNil(judged), !judged.answered]
    this.#nil.tp += Number(wanted && said)
    this.#nil.fp += Number(!wanted && said)
    this.#nil.fn += Number(wanted && !said)
    this.#nil.withoutConcept += Number(judged.standing === 'nil')
    this.#nil.notCovered += Number(wanted && judged.standing !== 'nil')
  }

  #countComposite({ wanted, rank, found }: JudgedLink): void {
    this.#composite.support++
    this.#composite.first += Number(rank === 1)
    this.#composite.all += Number(wanted.every((ids) => shareId(ids, found)))
  }

  #countError(judged: JudgedLink): void {
    const kind = linkErrorOf(judged)
    if (kind === null) return
    const { gold, answer } = judged
    const [first] = answer.candidates
    const instead = [first?.id ?? '', first?.label ?? ''].filter((part) => part !== '').join(' ')
    this.#errors.add(
      { id: gold.doc ?? gold.key ?? '', text: gold.context ?? '' },
      { mention: mentionOf(judged), kind, ids: gold.ids, ...(instead === '' ? {} : { instead }) },
    )
  }
}

const mentionOf = ({ gold }: JudgedLink): Mention => ({
  spans: [placeInContext(gold) ?? [0, 0]],
  text: gold.joined ?? gold.mention,
  class: gold.class ?? '',
  ids: gold.ids,
})

const methodOf = ({ answered, answer }: JudgedLink): string =>
  answered ? (answer.candidates[0]?.method ?? 'not told') : 'NIL'

const ambiguityOf = (namesakes: number): Ambiguity => (namesakes === 0 ? '0' : namesakes === 1 ? '1' : 'more')
