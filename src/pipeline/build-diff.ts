import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/load.ts'
import { KnownError, systemErrorCode } from '../core/errors.ts'
import type { DiffReport } from '../diff/report.ts'
import { digestText } from '../io/digest.ts'
import { type DiffOptions, diffSides } from './diff.ts'
import { buildAt } from './diff-sides.ts'
import { locateBuild } from './kb-folder.ts'
import { type BuildEvent, duringStage } from './progress.ts'

/**
 * The diff to the build before, in the folder of a build. No part of the build itself: its content depends on what stood
 * there, so the manifest does not list it, and a build without it is whole. It carries its own seal.
 */
export const DIFF_FILE = 'diff.json'

/** Compares two finished builds by their folders. @throws KnownError those of opening either, `ABORTED` */
export const diffOfBuilds = async (
  oldFolder: string,
  newFolder: string,
  options: DiffOptions,
): Promise<DiffReport> => diffSides([await buildAt(oldFolder), await buildAt(newFolder)], options)

/**
 * Compares a build that is not switched in yet with the one in use, and keeps the diff in its folder. `undefined` where
 * there is none in use, it is the same, or it cannot be read: then an event says why, and the build goes on.
 *
 * @throws KnownError `ABORTED`, `DISK_FULL`, `NOT_WRITABLE`
 */
export const keepDiff = async (
  config: Config,
  folder: string,
  id: string,
  onEvent: (event: BuildEvent) => void,
  signal: AbortSignal | undefined,
): Promise<DiffReport | undefined> => {
  const report = await readingTolerantly(onEvent, async () => {
    const before = await buildBefore(config.kb)
    if (before === undefined || before.manifest.id === id) return undefined
    const after = await buildAt(folder)
    const options = { config, kb: config.kb, cwd: config.kb, signal }
    return duringStage(onEvent, 'comparing with the build before', () => diffSides([before, after], options))
  })
  if (report !== undefined) writeFileSync(join(folder, DIFF_FILE), sealed(report))
  return report
}

/** A build does not fail for the one before: what is wrong with that is told. */
const readingTolerantly = async <Result>(
  onEvent: (event: BuildEvent) => void,
  read: () => Promise<Result>,
): Promise<Result | undefined> => {
  try {
    return await read()
  } catch (error) {
    if (error instanceof KnownError ? error.code === 'ABORTED' : !isOfSqlite(error)) throw error
    onEvent({ kind: 'not-compared', reason: error instanceof Error ? error.message : '' })
    return undefined
  }
}

const isOfSqlite = (error: unknown): boolean => systemErrorCode(error).startsWith('SQLITE_')

const buildBefore = async (kb: string): Promise<Awaited<ReturnType<typeof buildAt>> | undefined> => {
  try {
    return await buildAt(locateBuild(kb))
  } catch (error) {
    if (error instanceof KnownError && error.code === 'KB_NOT_FOUND') return undefined
    throw error
  }
}

const sealed = (report: DiffReport): string =>
  `${JSON.stringify({ ...report, sha256: digestText(JSON.stringify(report)) })}\n`

/** What is wrong with the diff of a build; `null` when every byte is as it was written. */
export const diffProblem = (build: string): string | null => {
  const file = join(build, DIFF_FILE)
  if (!existsSync(file)) return null
  const text = readFileSync(file, 'utf8')
  try {
    const { sha256, ...report } = JSON.parse(text) as DiffReport & { readonly sha256?: unknown }
    const isWhole = sha256 === digestText(JSON.stringify(report)) && text === sealed(report)
    return isWhole ? null : 'it was changed after the build'
  } catch {
    return 'no JSON'
  }
}
