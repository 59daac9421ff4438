import { dirname, relative, sep } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { KnownError } from '../../core/errors.ts'
import {
  conflictsError,
  curateSources,
  type Curation,
  type CurationReport,
  describeConflict,
  isGenerated,
  type Proposal,
} from '../../pipeline/curate.ts'
import { type CommonOptions, CONFIG_NAME, configFile, kbFolder, shippedFile } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { alignedLines, print, type Terminal, thousands } from '../terminal.ts'

export interface CurateCommandOptions extends CommonOptions {
  readonly write?: boolean
  readonly json?: boolean
}

/** `ontoground curate`. That something would change is an answer, not a failure. */
export const curate = async (
  sources: readonly string[],
  options: CurateCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const file = configFile(options, terminal)
  if (options.write === true && file === shippedFile(CONFIG_NAME))
    throw new KnownError(
      'USAGE',
      'the shipped configuration is not yours to add curations to',
      'Make one of your own with ontoground init.',
    )
  const config = { ...loadConfig(file), kb: kbFolder(options, terminal) }
  const reports = await curateSources(config, {
    sources,
    write: options.write === true,
    date: new Date().toISOString().slice(0, 10),
    signal: terminal.signal,
  })
  const pathOf = ({ file: path }: CurationReport): string => relative(terminal.cwd, path)
  const text =
    options.json === true
      ? `${JSON.stringify(reports.map((report) => ({ ...report, file: pathOf(report) })))}\n`
      : reports.map((report) => `${reportLines(report, pathOf(report)).join('\n')}\n`).join('\n')
  await print(terminal.stdout, text)
  if (options.quiet !== true)
    for (const hint of hints(reports, file, options)) terminal.stderr.write(`${hint}\n`)
  const [blocked] = reports.filter((report) => report.blocked)
  const failure = blocked && conflictsError(pathOf(blocked), blocked.conflicts.filter(isOfPeople))
  if (failure) throw failure
  return EXIT.done
}

const isOfPeople = ({ later }: CurationReport['conflicts'][number]): boolean => !isGenerated(later)

const EXAMPLES = 3

const reportLines = (report: CurationReport, path: string): string[] => {
  const { source, added, removed, unchanged, human, overrides, unmatched, retired, conflicts, written } =
    report
  const counts = [
    `${thousands(added.length)} new`,
    `${thousands(removed.length)} no longer proposed`,
    `${thousands(unchanged)} as before`,
    `${thousands(human.length)} by people`,
  ]
  return [
    `${source} (${path}): ${counts.join(', ')}${written ? '; written' : ''}`,
    ...newLines(added),
    ...section('No longer proposed', removed, describeLine),
    ...section('People decided otherwise', overrides, ({ line, proposal }) => [
      ...describeLine(line),
      `proposed: ${proposal.action}`,
    ]),
    ...section('Meeting nothing in this release', unmatched, describeLine),
    ...section('Of a retired concept', retired, describeLine),
    ...section('In conflict', conflicts, (conflict) => [describeConflict(conflict)]),
  ]
}

/** New proposals by the heuristic that made them, with the first few of each. */
const newLines = (added: readonly Proposal[]): string[] => {
  const byHeuristic = new Map<string, Proposal[]>()
  for (const proposal of added) {
    const list = byHeuristic.get(proposal.heuristic)
    if (list === undefined) byHeuristic.set(proposal.heuristic, [proposal])
    else list.push(proposal)
  }
  return [...byHeuristic]
    .sort()
    .flatMap(([heuristic, proposals]) =>
      section(`New, ${heuristic}`, proposals, ({ curation, concepts }) => [
        curation.action,
        `"${curation.text ?? ''}"`,
        `${concepts[0] ?? ''}${concepts.length > 1 ? ` and ${String(concepts.length - 1)} more` : ''}`,
        curation.reason.slice(heuristic.length + 2),
      ]),
    )
}

const describeLine = ({ line, action, text, concept, author, reason }: Curation): string[] => [
  line === 0 ? '' : `line ${String(line)}`,
  action,
  text === undefined ? '(all names)' : `"${text}"`,
  concept ?? '',
  `${reason} (${author})`,
]

const section = <Item>(title: string, items: readonly Item[], cells: (item: Item) => string[]): string[] => {
  if (items.length === 0) return []
  const more = items.length - EXAMPLES
  return [
    `  ${title}: ${thousands(items.length)}`,
    ...alignedLines(items.slice(0, EXAMPLES).map(cells)).map((line) => `    ${line}`),
    ...(more > 0 ? [`    … and ${thousands(more)} more`] : []),
  ]
}

const hints = (
  reports: readonly CurationReport[],
  config: string,
  { write }: CurateCommandOptions,
): string[] => {
  const changing = reports.filter(({ added, removed }) => added.length + removed.length > 0)
  const unread = reports.filter(
    ({ configured, added, unchanged, human }) => !configured && added.length + unchanged + human.length > 0,
  )
  return [
    ...(write !== true && changing.length > 0 ? ['Nothing was written; --write writes the files.'] : []),
    ...(write === true && unread.length > 0
      ? [
          `A build does not read these yet; add to their sources in ${config}:`,
          ...unread.map(
            (report) => `  ${report.source}: "curations": ${JSON.stringify(configPath(config, report))}`,
          ),
        ]
      : []),
    ...(reports.some(({ written }) => written) ? ['They take effect with the next ontoground build.'] : []),
  ]
}

/** The file as the configuration would write it. */
const configPath = (config: string, { file }: CurationReport): string =>
  relative(dirname(config), file).split(sep).join('/')
