/** Numbers that networks know the case of a word by: none of its letters is a capital; the first of several alone is. */
const [LOWER, TITLE, UPPER, MIXED, SINGLE] = [0, 1, 2, 3, 4]

const CAPITALS = /[\p{Uppercase}\p{Lt}]/gu
const FIRST_CAPITAL = /^[\p{Uppercase}\p{Lt}]/u
const SMALL = /\p{Lowercase}/u

/**
 * The case of a word, for models that are told it beside pieces in lower case: 0 no capital, 1 the first letter alone, 2
 * all of several letters, 3 another mixture, 4 its only letter. What has no case does not count.
 */
export const caseOf = (word: string): number => {
  const capitals = word.match(CAPITALS)?.length ?? 0
  if (capitals === 0) return LOWER
  if (!SMALL.test(word)) return capitals > 1 ? UPPER : SINGLE
  return capitals === 1 && FIRST_CAPITAL.test(word) ? TITLE : MIXED
}
