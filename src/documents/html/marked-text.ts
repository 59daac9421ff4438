import { partsOf, type TextDocument } from '../../core/document.ts'

/** Deeper than this mentions are not drawn within each other: a reader cannot tell them apart, and a page must end. */
export const MAX_DEPTH = 12

/** A stretch of the text that is drawn as one block. */
export interface Block {
  /** `undefined` for text outside of sections. */
  readonly name: string | undefined
  readonly start: number
  readonly end: number
}

/** A piece of a block: text, or the begin or end of a piece of a mention. */
export type Piece =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  | { readonly kind: 'open'; readonly mention: number }
  | { readonly kind: 'close' }

/** Sections, and what text there is between them, but for blanks. */
export const blocksOf = (document: TextDocument): readonly Block[] => {
  const { text, sections } = document
  const blocks: Block[] = []
  let at = 0
  const between = (end: number): void => {
    if (/\S/.test(text.slice(at, end))) blocks.push({ name: undefined, start: at, end })
  }
  for (const { name, start, end } of partsOf(document)) {
    between(start)
    blocks.push({ name: sections.length === 0 ? undefined : name, start, end })
    at = Math.max(at, end)
  }
  between(text.length)
  return blocks
}

/** A span of a mention begins or ends. */
interface Border {
  readonly at: number
  readonly mention: number
  readonly opens: boolean
  /** Where the span ends. */
  readonly end: number
}

const bordersOf = ({ mentions }: TextDocument): readonly Border[] => {
  const borders: Border[] = []
  mentions.forEach(({ spans }, mention) => {
    for (const [start, end] of spans) {
      borders.push({ at: start, mention, opens: true, end })
      borders.push({ at: end, mention, opens: false, end })
    }
  })
  // What ends here is closed before anything is opened; longer ones are opened first.
  return borders.sort(
    (a, b) => a.at - b.at || Number(a.opens) - Number(b.opens) || b.end - a.end || a.mention - b.mention,
  )
}

/**
 * Cuts blocks into pieces, of which those of mentions are closed in the order in which HTML wants it. Spans that cross
 * each other, or the end of a block, are cut. Linear in text and spans, after sorting them.
 */
export class TextCutter {
  readonly #borders: readonly Border[]
  #next = 0
  /** Numbers of the mentions open, outermost first. */
  #open: number[] = []

  constructor(document: TextDocument) {
    this.#borders = bordersOf(document)
  }

  /** To be called for blocks in their order. */
  pieces({ start, end }: Block): readonly Piece[] {
    this.#skipTo(start)
    if (start === end) return []
    const pieces: Piece[] = this.#open.map((mention) => ({ kind: 'open', mention }))
    let at = start
    for (let border = this.#borders[this.#next]; border !== undefined && border.at < end;) {
      if (border.at > at) pieces.push({ kind: 'text', start: at, end: border.at })
      at = border.at
      this.#pass(border, pieces)
      border = this.#borders[++this.#next]
    }
    if (end > at) pieces.push({ kind: 'text', start: at, end })
    for (const _ of this.#open) pieces.push({ kind: 'close' })
    return pieces
  }

  /** What begins and ends up to a place, without drawing it. */
  #skipTo(place: number): void {
    for (let border = this.#borders[this.#next]; border !== undefined && border.at <= place;) {
      this.#pass(border, [])
      border = this.#borders[++this.#next]
    }
  }

  #pass({ mention, opens }: Border, pieces: Piece[]): void {
    if (opens) {
      if (this.#open.length >= MAX_DEPTH) return
      this.#open.push(mention)
      pieces.push({ kind: 'open', mention })
      return
    }
    const index = this.#open.lastIndexOf(mention)
    if (index === -1) return
    const above = this.#open.slice(index + 1)
    pieces.push({ kind: 'close' }, ...above.map((): Piece => ({ kind: 'close' })))
    pieces.push(...above.map((other): Piece => ({ kind: 'open', mention: other })))
    this.#open.splice(index, 1)
  }
}
