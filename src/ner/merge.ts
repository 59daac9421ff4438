import { groupBy } from '../core/group-by.ts'
import type { Span } from '../core/document.ts'
import type { Finding } from './contract.ts'

/** What all recognisers together say of one stretch of text. */
export interface MergedFinding {
  readonly spans: readonly Span[]
  /** Best first; one per class. */
  readonly readings: readonly MergedReading[]
}

/** The stretch taken for one class. */
export interface MergedReading {
  readonly class: string
  /** 0–1: that at least one of those who say so is right, were they independent. */
  readonly score: number
  /** Recognisers, the surest first. */
  readonly by: readonly string[]
  /** As of the surest {@link Finding} that has one. */
  readonly reading?: string
  readonly id?: string
  readonly reasons: readonly string[]
}

/** Findings put together by place, then by class. In the order of places: by start, longer before shorter. */
export const mergeFindings = (findings: readonly Finding[]): MergedFinding[] => {
  const byPlace = groupBy(findings, ({ spans }) => spans.join(';'))
  return [...byPlace.values()].map(mergePlace).sort((a, b) => comparePlaces(a.spans, b.spans))
}

const mergePlace = (findings: readonly Finding[]): MergedFinding => {
  const byClass = groupBy(findings, (finding) => finding.class)
  const readings = [...byClass].map(([entityClass, same]) => mergeClass(entityClass, same))
  readings.sort((a, b) => b.score - a.score || (a.class < b.class ? -1 : 1))
  return { spans: findings[0]?.spans ?? [], readings }
}

const mergeClass = (entityClass: string, findings: readonly Finding[]): MergedReading => {
  const surest = findings.toSorted((a, b) => b.score - a.score)
  const best = new Map<string, number>()
  for (const { by, score } of surest) if (!best.has(by)) best.set(by, score)
  const doubt = [...best.values()].reduce((product, score) => product * (1 - score), 1)
  const reading = surest.find((finding) => finding.reading !== undefined)?.reading
  const id = surest.find((finding) => finding.id !== undefined)?.id
  return {
    class: entityClass,
    score: 1 - doubt,
    by: [...best.keys()],
    ...(reading === undefined ? {} : { reading }),
    ...(id === undefined ? {} : { id }),
    reasons: [...new Set(surest.flatMap(({ reasons }) => reasons))],
  }
}

export const comparePlaces = (a: readonly Span[], b: readonly Span[]): number =>
  (a[0]?.[0] ?? 0) - (b[0]?.[0] ?? 0) || (b.at(-1)?.[1] ?? 0) - (a.at(-1)?.[1] ?? 0)
