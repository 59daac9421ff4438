import { relative } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { headlines } from '../../pipeline/diff.ts'
import type { DownloadOutcome } from '../../pipeline/download.ts'
import { updateKnowledgeBase, type UpdateReport } from '../../pipeline/update.ts'
import { buildProgress } from '../build-progress.ts'
import { type CommonOptions, configFile, kbFolder } from '../command.ts'
import { downloadProgress } from '../download-progress.ts'
import { EXIT } from '../exit-codes.ts'
import { print, type Terminal } from '../terminal.ts'

export interface UpdateCommandOptions extends CommonOptions {
  readonly strict?: boolean
  readonly vectors?: boolean
  readonly json?: boolean
}

type Failure = DownloadOutcome & { readonly status: 'failed' }

/** `ontoground update`: the exit code says whether anything changed. */
export const update = async (options: UpdateCommandOptions, terminal: Terminal): Promise<number> => {
  const loaded = loadConfig(configFile(options, terminal))
  const config = { ...loaded, kb: kbFolder(options, terminal) }
  const quiet = options.quiet === true
  const { signal, env } = terminal
  const report = await updateKnowledgeBase(config, {
    download: { env, signal, ...(quiet ? {} : { onEvent: downloadProgress(terminal) }) },
    build: {
      signal,
      strict: options.strict === true,
      vectors: options.vectors !== false,
      ...(quiet ? {} : { onEvent: buildProgress(terminal) }),
    },
  })
  const failed = failures(report)
  for (const { source, error } of failed)
    terminal.stderr.write(`failed ${source}: ${error.code} ${error.toString()}\n`)
  const text =
    options.json === true
      ? JSON.stringify(asJson(report))
      : lines(report, relative(terminal.cwd, config.kb) || '.')
  await print(terminal.stdout, `${text}\n`)
  if (failed.length > 0 || report.refused > 0 || report.encoderProblem !== undefined) return EXIT.partly
  return report.changed ? EXIT.done : EXIT.unchanged
}

const failures = ({ downloads }: UpdateReport): readonly Failure[] =>
  downloads.outcomes.filter((outcome) => outcome.status === 'failed')

const lines = ({ changed, before, build, diff }: UpdateReport, kb: string): string => {
  if (!changed) return `Nothing changed: build ${build ?? ''} in ${kb} stays in use.`
  const changes = diff === undefined ? [] : headlines(diff)
  const since = before === null ? [] : [`Since build ${before}:`, ...changes.map((line) => `  ${line}`)]
  return [`Build ${build ?? ''} in ${kb} is in use now.`, ...since].join('\n')
}

const asJson = ({ downloads, encoderProblem, ...report }: UpdateReport): object => ({
  ...report,
  fetched: downloads.outcomes.filter(({ status }) => status === 'fetched').map(({ source }) => source),
  failed: downloads.outcomes.filter(({ status }) => status === 'failed').map(({ source }) => source),
  ...(encoderProblem === undefined ? {} : { encoderProblem: encoderProblem.message }),
})
