import type { Abbreviation, Mention, Span, TextDocument } from '../core/document.ts'
import { textOf } from '../core/document.ts'

/** Where a text stops being another, white space passed over; `null`: it does not. Offsets in the first. */
export const firstDifference = (text: string, other: string): number | null => {
  let [at, there] = [0, 0]
  for (;;) {
    at = pastBlanks(text, at)
    there = pastBlanks(other, there)
    if (at >= text.length && there >= other.length) return null
    if (text.charCodeAt(at) !== other.charCodeAt(there)) return at
    at++
    there++
  }
}

/**
 * What was found in one writing of a text, at its places in another that differs in white space alone: formats differ in
 * what parts title and abstract, tokens and sentences.
 *
 * @returns the document as it is where its text is `text`, or differs in more
 */
export const alignedTo = (text: string, document: TextDocument): TextDocument => {
  if (document.text === text || firstDifference(text, document.text) !== null) return document
  const place = placesIn(document.text, text)
  return {
    id: document.id,
    text,
    sections: [],
    mentions: document.mentions.map((mention) => movedMention(mention, text, place)),
    ...(document.abbreviations === undefined
      ? {}
      : {
          abbreviations: document.abbreviations.map((abbreviation) => movedAbbreviation(abbreviation, place)),
        }),
  }
}

interface Places {
  /** Of the character that stands at an offset of the first text. */
  readonly start: (offset: number) => number
  /** After the character that stands before an offset of the first text. */
  readonly end: (offset: number) => number
}

const placesIn = (from: string, to: string): Places => {
  const at = new Int32Array(from.length + 1)
  let there = 0
  for (let offset = 0; offset < from.length; offset++) {
    if (!isBlank(from, offset)) there = pastBlanks(to, there)
    at[offset] = there
    if (!isBlank(from, offset)) there++
  }
  at[from.length] = there
  return {
    start: (offset) => at[pastBlanks(from, offset)] ?? to.length,
    end: (offset) => {
      let last = offset
      while (last > 0 && isBlank(from, last - 1)) last--
      return last === 0 ? 0 : (at[last - 1] ?? to.length) + 1
    },
  }
}

const movedMention = (mention: Mention, text: string, { start, end }: Places): Mention => {
  const spans = mention.spans.map(([from, to]): Span => [start(from), Math.max(start(from), end(to))])
  return { ...mention, spans, text: textOf(text, spans) }
}

const movedAbbreviation = (abbreviation: Abbreviation, { start, end }: Places): Abbreviation => ({
  ...abbreviation,
  start: start(abbreviation.start),
  end: end(abbreviation.end),
  longStart: start(abbreviation.longStart),
  longEnd: end(abbreviation.longEnd),
})

const isBlank = (text: string, offset: number): boolean => {
  const unit = text.charCodeAt(offset)
  return unit <= 32 || unit === 0xa0 || (unit >= 0x1680 && /\s/.test(text.charAt(offset)))
}

const pastBlanks = (text: string, offset: number): number => {
  let at = offset
  while (at < text.length && isBlank(text, at)) at++
  return at
}
