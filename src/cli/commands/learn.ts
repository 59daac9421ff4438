import { dirname, relative, resolve, sep } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { KnownError } from '../../core/errors.ts'
import type { EvaluationProblem } from '../../pipeline/evaluation-pairs.ts'
import {
  type Curation,
  forgetNames,
  type GoldReport,
  learnNames,
  type LearnReport,
  type LeftOut,
  type SourceChange,
} from '../../pipeline/learn.ts'
import { type CommonOptions, CONFIG_NAME, configFile, kbFolder, shippedFile } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { alignedLines, print, type Terminal, thousands } from '../terminal.ts'

export interface LearnCommandOptions extends CommonOptions {
  readonly from?: string
  readonly classes?: readonly string[]
  readonly source?: string
  readonly to?: string
  readonly minCount?: number
  readonly undo?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** `ontoground learn` */
export const learn = async (
  gold: readonly string[],
  options: LearnCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const file = configFile(options, terminal)
  requireOwn(file, options)
  const config = { ...loadConfig(file), kb: kbFolder(options, terminal) }
  const files = {
    source: options.source,
    to: options.to === undefined ? undefined : resolve(terminal.cwd, options.to),
    write: options.dryRun !== true,
    signal: terminal.signal,
  }
  const given = gold.map((name) => ({ name, file: resolve(terminal.cwd, name) }))
  if (options.undo === true) {
    const sources = await forgetNames(config, gold.length === 0 ? files : { ...files, gold: given })
    await tell({ gold: [], sources }, file, options, terminal)
    return EXIT.done
  }
  if (gold.length === 0)
    throw new KnownError('USAGE', 'nothing to learn from', 'Name a gold file: ontoground learn --help.')
  const problems = { count: 0 }
  const report = await learnNames(config, {
    ...files,
    gold: given.map((one) => ({ file: one.file, format: options.from })),
    classes: options.classes,
    minCount: options.minCount,
    date: new Date().toISOString().slice(0, 10),
    report: (problem) => {
      problems.count++
      terminal.stderr.write(`${problemLine(problem)}\n`)
    },
  })
  await tell(report, file, options, terminal)
  return problems.count > 0 ? EXIT.partly : EXIT.done
}

const requireOwn = (file: string, { dryRun, to }: LearnCommandOptions): void => {
  if (dryRun === true || to !== undefined || file !== shippedFile(CONFIG_NAME)) return
  throw new KnownError(
    'USAGE',
    'the shipped configuration is not yours to add names to',
    'Make one of your own with ontoground init.',
  )
}

const problemLine = ({ file, line, id, message, repair }: EvaluationProblem): string =>
  `${file}${line === 0 ? '' : `:${String(line)}`}: ${id === undefined ? '' : `${id}: `}${message}. ${repair}`

const tell = async (
  report: LearnReport,
  config: string,
  options: LearnCommandOptions,
  terminal: Terminal,
): Promise<void> => {
  const pathOf = (path: string): string => relative(terminal.cwd, path)
  const sources = report.sources.map((change) => ({ ...change, file: pathOf(change.file) }))
  const text =
    options.json === true
      ? JSON.stringify({ ...report, sources })
      : [
          ...report.gold.flatMap(goldLines),
          ...(sources.length === 0 ? ['No curations to change.'] : sources.flatMap(sourceLines)),
        ].join('\n')
  await print(terminal.stdout, `${text}\n`)
  if (options.quiet === true) return
  for (const hint of hints(report.sources, config, options)) terminal.stderr.write(`${hint}\n`)
}

const MENTIONS_SAID: Readonly<Record<string, string>> = {
  'other-class': 'of another class',
  'no-id': 'without a concept',
  composite: 'of several concepts at once',
  'unknown-id': 'of a concept that is not there',
  'short-form': 'defined in the text as short for something',
}

const NAMES_SAID: Readonly<Record<string, string>> = {
  dropped: 'dropped by a person',
  rare: 'of fewer mentions',
  unusual: 'that mean something else as a rule',
  known: 'the concept has already',
}

const goldLines = (gold: GoldReport): string[] => [
  `${gold.gold}: ${thousands(gold.mentions)} mentions in ${thousands(gold.documents)} documents`,
  ...leftOutLines('Mentions left out', gold.mentionsLeftOut, MENTIONS_SAID),
  ...leftOutLines(`Names not added, of ${thousands(gold.names)}`, gold.namesLeftOut, NAMES_SAID),
  `  Names added: ${thousands(gold.added)}; preferred for their concept: ${thousands(gold.preferred)}`,
]

const leftOutLines = (
  title: string,
  leftOut: readonly LeftOut[],
  said: Readonly<Record<string, string>>,
): string[] => {
  if (leftOut.length === 0) return []
  const rows = leftOut.map(({ rule, count, examples }) => [
    thousands(count),
    said[rule] ?? rule,
    `${examples.join(', ')}${count > examples.length ? ' …' : ''}`,
  ])
  return [`  ${title}:`, ...alignedLines(rows).map((line) => `    ${line}`)]
}

const EXAMPLES = 3

const sourceLines = ({ source, file, added, removed, unchanged, written }: SourceChange): string[] => [
  `${source} (${file}): ${thousands(added.length)} new, ${thousands(removed.length)} taken out, ${thousands(unchanged)} as before${written ? '; written' : ''}`,
  ...listed('New', added),
  ...listed('Taken out', removed),
]

const listed = (title: string, lines: readonly Curation[]): string[] => {
  if (lines.length === 0) return []
  const rows = lines
    .slice(0, EXAMPLES)
    .map(({ action, text, concept, reason }) => [action, `"${text ?? ''}"`, concept ?? '', reason])
  const more = lines.length - EXAMPLES
  return [
    `  ${title}:`,
    ...alignedLines(rows).map((line) => `    ${line}`),
    ...(more > 0 ? [`    … and ${thousands(more)} more`] : []),
  ]
}

const hints = (
  sources: readonly SourceChange[],
  config: string,
  { dryRun }: LearnCommandOptions,
): string[] => {
  const changing = sources.some(({ added, removed }) => added.length + removed.length > 0)
  const unread = sources.filter(
    ({ configured, written, added }) => !configured && written && added.length > 0,
  )
  return [
    ...(dryRun === true && changing ? ['Nothing was written: leave --dry-run out to write the files.'] : []),
    ...(unread.length > 0
      ? [
          `A build does not read these yet; add to their sources in ${config}:`,
          ...unread.map(
            ({ source, file }) => `  ${source}: "curations": ${JSON.stringify(configPath(config, file))}`,
          ),
        ]
      : []),
    ...(sources.some(({ written }) => written) ? ['They take effect with the next ontoground build.'] : []),
  ]
}

/** The file as the configuration would write it. */
const configPath = (config: string, file: string): string =>
  relative(dirname(config), file).split(sep).join('/')
