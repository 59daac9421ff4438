import { hostname } from 'node:os'
import type { DownloadConfig, DownloadOptions, DownloadReport, Proxies } from '../download/contract.ts'
import { downloadFiles } from '../download/download-sources.ts'
import { TOOL_VERSION } from './version.ts'

export type {
  DownloadConfig,
  DownloadEvent,
  DownloadOptions,
  DownloadOutcome,
  DownloadReport,
  Fetched,
  FetchRecord,
} from '../download/contract.ts'

export interface DownloadSourcesOptions extends DownloadOptions {
  /** Where the proxies are read from. Default: the environment of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Fetches the published files of a configuration's sources into their paths: only what is newer, going on with what was
 * cut short, and never touching the file in place before a whole and checked one can take its place. What came is recorded in
 * `downloads.lock.json` beside the configuration.
 *
 * Sources that fail are outcomes of their own and do not keep the others. May be called concurrently.
 *
 * @throws KnownError `USAGE`, `CONFIG_INVALID`, `ABORTED` (what came is kept, and gone on with next time)
 */
export const downloadSources = (
  config: DownloadConfig,
  options: DownloadSourcesOptions = {},
): Promise<DownloadReport> =>
  downloadFiles(config, options, {
    proxies: proxiesOf(options.env ?? process.env),
    host: hostname(),
    userAgent: `ontoground/${TOOL_VERSION}`,
    now: () => new Date(),
  })

/** The lower-case spelling first, as curl has it. */
const proxiesOf = (env: Readonly<Record<string, string | undefined>>): Proxies => ({
  http: env['http_proxy'] ?? env['HTTP_PROXY'],
  https: env['https_proxy'] ?? env['HTTPS_PROXY'],
  none: env['no_proxy'] ?? env['NO_PROXY'],
})
