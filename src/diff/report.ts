import { CHANGE_KINDS, type ChangeKind, type ChangeSummary, type SourceChanges } from './contract.ts'
import type { CurationEffect } from './curation-effects.ts'
import type { AnswerChange, LinkChange } from './link-effects.ts'

/** One of the two things compared. */
export interface DiffSide {
  readonly kind: 'build' | 'file'
  /** Id of the build, or the file as it was named. */
  readonly name: string
}

/** What a release holds. */
export interface ReleaseCounts {
  readonly release: string | null
  readonly terms: number
  readonly synonyms: number
  readonly obsolete: number
}

/** A source on both sides; where its file and its options are the same, it was not compared. */
export interface SourceSummary {
  readonly source: string
  readonly compared: boolean
  readonly before: ReleaseCounts
  readonly after: ReleaseCounts
  readonly summary: ChangeSummary
}

/** A source that only one side has. */
export interface LoneSource extends ReleaseCounts {
  readonly source: string
}

type OfSource<Change> = { readonly source: string } & Change

/** Changes of all sources, by kind; within a kind by source in the order of the new side. */
export type ReportedChanges = {
  readonly [Kind in ChangeKind]: readonly OfSource<SourceChanges[Kind][number]>[]
}

/** What the changes do to what was decided and what was answered. */
export interface DiffEffects {
  /** Lines of curations files, but for added names. */
  readonly curations: readonly OfSource<CurationEffect>[]
  /** Names that were added to concepts (action `add`), by people or by learning. */
  readonly learnedNames: readonly OfSource<CurationEffect>[]
  /** Of the links of `impact`. `null`: none were given. */
  readonly links: LinkEffects | null
}

export interface LinkEffects {
  /** As it was named. */
  readonly file: string
  /** Mentions with an id. */
  readonly links: number
  readonly changes: readonly LinkChange[]
  /** Where linking answers otherwise; `null` where a side is a file, which answers nothing. */
  readonly answers: readonly AnswerChange[] | null
}

/** All that a diff says; what `diff --json` prints. */
export interface DiffReport extends ReportedChanges {
  readonly old: DiffSide
  readonly new: DiffSide
  readonly summary: ChangeSummary
  readonly sources: readonly SourceSummary[]
  readonly sourcesAdded: readonly LoneSource[]
  readonly sourcesRemoved: readonly LoneSource[]
  readonly effects: DiffEffects
}

/** The sum of counts. */
export const totalOf = (summaries: readonly ChangeSummary[]): ChangeSummary => {
  const total = (kind: keyof ChangeSummary): number =>
    summaries.reduce((sum, summary) => sum + summary[kind], 0)
  return {
    ...byKind(total),
    removedSilently: total('removedSilently'),
    relabelledInUse: total('relabelledInUse'),
  }
}

/** The changes of all sources, each with its source. */
export const changesOfAll = (
  sources: readonly { readonly source: string; readonly changes: SourceChanges }[],
): ReportedChanges =>
  byKind((kind) =>
    sources.flatMap(({ source, changes }) => changes[kind].map((change) => ({ source, ...change }))),
  ) as ReportedChanges

const byKind = <Value>(valueOf: (kind: ChangeKind) => Value): Record<ChangeKind, Value> =>
  Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, valueOf(kind)])) as Record<ChangeKind, Value>
