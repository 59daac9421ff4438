import { isDigit, letterOf } from './letters.ts'

/** What looks like an abbreviation, taken apart. */
export interface ShortForm {
  /** UTF-16 code units of the document's text, half-open. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** Letters and numbers to be found in the long form, in order. */
  readonly symbols: readonly Symbol[]
  /** An s that makes it a plural is not among the symbols. */
  readonly plural: boolean
  /** No capital and no digit: a word, rather. */
  readonly plain: boolean
}

export interface Symbol {
  /** A letter (lower case), a run of digits, or a sign that stands for a word. */
  readonly text: string
  readonly kind: 'capital' | 'small' | 'number' | 'sign'
}

/** Longest short form, UTF-16 code units. */
export const MAX_SHORT = 24
const MAX_SYMBOLS = 12

const SHAPE = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}.,&+/'’∞()*-]*(?: [\p{L}\p{N}\p{M}.&+/'’-]+)?$/u
const DASHES = /[‐‑‒–—−]/g
/** Small letters that stand in brackets and abbreviate nothing said before: numbering, statistics, units, remarks. */
const NEVER_SMALL = new Set(
  `a b c d e f g h i j k l m n o p q r s t u v w x y z ii iii iv vi vii viii ix xi xii kg mg ml mm cm km min hr hrs sec
  ms yr yrs eg ie e.g i.e e.g. i.e. cf see vs al et and or not no yes left right top bottom data new one two three four
  all both only mean range median male female men women po iv im sc bid tid qd od prn online respectively author authors
  unpublished references reviewed days weeks months years hours minutes`.split(/\s+/),
)
/** However they are written. */
const NEVER = new Set(
  `ii iii vi vii viii ix xi xii fig figs figure figures table tables ref refs eq eqs suppl supplementary appendix box panel
  ltd inc gmbh dr mr mrs jr`.split(/\s+/),
)

/**
 * Reads `text` between `start` and `end` as a short form.
 * @returns null when nothing abbreviates like that.
 */
export const readShortForm = (text: string, start: number, end: number): ShortForm | null => {
  while (start < end && /[\s"'“”‘’«»*†‡]/.test(text.charAt(start))) start++
  while (end > start && /[\s"'“”‘’«»*†‡®™,:]/.test(text.charAt(end - 1))) end--
  if (end - start > MAX_SHORT || end === start) return null
  if (text.charAt(end - 1) === '.' && !text.slice(start, end - 1).includes('.')) end--
  const written = text.slice(start, end)
  const plainDashes = written.replace(DASHES, '-')
  if (!SHAPE.test(plainDashes) || !balanced(written)) return null
  const capitals = written.match(/\p{Lu}/gu)?.length ?? 0
  const digits = written.match(/\p{N}/gu)?.length ?? 0
  if (!/\p{L}/u.test(written) || !isWorthIt(plainDashes, capitals, digits)) return null
  const plural = capitals > 0 && /[\p{Lu}\p{N}a-z]['’]?s$/u.test(written) && /\p{Lu}.*s$/u.test(written)
  const symbols = symbolsOf(plural ? written.slice(0, -1) : written)
  if (symbols.length === 0 || symbols.length > MAX_SYMBOLS) return null
  return { start, end, text: written, symbols, plural, plain: capitals === 0 && digits === 0 }
}

const balanced = (written: string): boolean => {
  const [open, close] = [written.split('(').length, written.split(')').length]
  return open === close && !written.startsWith('(')
}

const isWorthIt = (written: string, capitals: number, digits: number): boolean => {
  const letters = written.match(/\p{L}/gu)?.length ?? 0
  // A number with a unit, a date, a percentage.
  if (/^\d/.test(written) && !/^\d[\d,']*-?\p{L}*\p{Lu}/u.test(written)) return false
  if (/^\d+(?:[.,]\d+)+/.test(written) || digits > letters + 2) return false
  if (NEVER_SMALL.has(written) || NEVER.has(written.toLowerCase()) || written === 'I') return false
  if (written.includes(' ')) return twoWords(written, capitals, digits)
  // "Premarin", "Tokyo": a name, not a short one.
  if (capitals === 1 && digits === 0 && /^\p{Lu}[\p{Ll}\p{M}]{4,}$/u.test(written)) return false
  return capitals > 0 || digits === 0 || /^\p{Ll}/u.test(written)
}

const twoWords = (written: string, capitals: number, digits: number): boolean => {
  const [first = '', second = ''] = written.split(' ')
  if (/^\d+(?:[.,]\d+)?$/.test(second) || /^[\d.,]+$/.test(first)) return false
  return capitals >= 2 && /\p{Lu}{2}|\p{Lu}\d|\d\p{Lu}|\p{Lu} \p{Lu}/u.test(written) && digits <= 4
}

const ROMAN = /(?<=\p{L}{2}[-‐‑– ])(?:I{1,3}|IV|VI{0,3}|IX)$/u
const ROMAN_NUMBERS = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX']

const symbolsOf = (written: string): Symbol[] => {
  const roman = ROMAN.exec(written)
  if (roman !== null) {
    const number = String(ROMAN_NUMBERS.indexOf(roman[0]))
    return [...symbolsOf(written.slice(0, roman.index)), { text: number, kind: 'number' }]
  }
  const symbols: Symbol[] = []
  for (let at = 0; at < written.length; at++) {
    const character = written.charAt(at)
    const last = symbols.at(-1)
    if (isDigit(character)) {
      if (last?.kind === 'number' && isDigit(written.charAt(at - 1))) {
        symbols[symbols.length - 1] = { text: last.text + character, kind: 'number' }
      } else symbols.push({ text: character, kind: 'number' })
    } else if (/[&+∞]/.test(character)) symbols.push({ text: character, kind: 'sign' })
    else if (/\p{L}/u.test(character)) {
      symbols.push({ text: letterOf(character), kind: /\p{Lu}/u.test(character) ? 'capital' : 'small' })
    }
  }
  return symbols
}
