import {
  BEFORE_NUMBER,
  LEADING,
  MIXED_CASE_UNITS,
  COMPANY,
  MOSTLY_INSIDE,
  OPENERS,
  TAKES_LETTER,
} from './sentences-abbreviations.ts'

/** A run of stops in a text and what is around it; offsets into the text. */
export interface Stop {
  readonly text: string
  /** Of the first stop. */
  readonly at: number
  readonly afterStops: number
  /** After quotes and brackets that close. */
  readonly closed: number
  /** After citations, too: where the sentence would end. */
  readonly end: number
  /** What is not blank after that. */
  readonly next: number
  /** Where the sentence begins. */
  readonly start: number
  /** The last stop that ended no sentence; -1 before the first. */
  readonly lastInside: number
  /** The text has capitals: small letters begin no sentence, symbols apart. */
  readonly cased: boolean
}

// How far to look to either side: longer words are no abbreviations.
const REACH = 40

const OPEN = /^(?:[▸•*†‡§¶]\s|["'“‘«([{*†‡§¶#-]*)/
const CAPITALISED = /^[\p{Lu}\p{Lt}]/u
const GREEK_OR_OTHER = /^[\p{Script=Greek}\p{Lo}]/u
// p53, mRNA, miR-21, eNOS; c-Myc, n-3, p-values, beta-blockers, α-synuclein.
const LOWER_SYMBOL = /^\p{Ll}[\p{L}\p{M}]*(?:[\p{Lu}\p{N}]|-\p{Lu})/u
const PREFIXED = /^(?:\p{Ll}|cis|trans|alpha|beta|gamma|delta|kappa|omega)-[\p{L}\p{N}]{2}/u
// What a cut-off sentence and the next say without a blank: "groups.Table 2".
const GLUED = /^(?:\p{Lu}\p{Ll}+|A)(?=[\s,])/u
const LONG_LOWER = /(?:\p{Ll}{4}|[)\]])$/u

// "Mol. Cell. Biol. 8": journals.
const ABBREVIATED = /^\p{Lu}\p{Ll}{1,7}$/u
const ABBREVIATED_NEXT = /^\p{Lu}\p{Ll}{1,8}\.,?$/u

/** Whether the stop ends its sentence. */
export const isBorder = (stop: Stop): boolean => {
  const { text, at, end, next } = stop
  if (next >= text.length) return true
  const first = text.charAt(at)
  if ('。！？'.includes(first)) return true
  if (next === end) return end === stop.afterStops && isGlued(stop)
  const following = followingOf(stop)
  if (first === '?' || first === '!') return /\S/.test(text.charAt(at - 1)) && begins(following, stop.cased)
  const before = wordBefore(text, at)
  return !isMarker(stop, before) && begins(following, stop.cased) && !isInside(stop, before, following)
}

interface Following {
  /** Without quotes and brackets that open. */
  readonly word: string
  readonly opened: string
}

const followingOf = ({ text, next }: Stop): Following => {
  const ahead = text.slice(next, next + REACH)
  const opened = OPEN.exec(ahead)?.[0] ?? ''
  return { opened, word: /^\S*/.exec(ahead.slice(opened.length))?.[0] ?? '' }
}

/** A word with what is joined to it by points: `i.v`, `U.S`, `0.05`. */
const wordBefore = (text: string, at: number): string =>
  /[\p{L}\p{N}\p{M}.'’&/-]*$/u.exec(text.slice(Math.max(0, at - REACH), at))?.[0] ?? ''

const begins = ({ word, opened }: Following, cased: boolean): boolean => {
  if (CAPITALISED.test(word) || GREEK_OR_OTHER.test(word)) return true
  // "(5.2)" goes on, "(ii) Transfection" and "(5) At" begin.
  if (opened.includes('(') && /^(?:\d{1,2}|[a-z]|[ivx]{1,4})\)/.test(word)) return true
  if (/^[\p{N}±<>≥≤~$£€]/u.test(word)) return !opened.includes('(')
  if (!cased && /^\p{Ll}/u.test(word)) return true
  if (!LOWER_SYMBOL.test(word) && !PREFIXED.test(word))
    return opened !== '' && /^[‘“«]/.test(opened) && word !== ''
  return !MIXED_CASE_UNITS.has(/^[\p{L}\p{N}]*/u.exec(word)?.[0] ?? '')
}

/** "1." and "a)" at the start of a sentence or after a colon mark an item; they end nothing. */
const isMarker = ({ text, at, start, afterStops }: Stop, before: string): boolean => {
  if (afterStops !== at + 1 || !/^(?:\d{1,3}(?:\.\d{1,2}){0,3}|\p{L}|[IVX]{1,4}|[ivx]{1,4})$/u.test(before))
    return false
  const from = at - before.length
  return from <= start || /[:;]\s?\(?$/.test(text.slice(Math.max(start, from - 3), from))
}

/** Whether the point belongs to an abbreviation, an initial or a number that goes on. */
const isInside = (stop: Stop, before: string, following: Following): boolean => {
  if (stop.afterStops !== stop.at + 1) return false
  const key = before.toLowerCase()
  const { word, opened } = following
  const opener = isOpener(word)
  if (LEADING.has(key) && !isAcronym(before)) return true
  if (/\p{N}/u.test(word)) {
    // "No. 5", "0. 05", "et al. 1999".
    if (BEFORE_NUMBER.has(key) || key === 'al' || /(?:^|[^\p{N}])0$/u.test(before)) return true
  }
  if (key === 'al' || key === 'etc') return opened !== '' || !CAPITALISED.test(word)
  if (key === 'sp' || key === 'spp') return !/^\p{Lu}\p{Ll}/u.test(word)
  if (opener) return /^(?:\p{Lu}\.)*\p{Lu}$/u.test(before) && isNameBefore(stop, before) && word.length < 2
  if (COMPANY.has(key)) return opened.includes('(') || isBracketed(stop)
  if (MOSTLY_INSIDE.has(key) || /^\p{Lu}(?:\.-?\p{Lu})+$/u.test(before)) return true
  if (/^(?:\p{Lu}|\p{Lu}\p{Ll})$/u.test(before) && before.length === 1) return isInitial(stop, following)
  if (ABBREVIATED.test(before) && ABBREVIATED_NEXT.test(word)) return true
  // After a point that ended nothing, the next word with a point is of the same chain: "J. Biol. Chem. 277".
  return (
    CAPITALISED.test(before) &&
    before.length <= 8 &&
    isChained(stop, before) &&
    !/^\p{Lu}\p{Ll}{4}/u.test(word)
  )
}

/** CA, ED and ST are no abbreviations of ours; FIG and VS are. */
const isAcronym = (word: string): boolean => /^\p{Lu}{2,}$/u.test(word) && !/^(?:FIGS?|VS|DR)$/.test(word)

// As far as a bracket's content reaches.
const BRACKET_REACH = 200

const isBracketed = ({ text, at, start }: Stop): boolean => {
  const before = text.slice(Math.max(start, at - BRACKET_REACH), at)
  return (
    before.lastIndexOf('(') > before.lastIndexOf(')') || before.lastIndexOf('[') > before.lastIndexOf(']')
  )
}

const isOpener = (word: string): boolean => {
  const match = /^\p{Lu}?[\p{Ll}]*(?=$|[,:;'’])|^\p{Lu}+(?=:)/u.exec(word)
  return match !== null && match[0] !== '' && OPENERS.has(match[0].toLowerCase())
}

const isChained = ({ text, at, lastInside }: Stop, before: string): boolean =>
  lastInside >= 0 && /^\s{1,2}$/.test(text.slice(lastInside + 1, at - before.length))

/** A single capital: of a name ("R. Koch", "John I. Brewer", "J. Biol."), or what the sentence ends with ("vitamin C."). */
const isInitial = (stop: Stop, { word }: Following): boolean => {
  const { text, at } = stop
  if (/^\p{Lu}\./u.test(word) || /^\p{Lu}\p{Ll}{1,8}\.$/u.test(word)) return true
  if (isChained(stop, text.charAt(at - 1))) return true
  const lead = text.slice(Math.max(stop.start, at - 1 - REACH), at - 1)
  if (lead === '' || /[([,&]\s?$/.test(lead)) return true
  const previous = /([\p{L}\p{M}\p{N}/'’-]+)['’]?\s$/u.exec(lead)?.[1]
  if (previous === undefined) return false
  // The last of several authors: "M. Yoshida, and K. Arai,".
  if (previous === 'and') return /\p{Lu}\. ?\p{Lu}[\p{L}'’-]+,? and\s$/u.test(lead)
  if (TAKES_LETTER.has(previous.toLowerCase())) return false
  return FIRST_NAME.test(previous) || BEFORE_NAME.has(previous)
}

const FIRST_NAME = /^\p{Lu}[\p{Ll}\p{M}]+(?:-\p{Lu}[\p{Ll}\p{M}]+)?$/u
const BEFORE_NAME = new Set(['by', 'with', 'from', 'late', 'de', 'van', 'von'])

/** An initial before a word of one letter: "A. I …" stays together in names only. */
const isNameBefore = ({ text, at, start }: Stop, before: string): boolean =>
  at - before.length <= start ||
  /[([,]\s?$/.test(text.slice(Math.max(start, at - before.length - 2), at - before.length))

const isGlued = ({ text, at, afterStops, end }: Stop): boolean => {
  if (afterStops !== at + 1 || !LONG_LOWER.test(text.slice(Math.max(0, at - 4), at))) return false
  if (!GLUED.test(text.slice(end, end + REACH))) return false
  const chunk = /\S*$/.exec(text.slice(Math.max(0, at - REACH), at))?.[0] ?? ''
  return !/:\/\/|^www\.|[@_\\]|\.\S*\//.test(chunk)
}
