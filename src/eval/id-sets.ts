import { type Answer, type Composite, type IdSet, setKey, shareId, type Wanted } from './concepts.ts'
import type { Counts } from './score.ts'

/** A concept that a document is to be said to hold, or was said to hold. */
interface Held {
  readonly class: string
  readonly ids: IdSet
}

/**
 * Which concepts a document holds, wherever they are named: right, missed and wrong ones by class. Where gold leaves the
 * choice between ids, one of them is enough, and further ones are neither right nor wrong.
 */
export const countIds = (
  wanted: readonly (Wanted | Composite)[],
  answers: readonly Answer[],
): readonly (readonly [string, Partial<Counts>])[] => {
  const concepts = withoutWider(distinct(wanted.flatMap(heldIn)))
  const said = distinct(
    answers.flatMap(({ mention, said: sets }) => sets.map((ids) => ({ class: mention.class, ids }))),
  )
  const saidIds = new Set(said.flatMap(({ ids }) => [...ids]))
  const wantedIds = new Set(wanted.flatMap(heldIn).flatMap(({ ids }) => [...ids]))
  return [
    ...concepts.map(({ class: name, ids }) => [name, shareId(ids, saidIds) ? { tp: 1 } : { fn: 1 }] as const),
    ...said.flatMap(({ class: name, ids }) => (shareId(ids, wantedIds) ? [] : [[name, { fp: 1 }] as const])),
  ]
}

const heldIn = (wanted: Wanted | Composite): readonly Held[] =>
  ('parts' in wanted ? wanted.parts : [wanted.ids]).map((ids) => ({ class: wanted.mention.class, ids }))

const distinct = (held: readonly Held[]): readonly Held[] => [
  ...new Map(held.toReversed().map((one) => [setKey(one.ids), one])).values(),
]

/** Without choices one of whose ids is wanted by itself: that one answers them. */
const withoutWider = (held: readonly Held[]): readonly Held[] => {
  const single = new Set(held.filter(({ ids }) => ids.size === 1).flatMap(({ ids }) => [...ids]))
  return held.filter(({ ids }) => ids.size === 1 || !shareId(ids, single))
}
