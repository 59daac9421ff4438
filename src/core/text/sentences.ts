import type { Span } from '../document.ts'
import { isBorder, type Stop } from './sentences-borders.ts'
import { HEADINGS } from './sentences-abbreviations.ts'

// A run of stops; a line break with the blanks after it; a heading in capitals, which needs no stop before it.
const CANDIDATE = /[.?!…]+|[。！？]+|[\r\n]\s*|(?<=\s)[A-Z]{3,14}(?=[A-Z\s/&-]{0,24}:\s)/g
const BLANK = /\s*/y
const CLOSERS = /["'’”»)\]}]*/y
// "[5-7]", "[8]" after a stop, with or without a blank; "14,15" right after it: citations, of the sentence before.
const CITATION =
  /(?:[^\S\r\n]?\[\d[\d,\s–-]{0,24}\]){1,4}|(?<=(?:\p{Ll}{2}|[)\]])\.["'’”)]{0,2})\d{1,3}(?:[,–-]\d{1,3}){0,8}(?=\s)/uy

/**
 * The sentences of a text of scientific prose, in order; UTF-16, half-open. They cover all but blanks, which they neither
 * begin nor end with. A stop ends a sentence unless what stands around it speaks against (`sentences-borders.ts`); so do
 * an empty line, a line break before a list item or after a heading of its own line, and a heading in capitals that
 * follows. A heading and the marker of a list item belong to the sentence after them. Time is linear.
 */
export const sentencesOf = (text: string): Span[] => {
  const sentences: Span[] = []
  const cased = /\p{Lu}/u.test(text)
  let start = after(BLANK, text, 0)
  // Where the last stop that ended nothing stands: "J. Biol. Chem." is a chain of those.
  let lastInside = -1
  const cut = (end: number, next: number): void => {
    if (end > start) sentences.push([start, end])
    start = next
  }
  for (const match of text.matchAll(CANDIDATE)) {
    const at = match.index
    if (at < start) continue
    const first = match[0].charCodeAt(0)
    if (isStop(first)) {
      const stop = stopAt(text, at, at + match[0].length, { start, lastInside, cased })
      if (isBorder(stop)) cut(stop.end, stop.next)
      else lastInside = at
    } else if (first >= CAPITAL_A && first <= CAPITAL_Z) {
      if (HEADINGS.has(match[0]) && !goesOn(text, at, start)) cut(endBefore(text, at, start), at)
    } else {
      const end = endBefore(text, at, start)
      if (endsLine(text, end, match[0], at + match[0].length, start)) cut(end, at + match[0].length)
    }
  }
  cut(endBefore(text, text.length, start), text.length)
  return sentences
}

const [CAPITAL_A, CAPITAL_Z] = [65, 90]

const isStop = (code: number): boolean => '.?!…。！？'.includes(String.fromCharCode(code))

// "PATIENTS AND METHODS:": the heading began before.
const goesOn = (text: string, at: number, start: number): boolean =>
  at <= start || /(?:\p{Lu}{2}|[&/,])\s+$/u.test(text.slice(Math.max(start, at - 8), at))

const stopAt = (
  text: string,
  at: number,
  afterStops: number,
  state: Pick<Stop, 'start' | 'lastInside' | 'cased'>,
): Stop => {
  const closed = after(CLOSERS, text, afterStops)
  const cited = after(CITATION, text, closed)
  // Some sources part the paragraphs of an abstract by a semicolon after the stop.
  const end = text.charAt(cited) === ';' && /\s/.test(text.charAt(cited + 1)) ? cited + 1 : cited
  return { text, at, afterStops, closed, end, next: after(BLANK, text, end), ...state }
}

const after = (pattern: RegExp, text: string, from: number): number => {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : from
}

const endBefore = (text: string, end: number, start: number): number => {
  let at = end
  while (at > start && /\s/.test(text.charAt(at - 1))) at--
  return at
}

const LIST_ITEM = /(?:[-*•‣–—▪●○·]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s/y
const SHORT_LINE = 48
const TITLE_LINE = /^(?:\d+(?:\.\d+)*\.?\s+)?\p{Lu}[^\r\n]*[\p{L}\p{N})]$/u

/** Whether a line break is a border: an empty line, an item of a list next, or a short line of its own before. */
const endsLine = (text: string, at: number, blanks: string, next: number, start: number): boolean => {
  if (at <= start) return false
  if (next >= text.length || /[\r\n][^\S\r\n]*(?:\r?\n|\r(?!\n))/.test(blanks.replace(/\r\n/g, '\n')))
    return true
  LIST_ITEM.lastIndex = next
  if (LIST_ITEM.test(text)) return true
  if (at - start > SHORT_LINE || !/\p{Lu}|\p{N}/u.test(text.charAt(next))) return false
  return TITLE_LINE.test(text.slice(start, at))
}
