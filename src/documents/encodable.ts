/**
 * A text that a file of text can hold, as long as it was: half of a surrogate pair that stands alone is no character of
 * UTF-8, and a NUL is the mark of what is no text; each becomes U+FFFD.
 */
export const encodable = (text: string): string =>
  /[\0\ud800-\udfff]/.test(text) ? text.replace(/[\0\p{Cs}]/gu, '\ufffd') : text
