import { foldCase } from './fold.ts'
import { geneLetters, spellGreek } from './greek.ts'
import { inflected, SIGNS } from './ladder.ts'
import { asDigits } from './numerals.ts'
import { foldedWords } from './tokens.ts'

/**
 * A key coarser than every rung of the ladder under every profile: the words of two names that meet on the `spacing`
 * rung of any class have, run together, the same loose key. It looks at one word at a time, so it can be found before
 * it is known where a name begins and ends; whether two names meet is for the ladder to say.
 *
 * @param word one word of a text, as it stands there; `+` and `-` are words
 */
export const looseKey = (word: string): string => {
  const sign = SIGNS[word]
  if (sign !== undefined) return sign
  // Texts are full of numbers, most of them met once.
  if (DIGITS.test(word)) return word
  const words = geneLetters(spellGreek(foldedWords(foldCase(word).text)))
  return words.map(looseWord).join('')
}

const DIGITS = /^\d+(?:\.\d+)*$/

// After "factor" every numeral counts, a lone i, v and x among them.
const looseWord = (word: string): string => asDigits(word, 'factor') ?? SIGNS[word] ?? inflected(word)
