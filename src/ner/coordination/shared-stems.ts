import { MAX_SHARED, spansOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

// BRCA1, ERK1, caspase-3, IL-2, GATA4, TGF-β: what it is called without its number or Greek letter.
const STEM =
  /^(?<stem>\p{L}[\p{L}\p{N}]{0,14}?-?)(?<label>\d{1,3}[A-Za-z]?|[α-ω]|(?<=-)(?:alpha|beta|gamma|delta|\p{Lu}))$/u
const ADDED = /^-?(?:\d{1,3}[A-Za-z]?|[α-ω])$|^-?(?:alpha|beta|gamma|delta|\p{Lu})$/u

/** "BRCA1/2/3", "IL-2, -4 and -10", "caspase-3 and -9", "GATA4 and 5": the number alone stands for the name with it. */
export const sharedStems = ({ conjuncts, right, at }: WordList): Proposal[] => {
  const [first, ...others] = conjuncts
  const word = first?.at(-1)
  const { stem } = STEM.exec(word?.text ?? '')?.groups ?? {}
  const added = [...others.map(([item]) => item), right[0]]
  if (word === undefined || stem === undefined || others.some(({ length }) => length > 1)) return []
  if (!added.every((item) => item !== undefined && ADDED.test(item.text))) return []
  // G2/M is no list: a letter goes with a hyphen only.
  if (!stem.endsWith('-') && added.some((item) => /^\p{L}+$/u.test(item?.text ?? ''))) return []
  const bare = stem.replace(/-$/, '')
  return added.flatMap((item, index) => {
    if (item === undefined) return []
    const hasHyphen = item.text.startsWith('-')
    const kept = hasHyphen ? bare : stem
    return Array.from(
      { length: index === added.length - 1 ? Math.min(MAX_SHARED, right.length) : 1 },
      (_, more): Proposal => {
        const shared = more === 0 ? [] : right.slice(1, 1 + more)
        const tail = shared.map(({ text }) => ` ${text}`).join('')
        return {
          spans: [[word.start, word.start + kept.length], ...spansOf([item, ...shared])],
          reading: `${kept}${item.text}${tail}`,
          rule: 'shared stem',
          group: `${String(at)} stem ${String(index)}`,
          parallels: [`${word.text}${tail}`],
          skipped: 0,
        }
      },
    )
  })
}
