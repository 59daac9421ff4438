import { MAX_CONJUNCT, spansOf, textOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

/** "cancer of breast and colon": what stands before "of" or "in" goes for each. */
export const sharedHeads = ({ conjuncts, right, at }: WordList): Proposal[] => {
  const [first] = conjuncts
  if (first === undefined || conjuncts.length > 1) return []
  const of = first.findIndex(({ text }) => text === 'of')
  if (of < 1 || of === first.length - 1) return []
  return Array.from({ length: of }, (_, from) => first.slice(from, of + 1)).flatMap((head) =>
    Array.from({ length: Math.min(MAX_CONJUNCT, right.length) }, (_, more): Proposal => {
      const own = right.slice(0, more + 1)
      return {
        spans: [...spansOf(head), ...spansOf(own)],
        reading: `${textOf(head)} ${textOf(own)}`,
        rule: 'shared beginning',
        group: `${String(at)} head`,
        parallels: [`${textOf(head)} ${textOf(first.slice(of + 1))}`],
        skipped: 1,
      }
    }),
  )
}
