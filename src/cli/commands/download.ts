import { relative } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { type DownloadOutcome, type DownloadReport, downloadSources } from '../../pipeline/download.ts'
import { type CommonOptions, configFile } from '../command.ts'
import { downloadProgress, megabytes } from '../download-progress.ts'
import { EXIT } from '../exit-codes.ts'
import { print, styleOf, tableLines, type Terminal } from '../terminal.ts'

export interface DownloadCommandOptions extends CommonOptions {
  readonly force?: boolean
  /** Bytes. */
  readonly maxSize?: number
  /** Seconds. */
  readonly timeout?: number
  readonly json?: boolean
}

/** `ontoground download` */
export const download = async (
  names: readonly string[],
  options: DownloadCommandOptions,
  terminal: Terminal,
): Promise<number> => {
  const config = loadConfig(configFile(options, terminal))
  const report = await downloadSources(config, {
    only: names,
    force: options.force === true,
    ...(options.maxSize === undefined ? {} : { maxBytes: options.maxSize }),
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...(options.quiet === true ? {} : { onEvent: downloadProgress(terminal) }),
    env: terminal.env,
    signal: terminal.signal,
  })
  const text = options.json === true ? JSON.stringify(asJson(report)) : asTable(report, terminal)
  await print(terminal.stdout, `${text}\n`)
  const failed = report.outcomes.filter((outcome) => outcome.status === 'failed')
  const { red } = styleOf(terminal, terminal.stderr)
  for (const { source, error } of failed)
    terminal.stderr.write(`${red('failed')} ${source}: ${error.code} ${error.toString()}\n`)
  if (failed.length === 0) return EXIT.done
  const done = report.outcomes.some(({ status }) => status === 'fetched' || status === 'unchanged')
  return done ? EXIT.partly : EXIT.failed
}

const asTable = ({ outcomes, lockFile }: DownloadReport, terminal: Terminal): string => {
  const columns = [
    { title: 'source' },
    { title: 'status' },
    { title: 'size', align: 'right' },
    { title: 'licence' },
    { title: 'path' },
  ] as const
  const rows = outcomes.map((outcome) => [
    outcome.source,
    outcome.status,
    ...sizeAndLicence(outcome),
    shownPath(outcome, terminal),
  ])
  const fetched = outcomes.some(({ status }) => status === 'fetched')
  return [
    ...tableLines(columns, rows),
    '',
    fetched
      ? `Recorded in ${relative(terminal.cwd, lockFile)}. Next: ontoground build`
      : 'Nothing new was fetched.',
  ].join('\n')
}

const sizeAndLicence = (outcome: DownloadOutcome): [string, string] => {
  const record = 'record' in outcome ? outcome.record : undefined
  if (record === undefined) return ['–', '–']
  return [megabytes((record.stored ?? record).bytes), record.license ?? '–']
}

const shownPath = ({ file }: DownloadOutcome, { cwd }: Terminal): string => {
  const inside = relative(cwd, file)
  return inside.startsWith('..') ? file : inside
}

const asJson = ({ outcomes, lockFile }: DownloadReport): object => ({
  lockFile,
  sources: outcomes.map((outcome) => {
    if (outcome.status !== 'failed') return outcome
    const { code, message, repair } = outcome.error
    return { ...outcome, error: { code, message, repair } }
  }),
})
