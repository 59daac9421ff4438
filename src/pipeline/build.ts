import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config, ResolvedSource } from '../config/load.ts'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import { ISSUE_CODES } from '../core/issue.ts'
import type { Registry } from '../core/registry.ts'
import type { CurationSet } from '../curation/curation-set.ts'
import type { Encoder } from '../encoder/contract.ts'
import { digestFile, digestPath, digestText, type FileDigest } from '../io/digest.ts'
import type { BoundParser } from '../parsers/contract.ts'
import { parsers } from '../parsers/registry.ts'
import { storageFailure } from '../core/storage-failure.ts'
import { VocabWriter } from '../vocab/ingest.ts'
import { VocabStore } from '../vocab/store.ts'
import type { DiffReport } from '../diff/report.ts'
import { keepDiff } from './build-diff.ts'
import { withBuildLock } from './build-lock.ts'
import { identifyEncoder, openBuildEncoder } from './build-encoder.ts'
import { readHistory } from './history.ts'
import { buildFolder, createTemporaryBuild, publishBuild, switchTo } from './kb-folder.ts'
import { loadSource } from './load-source.ts'
import {
  FILES,
  KB_FORMAT_VERSION,
  type Manifest,
  type ManifestSource,
  readManifest,
  sealManifest,
} from './manifest.ts'
import { curationsOf } from './curations.ts'
import { type Curations, NO_CURATIONS } from './index-names.ts'
import { keepModel } from './kb-models.ts'
import { type BuildEvent, duringStage } from './progress.ts'
import { removeOldBuilds } from './releases.ts'
import { codeDigest, TOOL_VERSION } from './version.ts'
import { writeIndexes } from './write-indexes.ts'

export interface BuildOptions {
  /** Build even when nothing changed. Default false. */
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

interface DigestedSource extends ResolvedSource {
  readonly digest: FileDigest
  readonly optionsSha256: string
}

/**
 * Builds a knowledge base: sources → store → name index → manifest, in a folder of its own, then switched in. Whatever
 * goes wrong, the build in use stays in use.
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
      const plan = { id: buildIdOf(sources, encoder?.id ?? null), sources, kb: config.kb, encoder }
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

const chosenSources = (config: Config, only: readonly string[] | undefined): readonly ResolvedSource[] => {
  if (only === undefined) return config.sources
  if (only.length === 0)
    throw new KnownError('USAGE', 'no source was chosen', 'Name at least one.', {
      place: { file: config.file },
    })
  const names = config.sources.map(({ name }) => name)
  const unknown = only.find((name) => !names.includes(name))
  if (unknown === undefined) return config.sources.filter(({ name }) => only.includes(name))
  throw new KnownError(
    'USAGE',
    `the configuration has no source "${unknown}"`,
    `Name one of: ${names.join(', ')}.`,
    {
      place: { file: config.file },
    },
  )
}

const digestSources = async (sources: readonly ResolvedSource[]): Promise<DigestedSource[]> => {
  const digested: DigestedSource[] = []
  for (const source of sources) {
    const { file: _, curationsFile, parserModule, ...configured } = source
    const beside = [await digestBeside(curationsFile), await digestBeside(parserModule)]
    const optionsSha256 = digestText(JSON.stringify([configured, ...beside]))
    digested.push({ ...source, digest: await digestSource(source), optionsSha256 })
  }
  return digested
}

/** Of a file that changes what a source becomes; those who read it say what is wrong with it. */
const digestBeside = async (file: string | undefined): Promise<string | null> =>
  file === undefined
    ? null
    : digestFile(file).then(
        ({ sha256 }) => sha256,
        () => null,
      )

const digestSource = async (source: ResolvedSource): Promise<FileDigest> => {
  try {
    return await digestPath(source.file)
  } catch (cause) {
    const missing = !existsSync(source.file)
    const fetch =
      source.url === undefined
        ? 'Check "path" in the configuration; it is relative to that file.'
        : `Fetch it with ontoground download ${source.name} (from ${source.url}), or correct "path".`
    const message = missing
      ? `the file of source "${source.name}" is not there`
      : `the file of source "${source.name}" cannot be read`
    throw new KnownError(missing ? 'SOURCE_NOT_FOUND' : 'SOURCE_UNREADABLE', message, fetch, {
      place: { file: source.file },
      cause,
    })
  }
}

const buildIdOf = (sources: readonly DigestedSource[], encoder: string | null): string => {
  const inputs = sources.map(({ digest, optionsSha256 }) => [digest.sha256, optionsSha256])
  const parts = [KB_FORMAT_VERSION, TOOL_VERSION, codeDigest(), inputs, encoder]
  return digestText(JSON.stringify(parts)).slice(0, 16)
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

interface BuildPlan {
  readonly id: string
  readonly sources: readonly DigestedSource[]
  readonly kb: string
  readonly encoder: Encoder | null
}

const writeBuild = async (
  folder: string,
  { id, sources, kb, encoder }: BuildPlan,
  options: BuildOptions,
): Promise<Manifest> => {
  const onEvent = options.onEvent ?? (() => undefined)
  const curations = new Map<string, CurationSet>()
  for (const source of sources) curations.set(source.name, await curationsOf(source, options.signal))
  const issues = await writeStore(folder, sources, curations, options)
  throwIfAborted(options.signal)
  const store = new VocabStore(join(folder, FILES.store))
  try {
    const plan = { kb, sources: sources.map(({ name }) => name), curations, encoder }
    const { names, collisions } = await writeIndexes(store, folder, plan, onEvent, options.signal)
    const files = await duringStage(onEvent, 'checking files', () => digestFiles(folder))
    const infos = store.sources()
    const manifest = sealManifest({
      format: KB_FORMAT_VERSION,
      tool: TOOL_VERSION,
      id,
      sources: sources.flatMap((source, index) => {
        const info = infos[index]
        return info
          ? [
              {
                ...info,
                ...provenanceOf(source),
                issuesByCode: Object.fromEntries(issues.get(source.name) ?? []),
              },
            ]
          : []
      }),
      names,
      encoder:
        encoder === null ? null : { id: encoder.id, name: encoder.name, dimensions: encoder.dimensions },
      collisions,
      files,
    })
    writeFileSync(join(folder, FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`)
    return manifest
  } finally {
    store.close()
  }
}

const writeStore = async (
  folder: string,
  sources: readonly DigestedSource[],
  curations: Curations,
  options: BuildOptions,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> => {
  const writer = new VocabWriter(join(folder, FILES.store))
  const issues = new Map<string, ReadonlyMap<string, number>>()
  const onEvent = options.onEvent ?? (() => undefined)
  const loadOptions = {
    parsers: { ...parsers, ...options.extraParsers },
    strict: options.strict === true,
    signal: options.signal,
    onEvent,
  }
  try {
    for (const [index, source] of sources.entries()) {
      throwIfAborted(options.signal)
      onEvent({ kind: 'source-begun', source: source.name, index, of: sources.length })
      const sourceOptions = { ...loadOptions, curations: curations.get(source.name) ?? NO_CURATIONS }
      issues.set(source.name, await loadSource(writer, source, sourceOptions))
    }
    await duringStage(onEvent, 'indexing records', () => {
      writer.finish()
    })
  } catch (error) {
    writer.abandon()
    throw error
  }
  return issues
}

const provenanceOf = (
  source: DigestedSource,
): Pick<ManifestSource, 'path' | 'url' | 'license' | 'sha256' | 'bytes' | 'optionsSha256'> => ({
  path: source.path,
  url: source.url ?? null,
  license: source.license ?? null,
  ...source.digest,
  optionsSha256: source.optionsSha256,
})

const digestFiles = async (folder: string): Promise<Record<string, FileDigest>> => {
  const digests: Record<string, FileDigest> = {}
  for (const name of [
    FILES.store,
    FILES.names,
    FILES.dictionary,
    FILES.fuzzy,
    FILES.vectors,
    FILES.collisions,
  ])
    if (existsSync(join(folder, name))) digests[name] = await digestFile(join(folder, name))
  return digests
}
