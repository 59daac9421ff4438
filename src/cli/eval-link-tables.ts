import type { LinkComparison, LinkEvaluation, LinkFigures, LinkGroup } from '../pipeline/evaluate-link.ts'
import type { LinkPart } from './eval-link-options.ts'
import {
  comparisonTable,
  count,
  differenceCells,
  errorLines,
  FIGURES,
  figures,
  right,
  shown,
} from './evaluation-tables.ts'
import { type Column, type Style, tableLines, thousands } from './terminal.ts'

/** What `eval link` prints. */
export const evalLinkLines = (
  result: LinkEvaluation,
  style: Style,
  parts: readonly LinkPart[] | undefined,
): string[] => [
  ...headLines(result),
  ...groupTable(
    'Links of mentions with a concept',
    [
      ['all', { all: result.all }],
      ...(result.covered === undefined || result.covered.mentions === result.all.mentions
        ? []
        : [['covered', { all: result.covered }] as const]),
    ],
    style,
  ),
  ...partTables(result, style, parts),
  ...curveLines(result.all, style),
  ...calibrationLines(result.all, style),
  ...nilLines(result, style),
  ...apartLines(result),
  ...(result.against === undefined ? [] : comparisonLines(result.against, style)),
  ...errorLines('Wrong', result.errors, style),
]

const headLines = ({ documents, all, composite, nil, classes, leftOut, lines }: LinkEvaluation): string[] => {
  const mentions = all.mentions + composite.support + nil.withoutConcept
  const names = classes.map((name) => (name === '' ? 'without a class' : name))
  const passedOver = Object.entries(leftOut).map(
    ([name, number]) => `${name === '' ? 'without a class' : name} ${thousands(number)}`,
  )
  return [
    `${count(mentions, 'mention')} in ${count(documents, 'document')}; scored: ${names.join(', ')}.`,
    ...(passedOver.length === 0 ? [] : [`Not scored: ${passedOver.join(', ')}.`]),
    ...(lines.refused === 0 ? [] : [`Refused: ${count(lines.refused, 'line')} of gold.`]),
  ]
}

type Row = readonly [string, LinkGroup]

/** Of all mentions of a group; last acc@1 of those covered, where not all are. */
const groupTable = (title: string, rows: readonly Row[], style: Style): string[] => {
  if (rows.length === 0) return []
  const ks = (rows[0]?.[1].all.recallAt ?? []).map(({ k }) => k).filter((k) => k > 1)
  const hasGaps = rows.some(
    ([, { all, covered }]) => covered !== undefined && covered.mentions < all.mentions,
  )
  const columns: Column[] = [
    { title: '' },
    ...['mentions', 'acc@1'].map(right),
    { title: '95 %' },
    ...ks.map((k) => right(`R@${String(k)}`)),
    ...['MRR', 'answered', 'precision', 'ECE'].map(right),
    ...(hasGaps ? [right('of covered')] : []),
  ]
  const cells = rows.map(([name, { all, covered }]) => [
    name,
    thousands(all.mentions),
    shown(all.accuracy.share),
    interval(all.accuracy),
    ...all.recallAt.filter(({ k }) => k > 1).map(({ share }) => shown(share)),
    ...[all.mrr, all.answered.share].map(shown),
    all.answered.count === 0 ? '–' : shown(all.precision.share),
    all.calibration === null || all.calibration.answers === 0 ? '–' : shown(all.calibration.ece),
    ...(hasGaps && covered !== undefined
      ? [covered.mentions === 0 ? '–' : shown(covered.accuracy.share)]
      : []),
  ])
  const [head = '', ...lines] = tableLines(columns, cells)
  return ['', style.bold(title), style.dim(`  ${head}`), ...lines.map((line) => `  ${line}`)]
}

const interval = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `${shown(low)}–${shown(high)}`

const NAMES = {
  0: 'none',
  1: 'one',
  more: 'several',
  string: 'string seen',
  concept: 'concept alone seen',
  neither: 'neither',
} as const

const SEEN_ORDER = ['string', 'concept', 'neither'] as const

const partTables = (
  { byClass, byAmbiguity = {}, bySeen = {}, byMethod }: LinkEvaluation,
  style: Style,
  parts: readonly LinkPart[] | undefined,
): string[] => {
  const isWanted = (part: LinkPart, byDefault: boolean): boolean => parts?.includes(part) ?? byDefault
  const named = ([key, group]: readonly [string, LinkGroup]): Row => [
    key in NAMES ? NAMES[key as keyof typeof NAMES] : key === '' ? 'without a class' : key,
    group,
  ]
  const rows = (groups: Readonly<Record<string, LinkGroup>>): Row[] => Object.entries(groups).map(named)
  const seen = SEEN_ORDER.flatMap((part) => {
    const group = bySeen[part]
    return group === undefined ? [] : [named([part, group])]
  })
  return [
    ...(isWanted('class', Object.keys(byClass).length > 1)
      ? groupTable('By class', rows(byClass), style)
      : []),
    ...(isWanted('ambiguity', true)
      ? groupTable('By how many concepts have the mention for a name', rows(byAmbiguity), style)
      : []),
    ...(isWanted('seen', true) ? groupTable('By what the training data has', seen, style) : []),
    ...(isWanted('method', false)
      ? groupTable('By how the first candidate was found', rows(byMethod), style)
      : []),
  ]
}

const curveLines = ({ curve, precise }: LinkFigures, style: Style): string[] => {
  if (curve === null || precise === null) return []
  const lines = tableLines(
    [{ title: 'answered' }, ...curve.map(({ share }) => right(share.toFixed(1)))],
    [['precision', ...curve.map(({ precision }) => shown(precision))]],
  )
  const reached =
    precise.threshold === null
      ? 'no threshold reaches it'
      : `${shown(precise.share)} answered, scores from ${precise.threshold.toFixed(4)}`
  return [
    '',
    style.bold('Precision by the share of mentions answered, best scores first'),
    ...lines.map((line) => `  ${line}`),
    `  precision of ${precise.wanted.toFixed(2)} or more: ${reached}`,
  ]
}

const calibrationLines = ({ calibration }: LinkFigures, style: Style): string[] => {
  if (calibration === null || calibration.answers === 0) return []
  const rows = calibration.bins
    .filter((bin) => bin.count > 0)
    .map(({ from, to, count: number, score, right: share }) => [
      `${from.toFixed(1)}–${to.toFixed(1)}`,
      thousands(number),
      shown(score),
      shown(share),
    ])
  const lines = tableLines([{ title: 'score' }, ...['answers', 'mean score', 'right'].map(right)], rows)
  return [
    '',
    style.bold(`Calibration of the scores of answers: ECE ${shown(calibration.ece)}`),
    ...lines.map((line) => `  ${line}`),
  ]
}

const nilLines = ({ nil }: LinkEvaluation, style: Style): string[] => {
  if (nil.support + nil.predicted === 0) return []
  const lines = tableLines(
    [{ title: '' }, ...FIGURES],
    [[nil.notCovered > 0 ? 'no concept, or not covered' : 'no concept', ...figures(nil)]],
  )
  return ['', style.bold('NIL as an answer'), ...lines.map((line) => `  ${line}`)]
}

const apartLines = ({ composite, nil, all }: LinkEvaluation): string[] => {
  const lines = [
    ...(composite.support === 0
      ? []
      : [
          `Composite gold, apart: ${thousands(composite.support)}; first candidate among its concepts ${thousands(composite.first)}, all among the candidates ${thousands(composite.all)}.`,
        ]),
    ...(nil.withoutConcept === 0
      ? []
      : [`Gold without a concept, in the figures of NIL alone: ${thousands(nil.withoutConcept)}.`]),
    ...(nil.notCovered === 0
      ? []
      : [
          `Gold whose concepts the knowledge base does not have: ${thousands(nil.notCovered)} of ${thousands(all.mentions)}.`,
        ]),
  ]
  return lines.length === 0 ? [] : ['', ...lines]
}

const comparisonLines = (
  { mentions, documents, accuracy, recallAt5 }: LinkComparison,
  style: Style,
): string[] => {
  const rows = [['acc@1', accuracy] as const, ['R@5', recallAt5] as const].map(([name, figure]) => [
    name,
    ...differenceCells(figure),
    ...[figure.onlyFirst, figure.onlySecond].map(thousands),
  ])
  const drawn = `${count(mentions, 'mention')}, ${count(documents, 'document')}`
  return comparisonTable(drawn, ['this alone right', 'other alone right'], rows, style)
}
