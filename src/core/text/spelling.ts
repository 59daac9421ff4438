/**
 * One spelling for British and American words. It is a key, not English: a rule may rewrite a word both sides share
 * (gastroenteritis loses its o), which is harmless, since both sides of a comparison go through it.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  // anaemia, oedema, foetal; short words (toe, does, haem) are left alone
  [/[ao]e(?!$)/g, 'e'],
  // tumour, behavioural, discoloured; not course, source
  [/our(?=$|s$|al|ed|ing|less|able|i)/, 'or'],
  // ionised, catheterisation, catalyse
  [/(?<=\w{3}[iy])s(?=(?:e|ed|es|er|ing|ations?)$)/, 'z'],
  [/(?<=fib|cent|lit|met|goit|calib|tit|spect)re(?=s?$)/, 'er'],
  [/sulph/, 'sulf'],
  [/(?<=labe|mode|signa|trave|cance|channe)ll(?=ed$|ing$)/, 'l'],
  [/(?<=^pro)gramme/, 'gram'],
  [/aluminium/, 'aluminum'],
]
const SHORT = /^gr[ae]y|^mou?ld/
const MAYBE_BRITISH =
  /[ao]e|our|is(?:e|ed|es|er|ing|ations?)$|ys(?:e|ed|es|er|ing)$|res?$|lph|ll(?:ed|ing)$|gramme|minium/

/** @param word one lower-case word */
export const americanSpelling = (word: string): string => {
  if (word.length < 4) return word
  if (SHORT.test(word)) return word.replace(/^grey/, 'gray').replace(/^mould/, 'mold')
  if (word.length < 5 || !MAYBE_BRITISH.test(word)) return word
  let american = word
  for (const [pattern, replacement] of word.length < 6 ? RULES.slice(3) : RULES)
    american = american.replace(pattern, replacement)
  return american
}
