import type {
  AbbreviationEvaluation,
  ComparedF1,
  E2eEvaluation,
  ErrorReport,
  Evaluation,
  NerEvaluation,
  Score,
  Summary,
  WorstError,
} from '../pipeline/evaluate.ts'
import { alignedLines, type Column, type Style, tableLines, thousands } from './terminal.ts'

export const right = (title: string): Column => ({ title, align: 'right' })
export const FIGURES = ['precision', 'recall', 'F1', 'gold', 'found', 'right'].map(right)

/** What `eval ner` prints. */
export const nerLines = (result: NerEvaluation, style: Style): string[] => [
  ...headLines(result),
  ...summaryLines('Strict: all spans and the class equal', result.strict, style),
  ...summaryLines('Relaxed: the class equal, a character in common, one to one', result.relaxed, style),
  ...(result.seen
    ? [
        ...summaryLines('Strict, strings that are mentions in the training data', result.seen.seen, style),
        ...summaryLines('Strict, strings that are not', result.seen.unseen, style),
      ]
    : []),
  ...confusionLines(result, style),
  ...comparedLines(result, style),
  ...errorLines('Missed', result.falseNegatives, style),
  ...errorLines('Found for nothing', result.falsePositives, style),
]

/** What `eval e2e` prints. */
export const e2eLines = (result: E2eEvaluation, style: Style): string[] => [
  ...headLines(result),
  ...summaryLines('Mentions, strict: all spans equal and the id right', result.strict, style),
  ...summaryLines(
    'Mentions, relaxed: a character in common and the id right, one to one',
    result.relaxed,
    style,
  ),
  ...summaryLines('Documents: sets of ids', result.documentSets, style),
  ...rankLines(result, style),
  ...apartLines(result),
  ...comparedLines(result, style),
  ...errorLines('Missed', result.falseNegatives, style),
  ...errorLines('Found for nothing', result.falsePositives, style),
]

/** What `eval abbrev` prints. */
export const abbreviationLines = (result: AbbreviationEvaluation, style: Style): string[] => [
  `${count(result.documents.scored, 'document')}.`,
  '',
  ...tableLines(
    [{ title: 'definitions' }, ...FIGURES],
    [
      ['pairs of short and long form', ...figures(result.pairs)],
      ['the same with their places', ...figures(result.places)],
    ],
  ).map((line, index) => (index === 0 ? style.bold(line) : line)),
  ...errorLines('Missed', result.falseNegatives, style),
  ...errorLines('Found for nothing', result.falsePositives, style),
]

const headLines = ({ documents, classes, leftOut, joined }: Evaluation): string[] => {
  const passedOver = [...listed('of gold', leftOut.gold), ...listed('of what was found', leftOut.predicted)]
  return [
    `${count(documents.scored, 'document')}; scored: ${classes.join(', ')}.`,
    ...(passedOver.length === 0 ? [] : [`Not scored: ${passedOver.join('; ')}.`]),
    ...(joined === 0
      ? []
      : [
          `Gold has no mentions in pieces; found ones count from the first piece to the last: ${thousands(joined)}.`,
        ]),
  ]
}

const listed = (whose: string, counts: Readonly<Record<string, number>>): string[] => {
  const entries = Object.entries(counts).map(
    ([name, number]) => `${name === '' ? 'without a class' : name} ${thousands(number)}`,
  )
  return entries.length === 0 ? [] : [`${whose} ${entries.join(', ')}`]
}

const summaryLines = (
  title: string,
  { byClass, micro, macro, weighted }: Summary,
  style: Style,
): string[] => {
  const classes = Object.entries(byClass)
  const rows = classes.map(([name, score]) => [name, ...figures(score)])
  if (classes.length === 0) rows.push(['nothing', ...figures(micro)])
  if (classes.length > 1)
    rows.push(['micro', ...figures(micro)], ['macro', ...shares(macro)], ['weighted', ...shares(weighted)])
  const [head = '', ...lines] = tableLines([{ title: 'class' }, ...FIGURES], rows)
  return ['', style.bold(title), style.dim(`  ${head}`), ...lines.map((line) => `  ${line}`)]
}

const shares = ({ precision, recall, f1 }: Score): string[] => [precision, recall, f1].map(shown)

export const figures = (score: Score): string[] => [
  ...shares(score),
  ...[score.support, score.predicted, score.correct].map(thousands),
]

export const shown = (share: number): string => share.toFixed(3)

const NOTHING = '–'

/** Gold down, found across; only where there are classes to be taken for one another. */
const confusionLines = ({ confusion }: NerEvaluation, style: Style): string[] => {
  const names = (side: 'gold' | 'predicted'): (string | null)[] =>
    [...new Set(confusion.map((cell) => cell[side]))].sort(nothingLast)
  const [rows, columns] = [names('gold'), names('predicted')]
  if (new Set([...rows, ...columns].filter((name) => name !== null)).size < 2) return []
  const cell = (gold: string | null, predicted: string | null): string =>
    thousands(confusion.find((one) => one.gold === gold && one.predicted === predicted)?.count ?? 0)
  const lines = tableLines(
    [{ title: 'gold \\ found' }, ...columns.map((name) => right(name ?? NOTHING))],
    rows.map((gold) => [
      gold ?? NOTHING,
      ...columns.map((name) => ((gold ?? name) === null ? '' : cell(gold, name))),
    ]),
  )
  return ['', style.bold('Same spans, by class'), ...lines.map((line) => `  ${line}`)]
}

const nothingLast = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? 1 : b === null || a < b ? -1 : 1

const rankLines = ({ recallAt }: E2eEvaluation, style: Style): string[] => {
  const lines = tableLines(
    [right('k'), right('of all gold'), right('of found spans'), right('right')],
    recallAt.map(({ k, recall, recallOfFound, correct }) => [
      String(k),
      shown(recall),
      shown(recallOfFound),
      thousands(correct),
    ]),
  )
  return ['', style.bold('Right id among the first k, spans equal'), ...lines.map((line) => `  ${line}`)]
}

const COMPARED = { strict: 'mentions, strict', documentSets: 'documents' } as const

const comparedLines = ({ against }: NerEvaluation | E2eEvaluation, style: Style): string[] => {
  if (against === undefined) return []
  const rows = Object.entries(against.f1).map(([name, f1]) => [
    `F1, ${COMPARED[name as keyof typeof COMPARED]}`,
    ...differenceCells(f1),
  ])
  return comparisonTable(count(against.documents, 'document'), [], rows, style)
}

/** Figures of two runs, and how sure their difference is; `more`: titles of columns after those of {@link differenceCells}. */
export const comparisonTable = (
  drawn: string,
  more: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string[] => {
  const titles = ['this', 'other', 'difference', '95 %', 'p', ...more]
  const lines = tableLines([{ title: '' }, ...titles.map(right)], rows)
  return [
    '',
    style.bold(`Against the other run: ${drawn} drawn 10,000 times`),
    ...lines.map((line) => `  ${line}`),
  ]
}

export const differenceCells = ({ first, second, difference, low, high, p }: ComparedF1): string[] => [
  ...[first, second].map(shown),
  signed(difference),
  `${signed(low)} to ${signed(high)}`,
  p < 0.001 ? '<0.001' : shown(p),
]

const signed = (number: number): string => `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(3)}`

const SHOWN_IDS = 10

const apartLines = ({ composite, nil, unknown }: E2eEvaluation): string[] => {
  const lines: string[] = []
  if (composite.support > 0)
    lines.push(
      `Composite gold, apart from the figures above: ${thousands(composite.support)}; some concept found of ${thousands(composite.any)}, all of ${thousands(composite.all)}.`,
    )
  if (nil.support > 0)
    lines.push(
      `Gold without an id: ${thousands(nil.support)}; found without an id ${thousands(nil.nil)}, with one ${thousands(nil.linked)}.`,
    )
  if (unknown !== undefined && unknown.mentions > 0) {
    const more = unknown.ids.length > SHOWN_IDS ? ' …' : ''
    lines.push(
      `Gold with ids the knowledge base does not know: ${thousands(unknown.mentions)} (${unknown.ids.slice(0, SHOWN_IDS).join(', ')}${more}).`,
    )
  }
  return lines.length === 0 ? [] : ['', ...lines]
}

/** Errors in words. */
export const KINDS = {
  class: 'other class',
  id: 'other id',
  nil: 'no id',
  boundary: 'other borders',
  'long-form': 'other long form',
  'short-form': 'other short form',
  alone: 'nothing there',
  'no-candidate': 'right one not a candidate',
  rank: 'right one not first',
  'nil-though-covered': 'NIL though covered',
  'answered-though-nil': 'answered though NIL',
} as const satisfies Record<keyof ErrorReport['kinds'], string>

const kindsOf = (kinds: ErrorReport['kinds']): string =>
  Object.entries(KINDS)
    .flatMap(([kind, words]) => {
      const number = kinds[kind as keyof typeof KINDS]
      return number === undefined ? [] : [`${words} ${thousands(number)}`]
    })
    .join(', ')

export const errorLines = (title: string, { total, kinds, worst }: ErrorReport, style: Style): string[] => {
  if (total === 0) return []
  const rows = alignedLines(worst.map(errorCells), ['right'])
  return [
    '',
    style.bold(`${title}: ${thousands(total)}`) + ` (${kindsOf(kinds)})`,
    ...rows.map((row) => `  ${row}`),
  ]
}

const MAX_CELL = 40

const errorCells = ({ count: times, text, class: name, ids, kinds, example }: WorstError): string[] => [
  `${thousands(times)}×`,
  short(text),
  ...(ids === undefined ? (name === 'abbreviation' ? [] : [name]) : [ids.join('|')]),
  kindsOf(kinds) + (example.instead === undefined ? '' : `: ${short(example.instead)}`),
  `${example.document}: ${oneLine(`${example.before}[…]${example.after}`)}`,
]

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()

const short = (text: string): string => {
  const line = Array.from(oneLine(text))
  return line.length > MAX_CELL ? `${line.slice(0, MAX_CELL - 1).join('')}…` : line.join('')
}

export const count = (number: number, what: string): string =>
  `${thousands(number)} ${what}${number === 1 ? '' : 's'}`
