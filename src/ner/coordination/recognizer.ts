import { partsOf, type Span, type TextDocument } from '../../core/document.ts'
import type { Finding, Findings, Recognizer, RecognizeOptions, Rejected } from '../contract.ts'
import type { Proposal } from './proposal.ts'
import { expandCoordinations } from './proposals.ts'

/** Classes of which a reading is a name; none when it is no name. Asked often: some twenty readings a coordination. */
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
    const text = document.text.slice(start, end)
    for (const proposals of expandCoordinations(text)) {
      const verdicts = verdictsOn(proposals, text, remembering(isName), explain)
      for (const { proposal, class: entityClass, parallel, against } of verdicts) {
        const spans = proposal.spans.map(([from, to]): Span => [start + from, start + to])
        if (against !== undefined) {
          rejected.push({ spans, class: entityClass, by: NAME, reason: against })
          continue
        }
        const finding = findingOf(proposal, spans, entityClass, parallel)
        const key = keyOf(finding)
        if ((findings.get(key)?.score ?? 0) < finding.score) findings.set(key, finding)
      }
    }
  }
  const inOrder = [...findings.values()].sort((a, b) => startOf(a) - startOf(b) || endOf(b) - endOf(a))
  return explain ? { findings: inOrder, rejected } : { findings: inOrder }
}

/** Conjuncts share readings. */
const remembering = (isName: IsName): IsName => {
  const known = new Map<string, readonly string[]>()
  return (reading) => {
    const classes = known.get(reading) ?? isName(reading)
    known.set(reading, classes)
    return classes
  }
}

/** A reading that is a name, and whether it is meant. */
interface Verdict {
  readonly proposal: Proposal
  readonly class: string
  /** Another conjunct with the same shared part that is a name of the class. */
  readonly parallel: string | undefined
  /** Why it is not meant. */
  readonly against: string | undefined
}

/** On the proposals of one coordination that are names: of each of its parts, and each class, the longest that is meant. */
const verdictsOn = (
  proposals: readonly Proposal[],
  text: string,
  isName: IsName,
  explain: boolean,
): readonly Verdict[] => {
  const best = new Map<string, Verdict>()
  const rejected: Verdict[] = []
  for (const proposal of proposals) {
    const { reading, group, needsParallel, parallels } = proposal
    if (needsParallel && !explain && !parallels.some((parallel) => isName(parallel).length > 0)) continue
    for (const entityClass of isName(reading)) {
      const parallel = parallels.find((other) => isName(other).includes(entityClass))
      const against = argumentAgainst(proposal, parallel, text, (name) => isName(name).includes(entityClass))
      const verdict = { proposal, class: entityClass, parallel, against }
      const key = `${group} ${entityClass}`
      if (against !== undefined) rejected.push(verdict)
      else if ((best.get(key)?.proposal.reading.length ?? 0) < reading.length) best.set(key, verdict)
    }
  }
  return explain ? [...best.values(), ...rejected] : [...best.values()]
}

const argumentAgainst = (
  { reading, rule, alone, needsParallel, spans }: Proposal,
  parallel: string | undefined,
  text: string,
  isName: (name: string) => boolean,
): string | undefined => {
  if (needsParallel && parallel === undefined)
    return `"${reading}" is a name, but no other part of the list is one with what they would share`
  const byItself = alone?.find(isName)
  if (byItself !== undefined) return `"${reading}" is a name, but "${byItself}" is one by itself, too`
  const whole = text.slice(spans[0]?.[0], spans.at(-1)?.[1])
  if (rule !== 'shared stem' && spans.length > 1 && isName(whole))
    return `"${reading}" is a name, but so is "${whole}" as a whole`
  return undefined
}

const findingOf = (
  { reading, rule }: Proposal,
  spans: readonly Span[],
  entityClass: string,
  parallel: string | undefined,
): Finding => ({
  spans,
  class: entityClass,
  score: parallel === undefined ? 0.6 : 0.85,
  by: NAME,
  reading,
  reasons: [
    `reads "${reading}" in full: a list with a ${rule}`,
    ...(parallel === undefined ? [] : [`so does "${parallel}", with the same`]),
  ],
})

const keyOf = ({ class: entityClass, spans }: Finding): string => `${entityClass} ${spans.join(';')}`
const startOf = ({ spans }: Finding): number => spans[0]?.[0] ?? 0
const endOf = ({ spans }: Finding): number => spans.at(-1)?.[1] ?? 0
