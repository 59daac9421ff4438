import { isNamePart, MAX_CONJUNCT, MAX_SHARED, spansOf, textOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

// A plural stands by itself: "sciatic nerves, brain and spinal cord".
const PLURAL = /\p{Ll}{2}[^siu\P{Ll}]s$/u

/** "skin, lung and triple negative breast cancer": each conjunct with what follows the last one. */
export const sharedEnds = ({ conjuncts, right, at }: WordList): Proposal[] => {
  const proposals: Proposal[] = []
  for (let from = 1; from <= Math.min(MAX_CONJUNCT, right.length - 1); from++) {
    for (let to = from + 1; to <= Math.min(right.length, from + MAX_SHARED); to++) {
      const shared = right.slice(from, to)
      if (!isNamePart(shared) || !isNamePart(right.slice(0, from))) continue
      const parallels = Array.from({ length: from }, (_, index) => textOf(right.slice(index, to)))
      for (const [index, conjunct] of conjuncts.entries()) {
        const alone = conjunct.map((_, before) => textOf(conjunct.slice(-before - 1)))
        for (let count = 1; count <= Math.min(MAX_CONJUNCT, conjunct.length); count++) {
          const own = conjunct.slice(-count)
          const last = own.at(-1)?.text ?? ''
          if (last.endsWith('-') || PLURAL.test(last) || !isNamePart(own)) continue
          proposals.push({
            spans: [...spansOf(own), ...spansOf(shared)],
            reading: `${textOf(own)} ${textOf(shared)}`,
            rule: 'shared end',
            group: `${String(at)} end ${String(index)}`,
            parallels,
            alone: alone.slice(count - 1),
            needsParallel: from > 1 || to < right.length,
          })
        }
      }
    }
  }
  return proposals
}
