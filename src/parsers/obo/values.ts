/**
 * The right-hand sides of OBO 1.2/1.4 lines: escapes, quoted strings, xref lists, trailing `{qualifiers}` and
 * `! comments`.
 */
const ESCAPE = /\\(.)/gs
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', W: ' ' }

export const unescape = (value: string): string =>
  value.includes('\\')
    ? value.replace(ESCAPE, (_, character: string) => ESCAPED[character] ?? character)
    : value

// Qualifiers are key="value" pairs: braces without them are part of the value, as in chemical names.
const QUALIFIERS = /\s*\{\s*[^\s={}]+\s*=\s*"[^{}]*"\s*\}\s*$/
const COMMENT = /(?:^|\s)!(?:\s|$)/

/** An unquoted value without qualifiers and comment, trimmed; escapes still in place. */
export const bareValue = (value: string): string => {
  let bare = value
  if (bare.includes('!')) {
    const comment = COMMENT.exec(bare)
    if (comment && bare[comment.index - 1] !== '\\') bare = bare.slice(0, comment.index)
  }
  if (bare.includes('}')) bare = bare.replace(QUALIFIERS, '')
  return bare.trim()
}

/** First word of an unquoted value: the id in `HP:0000001 ! All`. */
export const idValue = (value: string): string => unescape(firstWord(value))

/** The characters before the first blank or tab; a leading one is not expected. */
const firstWord = (value: string): string => {
  const blank = value.indexOf(' ')
  const word = blank === -1 ? value : value.slice(0, blank)
  return word.includes('\t') ? word.slice(0, word.indexOf('\t')) : word
}

/** `[text, rest]` (the rest with the blanks it begins with) of a value that begins with a quoted string; `null` when it does not, or the quote is not closed. */
export const quotedValue = (value: string): readonly [text: string, rest: string] | null => {
  if (value.charCodeAt(0) !== 34) return null
  const end = closingQuote(value)
  return end === -1 ? null : [unescape(value.slice(1, end)), value.slice(end + 1)]
}

const closingQuote = (value: string): number => {
  let end = value.indexOf('"', 1)
  while (end !== -1 && isEscaped(value, end)) end = value.indexOf('"', end + 1)
  return end
}

const isEscaped = (value: string, at: number): boolean => {
  let slashes = 0
  while (value.charCodeAt(at - 1 - slashes) === 92) slashes++
  return slashes % 2 === 1
}

const LIST_ITEM = /(?:\\.|"(?:\\.|[^"\\])*"|[^,\\"])+/g

/** The ids in `[a, b "what it is", c\,d]`; `null` when the list is not closed, `[]` when there is none. */
export const xrefList = (rest: string): readonly string[] | null => {
  const open = rest.indexOf('[')
  if (open === -1 || rest.startsWith('[]', open)) return []
  let close = rest.indexOf(']', open)
  while (close !== -1 && isEscaped(rest, close)) close = rest.indexOf(']', close + 1)
  if (close === -1) return null
  const list = rest.slice(open + 1, close)
  if (!/[,\\" ]/.test(list)) return [list]
  const items = list.match(LIST_ITEM) ?? []
  return items.map((item) => unescape(withoutDescription(item))).filter((id) => id !== '')
}

/** `ID "description"` → `ID`. */
export const withoutDescription = (value: string): string => {
  const quote = value.indexOf(' "')
  return (quote === -1 ? value : value.slice(0, quote)).trim()
}
