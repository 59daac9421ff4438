import { CHANGE_KINDS, type ChangeKind, type ChangeSummary } from './contract.ts'
import type { DiffReport, SourceSummary } from './report.ts'

const WORDS: Readonly<Record<ChangeKind, string>> = {
  added: 'added',
  removed: 'removed',
  retired: 'retired',
  restored: 'in use again',
  merged: 'merged',
  split: 'split',
  relabelled: 'relabelled',
  moved: 'moved in the hierarchy',
  synonymsChanged: 'with other synonyms',
  synonymsRescoped: 'with synonyms of another scope or type',
  synonymsMoved: 'names moved between concepts',
  xrefsChanged: 'with other xrefs',
  classChanged: 'of another class',
  newAmbiguities: 'names newly ambiguous',
  resolvedAmbiguities: 'names no longer ambiguous',
  otherwiseChanged: 'changed otherwise',
}

/** `575 added, 2 removed (0 without a word), …`: what there is some of. */
export const countsText = (summary: ChangeSummary): string => {
  const counts = CHANGE_KINDS.filter((kind) => summary[kind] > 0).map(
    (kind) => `${withCommas(summary[kind])} ${WORDS[kind]}${detail(kind, summary)}`,
  )
  return counts.length === 0 ? 'nothing changed' : counts.join(', ')
}

const detail = (
  kind: ChangeKind,
  { removedSilently, relabelledInUse, relabelled }: ChangeSummary,
): string => {
  if (kind === 'removed') return ` (${withCommas(removedSilently)} without a word)`
  return kind === 'relabelled' && relabelledInUse < relabelled
    ? ` (${withCommas(relabelledInUse)} of them in use)`
    : ''
}

const withCommas = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** A line for each source that changed, came or went, one for what that touches; for people. */
export const headlines = (report: DiffReport): readonly string[] => [
  ...report.sources.filter(isWorthALine(report)).map(sourceLine),
  ...report.sourcesAdded.map(({ source, terms }) => `${source}: new, ${withCommas(terms)} concepts`),
  ...report.sourcesRemoved.map(({ source, terms }) => `${source}: gone, ${withCommas(terms)} concepts`),
  ...effectLines(report),
]

/** Where only one source is compared, it is named even when nothing changed. */
const isWorthALine =
  ({ sources }: DiffReport) =>
  ({ compared }: SourceSummary): boolean =>
    compared || sources.length === 1

const sourceLine = ({ source, before, after, summary }: SourceSummary): string => {
  const releases = [before, after].map(({ release }) => release ?? 'no release stated')
  const release = releases[0] === releases[1] ? (releases[0] ?? '') : releases.join(' → ')
  const terms = `${withCommas(before.terms)} → ${withCommas(after.terms)} concepts`
  return `${source}: ${release}, ${terms}: ${countsText(summary)}`
}

const effectLines = ({ effects: { curations, learnedNames, links } }: DiffReport): string[] => {
  const counts = [
    ...(curations.length > 0 ? [`${withCommas(curations.length)} curations touched`] : []),
    ...(learnedNames.length > 0 ? [`${withCommas(learnedNames.length)} learned names touched`] : []),
    ...(links === null
      ? []
      : [`${withCommas(links.changes.length)} changes to ${withCommas(links.links)} links of ${links.file}`]),
    ...(links?.answers ? [`${withCommas(links.answers.length)} mentions answered otherwise`] : []),
  ]
  return counts.length === 0 ? [] : [counts.join(', ')]
}
