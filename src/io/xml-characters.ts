/** Characters and names of XML 1.0, fifth edition: productions 2 (Char), 3 (S), 4 (NameStartChar) and 4a (NameChar). */

export const [TAB, NEWLINE, BLANK, EXCLAMATION, DOUBLE_QUOTE, AMPERSAND, SINGLE_QUOTE, SLASH] = [
  0x09, 0x0a, 0x20, 0x21, 0x22, 0x26, 0x27, 0x2f,
] as const
export const [LESS, EQUALS, GREATER, QUESTION, OPEN_BRACKET, CLOSE_BRACKET] = [
  0x3c, 0x3d, 0x3e, 0x3f, 0x5b, 0x5d,
] as const

/** Finds what is no Char; half of a surrogate pair is none. (With the flag `u` this takes twice as long.) */
export const NO_CHARACTER =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

const NAME_START =
  ':A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}'

// eslint-disable-next-line no-misleading-character-class -- ranges of code points, not characters that are seen
const NAME = new RegExp(`^[${NAME_START}][${NAME_START}\\-.0-9\\xB7\\u0300-\\u036F\\u203F\\u2040]*$`, 'u')

export const isName = (text: string): boolean => NAME.test(text)

/** Whether a code point is a Char. */
export const isCharacter = (code: number): boolean =>
  (code >= 0x20 && code <= 0xd7ff) ||
  code === 0x09 ||
  code === 0x0a ||
  code === 0x0d ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff)

/** Where the blanks end that begin at `start`, if any do. Carriage returns are line feeds by then. */
export const afterBlanks = (text: string, start: number): number => {
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code !== BLANK && code !== NEWLINE && code !== TAB) break
  }
  return at
}
