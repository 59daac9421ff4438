import { createHash } from 'node:crypto'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '\t',
  '\n': '\n',
  // As it stands, a reader of HTML makes a line feed of it.
  '\r': '&#13;',
}

/**
 * Text for an element or a quoted attribute, as long on the page as it was. Control characters are shown as their
 * pictures (U+2400 ff.), halves of surrogate pairs, and what else XML has no place for, as U+FFFD.
 */
export const escapedHtml = (text: string): string =>
  text.replace(
    /[&<>"'\p{Cc}\p{Cs}\ufffe\uffff]/gu,
    (character) => ENTITIES[character] ?? pictureOf(character),
  )

const pictureOf = (character: string): string => {
  const code = character.charCodeAt(0)
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd'
}

/** A value for a script element of type `application/json`: nothing in it can end the element or begin a comment. */
export const escapedJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u007f-\u009f\u2028\u2029\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/**
 * The content security policy of a page of ours: no other script than this one, and nothing from elsewhere, whatever is
 * shown on it.
 *
 * @param script what stands in the script element, to the letter
 */
export const pagePolicy = (script: string): string =>
  [
    "default-src 'none'",
    `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
