import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Registry } from '../core/registry.ts'
import { throwIfAborted } from '../core/errors.ts'
import type { CurationSet } from '../curation/curation-set.ts'
import type { Encoder } from '../encoder/contract.ts'
import { digestFile, type FileDigest } from '../io/digest.ts'
import type { BoundParser } from '../parsers/contract.ts'
import { parsers } from '../parsers/registry.ts'
import { VocabWriter } from '../vocab/ingest.ts'
import { VocabStore } from '../vocab/store.ts'
import type { BuildBase } from './build-base.ts'
import type { DigestedSource } from './build-sources.ts'
import { curationsOf } from './curations.ts'
import { type Curations, NO_CURATIONS } from './index-names.ts'
import { loadSource, reuseSource } from './load-source.ts'
import { FILES, KB_FORMAT_VERSION, type Manifest, type ManifestSource, sealManifest } from './manifest.ts'
import { type BuildEvent, duringStage } from './progress.ts'
import { TOOL_VERSION } from './version.ts'
import { writeIndexes } from './write-indexes.ts'

/** What a build is made of. */
export interface BuildPlan {
  readonly id: string
  /** Digest of the code that builds. */
  readonly code: string
  readonly sources: readonly DigestedSource[]
  readonly kb: string
  readonly encoder: Encoder | null
  /** What may be taken over. */
  readonly base: BuildBase | undefined
}

export interface WriteOptions {
  readonly strict?: boolean
  readonly signal?: AbortSignal
  readonly onEvent: (event: BuildEvent) => void
  /** Parsers besides the product's own, by `type`. */
  readonly extraParsers?: Registry<BoundParser>
}

/** Writes all files of a build into an empty folder, the manifest last. @throws KnownError as `buildKnowledgeBase` */
export const writeBuild = async (
  folder: string,
  { id, code, sources, kb, encoder, base }: BuildPlan,
  options: WriteOptions,
): Promise<Manifest> => {
  const { onEvent } = options
  const curations = new Map<string, CurationSet>()
  for (const source of sources) curations.set(source.name, await curationsOf(source, options.signal))
  const issues = await writeStore(folder, sources, curations, base, options)
  throwIfAborted(options.signal)
  const store = new VocabStore(join(folder, FILES.store))
  try {
    const plan = { kb, sources: sources.map(({ name }) => name), curations, encoder, base }
    const { names, collisions } = await writeIndexes(store, folder, plan, onEvent, options.signal)
    const files = await duringStage(onEvent, 'checking files', () => digestFiles(folder))
    const infos = store.sources()
    const manifest = sealManifest({
      format: KB_FORMAT_VERSION,
      tool: TOOL_VERSION,
      code,
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
  base: BuildBase | undefined,
  options: WriteOptions,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> => {
  const { onEvent, strict = false } = options
  const unchanged = await unchangedSources(sources, base, strict)
  const writer = new VocabWriter(join(folder, FILES.store), unchanged.store)
  const issues = new Map<string, ReadonlyMap<string, number>>()
  const loadOptions = {
    parsers: { ...parsers, ...options.extraParsers },
    ...{ strict, signal: options.signal, onEvent },
  }
  try {
    for (const [index, source] of sources.entries()) {
      throwIfAborted(options.signal)
      onEvent({ kind: 'source-begun', source: source.name, index, of: sources.length })
      const before = unchanged.sources.get(source.name)
      const sourceOptions = { ...loadOptions, curations: curations.get(source.name) ?? NO_CURATIONS }
      const found =
        before === undefined
          ? await loadSource(writer, source, sourceOptions)
          : reuseSource(writer, source, before, loadOptions)
      issues.set(source.name, found)
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

interface Unchanged {
  /** What the base has of them, by name. */
  readonly sources: ReadonlyMap<string, ManifestSource>
  /** Where to copy them from. */
  readonly store: string | undefined
}

/** The sources that the base has just so. Under `strict` flawed ones are read again: their first flaw is to stop the build. */
const unchangedSources = async (
  sources: readonly DigestedSource[],
  base: BuildBase | undefined,
  strict: boolean,
): Promise<Unchanged> => {
  const same = sources.flatMap((source) => base?.same(source) ?? [])
  const usable = same.filter(({ issuesByCode }) => !strict || Object.keys(issuesByCode).length === 0)
  const store = usable.length === 0 ? undefined : await base?.intact(FILES.store)
  return { store, sources: new Map(store === undefined ? [] : usable.map((source) => [source.name, source])) }
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
