import type { Span } from '../../core/document.ts'
import type { Item } from './items.ts'
import { MAX_CONJUNCT, MAX_SHARED, spansOf, textOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

// What names one of several: a number, a letter, a Roman numeral, a Greek letter, "1A".
const LABEL =
  /^(?:\d{1,3}[A-Za-z]?|[A-Za-z]\d{0,2}|[IVX]{1,5}[abAB]?|[α-ωΑ-Ω]|alpha|beta|gamma|delta|epsilon|kappa|zeta)$/u

/** "hepatitis B and C", "factors XII, XI and IX", "types 1 and 2 diabetes": each label with what stands before the first. */
export const sharedLabelHeads = ({ conjuncts, right, at }: WordList): Proposal[] => {
  const [first, ...others] = conjuncts
  const label = right[0]
  const firstLabel = first?.at(-1)
  if (first === undefined || label === undefined || firstLabel === undefined) return []
  const labels = [firstLabel, ...others.map(([word]) => word), label]
  if (
    others.some(({ length }) => length > 1) ||
    !labels.every((word) => word !== undefined && LABEL.test(word.text))
  )
    return []
  if (new Set(labels.map((word) => kindOf(word?.text ?? ''))).size > 1) return []
  const proposals: Proposal[] = []
  for (let count = 1; count <= Math.min(MAX_CONJUNCT, first.length - 1); count++) {
    const head = first.slice(first.length - 1 - count, -1)
    for (let tail = 0; tail <= Math.min(MAX_SHARED, right.length - 1); tail++) {
      const shared = right.slice(1, 1 + tail)
      const parallels = readingsOf(head, labels.at(-1), shared)
      for (const [index, own] of labels.entries()) {
        if (own === undefined) continue
        const asItStands = index === 0 && tail === 0 ? textOf([...head, own]) : undefined
        const spans = joined([...head, own], shared, index === labels.length - 1, head, own)
        for (const reading of readingsOf(head, own, shared)) {
          if (reading === asItStands) continue
          proposals.push({
            spans,
            reading,
            rule: 'shared label head',
            group: `${String(at)} beginning ${String(index)}`,
            parallels,
            needsParallel: false,
          })
        }
      }
    }
  }
  return proposals
}

/** Numbers go with numbers, letters (Roman numerals, too) with letters, names of Greek letters with their like. */
const kindOf = (label: string): string => (/^\d/.test(label) ? '1' : label.length > 3 ? 'alpha' : 'A')

/** "types 1 diabetes" as it stands, and with the word before the label in the singular. */
const readingsOf = (head: readonly Item[], label: Item | undefined, shared: readonly Item[]): string[] => {
  const rest = [label?.text ?? '', ...shared.map(({ text }) => text)].join(' ')
  const plural = textOf(head)
  const singular = /[^s]s$/.test(plural) ? [`${plural.slice(0, -1)} ${rest}`] : []
  return [...singular, `${plural} ${rest}`]
}

const joined = (
  firstPart: readonly Item[],
  shared: readonly Item[],
  isLast: boolean,
  head: readonly Item[],
  own: Item,
): Span[] => {
  const isFirst = own.start - (head.at(-1)?.end ?? 0) <= 1
  if (isFirst) return [...spansOf(firstPart), ...spansOf(shared)]
  if (isLast) return [...spansOf(head), ...spansOf([own, ...shared])]
  return [...spansOf(head), ...spansOf([own]), ...spansOf(shared)]
}
