import { foldPrefix } from '../core/curie.ts'
import type { Mention } from '../core/document.ts'
import type { Curie } from '../core/term.ts'
import { distinctBy, spanKey } from './spans.ts'

/** The ids that stand for an id now (merged, retired: those in its place); `undefined`: nobody knows it. */
export type IdResolver = (id: Curie) => readonly Curie[] | undefined

/** Ids any of which is right. */
export type IdSet = ReadonlySet<Curie>

/** A gold mention of one concept. */
export interface Wanted {
  readonly mention: Mention
  readonly ids: IdSet
}

/** A gold mention of several concepts. */
export interface Composite {
  readonly mention: Mention
  readonly parts: readonly IdSet[]
}

/** A mention that was found. */
export interface Answer {
  readonly mention: Mention
  /** The concepts it is said to name: its best one, all of a composite one, none of NIL. */
  readonly said: readonly IdSet[]
  /** Best first. */
  readonly ranked: readonly IdSet[]
}

export interface GoldMentions {
  readonly plain: readonly Wanted[]
  readonly composite: readonly Composite[]
  /** Without an id. */
  readonly nil: readonly Mention[]
  /** Those of which no id is known. */
  readonly unknown: readonly Mention[]
}

/** Sorts gold by what its ids say; what repeats an earlier mention with its ids is left out. */
export const goldMentions = (gold: readonly Mention[], resolve: IdResolver | undefined): GoldMentions => {
  const distinct = distinctBy(gold, mentionKey)
  const isComposite = ({ composite, ids }: Mention): boolean => composite === true && ids.length > 1
  const named = distinct.filter(({ ids }) => ids.length > 0)
  return {
    plain: named
      .filter((mention) => !isComposite(mention))
      .map((mention) => ({ mention, ids: new Set(mention.ids.flatMap((id) => currentKeys(id, resolve))) })),
    composite: named
      .filter(isComposite)
      .map((mention) => ({ mention, parts: mention.ids.map((id) => new Set(currentKeys(id, resolve))) })),
    nil: distinct.filter(({ ids }) => ids.length === 0),
    unknown: resolve ? named.filter(({ ids }) => ids.every((id) => resolve(id) === undefined)) : [],
  }
}

/** What was found, with the ids that stand for its ids now. */
export const answersOf = (
  predicted: readonly Mention[],
  resolve: IdResolver | undefined,
): readonly Answer[] => {
  const answers = predicted.map((mention) => {
    const ranked = mention.ids.map((id) => new Set(currentKeys(id, resolve)))
    return { mention, ranked, said: mention.composite === true ? ranked : ranked.slice(0, 1) }
  })
  return distinctBy(answers, ({ mention, said }) => `${spanKey(mention)} ${said.map(setKey).join(' ')}`)
}

export const shareId = (a: IdSet, b: IdSet): boolean => {
  for (const id of a) if (b.has(id)) return true
  return false
}

/** Whether an answer names the concept that is wanted, and it alone. */
export const isRight = ({ said: [first, ...more] }: Answer, { ids }: Pick<Wanted, 'ids'>): boolean =>
  first !== undefined && more.length === 0 && shareId(first, ids)

/** One text for equal sets. */
export const setKey = (ids: IdSet): string => [...ids].sort().join('|')

const mentionKey = (mention: Mention): string => `${spanKey(mention)} ${mention.ids.toSorted().join('|')}`

/** The ids that stand for an id now, as keys under which ids that compare equal meet. */
export const currentKeys = (id: Curie, resolve: IdResolver | undefined): readonly Curie[] => {
  const known = resolve?.(id)
  return (known === undefined || known.length === 0 ? [id] : known).map(foldPrefix)
}
