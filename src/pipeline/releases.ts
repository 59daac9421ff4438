import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import { withBuildLock } from './build-lock.ts'
import { type HistoryEntry, readHistory } from './history.ts'
import { buildFolder, buildIds, currentBuild, switchTo } from './kb-folder.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { countReaders } from './readers.ts'

/** A build that is kept. */
export interface Release {
  readonly build: string
  /** Whether it is the one in use. */
  readonly current: boolean
  /** When it last came into use, ISO 8601 in UTC; `null` where that was not noted. */
  readonly since: string | null
  readonly by: HistoryEntry['by'] | null
  readonly bytes: number
  /** Open in so many readers. */
  readonly readers: number
  readonly sources: readonly Pick<Manifest['sources'][number], 'name' | 'release' | 'terms'>[]
  /** Why it cannot be used; `null` where all its files stand there at their sizes. */
  readonly problem: string | null
}

/** The builds that are kept, the one that came into use last first. */
export const listReleases = async (kb: string): Promise<readonly Release[]> => {
  const last = new Map(readHistory(kb).map((entry) => [entry.build, entry]))
  const readers = countReaders(kb)
  const current = currentBuild(kb)
  const releases: Release[] = []
  for (const build of buildIds(kb)) {
    const folder = buildFolder(kb, build)
    const { manifest, problem } = await inspect(folder)
    releases.push({
      build,
      current: build === current,
      since: last.get(build)?.at ?? null,
      by: last.get(build)?.by ?? null,
      bytes: sizeOf(folder),
      readers: readers.get(build) ?? 0,
      sources: (manifest?.sources ?? []).map(({ name, release, terms }) => ({ name, release, terms })),
      problem,
    })
  }
  return releases.sort((a, b) => (b.since ?? '').localeCompare(a.since ?? '') || (a.build < b.build ? -1 : 1))
}

const inspect = async (
  folder: string,
): Promise<{ readonly manifest: Manifest | null; readonly problem: string | null }> => {
  try {
    const manifest = await readManifest(folder)
    const lost = Object.entries(manifest.files).find(
      ([name, { bytes }]) => statSync(join(folder, name), { throwIfNoEntry: false })?.size !== bytes,
    )
    return { manifest, problem: lost === undefined ? null : `${lost[0]} is missing or has another size` }
  } catch (error) {
    return { manifest: null, problem: error instanceof KnownError ? error.message : 'it cannot be read' }
  }
}

const sizeOf = (folder: string): number =>
  readdirSync(folder).reduce(
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )

export interface Rollback {
  readonly from: string | null
  readonly to: string
}

/**
 * Puts an earlier build into use, in one atomic step.
 *
 * @param wanted its id or the beginning of it; default: the one in use before the present one
 * @throws KnownError `USAGE` where there is none, `KB_DAMAGED` where it is not whole
 */
export const rollBack = (kb: string, wanted?: string): Promise<Rollback> =>
  withBuildLock(requireBuilds(kb), {}, async () => {
    const releases = await listReleases(kb)
    const from = currentBuild(kb)
    const target = wanted === undefined ? before(releases, from) : named(releases, wanted)
    if (target.problem !== null)
      throw new KnownError('KB_DAMAGED', target.problem, 'Roll back to another build: ontoground releases.', {
        place: { file: buildFolder(kb, target.build) },
      })
    await switchTo(kb, target.build, 'rollback')
    return { from, to: target.build }
  })

const requireBuilds = (kb: string): string => {
  if (existsSync(kb) && buildIds(kb).length > 0) return kb
  throw new KnownError(
    'KB_NOT_FOUND',
    'no builds here',
    'Run ontoground build, or name its folder with --kb.',
    {
      place: { file: kb },
    },
  )
}

const before = (releases: readonly Release[], current: string | null): Release => {
  const found = releases.find(
    ({ build, since, problem }) => build !== current && since !== null && problem === null,
  )
  if (found !== undefined) return found
  throw new KnownError(
    'USAGE',
    'there is no earlier build',
    'Name one, if there are others: ontoground releases lists them.',
  )
}

const named = (releases: readonly Release[], wanted: string): Release => {
  const meant = releases.filter(({ build }) => build === wanted)
  const all =
    meant.length > 0 ? meant : releases.filter(({ build }) => wanted !== '' && build.startsWith(wanted))
  const [only, ...more] = all
  if (only !== undefined && more.length === 0) return only
  throw new KnownError(
    'USAGE',
    all.length > 1 ? `"${wanted}" begins the ids of ${String(all.length)} builds` : `no build "${wanted}"`,
    `Kept are: ${releases.map(({ build }) => build).join(', ')}.`,
  )
}

/**
 * Removes builds beyond so many, those first that came into use longest ago. What is in use or open in a reader stays.
 * To be called with the lock held.
 *
 * @returns ids of what was removed
 */
export const removeOldBuilds = async (kb: string, keep: number): Promise<readonly string[]> => {
  const others = (await listReleases(kb)).filter(({ current }) => !current)
  const old = others.slice(Math.max(0, keep - 1)).filter(({ readers }) => readers === 0)
  for (const { build } of old) rmSync(buildFolder(kb, build), { recursive: true, force: true })
  return old.map(({ build }) => build)
}
