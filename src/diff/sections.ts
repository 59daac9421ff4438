import type {
  Ambiguity,
  ChangeKind,
  Curie,
  Home,
  Ref,
  SourceChanges,
  SynonymEntry,
  SynonymUse,
} from './contract.ts'
import { CHANGE_KINDS } from './contract.ts'
import type { CurationEffect } from './curation-effects.ts'
import type { DiffReport } from './report.ts'

/** A part of a report as a table of plain text, to be shown in whatever way. */
export interface DiffSection {
  /** Unique in the report; fit for an anchor. */
  readonly key: string
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

interface Layout<Change> {
  readonly title: string
  readonly columns: readonly string[]
  readonly cells: (change: Change) => readonly string[]
}

type Layouts = { readonly [Kind in ChangeKind]: Layout<SourceChanges[Kind][number]> }

const CONCEPT = ['concept', 'label'] as const
const NONE = '–'

const conceptCells = ({ id, label }: Ref): string[] => [id, label ?? NONE]
const refText = ({ id, label }: Ref): string => (label === null ? id : `${id} ${label}`)
const refs = (list: readonly Ref[]): string => listText(list.map(refText))
const listText = (texts: readonly string[]): string => (texts.length === 0 ? NONE : texts.join('; '))

const BASIS: Readonly<Record<Home['by'], string>> = {
  'replaced-by': 'replaced by',
  'alternative-id': 'an alternative id of',
  consider: 'consider',
  names: 'its names are with',
}

const homeText = (home: Home | null): string =>
  home === null ? NONE : `${BASIS[home.by]} ${refs(home.concepts)}`

const useText = ({ scope, type }: SynonymUse): string => (type === undefined ? scope : `${scope}, ${type}`)
const synonymText = (entry: SynonymEntry): string => `${entry.text} (${useText(entry)})`
const ids = (list: readonly { readonly object: Curie }[]): string =>
  listText(list.map(({ object }) => object))

const ambiguity = (title: string): Layout<Ambiguity> => ({
  title,
  columns: ['name', 'means now', 'meant before'],
  cells: ({ name, after, before }) => [name, refs(after), refs(before)],
})

const LAYOUTS: Layouts = {
  added: {
    title: 'Added',
    columns: [...CONCEPT, 'class'],
    cells: (change) => [
      ...conceptCells(change),
      change.obsolete ? `${change.class} (retired)` : change.class,
    ],
  },
  removed: {
    title: 'Removed: no concepts any more',
    columns: [...CONCEPT, 'where to'],
    cells: (change) => [...conceptCells(change), homeText(change.home)],
  },
  retired: {
    title: 'Retired',
    columns: [...CONCEPT, 'where to'],
    cells: (change) => [...conceptCells(change), homeText(change.home)],
  },
  restored: { title: 'In use again', columns: CONCEPT, cells: conceptCells },
  merged: {
    title: 'Merged into another concept',
    columns: [...CONCEPT, 'into', 'by', 'names it got'],
    cells: (change) => [...conceptCells(change), refText(change.into), change.by, listText(change.names)],
  },
  split: {
    title: 'Split',
    columns: [...CONCEPT, 'into', 'by'],
    cells: (change) => [...conceptCells(change), refs(change.into), change.by],
  },
  relabelled: {
    title: 'Relabelled',
    columns: ['concept', 'label', 'label before'],
    cells: ({ id, from, to }) => [id, to ?? NONE, from ?? NONE],
  },
  moved: {
    title: 'Moved in the hierarchy',
    columns: [...CONCEPT, 'new parents', 'parents no more'],
    cells: (change) => [...conceptCells(change), refs(change.parentsAdded), refs(change.parentsRemoved)],
  },
  synonymsChanged: {
    title: 'Synonyms added or removed',
    columns: [...CONCEPT, 'added', 'removed'],
    cells: (change) => [
      ...conceptCells(change),
      listText(change.added.map(synonymText)),
      listText(change.removed.map(synonymText)),
    ],
  },
  synonymsRescoped: {
    title: 'Synonyms of another scope or type',
    columns: [...CONCEPT, 'synonyms'],
    cells: (change) => [
      ...conceptCells(change),
      listText(
        change.changes.map(
          ({ text, from, to }) =>
            `${text}: ${from.map(useText).join(' + ')} → ${to.map(useText).join(' + ')}`,
        ),
      ),
    ],
  },
  synonymsMoved: {
    title: 'Names that went from one concept to another',
    columns: ['name', 'from', 'to'],
    cells: ({ name, from, to }) => [name, refs(from), refs(to)],
  },
  xrefsChanged: {
    title: 'Cross-references changed',
    columns: [...CONCEPT, 'added', 'removed'],
    cells: (change) => [...conceptCells(change), ids(change.added), ids(change.removed)],
  },
  classChanged: {
    title: 'Of another class',
    columns: [...CONCEPT, 'class', 'class before'],
    cells: (change) => [...conceptCells(change), change.to, change.from],
  },
  newAmbiguities: ambiguity('Names that mean several concepts now'),
  resolvedAmbiguities: ambiguity('Names that mean several concepts no more'),
  otherwiseChanged: {
    title: 'Changed otherwise',
    columns: [...CONCEPT, 'what'],
    cells: (change) => [...conceptCells(change), listText(change.fields)],
  },
}

/** The parts of a report that hold something: effects first, then changes by kind. */
export const sectionsOf = (report: DiffReport): readonly DiffSection[] => {
  const several = report.sources.length > 1
  const changes = CHANGE_KINDS.map((kind) => changeSection(report, kind, several))
  return [...effectSections(report, several), ...changes].filter(({ rows }) => rows.length > 0)
}

const changeSection = (report: DiffReport, kind: ChangeKind, several: boolean): DiffSection => {
  // Each layout is of the changes of its own kind.
  const { title, columns, cells }: Layout<never> = LAYOUTS[kind]
  const rows = report[kind].map((change) => [...(several ? [change.source] : []), ...cells(change as never)])
  return { key: kind, title, columns: several ? ['source', ...columns] : columns, rows }
}

const CURATION_COLUMNS = ['line', 'action', 'name', 'concept', 'what happened', 'where to'] as const

const effectSections = ({ effects }: DiffReport, several: boolean): DiffSection[] => {
  const { curations, learnedNames, links } = effects
  const columns = several ? ['source', ...CURATION_COLUMNS] : CURATION_COLUMNS
  const rows = (list: typeof curations): string[][] =>
    list.map(({ source, ...effect }) => [...(several ? [source] : []), ...curationCells(effect)])
  const place = ['line', 'document', 'mention'] as const
  return [
    { key: 'curations', title: 'Curations touched', columns, rows: rows(curations) },
    { key: 'learnedNames', title: 'Learned names touched', columns, rows: rows(learnedNames) },
    {
      key: 'links',
      title: 'Links that change',
      columns: [...place, 'what happened', 'from', 'to'],
      rows: (links?.changes ?? []).map(({ line, doc, mention, change, from, to }) => [
        ...[String(line), doc ?? NONE, mention, change],
        ...[refText(from), refs(to)],
      ]),
    },
    {
      key: 'answers',
      title: 'Mentions that linking answers otherwise',
      columns: [...place, 'answer before', 'answer now'],
      rows: (links?.answers ?? []).map(({ line, doc, mention, before, after }) => [
        ...[String(line), doc ?? NONE, mention],
        ...[before, after].map((answer) => (answer === null ? 'NIL' : refText(answer))),
      ]),
    },
  ]
}

const curationCells = ({ effect, curation, home }: CurationEffect): string[] => [
  String(curation.line),
  curation.action,
  curation.text ?? '(all names)',
  curation.concept ?? '(any)',
  effect.replaceAll('-', ' '),
  homeText(home),
]
