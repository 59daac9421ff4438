import type { Span } from '../../core/document.ts'
import type { Item } from './items.ts'
import { isNamePart, MAX_CONJUNCT, MAX_SHARED, spansOf, textOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

/** "skin, lung and triple negative breast cancer": each conjunct with what follows the last one. */
export const sharedEnds = ({ conjuncts, right, at }: WordList): Proposal[] => {
  if (right.length < 2) return []
  const starts = conjuncts.flatMap((conjunct, index) =>
    startsOf(conjunct, `${String(at)} end ${String(index)}`),
  )
  const proposals: Proposal[] = []
  for (let from = 1; from <= Math.min(MAX_CONJUNCT, right.length - 1); from++) {
    if (!isNamePart(right.slice(0, from))) continue
    for (let to = from + 1; to <= Math.min(right.length, from + MAX_SHARED); to++) {
      const shared = right.slice(from, to)
      if (!isNamePart(shared)) continue
      const [end, spans] = [textOf(shared), spansOf(shared)]
      const parallels = Array.from({ length: from }, (_, index) => textOf(right.slice(index, to)))
      for (const start of starts)
        proposals.push({
          spans: [...start.spans, ...spans],
          reading: `${start.text} ${end}`,
          rule: 'shared end',
          group: start.group,
          parallels,
          alone: start.alone,
          needsParallel: from > 1 || to < right.length,
        })
    }
  }
  return proposals
}

/** Words at the end of a conjunct, with which a name may begin. */
interface NameStart {
  readonly spans: readonly Span[]
  readonly text: string
  readonly alone: readonly string[]
  readonly group: string
}

const startsOf = (conjunct: readonly Item[], group: string): NameStart[] => {
  const last = conjunct.at(-1)?.text ?? ''
  if (last.endsWith('-') || isPlural(last)) return []
  const ends = conjunct.map((_, before) => textOf(conjunct.slice(-before - 1)))
  const starts: NameStart[] = []
  for (let count = 1; count <= Math.min(MAX_CONJUNCT, conjunct.length); count++) {
    const own = conjunct.slice(-count)
    if (isNamePart(own))
      starts.push({ spans: spansOf(own), text: ends[count - 1] ?? '', alone: ends.slice(count - 1), group })
  }
  return starts
}

/** A plural stands by itself: "sciatic nerves, brain and spinal cord". */
const isPlural = (word: string): boolean => word.endsWith('s') && /\p{Ll}{2}[^siu\P{Ll}]s$/u.test(word)
