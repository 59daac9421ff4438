import { partsOf, type Span, type TextDocument } from '../../core/document.ts'
import type { Finding, Findings, Recognizer, RecognizeOptions, Rejected } from '../contract.ts'
import type { Proposal } from './proposal.ts'
import { expandCoordinations } from './proposals.ts'

/** Classes of which a reading is a name; none when it is no name. Asked often: some thirty readings a coordination. */
export type IsName = (reading: string) => readonly string[]

const NAME = 'coordination'

/**
 * Finds the parts of coordinations that have names: "lung … cancer" in "lung and breast cancer". What stands together
 * ("breast cancer") is the dictionary's to find. Linear in the text, but for what `isName` costs. Synchronous.
 */
export const coordinationRecognizer = (isName: IsName, classes: readonly string[]): Recognizer => ({
  name: NAME,
  classes,
  recognize: (document, options) => recognize(document, isName, options),
})

const recognize = (
  document: TextDocument,
  isName: IsName,
  { explain = false, signal }: RecognizeOptions = {},
): Findings => {
  const findings = new Map<string, Finding>()
  const rejected: Rejected[] = []
  for (const { start, end } of partsOf(document)) {
    signal?.throwIfAborted()
    for (const proposals of expandCoordinations(document.text.slice(start, end)))
      for (const finding of judged(proposals, isName, start, rejected)) {
        const key = keyOf(finding)
        if ((findings.get(key)?.score ?? 0) < finding.score) findings.set(key, finding)
      }
  }
  const inOrder = [...findings.values()].sort((a, b) => startOf(a) - startOf(b) || endOf(b) - endOf(a))
  return explain ? { findings: inOrder, rejected } : { findings: inOrder }
}

/** The proposals of one coordination that are names: of each of its parts, and each class, the longest. */
const judged = (
  proposals: readonly Proposal[],
  isName: IsName,
  offset: number,
  rejected: Rejected[],
): readonly Finding[] => {
  const best = new Map<string, { finding: Finding; length: number }>()
  for (const proposal of proposals) {
    for (const entityClass of isName(proposal.reading)) {
      const spans = proposal.spans.map(([from, to]): Span => [offset + from, offset + to])
      const isParallel = proposal.parallels.some((reading) => isName(reading).includes(entityClass))
      const standsAlone = proposal.alone !== undefined && isName(proposal.alone).includes(entityClass)
      if (!isParallel && isLoose(proposal)) {
        const reason = `"${proposal.reading}" is a name, but nothing like it stands at the end of the list`
        rejected.push({ spans, class: entityClass, by: NAME, reason })
        continue
      }
      const key = `${proposal.group} ${entityClass}`
      const { length } = proposal.reading
      if ((best.get(key)?.length ?? 0) >= length) continue
      best.set(key, { finding: findingOf(proposal, spans, entityClass, isParallel, standsAlone), length })
    }
  }
  return [...best.values()].map(({ finding }) => finding)
}

/** Two words or more lie between: the list may be none. */
const isLoose = ({ skipped }: Proposal): boolean => skipped > 1

const findingOf = (
  { reading, rule }: Proposal,
  spans: readonly Span[],
  entityClass: string,
  isParallel: boolean,
  standsAlone: boolean,
): Finding => ({
  spans,
  class: entityClass,
  score: standsAlone ? 0.5 : isParallel ? 0.85 : 0.6,
  by: NAME,
  reading,
  reasons: [
    `reads "${reading}" in full: a list with a ${rule}`,
    ...(isParallel ? ['so does the last of the list'] : []),
    ...(standsAlone ? ['but its own part is a name of the class, too'] : []),
  ],
})

const keyOf = ({ class: entityClass, spans }: Finding): string => `${entityClass} ${spans.join(';')}`
const startOf = ({ spans }: Finding): number => spans[0]?.[0] ?? 0
const endOf = ({ spans }: Finding): number => spans.at(-1)?.[1] ?? 0
