import type { Span } from '../core/document.ts'
import type { Finding, Findings } from './contract.ts'

/** More in one document are refused: their mentions would not fit into memory. */
export const MOST_FINDINGS = 1_000_000

/** What of a recogniser's answer can be used, and what is wrong with the rest, in plain words. */
export interface SoundFindings extends Findings {
  readonly flaws: readonly string[]
}

/** Checks what a recogniser answered: a user's own may answer anything. */
export const soundFindings = (name: string, answer: unknown, text: string): SoundFindings => {
  const { findings, rejected } = (answer ?? {}) as Partial<Findings>
  if (!Array.isArray(findings))
    return { findings: [], flaws: [`recognizer "${name}" answers without a list of findings`] }
  if (findings.length > MOST_FINDINGS)
    throw new Error(
      `more than ${MOST_FINDINGS.toLocaleString('en')} findings in one document; split the document`,
    )
  const sound: Finding[] = []
  const flaws: string[] = []
  for (const finding of findings as readonly Finding[]) {
    const flaw = flawOf(finding, text)
    if (flaw === undefined) sound.push(finding)
    else if (flaws.length < MOST_TOLD) flaws.push(`recognizer "${name}": ${flaw}; left out`)
  }
  return { findings: sound, flaws, ...(rejected === undefined ? {} : { rejected }) }
}

const MOST_TOLD = 3

const flawOf = (finding: Partial<Finding> | null | undefined, text: string): string | undefined => {
  const { spans, class: entityClass, score, reasons } = finding ?? {}
  if (!Array.isArray(spans) || spans.length === 0 || !areSpans(spans, text.length))
    return `spans ${shown(spans)} are not [start, end] in ascending order within the text of ${String(text.length)} UTF-16 code units`
  if ((spans as readonly Span[]).some((span) => span.some((place) => partsPair(text, place))))
    return `spans ${shown(spans)} cut a character in two`
  if (typeof entityClass !== 'string' || entityClass === '') return `class ${shown(entityClass)} is no name`
  if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return `score ${shown(score)} is not 0 to 1`
  return Array.isArray(reasons) ? undefined : `reasons ${shown(reasons)} are no list`
}

const areSpans = (spans: readonly unknown[], length: number): boolean => {
  let last = -1
  for (const span of spans) {
    if (!Array.isArray(span) || span.length !== 2) return false
    const [start, end] = span as readonly unknown[]
    if (!Number.isInteger(start) || !Number.isInteger(end)) return false
    if ((start as number) <= last || (end as number) <= (start as number)) return false
    last = end as number
  }
  return last <= length
}

/** Whether the place lies between the halves of a surrogate pair. */
const partsPair = (text: string, place: number): boolean =>
  isBetween(text.charCodeAt(place), 0xdc00, 0xdfff) && isBetween(text.charCodeAt(place - 1), 0xd800, 0xdbff)

const isBetween = (unit: number, low: number, high: number): boolean => unit >= low && unit <= high

const shown = (value: unknown): string =>
  ((JSON.stringify(value) as string | undefined) ?? String(value)).slice(0, 80)
