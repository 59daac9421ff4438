/** How two names that say the same agree in their letters: in all, in all but the first, or in fewer. */
export type CaseAgreement = 'same' | 'initial' | 'differs'

/** Names whose letters are not the same at all agree as far as case goes. */
export const caseAgreement = (mention: string, name: string): CaseAgreement => {
  if (mention === name) return 'same'
  const [a, b] = [letters(mention), letters(name)]
  if (a === b || a.toLowerCase() !== b.toLowerCase()) return 'same'
  return a.slice(1) === b.slice(1) ? 'initial' : 'differs'
}

const letters = (text: string): string => text.replace(/[^\p{L}]/gu, '')
