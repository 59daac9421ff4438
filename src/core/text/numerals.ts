/**
 * Numbers written otherwise: Roman numerals and number words, as whole words only, so that VIM, HIV and LIVER stay
 * what they are. A lone `i` or `v` counts after another word; a lone `x` only after a word that is numbered in Roman
 * (factor X, never chromosome X); `c`, `d`, `l`, `m` never.
 */
const ROMAN_VALUES: Readonly<Record<string, number>> = Object.fromEntries(
  'ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix'
    .split(' ')
    .map((numeral) => [numeral, romanValue(numeral)]),
)

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  first: '1st',
  second: '2nd',
  third: '3rd',
  fourth: '4th',
  fifth: '5th',
}

const NUMBERED_IN_ROMAN = new Set([
  'factor',
  'type',
  'class',
  'group',
  'stage',
  'grade',
  'nerve',
  'lobule',
  'lamina',
  'collagen',
])

// IIa, IIIb, IVc: a numeral of two letters or more with a part; "via" is a word.
const ROMAN_WITH_PART = /^(ii|iii|iv|vi|vii|viii|ix)([abc])$/

const DIGITS = /^\d+$/

export const digitNumerals = (words: readonly string[]): readonly string[] => {
  // Alone, IV, XI and SIX are symbols.
  if (words.length < 2) return words
  let changed: string[] | undefined
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const previous = words[index - 1]
    // After a number letters are no numeral: 46,XX and 46,XI.
    const digits =
      word.length > 6 || (previous !== undefined && DIGITS.test(previous))
        ? undefined
        : asDigits(word, previous)
    if (digits !== undefined) (changed ??= [...words])[index] = digits
  }
  return changed ?? words
}

export const asDigits = (word: string, previous: string | undefined): string | undefined => {
  if (word.length === 1) {
    if (previous === undefined || previous === 'chromosome') return undefined
    if (word === 'i') return '1'
    if (word === 'v') return '5'
    return word === 'x' && NUMBERED_IN_ROMAN.has(previous) ? '10' : undefined
  }
  if (Object.hasOwn(ROMAN_VALUES, word)) return String(ROMAN_VALUES[word])
  if (Object.hasOwn(NUMBER_WORDS, word)) return NUMBER_WORDS[word]
  const parted = word === 'via' ? null : ROMAN_WITH_PART.exec(word)
  return parted ? `${String(ROMAN_VALUES[parted[1] ?? ''])}${parted[2] ?? ''}` : undefined
}

function romanValue(numeral: string): number {
  const values = Array.from(numeral, (letter) => ({ i: 1, v: 5, x: 10 })[letter] ?? 0)
  return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0)
}
