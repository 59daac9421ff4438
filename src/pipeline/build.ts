import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/load.ts'
import type { KnownError } from '../core/errors.ts'
import { ISSUE_CODES } from '../core/issue.ts'
import type { Registry } from '../core/registry.ts'
import { storageFailure } from '../core/storage-failure.ts'
import type { DiffReport } from '../diff/report.ts'
import { digestFile, digestText } from '../io/digest.ts'
import type { BoundParser } from '../parsers/contract.ts'
import { findBase } from './build-base.ts'
import { keepDiff } from './build-diff.ts'
import { identifyEncoder, openBuildEncoder } from './build-encoder.ts'
import { withBuildLock } from './build-lock.ts'
import { chosenSources, type DigestedSource, digestSources } from './build-sources.ts'
import { readHistory } from './history.ts'
import { buildFolder, createTemporaryBuild, publishBuild, switchTo } from './kb-folder.ts'
import { keepModel } from './kb-models.ts'
import { KB_FORMAT_VERSION, type Manifest, readManifest } from './manifest.ts'
import type { BuildEvent } from './progress.ts'
import { removeOldBuilds } from './releases.ts'
import { codeDigest, TOOL_VERSION } from './version.ts'
import { type BuildPlan, writeBuild } from './write-build.ts'

export interface BuildOptions {
  /** Build even when nothing changed, and take nothing over from the build before. Default false. */
  readonly full?: boolean
  /** Stop at the first flaw in a source. Default false. */
  readonly strict?: boolean
  /** Default true, where the configuration names an encoder. */
  readonly vectors?: boolean
  /** Names of the sources to build; all when absent. */
  readonly only?: readonly string[]
  /** Where a build of the same inputs was rolled back from, leave it at that. Default false: it comes into use again. */
  readonly keepRollback?: boolean
  readonly signal?: AbortSignal
  readonly onEvent?: (event: BuildEvent) => void
  /** Parsers besides the product's own, by `type`. */
  readonly extraParsers?: Registry<BoundParser>
}

export interface BuildResult {
  readonly manifest: Manifest
  /** True when a build of the same inputs stood there already and nothing was done. */
  readonly upToDate: boolean
  /** Flaws for which content was left out. */
  readonly refused: number
  /** Why there are no vectors although an encoder is configured. */
  readonly encoderProblem?: KnownError
  /** What changed since the build in use before; absent where there was none, or nothing was built. */
  readonly diff?: DiffReport
}

/**
 * Builds a knowledge base: sources → store → indexes → manifest, in a folder of its own, then switched in. What has not
 * changed since the build in use is taken over from it. Whatever goes wrong, that stays in use.
 *
 * @throws KnownError the parsers', `DISK_FULL`, `NOT_WRITABLE`, `SOURCE_ISSUE` under `strict`, `ABORTED`
 */
export const buildKnowledgeBase = async (
  config: Config,
  options: BuildOptions = {},
): Promise<BuildResult> => {
  const sources = await digestSources(chosenSources(config, options.only))
  const wanted = options.vectors === false ? undefined : config.encoder
  const identified = await identifyEncoder(wanted)
  const strict = options.strict === true
  if (strict && identified.problem !== undefined) throw identified.problem
  const standing = await switchToStanding(config, sources, identified.found, options)
  if (standing) return resultOf(standing, true, identified.problem)
  const { found: encoder, problem = identified.problem } = await openBuildEncoder(
    identified.found === null ? undefined : wanted,
  )
  if (strict && problem !== undefined) throw problem
  if (problem !== undefined && identified.found !== null) {
    const lexical = await switchToStanding(config, sources, null, options)
    if (lexical) return resultOf(lexical, true, problem)
  }
  if (problem !== undefined) options.onEvent?.({ kind: 'encoder-failed', problem })
  try {
    return await withBuildLock(config.kb, options, async (waited, lock) => {
      const made = waited ? await switchToStanding(config, sources, encoder?.id ?? null, options) : undefined
      if (made !== undefined) return resultOf(made, true, problem)
      const code = codeDigest()
      const base = options.full === true ? undefined : await findBase(config.kb, code)
      const plan = {
        id: buildIdOf(sources, encoder?.id ?? null),
        code,
        sources,
        kb: config.kb,
        encoder,
        base,
      }
      const onEvent = (event: BuildEvent): void => {
        lock.isHeld()
        options.onEvent?.(event)
      }
      const { manifest, diff } = await makeBuild(config, plan, { ...options, onEvent })
      return { ...resultOf(manifest, false, problem), ...(diff === undefined ? {} : { diff }) }
    })
  } catch (error) {
    throw storageFailure(config.kb, error) ?? error
  } finally {
    await encoder?.close()
  }
}

/** Makes a build, puts it into use and removes what is too old. */
const makeBuild = async (
  config: Config,
  plan: BuildPlan,
  options: BuildOptions & Required<Pick<BuildOptions, 'onEvent'>>,
): Promise<Pick<BuildResult, 'manifest' | 'diff'>> => {
  const { kb } = config
  const { id, encoder } = plan
  const temporary = createTemporaryBuild(kb)
  try {
    const manifest = await writeBuild(temporary, plan, options)
    const diff = await keepDiff(config, temporary, id, options.onEvent, options.signal)
    if (encoder !== null && config.encoder !== undefined) await keepModel(kb, encoder, config.encoder.folder)
    if (!(await holdsSame(buildFolder(kb, id), manifest))) await publishBuild(kb, temporary, id)
    await switchTo(kb, id, 'build')
    const builds = await removeOldBuilds(kb, config.keepBuilds)
    if (builds.length > 0) options.onEvent({ kind: 'removed', builds })
    return { manifest, ...(diff === undefined ? {} : { diff }) }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Puts a build that stands there into use, and its model back where that is gone. */
const switchToStanding = async (
  { kb, encoder }: Config,
  sources: readonly DigestedSource[],
  encoderId: string | null,
  { full, keepRollback }: BuildOptions,
): Promise<Manifest | undefined> => {
  const id = buildIdOf(sources, encoderId)
  const standing = full === true ? undefined : await intactBuild(buildFolder(kb, id))
  if (standing === undefined) return undefined
  if (standing.encoder !== null && encoder !== undefined)
    await keepModel(kb, standing.encoder, encoder.folder)
  if (keepRollback !== true || readHistory(kb).at(-1)?.by !== 'rollback') await switchTo(kb, id, 'build')
  return standing
}

const resultOf = (
  manifest: Manifest,
  upToDate: boolean,
  encoderProblem: KnownError | undefined,
): BuildResult => {
  const codes = manifest.sources.flatMap(({ issuesByCode }) => Object.entries(issuesByCode))
  const refused = codes.filter(([code]) =>
    Object.entries(ISSUE_CODES).some(([known, severity]) => known === code && severity === 'error'),
  )
  return {
    manifest,
    upToDate,
    refused: refused.reduce((sum, [, count]) => sum + count, 0),
    ...(encoderProblem === undefined ? {} : { encoderProblem }),
  }
}

/** The manifest of a build that stands there with all its files at their sizes; `verify` looks closer. */
const intactBuild = async (build: string): Promise<Manifest | undefined> => {
  const manifest = await readManifest(build).catch(() => undefined)
  const isWhole = Object.entries(manifest?.files ?? {}).every(
    ([name, { bytes }]) => statSync(join(build, name), { throwIfNoEntry: false })?.size === bytes,
  )
  return isWhole ? manifest : undefined
}

/** Whether a build stands there already, byte for byte: then it is left alone, and its readers with it. */
const holdsSame = async (build: string, manifest: Manifest): Promise<boolean> => {
  const standing = await intactBuild(build)
  if (standing?.sha256 !== manifest.sha256) return false
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    if ((await digestFile(join(build, name))).sha256 !== sha256) return false
  }
  return true
}

const buildIdOf = (sources: readonly DigestedSource[], encoder: string | null): string => {
  const inputs = sources.map(({ digest, optionsSha256 }) => [digest.sha256, optionsSha256])
  const parts = [KB_FORMAT_VERSION, TOOL_VERSION, codeDigest(), inputs, encoder]
  return digestText(JSON.stringify(parts)).slice(0, 16)
}
