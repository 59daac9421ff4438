import type { Abbreviation, Span, TextDocument } from '../../core/document.ts'
import { foldCase } from '../../core/text/fold.ts'
import { foldedWords } from '../../core/text/tokens.ts'
import type { Finding, Findings } from '../contract.ts'
import { occurrencesOf } from './occurrences.ts'

/** An abbreviation as found or as a file gives it; given without a score it counts as certain. */
export type ScoredAbbreviation = Abbreviation & { readonly score?: number }

export interface SenseOptions {
  /** Names known for what a finding may be, as its sources write them; none by default. */
  readonly namesOf?: (finding: Finding) => readonly string[]
}

/** Name of the recogniser that findings made here bear. */
export const BY = 'abbreviations'

/** What is left of a finding's score where the text gives the short form another sense. */
const OF_ANOTHER_CLASS = 0.2
const OF_UNKNOWN_SENSE = 0.4

/**
 * Lets findings agree with what the text says its abbreviations mean. Wherever a short form stands,
 * - it is found as all that its long form was found as (`reading`: the long form);
 * - what else it was found as is demoted, and says why: "the text says APA is …". Not so where a known name of the
 *   finding says the same as the long form, nor where the class is that of the long form.
 *
 * No finding is removed and none loses its reasons. By start, longer before shorter, then by class. `abbreviations` are by place,
 * and of this text.
 */
export const applySenses = (
  document: Pick<TextDocument, 'text'>,
  given: Findings,
  abbreviations: readonly ScoredAbbreviation[],
  { namesOf = () => [] }: SenseOptions = {},
): Findings => {
  const senseAt = new Map<string, Sense>()
  const added: Finding[] = []
  const finder = findingsByEnd(given.findings)
  for (const { abbreviation, spans } of occurrencesOf(document, abbreviations)) {
    const found = foundAs(abbreviation, finder)
    for (const span of spans) {
      senseAt.set(keyOf(span), { abbreviation, found })
      added.push(...found.map((finding) => inherited(abbreviation, finding, span)))
    }
  }
  const kept = given.findings.map((finding) => {
    const [span] = finding.spans
    const sense = span === undefined || finding.spans.length > 1 ? undefined : senseAt.get(keyOf(span))
    return sense === undefined ? finding : revised(finding, sense, namesOf)
  })
  return { ...given, findings: [...kept, ...added].sort(byPlace) }
}

/** What the long form of an abbreviation was found as: one finding for each class. */
interface Sense {
  readonly abbreviation: ScoredAbbreviation
  readonly found: readonly Finding[]
}

const keyOf = ([start, end]: Span): string => `${String(start)}-${String(end)}`

/** Findings in one piece, by where they end. */
const findingsByEnd = (findings: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> => {
  const byEnd = new Map<number, Finding[]>()
  for (const finding of findings) {
    const [span] = finding.spans
    if (span === undefined || finding.spans.length > 1) continue
    const same = byEnd.get(span[1])
    if (same === undefined) byEnd.set(span[1], [finding])
    else same.push(finding)
  }
  return byEnd
}

/** Least share that a finding and the long form must have in common, of what both cover together. */
const LEAST_SHARED = 0.6
/** How much further than the long form a finding may go: the s of a plural, a bracket. */
const OVERHANG = 2

/**
 * Findings on all of the long form, or on most of it and to its end (English names a thing last); of each class the
 * surest, its score lowered by what it does not cover.
 */
const foundAs = (
  { longStart, longEnd }: Abbreviation,
  byEnd: ReadonlyMap<number, readonly Finding[]>,
): readonly Finding[] => {
  const best = new Map<string, Finding>()
  for (let end = longEnd - OVERHANG; end <= longEnd + OVERHANG; end++) {
    for (const finding of byEnd.get(end) ?? []) {
      const start = finding.spans[0]?.[0] ?? end
      const shared = Math.min(end, longEnd) - Math.max(start, longStart)
      const share = shared / (Math.max(end, longEnd) - Math.min(start, longStart))
      if (share < LEAST_SHARED) continue
      const score = finding.score * share
      if (score > (best.get(finding.class)?.score ?? -1)) best.set(finding.class, { ...finding, score })
    }
  }
  return [...best.values()]
}

const inherited = (abbreviation: ScoredAbbreviation, finding: Finding, span: Span): Finding => {
  const { short, long, start, end, score = 1 } = abbreviation
  return {
    spans: [span],
    class: finding.class,
    score: finding.score * score,
    by: BY,
    reading: finding.reading ?? long,
    ...(finding.id === undefined ? {} : { id: finding.id }),
    reasons: [
      `the text says ${short} is "${long}" (at ${String(start)}–${String(end)}), which ${finding.by} found to be of class ${finding.class}`,
    ],
  }
}

const revised = (
  finding: Finding,
  { abbreviation, found }: Sense,
  namesOf: (of: Finding) => readonly string[],
): Finding => {
  const { short, long, score: certainty = 1 } = abbreviation
  const said = `the text says ${short} is "${long}"`
  const agreeing = found.find((other) => other.class === finding.class)
  if (agreeing !== undefined) {
    const score = Math.max(finding.score, agreeing.score * certainty)
    return {
      ...finding,
      score,
      reasons: [...finding.reasons, `${said}, which is of class ${finding.class}, too`],
    }
  }
  const name = namesOf(finding).find((known) => sayTheSame(known, long))
  if (name !== undefined)
    return { ...finding, reasons: [...finding.reasons, `${said}, which is its name "${name}"`] }
  const other = found.map((sense) => sense.class).join(', ')
  const left = found.length > 0 ? OF_ANOTHER_CLASS : OF_UNKNOWN_SENSE
  const why =
    other === ''
      ? `${said}, and nothing of class ${finding.class} was found there`
      : `${said}, of class ${other}`
  const score = finding.score * (1 - (1 - left) * certainty)
  return { ...finding, score, reasons: [...finding.reasons, `demoted: ${why}`] }
}

/** Least share of words that two names must have in common to mean the same. */
const LEAST_WORDS = 0.65
const LEAST_LETTERS = 4

/** Most words are the same, or begin alike: "proprotein convertase subtilisin/kexin 9", "… kexin type 9". */
export const sayTheSame = (one: string, other: string): boolean => {
  const [first, second] = [wordsOf(one), wordsOf(other)]
  const left = [...second]
  let common = 0
  for (const word of first) {
    const at = left.findIndex((candidate) => beginAlike(word, candidate))
    if (at < 0) continue
    left.splice(at, 1)
    common++
  }
  return first.length > 0 && (2 * common) / (first.length + second.length) >= LEAST_WORDS
}

/** A name is no longer than this: words beyond are not compared. */
const MOST_WORDS = 40

const wordsOf = (name: string): readonly string[] => foldedWords(foldCase(name).text).slice(0, MOST_WORDS)

const beginAlike = (one: string, other: string): boolean =>
  one === other ||
  (one.length >= LEAST_LETTERS && other.startsWith(one.slice(0, Math.max(LEAST_LETTERS, one.length - 2))))

const byPlace = (a: Finding, b: Finding): number => {
  const [startA, startB] = [a.spans[0]?.[0] ?? 0, b.spans[0]?.[0] ?? 0]
  const ends = (b.spans.at(-1)?.[1] ?? 0) - (a.spans.at(-1)?.[1] ?? 0)
  return startA - startB || ends || (a.class < b.class ? -1 : Number(a.class > b.class))
}
