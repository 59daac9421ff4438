import {
  CLOSE_BRACKET,
  DOUBLE_QUOTE,
  EXCLAMATION,
  GREATER,
  LESS,
  OPEN_BRACKET,
  SINGLE_QUOTE,
} from './xml-characters.ts'
import type { XmlInput } from './xml-input.ts'

const VERSION = /^[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')/
const ENCODING = /^[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*')/
const STANDALONE = /^[ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)')/

/** Whether this is what may stand between `<?xml` and `?>` (XML 1.0, 2.8). XML 1.1 is read as if it were 1.0. */
export const isXmlDeclaration = (text: string): boolean =>
  VERSION.test(text) &&
  /^[ \t\n]*$/.test(text.replace(VERSION, '').replace(ENCODING, '').replace(STANDALONE, ''))

/** Position behind the comment that begins at `start`; -1 if its end is not there yet. */
export const endOfComment = (input: XmlInput, start: number): number => {
  const { text } = input
  const dashes = text.indexOf('--', start + 4)
  if (dashes === -1 || dashes + 2 === text.length) return -1
  if (text.charCodeAt(dashes + 2) !== GREATER) throw input.flaw('a "--" in a comment', dashes)
  return dashes + 3
}

/**
 * Position behind the document type declaration that begins at `start`; -1 if its end is not there yet. Only its outline is
 * looked at: what it declares is taken up elsewhere, and documents are not validated.
 */
export const endOfDoctype = (input: XmlInput, start: number): number => {
  const { text } = input
  let isInSubset = false
  for (let at = start; at < text.length;) {
    const code = text.charCodeAt(at)
    if (code === GREATER && !isInSubset) return at + 1
    if (code === LESS && !isInSubset) throw input.flaw('a "<" that begins no declaration', at)
    if (code === OPEN_BRACKET) isInSubset = true
    else if (code === CLOSE_BRACKET) isInSubset = false
    at = code === DOUBLE_QUOTE || code === SINGLE_QUOTE || code === LESS ? endOfPart(input, at) : at + 1
    if (at === -1) return -1
  }
  return -1
}

/** Of a quoted string, comment or processing instruction; of anything else only the first character is passed. */
const endOfPart = (input: XmlInput, start: number): number => {
  const { text } = input
  if (text.startsWith('<!--', start)) return endOfComment(input, start)
  if (text.startsWith('<?', start)) return behind(text, '?>', start + 2)
  if (text.charCodeAt(start) !== LESS) return behind(text, text.charAt(start), start + 1)
  if (start + 4 > text.length) return -1
  if (/[A-Z]/.test(text.charAt(start + 2)) && text.charCodeAt(start + 1) === EXCLAMATION) return start + 2
  throw input.flaw('a "<" that begins no declaration', start)
}

/** Position behind the first `what` from `start` on; -1 if there is none. */
export const behind = (text: string, what: string, start: number): number => {
  const found = text.indexOf(what, start)
  return found === -1 ? -1 : found + what.length
}
