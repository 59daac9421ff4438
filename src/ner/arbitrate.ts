import { endOf, startOf } from '../core/document.ts'
import type { Finding, Findings, Recognizer, Rejected } from './contract.ts'

/**
 * Findings of a class that a recogniser decides for count where one of its own findings of that class shares text with
 * them, or one of a class that no other recogniser knows has just their text: it is agreed that something is named there,
 * and they know a class that can be grounded. Elsewhere they are rejected. Ids that the text states, and classes that none
 * decides for, are left alone.
 */
export const arbitrate = (
  { findings, rejected = [] }: Findings,
  recognizers: readonly Pick<Recognizer, 'name' | 'classes' | 'decides'>[],
): Findings => {
  const deciders = new Map(
    recognizers.flatMap(({ name, decides = [] }) =>
      decides.map((entityClass) => [entityClass, name] as const),
    ),
  )
  if (deciders.size === 0) return { findings, rejected }
  const touches = new Map(
    [...deciders].map(([entityClass, name]) => [
      entityClass,
      touching(findings.filter((finding) => finding.class === entityClass && finding.by === name)),
    ]),
  )
  const named = new Map(
    [...new Set(deciders.values())].map((name) => {
      const known = new Set(recognizers.flatMap((each) => (each.name === name ? [] : each.classes)))
      const alone = findings.filter((finding) => finding.by === name && !known.has(finding.class))
      return [name, new Set(alone.map(({ spans }) => String(spans)))]
    }),
  )
  const kept: Finding[] = []
  const others: Rejected[] = []
  for (const finding of findings) {
    const decider = deciders.get(finding.class)
    const isFree = decider === undefined || finding.id !== undefined
    const isNamed = decider !== undefined && named.get(decider)?.has(String(finding.spans)) === true
    if (isFree || isNamed || touches.get(finding.class)?.(finding) === true) kept.push(finding)
    else others.push({ ...finding, reason: `${decider} finds no ${finding.class} here` })
  }
  return { findings: kept, rejected: [...rejected, ...others] }
}

/** Tells whether a finding shares text with one of some. */
const touching = (some: readonly Finding[]): ((finding: Finding) => boolean) => {
  const sorted = some.toSorted((a, b) => startOf(a) - startOf(b))
  const starts = sorted.map(startOf)
  // How far those that begin so early reach.
  let furthest = 0
  const reach = sorted.map((each) => (furthest = Math.max(furthest, endOf(each))))
  return (finding) => {
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) < endOf(finding)) low = middle + 1
      else high = middle
    }
    return low > 0 && (reach[low - 1] ?? 0) > startOf(finding)
  }
}
