const SURROGATE = /[\ud800-\udfff]/

/** Whether a text has a place where counting in UTF-16 code units and in code points differs: a surrogate. */
const hasSurrogates = (text: string): boolean => SURROGATE.test(text)

/** Offsets of one text, from one unit to the other; both half-open, so that the text's length is an offset too. */
export interface OffsetMap {
  /** UTF-16 code units before this many code points; `undefined` past the end of the text, and for what is no offset. */
  readonly toUtf16: (codePoints: number) => number | undefined
  /** Code points before this many UTF-16 code units; between the halves of a pair: those before the pair. */
  readonly toCodePoints: (utf16: number) => number
  /** Length of the text in code points. */
  readonly length: number
}

/**
 * Ways between UTF-16 code units, which JavaScript counts in, and code points, which Python and the formats made with it
 * count in. Half of a pair that stands alone is a code point of its own. Linear to make, at once for a text without
 * surrogates; O(log n) an offset, in the number of pairs.
 */
export const offsetMapOf = (text: string): OffsetMap => {
  const pairs = hasSurrogates(text) ? pairsOf(text) : NO_PAIRS
  const length = text.length - pairs.length
  return {
    length,
    toUtf16: (codePoints) => {
      if (!Number.isInteger(codePoints) || codePoints < 0 || codePoints > length) return undefined
      return codePoints + pairsBefore(pairs, (at, before) => at - before < codePoints)
    },
    toCodePoints: (utf16) => utf16 - pairsBefore(pairs, (at) => at < utf16),
  }
}

const NO_PAIRS = new Uint32Array(0)

/** Where pairs begin, ascending. */
const pairsOf = (text: string): Uint32Array => {
  const starts: number[] = []
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) !== 0xd800 || (text.charCodeAt(at + 1) & 0xfc00) !== 0xdc00) continue
    starts.push(at)
    at++
  }
  return Uint32Array.from(starts)
}

/** How many pairs, from the first on, fulfil a condition that all before the last of them fulfil too. */
const pairsBefore = (pairs: Uint32Array, isBefore: (at: number, before: number) => boolean): number => {
  let low = 0
  let high = pairs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(pairs[middle] ?? 0, middle)) low = middle + 1
    else high = middle
  }
  return low
}
