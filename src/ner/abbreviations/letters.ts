import { spellGreek } from '../../core/text/greek.ts'

const GREEK = /[\u0370-\u03ff]/
const seen = new Map<string, string>()

/**
 * The letter that counts when the letters of a short form are looked for in words: lower case, no accent; of a Greek
 * letter the first of its name (`α` → `a`). One UTF-16 code unit in, one out, so that places stay places.
 */
export const letterOf = (character: string): string => {
  const code = character.charCodeAt(0)
  if (code < 128) return code > 64 && code < 91 ? String.fromCharCode(code + 32) : character
  const known = seen.get(character)
  if (known !== undefined) return known
  const [plain = character] = character.normalize('NFKD').toLowerCase()
  const letter = GREEK.test(plain) ? (spellGreek([plain])[0]?.[0] ?? plain) : plain
  if (seen.size < 4096) seen.set(character, letter)
  return letter
}

/** {@link letterOf} of every code unit. */
export const lettersOf = (text: string): string => {
  let letters = ''
  for (let at = 0; at < text.length; at++) letters += letterOf(text.charAt(at))
  return letters
}

export const isDigit = (character: string): boolean => character >= '0' && character <= '9'
