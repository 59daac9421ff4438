import type { Mention } from '../core/document.ts'
import {
  type Answer,
  answersOf,
  type Composite,
  goldMentions,
  type IdResolver,
  isRight,
  shareId,
  type Wanted,
} from './concepts.ts'
import { ConceptErrors } from './concept-errors.ts'
import type { ErrorReport } from './errors.ts'
import { countIds } from './id-sets.ts'
import { maximumMatching } from './matching.ts'
import type { JudgedDocument } from './ner.ts'
import { ClassTally, type Summary } from './score.ts'
import { groupBy } from '../core/group-by.ts'
import { overlapping, spanKey } from './spans.ts'

export interface E2eResult {
  /** Same spans and a right id; of gold with several ids any is right. */
  readonly strict: Summary
  /** A character in common and a right id; each mention in one pair at most, as many pairs as can be. */
  readonly relaxed: Summary
  /** Sets of ids, document by document, added up. */
  readonly documentSets: Summary
  readonly recallAt: readonly RecallAt[]
  /** Gold mentions that name several concepts at once: neither they nor what was found for them counts as a mention above. */
  readonly composite: CompositeCounts
  /** Gold mentions without an id; what was given one there counts as wrong above. */
  readonly nil: NilCounts
  /** Gold whose ids the knowledge base does not know: it counts as missed above. Absent without a knowledge base. */
  readonly unknown?: UnknownCounts
  /** Strict. */
  readonly falsePositives: ErrorReport
  readonly falseNegatives: ErrorReport
}

/** Gold mentions with a right id among the first `k` of what was found with their spans. */
export interface RecallAt {
  readonly k: number
  readonly correct: number
  /** 0–1, of all gold mentions with an id that are not composite. */
  readonly recall: number
  /** 0–1, of those whose spans were found. */
  readonly recallOfFound: number
}

export interface CompositeCounts {
  readonly support: number
  /** At least one of the concepts was found where they are named. */
  readonly any: number
  readonly all: number
}

export interface NilCounts {
  readonly support: number
  /** Found with the same spans and without an id. */
  readonly nil: number
  /** Found with the same spans and an id. */
  readonly linked: number
}

export interface UnknownCounts {
  readonly mentions: number
  readonly ids: readonly string[]
}

export interface E2eOptions {
  /** Default: every id stands for itself. */
  readonly currentIds?: IdResolver | undefined
}

const RANKS = [1, 2, 3, 5, 10, 20, 50, 100] as const

/** Scores mentions together with their ids, document by document. What repeats an earlier mention and id counts once. */
export class E2eTally {
  readonly #resolve: IdResolver | undefined
  readonly #strict = new ClassTally()
  readonly #relaxed = new ClassTally()
  readonly #documents = new ClassTally()
  readonly #errors = new ConceptErrors()
  readonly #unknown = { mentions: 0, ids: new Set<string>() }
  readonly #ranks = { gold: 0, found: 0, most: 1, first: [] as number[] }
  readonly #composite = { support: 0, any: 0, all: 0 }
  readonly #nil = { support: 0, nil: 0, linked: 0 }

  constructor({ currentIds }: E2eOptions = {}) {
    this.#resolve = currentIds
  }

  add({ gold, predicted, ...document }: JudgedDocument): void {
    const { plain, composite, nil, unknown } = goldMentions(gold, this.#resolve)
    const answers = answersOf(predicted, this.#resolve)
    const linked = answers.filter(({ said }) => said.length > 0)
    const apart = this.#countComposite(composite, linked)
    const strict = rightPairs(plain, linked, sameSpans(plain, linked))
    countPairs(this.#strict, { plain, linked, pairs: strict, apart })
    countPairs(this.#relaxed, { plain, linked, pairs: rightPairs(plain, linked, near(plain, linked)), apart })
    for (const [name, counts] of countIds([...plain, ...composite], linked)) this.#documents.add(name, counts)
    this.#countNil(nil, answers)
    this.#countRanks(plain, answers)
    this.#unknown.mentions += unknown.length
    for (const { ids } of unknown) for (const id of ids) this.#unknown.ids.add(id)
    const paired = new Set(strict)
    this.#errors.add(document, {
      missed: plain.filter((_, index) => strict[index] === -1),
      wrong: linked.filter((answer, index) => !paired.has(index) && !apart.has(answer)),
      ...{ plain, nil, answers },
    })
  }

  /** @param errors at most this many of the worst of each kind */
  result(errors = 20): E2eResult {
    const { mentions, ids } = this.#unknown
    return {
      strict: this.#strict.summary(),
      relaxed: this.#relaxed.summary(),
      documentSets: this.#documents.summary(),
      recallAt: this.#recallAt(),
      composite: { ...this.#composite },
      nil: { ...this.#nil },
      ...(this.#resolve === undefined ? {} : { unknown: { mentions, ids: [...ids].sort() } }),
      ...this.#errors.report(errors),
    }
  }

  /** @returns the answers that speak of composite mentions */
  #countComposite(composite: readonly Composite[], linked: readonly Answer[]): ReadonlySet<Answer> {
    const apart = new Set<Answer>()
    near(composite, linked).forEach((overlaps, index) => {
      const wanted = composite[index]
      if (wanted === undefined) return
      const { parts } = wanted
      const names = ({ said }: Answer): boolean =>
        said.some((ids) => parts.some((part) => shareId(ids, part)))
      const there = overlaps.flatMap((at) => linked[at] ?? [])
      const speaking = there.filter((answer) => isAt(answer, wanted.mention) || names(answer))
      for (const answer of speaking) apart.add(answer)
      const found = parts.filter((part) =>
        speaking.some(({ said }) => said.some((ids) => shareId(ids, part))),
      )
      this.#composite.support++
      this.#composite.any += Number(found.length > 0)
      this.#composite.all += Number(found.length === parts.length)
    })
    return apart
  }

  #countNil(nil: readonly Mention[], answers: readonly Answer[]): void {
    const there = groupBy(answers, ({ mention }) => spanKey(mention))
    for (const mention of nil) {
      const found = there.get(spanKey(mention)) ?? []
      this.#nil.support++
      if (found.some(({ said }) => said.length > 0)) this.#nil.linked++
      else if (found.length > 0) this.#nil.nil++
    }
  }

  #countRanks(plain: readonly Wanted[], answers: readonly Answer[]): void {
    const there = groupBy(answers, ({ mention }) => spanKey(mention))
    for (const { mention, ids } of plain) {
      const found = there.get(spanKey(mention)) ?? []
      const ranks = found
        .map(({ ranked }) => ranked.findIndex((candidate) => shareId(candidate, ids)))
        .filter((rank) => rank !== -1)
      this.#ranks.gold++
      this.#ranks.found += Number(found.length > 0)
      for (const { ranked } of found) this.#ranks.most = Math.max(this.#ranks.most, ranked.length)
      if (ranks.length > 0) this.#ranks.first.push(Math.min(...ranks) + 1)
    }
  }

  #recallAt(): RecallAt[] {
    const { gold, found, most, first } = this.#ranks
    return RANKS.filter((k) => k <= most).map((k) => {
      const correct = first.filter((rank) => rank <= k).length
      const share = (whole: number): number => (whole === 0 ? 0 : correct / whole)
      return { k, correct, recall: share(gold), recallOfFound: share(found) }
    })
  }
}

const isAt = ({ mention }: Answer, other: Mention): boolean => spanKey(mention) === spanKey(other)

type Placed = readonly { readonly mention: Mention }[]

const near = (gold: Placed, answers: Placed): readonly (readonly number[])[] =>
  overlapping(
    gold.map(({ mention }) => mention),
    answers.map(({ mention }) => mention),
  )

const sameSpans = (gold: Placed, answers: Placed): readonly (readonly number[])[] => {
  const there = groupBy(
    answers.map(({ mention }, index) => ({ mention, index })),
    ({ mention }) => spanKey(mention),
  )
  return gold.map(({ mention }) => (there.get(spanKey(mention)) ?? []).map(({ index }) => index))
}

/** For each gold mention the right answer it is paired with, or -1. */
const rightPairs = (
  plain: readonly Wanted[],
  answers: readonly Answer[],
  near: readonly (readonly number[])[],
): readonly number[] => {
  const right = plain.map((wanted, index) =>
    (near[index] ?? []).filter((at) => {
      const answer = answers[at]
      return answer !== undefined && isRight(answer, wanted)
    }),
  )
  return maximumMatching(right, answers.length)
}

interface Paired {
  readonly plain: readonly Wanted[]
  readonly linked: readonly Answer[]
  readonly pairs: readonly number[]
  /** Neither right nor wrong unless paired. */
  readonly apart: ReadonlySet<Answer>
}

const countPairs = (tally: ClassTally, { plain, linked, pairs, apart }: Paired): void => {
  const paired = new Set(pairs)
  plain.forEach(({ mention }, index) => {
    tally.add(mention.class, pairs[index] === -1 ? { fn: 1 } : { tp: 1 })
  })
  linked.forEach((answer, index) => {
    if (!paired.has(index) && !apart.has(answer)) tally.add(answer.mention.class, { fp: 1 })
  })
}
