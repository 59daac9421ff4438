/** What a system answered for the mentions of a pair, as linkers.py and ours.ts write it. */
export interface PeerReport {
  readonly system: string
  /** CPU seconds from names to the first answer. */
  readonly setupSeconds: number
  /** CPU seconds for all answers. */
  readonly linkSeconds: number
  /** Resident memory of the process at most. */
  readonly peakMiB: number
  /** Numbers of the mentions answered for: all, or a sample. */
  readonly mentions: readonly number[]
  readonly answers: readonly PeerAnswer[]
}

export interface PeerAnswer {
  /** Concepts with scores, best first, one per concept, at most 20. */
  readonly ranked: readonly (readonly [id: string, score: number])[]
  /** Whether the system would stand by the first one. */
  readonly answered: boolean
}

/** Shares of mentions, 0–1. */
export interface PeerFigures {
  readonly first: number
  readonly inFive: number
  readonly inTwenty: number
  /** As `first`, expected if concepts of one score stood in random order. */
  readonly firstOfTies: number
  readonly answered: number
  /** Of those answered. */
  readonly precision: number
}

/** Counts a mention as right when any of its gold ids is there. */
export const figuresOf = (
  answers: readonly PeerAnswer[],
  gold: readonly (readonly string[])[],
): PeerFigures => {
  const all = answers.map((answer, index) => judge(answer, gold[index] ?? []))
  const share = (of: readonly Judged[], weight: (judged: Judged) => number): number =>
    of.reduce((sum, judged) => sum + weight(judged), 0) / Math.max(1, of.length)
  const answered = all.filter((judged) => judged.answered)
  return {
    first: share(all, ({ place }) => Number(place === 0)),
    inFive: share(all, ({ place }) => Number(place < 5)),
    inTwenty: share(all, ({ place }) => Number(place < 20)),
    firstOfTies: share(all, ({ chance }) => chance),
    answered: answered.length / Math.max(1, all.length),
    precision: share(answered, ({ place }) => Number(place === 0)),
  }
}

interface Judged {
  /** Of the first right concept, from 0; infinite: not there. */
  readonly place: number
  /** Share of right ones among the concepts with the best score. */
  readonly chance: number
  readonly answered: boolean
}

const judge = ({ ranked, answered }: PeerAnswer, wanted: readonly string[]): Judged => {
  const place = ranked.findIndex(([id]) => wanted.includes(id))
  const best = ranked.filter(([, score]) => score === ranked[0]?.[1])
  const right = best.filter(([id]) => wanted.includes(id)).length
  return {
    place: place === -1 ? Infinity : place,
    chance: right / Math.max(1, best.length),
    answered,
  }
}
