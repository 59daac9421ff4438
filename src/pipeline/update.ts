import type { Config } from '../config/load.ts'
import type { DiffReport } from '../diff/report.ts'
import { type BuildOptions, buildKnowledgeBase } from './build.ts'
import { type DownloadReport, downloadSources, type DownloadSourcesOptions } from './download.ts'
import { currentBuild } from './kb-folder.ts'

export interface UpdateOptions {
  readonly download?: DownloadSourcesOptions
  readonly build?: BuildOptions
}

export interface UpdateReport {
  /** Whether another build is in use now. */
  readonly changed: boolean
  readonly before: string | null
  readonly build: string | null
  readonly downloads: DownloadReport
  /** Flaws for which content was left out. */
  readonly refused: number
  /** Why there are no vectors although an encoder is configured. */
  readonly encoderProblem?: Error
  readonly diff?: DiffReport
}

/**
 * Fetches what changed at the sources and builds it. A source that cannot be fetched is built from the file that is there. A
 * knowledge base that was rolled back stays so until something changes.
 *
 * @throws KnownError those of `downloadSources` and `buildKnowledgeBase`
 */
export const updateKnowledgeBase = async (
  config: Config,
  { download = {}, build = {} }: UpdateOptions = {},
): Promise<UpdateReport> => {
  const before = currentBuild(config.kb)
  const downloads = await downloadSources(config, download)
  const { refused, encoderProblem, diff } = await buildKnowledgeBase(config, { ...build, keepRollback: true })
  const after = currentBuild(config.kb)
  return {
    changed: before !== after,
    before,
    build: after,
    downloads,
    refused,
    ...(encoderProblem === undefined ? {} : { encoderProblem }),
    ...(diff === undefined ? {} : { diff }),
  }
}
