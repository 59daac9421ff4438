/**
 * The `case` rung: one spelling for letters that differ in case, width, composition or typographic variant, with the
 * way back to the original text. Dashes become `-`, quotes `'`, every run of white space one blank.
 */
export interface Folded {
  readonly text: string
  /**
   * For each UTF-16 code unit of `text`, where the piece of the original it came from begins; one more entry holds the
   * end. `null` when every unit stands where it stood.
   */
  readonly starts: Int32Array | null
  /** As `starts`, but where the piece ends (exclusive). `null` together with `starts`. */
  readonly ends: Int32Array | null
}

// All but the grave accent, which folds to an apostrophe.
const PLAIN_ASCII = /^[\x21-\x5f\x61-\x7e]+(?: [\x21-\x5f\x61-\x7e]+)*$/
// One character with all that combines with it: folding must see é whole, however it is written.
// More marks than any script piles up are taken apart: normalising costs the square of their number.
const CLUSTER = /\P{M}\p{M}{0,30}|\p{M}{1,30}/gu
const DASH = /[\p{Pd}\u2212\u00ad\u2043]/u
const QUOTE = /[\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07]/
const TRADEMARK = /[\u2122\u00ae\u00a9\u2120]/
const SOFT = /[\u00ad\u200b-\u200f\u2060\ufeff]/

/** Folds `text`; ASCII without odd spacing costs one lower-casing. Offsets: UTF-16 code units of `text`. */
export const foldCase = (text: string): Folded =>
  PLAIN_ASCII.test(text) ? { text: text.toLowerCase(), starts: null, ends: null } : foldClusters(text)

const foldClusters = (text: string): Folded => {
  const starts: number[] = []
  const ends: number[] = []
  let folded = ''
  // Looking at the end of a growing string would cost its length each time.
  let endsInBlank = true
  for (const match of text.matchAll(CLUSTER)) {
    const cluster = match[0]
    const end = match.index + cluster.length
    let piece = foldCluster(cluster)
    if (piece === ' ' && endsInBlank) {
      // A second blank belongs to the first: spans that cover the run cover all of it.
      if (ends.length > 0) ends[ends.length - 1] = end
      piece = ''
    }
    if (piece !== '') endsInBlank = piece === ' '
    folded += piece
    for (let unit = 0; unit < piece.length; unit++) {
      starts.push(match.index)
      ends.push(end)
    }
  }
  if (endsInBlank && ends.length > 0) {
    folded = folded.slice(0, -1)
    starts.pop()
    ends.pop()
  }
  const last = ends.at(-1) ?? 0
  return { text: folded, starts: Int32Array.from([...starts, last]), ends: Int32Array.from([...ends, last]) }
}

const foldCluster = (cluster: string): string => {
  if (cluster.length === 1) {
    const code = cluster.charCodeAt(0)
    if (code > 32 && code < 127 && code !== 96) return cluster.toLowerCase()
    if (DASH.test(cluster)) return SOFT.test(cluster) ? '' : '-'
    if (QUOTE.test(cluster)) return "'"
    if (TRADEMARK.test(cluster) || SOFT.test(cluster)) return ''
  }
  if (/^[\s\p{Z}\p{Cc}]/u.test(cluster)) return ' '
  // İ lower-cases to i and a combining dot; ß has no single upper case: both directions settle on plain letters.
  return cluster
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .replaceAll('ß', 'ss')
    .normalize('NFKC')
    .trim()
}

/** The span of the original that `[start, end)` of the folded text came from. */
export const originalSpan = (folded: Folded, start: number, end: number): readonly [number, number] =>
  folded.starts === null || folded.ends === null
    ? [start, end]
    : [folded.starts[start] ?? 0, folded.ends[Math.max(start, end - 1)] ?? 0]
