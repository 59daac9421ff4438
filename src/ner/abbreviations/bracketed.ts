import { type Bracket } from './brackets.ts'
import { pair, type Definition } from './pairs.ts'
import { MAX_SHORT, readShortForm, type ShortForm } from './short-form.ts'
import { partsOf, WINDOW, type WordPart } from './words.ts'

/** A section of a text and its brackets. */
export interface Ground {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly brackets: readonly Bracket[]
  /** Where the bracket that opens there is over. */
  readonly hidden: (open: number) => number | undefined
}

/** Most of a bracket that is looked at, UTF-16 code units. */
const REACH = 320

/** Definitions that `bracket` makes: of what it holds by what stands before it, or the other way round. */
export const definitionsAt = (ground: Ground, bracket: Bracket): readonly Definition[] => {
  const { text } = ground
  const start = bracket.open + 1
  if (!BEGINS.test(text.slice(start, start + 12))) return []
  const end = Math.min(bracket.close, start + REACH)
  const remark = firstPiece(ground, start, end, /[;]/)
  const piece = firstPiece(ground, start, remark, /[,]/)
  const short = readShortForm(text, ...afterIntroduction(text, start, piece))
  const before = (): readonly WordPart[] => partsBefore(ground, bracket)
  if (short !== null) {
    const found = pair(text, short, before(), { pattern: 'long (short)' })
    if (found !== null) return [found]
  }
  return (
    listed(ground, start, remark, before) ??
    reversed(ground, bracket, remark, piece) ??
    apposed(ground, start, remark) ??
    []
  )
}

/** A letter not far from the beginning: no citation, no figure, no bracket at once. */
const BEGINS = /^[\s"'“”‘’]*[\p{L}\p{N}][^()[\]]*?\p{L}|^[\s"'“”‘’]*\p{L}/u

/** Where the first piece of `[start, end)` ends; separators within brackets of its own do not count. */
const firstPiece = ({ text, hidden }: Ground, start: number, end: number, separator: RegExp): number => {
  for (let at = start; at < end; at = hidden(at) ?? at + 1) {
    if (separator.test(text.charAt(at))) return at
  }
  return end
}

const INTRODUCTION =
  /^\s*(?:(?:also|or|the|i\.?e\.?|aka|a\.k\.a\.|commonly|usually|subsequently|simply|so-called|here(?:in)?after|henceforth|from here on|in short|for short|short|abbreviat(?:ed|ion)|abbr\.?|acronym|termed|called|named|labell?ed|denoted|designated|defined|known|referred to|noted)(?:,? (?:as|to|by|the|called|termed|referred to as|abbreviated))*[:,]? )+/i

/** Past "hereafter", "abbreviated as" and their like. */
const afterIntroduction = (text: string, start: number, end: number): [number, number] => {
  if (end - start < 4) return [start, end]
  const match = INTRODUCTION.exec(text.slice(start, Math.min(end, start + 60)))
  return [start + (match?.[0].length ?? 0), end]
}

const SENTENCE = /[.?!]["”')\]]?(?:\[[\d,–-]+\]|[\d,–-]+)?\s+(?=["“‘([]?[\p{L}\d])|[;:]\s|\n\s*\n/gu
const NO_END = /(?:\b(?:vs|cf|e\.g|i\.e|al|ca|approx|spp?|subsp|var|St|Dr|No|cv|str)|\b\p{L})\.$/iu

/** The parts from the beginning of the sentence, or of the bracket around, to `bracket`. */
export const partsBefore = (
  ground: Ground,
  bracket: Pick<Bracket, 'open' | 'within'>,
): readonly WordPart[] => {
  const { text, start, hidden } = ground
  const from = Math.max(start, bracket.within + 1, bracket.open - WINDOW)
  return partsOf(text, lastSentence(text, from, bracket.open), bracket.open, hidden)
}

/** Where the last sentence of `[from, to)` begins. */
export const lastSentence = (text: string, from: number, to: number): number => {
  let begin = from
  for (const match of text.slice(from, to).matchAll(SENTENCE)) {
    const dot = from + match.index + 1
    if (match[0].startsWith('.') && NO_END.test(text.slice(Math.max(from, dot - 8), dot))) continue
    begin = from + match.index + match[0].length
  }
  return begin
}

const BETWEEN = /\s*(?:[,/+&]|,?\s(?:and|or|vs\.?|versus)\s)\s*/
const LONGEST_LIST = 100
const RESPECTIVELY = /,?\s*respectively\s*$/i

/** "low density lipoprotein, and triglycerides (LDL and TG, respectively)". */
const listed = (
  { text }: Ground,
  start: number,
  end: number,
  before: () => readonly WordPart[],
): readonly Definition[] | null => {
  const content = text.slice(start, end).replace(RESPECTIVELY, '')
  if (content.length > LONGEST_LIST || !BETWEEN.test(content)) return null
  const shorts: ShortForm[] = []
  let from = start
  for (const piece of content.split(BETWEEN)) {
    const at = text.indexOf(piece, from)
    const short = readShortForm(text, at, at + piece.length)
    if (short === null || short.plain || shorts.length === 8) return null
    shorts.push(short)
    from = at + piece.length
  }
  const all = before()
  let parts = all
  let tail: readonly WordPart[] = []
  const found: Definition[] = []
  for (const short of shorts.toReversed()) {
    const last =
      pair(text, short, parts, { pattern: 'list', close: true }) ?? shared(text, short, parts, tail)
    if (last === null) break
    if (found.length === 0) tail = all.filter(({ start: at }) => at > last.longStart)
    found.unshift(last)
    parts = withoutLinks(parts.filter(({ end: at }) => at <= last.longStart))
  }
  // Where one of them means something else, the others are trusted only when they leave no doubt.
  const sure =
    found.length === shorts.length ? found : found.filter(({ strategy }) => strategy === 'first-letters')
  return sure.length > 0 ? sure : null
}

/** "dopamine and norepinephrine transporters (DAT and NET)": the first has its last word with the second. */
const shared = (
  text: string,
  short: ShortForm,
  parts: readonly WordPart[],
  tail: readonly WordPart[],
): Definition | null => {
  for (let left = 0; left < Math.min(3, tail.length); left++) {
    const found = pair(text, short, [...parts, ...tail.slice(left)], { pattern: 'list', close: true })
    if (found !== null) return found
  }
  return null
}

/** Without the "and" that leads from one to the next. */
const withoutLinks = (parts: readonly WordPart[]): readonly WordPart[] => {
  let keep = parts.length
  while (keep > 0 && parts[keep - 1]?.stop === true) keep--
  return parts.slice(0, keep)
}

const LAST_WORD = /[^\s()[\]]+(?=["”'’]?\s*$)/

/** "ERCP (endoscopic retrograde cholangiopancreatography)". */
const reversed = (
  { text, start, hidden }: Ground,
  bracket: Bracket,
  remark: number,
  piece: number,
): readonly Definition[] | null => {
  const from = Math.max(start, bracket.open - MAX_SHORT - 4)
  const match = LAST_WORD.exec(text.slice(from, bracket.open))
  if (match === null) return null
  const short = readShortForm(text, from + match.index, from + match.index + match[0].length)
  if (short === null || !isSurelyShort(short)) return null
  for (const end of remark === piece ? [remark] : [remark, piece]) {
    const parts = partsOf(text, bracket.open + 1, end, hidden)
    if (parts.length > 3 * short.symbols.length + 2) continue
    const found = pair(text, short, parts, { pattern: 'short (long)', whole: true })
    if (found !== null) return [found]
  }
  return null
}

/** Two capitals at least, or a capital and a number. */
export const isSurelyShort = ({ symbols }: ShortForm): boolean =>
  symbols.filter(({ kind }) => kind === 'capital').length +
    Number(symbols.some(({ kind }) => kind === 'number')) >
  1

/** "(Diagnostic and Statistical Manual of Mental Disorders, Fifth Edition, DSM-V; …)". */
const apposed = (ground: Ground, start: number, end: number): readonly Definition[] | null => {
  const { text, hidden } = ground
  const comma = start + text.slice(start, end).lastIndexOf(',')
  if (comma <= start || end - comma > MAX_SHORT + 30) return null
  const short = readShortForm(text, ...afterIntroduction(text, comma + 2, end))
  if (short === null || !isSurelyShort(short) || short.symbols.length < 3) return null
  const parts = partsOf(text, lastSentence(text, start, comma), comma, hidden)
  const found = pair(text, short, parts, { pattern: 'phrase' })
  return found === null || found.strategy === 'one-missing' ? null : [found]
}
