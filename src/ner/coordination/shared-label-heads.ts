import type { Span } from '../../core/document.ts'
import type { Item } from './items.ts'
import { isNamePart, labelled, MAX_CONJUNCT, MAX_SHARED, spansOf, textOf, type WordList } from './lists.ts'
import type { Proposal } from './proposal.ts'

// What names one of several: a number, a letter, a Roman numeral, a Greek letter, "1A".
const LABEL =
  /^(?:\d{1,3}[A-Za-z]?|[A-Za-z]\d{0,2}|[IVX]{1,5}[abAB]?|[α-ωΑ-Ω]|alpha|beta|gamma|delta|epsilon|kappa|zeta)$/u

const LONGEST_LABEL = 7

/** "hepatitis B and C", "factors XII, XI and IX", "types 1 and 2 diabetes": each label with what stands before the first. */
export const sharedLabelHeads = (list: WordList): Proposal[] => {
  const { right, at } = list
  const [last] = right
  if (last === undefined || last.text.length > LONGEST_LABEL || !LABEL.test(last.text)) return []
  const kind = kindOf(last.text)
  const { conjuncts } = labelled(list, (word) => LABEL.test(word) && kindOf(word) === kind)
  const labels = [...conjuncts.flatMap((words) => words.slice(-1)), last]
  const [first = []] = conjuncts
  const before = first.slice(0, -1)
  if (!labels.every(({ text }) => LABEL.test(text) && kindOf(text) === kind)) return []
  const proposals: Proposal[] = []
  for (let count = 1; count <= Math.min(MAX_CONJUNCT, before.length); count++) {
    const head = before.slice(-count)
    if (!isNamePart(head)) continue
    for (let tail = 0; tail <= Math.min(MAX_SHARED, right.length - 1); tail++)
      for (const index of labels.keys())
        proposals.push(...ofLabel({ head, labels, shared: right.slice(1, 1 + tail) }, index, at))
  }
  return proposals
}

interface LabelList {
  readonly head: readonly Item[]
  readonly labels: readonly Item[]
  /** What follows the last label. */
  readonly shared: readonly Item[]
}

const ofLabel = ({ head, labels, shared }: LabelList, index: number, at: number): Proposal[] => {
  const own = labels[index]
  const isLast = index === labels.length - 1
  const other = labels[isLast ? 0 : labels.length - 1]
  if (own === undefined || other === undefined) return []
  const [before, after] = [index === 0 ? [...head, own] : head, isLast ? [own, ...shared] : shared]
  const middle = index === 0 || isLast ? [] : [own]
  const spans: Span[] = [...spansOf(before), ...spansOf(middle), ...spansOf(after)]
  const asItStands = spans.length === 1 ? textOf([...before, ...after]) : undefined
  return readingsOf(head, own, shared)
    .filter((reading) => reading !== asItStands)
    .map((reading) => ({
      spans,
      reading,
      rule: 'shared label head',
      group: `${String(at)} label ${String(index)}`,
      parallels: readingsOf(head, other, shared),
      needsParallel: false,
    }))
}

/** Numbers go with numbers, letters (Roman numerals, too) with letters, names of Greek letters with their like. */
const kindOf = (label: string): string => (/^\d/.test(label) ? '1' : label.length > 3 ? 'alpha' : 'A')

/** "type 1 diabetes" and as it stands: "types 1 diabetes". */
const readingsOf = (head: readonly Item[], label: Item, shared: readonly Item[]): string[] => {
  const [plural, rest] = [textOf(head), textOf([label, ...shared])]
  const singular = plural.replace(/(?<=(?:ss|us|x|ch))es$|(?<=[^su])s$/u, '')
  return [...new Set([`${singular} ${rest}`, `${plural} ${rest}`])]
}
