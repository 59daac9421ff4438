import { isNamePart, spansOf, textOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

/** "endometrial hyperplasia or cancer", "neural fold and tube": the first words of a conjunct go for those after it. */
export const sharedFirstWords = ({ conjuncts, right, at }: WordList): Proposal[] =>
  conjuncts.flatMap((first, start) => {
    const others = [...conjuncts.slice(start + 1), right]
    return first.slice(0, -1).flatMap((_, from): Proposal[] => {
      const shared = first.slice(from, -1)
      if (!isNamePart(shared)) return []
      return others.flatMap((conjunct, index) =>
        [1, 2]
          .filter((count) => count <= conjunct.length && isNamePart(conjunct.slice(0, count)))
          .map((count) => {
            const own = conjunct.slice(0, count)
            return {
              spans: [...spansOf(shared), ...spansOf(own)],
              reading: `${textOf(shared)} ${textOf(own)}`,
              rule: 'shared first words',
              group: `${String(at)} first ${String(start + 1 + index)}`,
              parallels: [textOf(first.slice(from))],
              needsParallel: true,
              alone: [textOf(own), textOf(shared)],
            }
          }),
      )
    })
  })
