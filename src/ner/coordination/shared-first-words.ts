import { isNamePart, MAX_CONJUNCT, spansOf, textOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

/** "endometrial hyperplasia or cancer", "neural fold and tube": the first words go for each. */
export const sharedFirstWords = ({ conjuncts, right, at }: WordList): Proposal[] => {
  const [first, ...others] = conjuncts
  if (first === undefined) return []
  const proposals: Proposal[] = []
  for (let from = 0; from < first.length - 1; from++) {
    const shared = first.slice(from, -1)
    if (!isNamePart(shared)) continue
    for (const [index, conjunct] of [...others, right].entries()) {
      for (let count = 1; count <= Math.min(MAX_CONJUNCT - 1, conjunct.length); count++) {
        const own = conjunct.slice(0, count)
        if (!isNamePart(own)) continue
        proposals.push({
          spans: [...spansOf(shared), ...spansOf(own)],
          reading: `${textOf(shared)} ${textOf(own)}`,
          rule: 'shared first words',
          group: `${String(at)} first ${String(index)}`,
          parallels: [textOf(first.slice(from))],
          needsParallel: true,
          alone: textOf(own),
        })
      }
    }
  }
  return proposals
}
