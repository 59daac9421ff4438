/**
 * The right-hand sides of OBO 1.2/1.4 lines: escapes, quoted strings, xref lists, trailing `{qualifiers}` and
 * `! comments`. All in time linear in the line, whatever stands in it.
 */
const ESCAPE = /\\(.)/gs
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', W: ' ' }
const [TAB, BLANK, BANG, QUOTE, COMMA, BACKSLASH, CLOSE_BRACKET, OPEN_BRACE] = [
  9, 32, 33, 34, 44, 92, 93, 123,
]

export const unescape = (value: string): string =>
  value.includes('\\')
    ? value.replace(ESCAPE, (_, character: string) => ESCAPED[character] ?? character)
    : value

/** An unquoted value without qualifiers and comment, trimmed; escapes still in place. */
export const bareValue = (value: string): string => {
  const bare = (value.includes('!') ? value.slice(0, commentStart(value)) : value).trim()
  return bare.endsWith('}') ? withoutQualifiers(bare) : bare
}

/** Where ` ! ` begins a comment; the length of the value when nothing does. Quotes guard it inside qualifiers. */
const commentStart = (value: string): number => {
  let [inBraces, inQuotes] = [false, false]
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === OPEN_BRACE) inBraces = true
    else if (code === QUOTE) inQuotes = inBraces && !inQuotes
    else if (code === BANG && !inQuotes && isBlankAt(value, at - 1) && isBlankAt(value, at + 1)) return at
  }
  return value.length
}

const isBlankAt = (value: string, at: number): boolean => {
  if (at < 0 || at >= value.length) return true
  const code = value.charCodeAt(at)
  return code === BLANK || code === TAB
}

// Qualifiers are key="value" pairs: braces without them are part of the value, as in chemical names.
const FIRST_QUALIFIER = /^\s*[^\s={}"]+\s*=\s*"/

const withoutQualifiers = (value: string): string => {
  const open = value.lastIndexOf('{')
  const inside = value.slice(open + 1, -1)
  return open !== -1 && FIRST_QUALIFIER.test(inside) && inside.trimEnd().endsWith('"')
    ? value.slice(0, open).trimEnd()
    : value
}

/** What the trailing `{key="value", key="value"}` say under a key, in their order. */
export const qualifiers = (value: string, key: string): readonly string[] => {
  const found: string[] = []
  for (const [, name, text = ''] of value.slice(value.lastIndexOf('{')).matchAll(QUALIFIER))
    if (name === key) found.push(unescape(text))
  return found
}

const QUALIFIER = /[{,\s]([^\s={},"]+)\s*=\s*"((?:[^"\\]|\\.)*)"/g

/** First word of an unquoted value: the id in `HP:0000001 ! All`; `''` where a comment is all there is. */
export const idValue = (value: string): string => {
  const word = firstWord(value)
  return word === '!' ? '' : unescape(word)
}

/** The characters before the first blank or tab; a leading one is not expected. */
export const firstWord = (value: string): string => {
  const blank = value.indexOf(' ')
  const word = blank === -1 ? value : value.slice(0, blank)
  return word.includes('\t') ? word.slice(0, word.indexOf('\t')) : word
}

/**
 * `[text, rest]` (the rest with the blanks it begins with) of a value that begins with a quoted string; `null` when it
 * does not, or the quote is not closed.
 */
export const quotedValue = (value: string): readonly [text: string, rest: string] | null => {
  if (value.charCodeAt(0) !== QUOTE) return null
  const end = closingQuote(value)
  return end === -1 ? null : [unescape(value.slice(1, end)), value.slice(end + 1)]
}

const closingQuote = (value: string): number => {
  const plain = value.indexOf('"', 1)
  if (plain === -1 || value.charCodeAt(plain - 1) !== BACKSLASH) return plain
  for (let at = 1; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) return at
  }
  return -1
}

/** The ids in `[a, b "what it is", c\,d]`; `null` when the list is not closed, `[]` when there is none. */
export const xrefList = (rest: string): readonly string[] | null => {
  const open = rest.indexOf('[')
  if (open === -1 || rest.startsWith('[]', open)) return []
  const close = rest.indexOf(']', open)
  const list = close === -1 ? '' : rest.slice(open + 1, close)
  if (close !== -1 && !list.includes('"') && !list.includes('\\'))
    return list.includes(',') ? trimmed(list.split(',')) : trimmed([list])
  // A quote that is never closed closes the list for the first bracket instead.
  return listItems(rest, open + 1, true) ?? listItems(rest, open + 1, false)
}

const trimmed = (items: readonly string[]): string[] =>
  items.map((item) => item.trim()).filter((item) => item !== '')

const listItems = (text: string, from: number, quotesCount: boolean): string[] | null => {
  const items: string[] = []
  let [start, textEnd, inQuotes] = [from, -1, false]
  const take = (end: number): void => {
    items.push(unescape(text.slice(start, textEnd === -1 ? end : textEnd)))
    start = end + 1
    textEnd = -1
  }
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === QUOTE) {
      // What follows an id in quotes describes it.
      if (textEnd === -1) textEnd = at
      inQuotes = quotesCount && !inQuotes
    } else if (code === COMMA && !inQuotes) take(at)
    else if (code === CLOSE_BRACKET && !inQuotes) {
      take(at)
      return trimmed(items)
    }
  }
  return null
}

/** `ID "description"` → `ID`. */
export const withoutDescription = (value: string): string => {
  const quote = value.indexOf(' "')
  return (quote === -1 ? value : value.slice(0, quote)).trim()
}
