import type { Mention, Span } from '../core/document.ts'

type Placed = Pick<Mention, 'spans'>

/** One text for equal spans, another for others. */
export const spanKey = ({ spans }: Placed): string => spans.map((span) => span.join('-')).join(',')

/** Mentions without those that repeat an earlier one, by a key. */
export const distinctBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] =>
  [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].toReversed()

interface Piece {
  readonly span: Span
  readonly of: number
}

/**
 * For each left, the rights that share at least one character with it, ascending. O(n log n) in the spans, and linear in
 * the pairs.
 */
export const overlapping = (lefts: readonly Placed[], rights: readonly Placed[]): readonly number[][] => {
  const found = lefts.map(() => new Set<number>())
  const pieces = [...piecesOf(lefts, 'left'), ...piecesOf(rights, 'right')].sort(
    (a, b) => a.span[0] - b.span[0],
  )
  const open: Record<Side, Piece[]> = { left: [], right: [] }
  for (const { side, ...piece } of pieces) {
    const other = side === 'left' ? 'right' : 'left'
    open[other] = open[other].filter(({ span }) => span[1] > piece.span[0])
    for (const { of } of open[other])
      if (side === 'left') found[piece.of]?.add(of)
      else found[of]?.add(piece.of)
    open[side].push(piece)
  }
  return found.map((set) => [...set].sort((a, b) => a - b))
}

type Side = 'left' | 'right'

const piecesOf = (mentions: readonly Placed[], side: Side): (Piece & { readonly side: Side })[] =>
  mentions.flatMap(({ spans }, of) => spans.map((span) => ({ span, of, side })))
