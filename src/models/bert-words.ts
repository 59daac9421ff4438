import type { Span } from '../core/document.ts'

/**
 * The words of a text as BERT sees them: cleaned, lower-cased and without accents as the model wants it, cut at white
 * space and around each punctuation mark. (Devlin et al. 2019; the behaviour is that of Hugging Face's `BertNormalizer`
 * and `BertPreTokenizer`, but for characters newer than their Unicode tables.)
 */
export interface WordRules {
  /** Drop control characters, make all white space blanks. */
  readonly cleanText: boolean
  readonly lowerCase: boolean
  readonly stripAccents: boolean
  /** Each ideograph is a word of its own. */
  readonly splitIdeographs: boolean
}

// Tab and the line ends are white space.
const DROPPED = /[\0\ufffd\p{Cf}\p{Co}\p{Cs}]|(?![\t\n\r])\p{Cc}/gu
const BLANKS = /\p{White_Space}/gu
const IDEOGRAPHS =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu
const MARKS = /\p{Mn}/gu
// Unicode's punctuation, and what ASCII has of symbols.
const WORDS = /[\p{P}$+<=>^`|~]|[^\p{White_Space}\p{P}$+<=>^`|~]+/gu

const WORDS_AND_IDEOGRAPHS = new RegExp(
  String.raw`${IDEOGRAPHS.source}|[\p{P}$+<=>^\x60|~]|(?:(?!${IDEOGRAPHS.source})[^\p{White_Space}\p{P}$+<=>^\x60|~])+`,
  'gu',
)
const DROPPED_START = new RegExp(`^(?:${DROPPED.source})+`, 'u')
const DROPPED_WHOLE = new RegExp(`^(?:${DROPPED.source})$`, 'u')
const PERHAPS_DROPPED = /[\p{C}\ufffd]/u

/**
 * Where the words of a text stand, as they are in it (UTF-16, half-open), without what is dropped from their ends:
 * {@link eachWord} gives each of them in the form that the model knows. Linear in the text.
 */
export function* eachWordSpan(text: string, { splitIdeographs }: WordRules): Generator<Span> {
  for (const { 0: word, index } of text.matchAll(splitIdeographs ? WORDS_AND_IDEOGRAPHS : WORDS)) {
    const from = PERHAPS_DROPPED.test(word) ? (DROPPED_START.exec(word)?.[0].length ?? 0) : 0
    const to = PERHAPS_DROPPED.test(word) ? endOfHeard(word, from) : word.length
    if (from < to) yield [index + from, index + to]
  }
}

/** Where the last character of a word ends that is not dropped. */
const endOfHeard = (word: string, from: number): number => {
  let end = word.length
  while (end > from) {
    const isPair = end - from > 1 && (word.codePointAt(end - 2) ?? 0) > 0xffff
    const start = end - (isPair ? 2 : 1)
    if (!DROPPED_WHOLE.test(word.slice(start, end))) break
    end = start
  }
  return end
}

const PLAIN = /^[\t\n\r -~]*$/
// More marks than any script piles up are taken apart: normalising costs the square of their number.
const PILE = /\p{M}{31}/u
const PILED = /\P{M}\p{M}{0,30}|\p{M}{1,30}/gu

/** Calls `visit` with each word, in order, until it answers `false`. Linear in the text. */
export const eachWord = (text: string, rules: WordRules, visit: (word: string) => boolean): void => {
  if (PLAIN.test(text)) {
    eachPlainWord(rules.lowerCase ? text.toLowerCase() : text, visit)
    return
  }
  for (const [word] of normalized(text, rules).matchAll(WORDS)) if (!visit(word)) return
}

const normalized = (text: string, rules: WordRules): string => {
  // Without the cleaning, too, half a surrogate pair is nothing that a vocabulary could have.
  let result = rules.cleanText
    ? text.replace(DROPPED, '').replace(BLANKS, ' ')
    : text.replace(/\p{Cs}/gu, '\ufffd')
  if (rules.splitIdeographs) result = result.replace(IDEOGRAPHS, ' $& ')
  if (rules.stripAccents) result = decomposed(result).replace(MARKS, '')
  // Letter by letter: a sigma at the end of a word is one like others.
  return rules.lowerCase ? result.replaceAll('Σ', 'σ').toLowerCase() : result
}

const decomposed = (text: string): string =>
  PILE.test(text) ? text.replace(PILED, (cluster) => cluster.normalize('NFD')) : text.normalize('NFD')

const BLANK = 0
const MARK = 1
const LETTER = 2

const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (code <= 32) return BLANK
  return /[\p{L}\p{N}]/u.test(character) ? LETTER : MARK
})

/** Of printable ASCII and white space. */
const eachPlainWord = (text: string, visit: (word: string) => boolean): void => {
  let start = -1
  for (let at = 0; at < text.length; at++) {
    const kind = KINDS[text.charCodeAt(at)]
    if (kind === LETTER) {
      if (start === -1) start = at
      continue
    }
    if (start !== -1 && !visit(text.slice(start, at))) return
    start = -1
    if (kind === MARK && !visit(text.charAt(at))) return
  }
  if (start !== -1) visit(text.slice(start))
}
