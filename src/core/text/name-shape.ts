/** Longest symbol that is short, in UTF-16 code units. */
export const SYMBOL_LENGTH = 5

/** Short, with a capital, and a digit or a capital after the first: AD, T4, eGFR. */
export const isSymbol = (text: string): boolean =>
  text.length <= SYMBOL_LENGTH && /\p{Lu}/u.test(text) && (/.\p{Lu}/u.test(text) || /\p{N}/u.test(text))

/** No small letter and at least two capitals: ALL, IMPACT. */
export const isInCapitals = (text: string): boolean => /^\P{Ll}*\p{Lu}\P{Ll}*\p{Lu}\P{Ll}*$/u.test(text)
