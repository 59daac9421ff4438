import type { AnswerCandidate } from './link-answer.ts'
import type { LinkErrorKind } from './errors.ts'
import { type JudgedLink, linkErrorOf, placeInContext } from './link-judge.ts'

/** One wrong answer with all there is to see of it. */
export interface LinkFault {
  readonly kind: LinkErrorKind
  readonly class: string
  readonly document: string
  readonly mention: string
  /** What was linked in its stead. */
  readonly reading?: string
  /** The context on either side; the whole of it in `before` where the mention does not stand in it. */
  readonly before: string
  readonly after: string
  readonly gold: readonly { readonly id: string; readonly label: string | null }[]
  /** Place of the first right candidate, from 1; 0: none. */
  readonly rank: number
  /** The first candidates, and a right one that comes later. */
  readonly candidates: readonly (AnswerCandidate & { readonly place: number; readonly right: boolean })[]
}

const SHOWN_CANDIDATES = 5

/** @param labelOf what an id is called, where that is known */
export const linkFaultOf = (judged: JudgedLink, labelOf: (id: string) => string | null): LinkFault | null => {
  const kind = linkErrorOf(judged)
  if (kind === null) return null
  const { gold, answer, rank } = judged
  const { context = '' } = gold
  const [start, end] = placeInContext(gold) ?? [context.length, context.length]
  const right = new Set(judged.right)
  const candidates = answer.candidates
    .map((candidate, index) => ({ ...candidate, place: index + 1, right: right.has(index) }))
    .filter(({ place }) => place <= SHOWN_CANDIDATES || place === rank)
  return {
    kind,
    class: gold.class ?? '',
    document: gold.doc ?? gold.key ?? '',
    mention: gold.joined ?? gold.mention,
    ...(answer.reading === undefined ? {} : { reading: answer.reading }),
    before: context.slice(0, start),
    after: context.slice(end),
    gold: gold.ids.map((id) => ({ id, label: labelOf(id) })),
    rank,
    candidates,
  }
}
