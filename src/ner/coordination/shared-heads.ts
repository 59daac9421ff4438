import type { Item } from './items.ts'
import { isNamePart, MAX_CONJUNCT, spansOf, textOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

/** "cancer of the breast, ureter or colon": what stands before "of" goes for each. */
export const sharedHeads = ({ conjuncts, right, at }: WordList): Proposal[] => {
  const start = conjuncts.findLastIndex((words) => words.slice(1, -1).some(isOf))
  const first = conjuncts[start]
  if (first === undefined) return []
  const of = first.findLastIndex((word, index) => isOf(word) && index < first.length - 1)
  const parallel = textOf(first.slice(of + 1))
  const proposals: Proposal[] = []
  for (let from = 0; from < of; from++) {
    const head = first.slice(from, of + 1)
    for (const [index, conjunct] of [...conjuncts.slice(start + 1), right].entries()) {
      for (let count = 1; count <= Math.min(MAX_CONJUNCT, conjunct.length); count++) {
        const own = conjunct.slice(0, count)
        if (!isNamePart(own)) continue
        proposals.push({
          spans: [...spansOf(head), ...spansOf(own)],
          reading: `${textOf(head)} ${textOf(own)}`,
          rule: 'shared head',
          group: `${String(at)} head ${String(index)}`,
          parallels: [`${textOf(head)} ${parallel}`],
          needsParallel: true,
        })
      }
    }
  }
  return proposals
}

const isOf = ({ text }: Item): boolean => text === 'of'
