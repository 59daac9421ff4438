import { partsOf, type Section, type Span, type TextDocument } from '../core/document.ts'
import type { Finding, Findings, Recognizer, RecognizeOptions, Rejected } from './contract.ts'
import { accessionRules, type ClassOf } from './patterns/accessions.ts'
import { CELL_LINE_RULES } from './patterns/cell-lines.ts'
import { DESCRIBED_RULES } from './patterns/described-variants.ts'
import { DNA_RULES } from './patterns/dna-variants.ts'
import { PROTEIN_RULES } from './patterns/protein-variants.ts'
import type { PatternReading, PatternRule } from './patterns/rule.ts'

export interface PatternOptions {
  /** Tells the class of an id in the text, asked before the table of prefixes; wanted for ids of MESH and GO. */
  readonly classOf?: ClassOf
}

const NAME = 'pattern'
// How far a rule may look for cues.
const REACH = 60

/**
 * Finds what its form gives away: sequence variants, ids, cell lines by their cues. Of findings that overlap the longer
 * is kept, then the surer, then the one of the earlier rule. Time is linear in the text. Synchronous; may be called
 * concurrently.
 */
export const patternRecognizer = ({ classOf }: PatternOptions = {}): Recognizer => {
  const rules = patternRules(classOf)
  return {
    name: NAME,
    classes: [...new Set(rules.flatMap(({ classes }) => classes))],
    // What has the form of no variant is none, whatever a tagger makes of it (docs/benchmarks.md).
    decides: ['variant'],
    recognize: (document, options) => recognize(document, rules, options),
  }
}

/** All rules, in the order of preference. */
export const patternRules = (classOf?: ClassOf): readonly PatternRule[] => [
  ...DNA_RULES,
  ...PROTEIN_RULES,
  ...DESCRIBED_RULES,
  ...accessionRules(classOf),
  ...CELL_LINE_RULES,
]

const recognize = (
  document: TextDocument,
  rules: readonly PatternRule[],
  { explain = false, signal }: RecognizeOptions = {},
): Findings => {
  const [findings, rejected]: [Finding[], Rejected[]] = [[], []]
  for (const section of partsOf(document)) {
    const part = document.text.slice(section.start, section.end)
    const candidates: Finding[] = []
    for (const rule of rules) {
      signal?.throwIfAborted()
      if (rule.hint?.test(part) === false) continue
      apply(rule, part, section, candidates, rejected)
    }
    for (const finding of withoutOverlaps(candidates)) findings.push(finding)
  }
  return explain ? { findings, rejected } : { findings }
}

const apply = (
  rule: PatternRule,
  part: string,
  { start }: Section,
  findings: Finding[],
  rejected: Rejected[],
): void => {
  for (const match of part.matchAll(rule.pattern)) {
    const [at, end] = [match.index, match.index + match[0].length]
    const context = { before: part.slice(Math.max(0, at - REACH), at), after: part.slice(end, end + REACH) }
    const reading = rule.read(match, context)
    if (reading === undefined) continue
    if ('rejected' in reading) {
      const spans: readonly Span[] = [[start + at, start + end]]
      rejected.push({ spans, class: reading.class, by: NAME, reason: `${rule.name}: ${reading.rejected}` })
    } else findings.push(findingOf(reading, rule, match[0], start + at))
  }
}

const findingOf = (reading: PatternReading, rule: PatternRule, text: string, start: number): Finding => {
  const [from, to] = balanced(text, reading.length ?? text.length)
  const mention = text.slice(from, to)
  return {
    spans: [[start + from, start + to]],
    class: reading.class,
    score: reading.score,
    by: NAME,
    reasons: [`${rule.name}: ${reading.reason}`],
    ...(reading.reading !== undefined && reading.reading !== mention && { reading: reading.reading }),
    ...(reading.id !== undefined && { id: reading.id }),
  }
}

/** Without blanks at the end, and without a bracket at a border that the mention does not close or open itself. */
const balanced = (text: string, length: number): Span => {
  let [from, to] = [0, text.slice(0, length).trimEnd().length]
  const inside = (mark: string): boolean => text.slice(from, to).includes(mark)
  for (const [open, close] of ['()', '[]']) {
    if (open === undefined || close === undefined) continue
    if (text.charAt(from) === open && !inside(close)) from++
    if (text.charAt(to - 1) === close && !inside(open)) to--
  }
  return [from, to]
}

const startOf = ({ spans }: Finding): number => spans[0]?.[0] ?? 0
const endOf = ({ spans }: Finding): number => spans.at(-1)?.[1] ?? 0
const lengthOf = (finding: Finding): number => endOf(finding) - startOf(finding)

/** In order; sorting is stable, so earlier rules come first among equals. */
const withoutOverlaps = (candidates: readonly Finding[]): Finding[] => {
  const kept: Finding[] = []
  for (const finding of candidates.toSorted((a, b) => startOf(a) - startOf(b) || endOf(b) - endOf(a))) {
    const last = kept.at(-1)
    if (last === undefined || endOf(last) <= startOf(finding)) kept.push(finding)
    else if (isBetter(finding, last)) kept[kept.length - 1] = finding
  }
  return kept
}

const isBetter = (a: Finding, b: Finding): boolean =>
  lengthOf(a) > lengthOf(b) || (lengthOf(a) === lengthOf(b) && a.score > b.score)
