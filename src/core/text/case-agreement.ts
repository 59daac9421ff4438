/** How two names that say the same agree in their letters: in all, in all but the first, or in fewer. */
export type CaseAgreement = 'same' | 'initial' | 'differs'

/** Names whose letters are not the same at all agree as far as case goes. */
export const caseAgreement = (mention: string, name: string): CaseAgreement => {
  if (mention === name || (isAscii(mention) && isAscii(name) && !haveLikeLetters(mention, name)))
    return 'same'
  const [a, b] = [letters(mention), letters(name)]
  if (a === b || a.toLowerCase() !== b.toLowerCase()) return 'same'
  return a.slice(1) === b.slice(1) ? 'initial' : 'differs'
}

const letters = (text: string): string => text.replace(/[^\p{L}]/gu, '')

const isAscii = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/** Whether two texts have the same letters, but for their case: what most names that are compared have not. */
const haveLikeLetters = (a: string, b: string): boolean => {
  let [left, right] = [0, 0]
  for (;;) {
    while (left < a.length && !isLetter(a.charCodeAt(left))) left++
    while (right < b.length && !isLetter(b.charCodeAt(right))) right++
    if (left === a.length || right === b.length) return left === a.length && right === b.length
    if ((a.charCodeAt(left++) | SMALL) !== (b.charCodeAt(right++) | SMALL)) return false
  }
}

const SMALL = 0x20

const isLetter = (code: number): boolean => {
  const small = code | SMALL
  return small >= 0x61 && small <= 0x7a
}
