import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Config, ResolvedSource } from '../config/load.ts'
import { KnownError } from '../core/errors.ts'
import { storageFailure } from '../core/storage-failure.ts'
import type { DiffSide } from '../diff/report.ts'
import { parsers } from '../parsers/registry.ts'
import { VocabWriter } from '../vocab/ingest.ts'
import { VocabStore } from '../vocab/store.ts'
import { guessParser } from './guess-parser.ts'
import { NO_CURATIONS } from './index-names.ts'
import { buildFolder, buildIds, locateBuild } from './kb-folder.ts'
import { loadSource } from './load-source.ts'
import { FILES, type Manifest, readManifest } from './manifest.ts'

/** What is compared: a finished build, or one file. */
export type SideSpec =
  | { readonly kind: 'build'; readonly name: string; readonly folder: string; readonly manifest: Manifest }
  | { readonly kind: 'file'; readonly name: string; readonly file: string }

export interface SideOptions {
  /** Of a file: the parser; guessed when absent. */
  readonly type?: string | undefined
  /** Of a file: only ids with these prefixes. */
  readonly idPrefixes?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
}

/** A side, open: a store that holds its sources. */
export interface OpenSide {
  readonly side: DiffSide
  readonly store: VocabStore
  /** Folder of the build; absent of a file. */
  readonly folder?: string
  readonly close: () => void
}

/**
 * What a name means: `current` or the id of a build of the knowledge base (its first characters will do), the folder of a
 * build or a knowledge base, or an ontology file.
 *
 * @throws KnownError `USAGE`, `KB_NOT_FOUND`, `KB_SCHEMA`, `KB_DAMAGED`
 */
export const sideNamed = async (name: string, kb: string, cwd: string): Promise<SideSpec> => {
  const path = resolve(cwd, name)
  const status = statSync(path, { throwIfNoEntry: false })
  if (status?.isFile() === true) return { kind: 'file', name, file: path }
  if (status?.isDirectory() === true && holdsBuild(path)) return buildAt(locateBuild(path))
  if (name === 'current' && existsSync(kb)) return buildAt(locateBuild(kb))
  const builds = buildIds(kb)
  const meant = builds.includes(name) ? [name] : builds.filter((id) => name !== '' && id.startsWith(name))
  const [only] = meant
  if (only !== undefined && meant.length === 1) return buildAt(buildFolder(kb, only))
  if (status?.isDirectory() === true) return { kind: 'file', name, file: path }
  const message =
    meant.length > 1
      ? `"${name}" begins the ids of ${String(meant.length)} builds`
      : `no build or file "${name}"`
  const known = builds.length === 0 ? `${kb} has no builds.` : `Builds in ${kb}: ${builds.join(', ')}.`
  throw new KnownError(
    'USAGE',
    message,
    `Name an ontology file, a folder of a knowledge base, or a build. ${known}`,
  )
}

const holdsBuild = (folder: string): boolean =>
  existsSync(join(folder, FILES.manifest)) || existsSync(join(folder, 'current', FILES.manifest))

export const buildAt = async (folder: string): Promise<SideSpec & { readonly kind: 'build' }> => {
  const manifest = await readManifest(folder)
  return { kind: 'build', name: manifest.id, folder, manifest }
}

/** The name its files without a configured source go by: that of the file, without what says its format. */
export const stemOfFile = (file: string): string =>
  basename(file).replace(/(?:\.[a-z]+)+$/i, '') || basename(file)

/** Opens a side; a file is read into a store of its own, in the folder for temporary files, for as long as it is open. */
export const openSide = async (
  spec: SideSpec,
  source: ResolvedSource | undefined,
  name: string,
  options: SideOptions,
): Promise<OpenSide> => {
  const side = { kind: spec.kind, name: spec.name }
  if (spec.kind === 'build') {
    const store = new VocabStore(join(spec.folder, FILES.store))
    return {
      side,
      store,
      folder: spec.folder,
      close: () => {
        store.close()
      },
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'ontoground-diff-'))
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const store = await storeOfFile(folder, await sourceOf(spec.file, source, name, options), options)
    return {
      side,
      store,
      close: () => {
        store.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw storageFailure(folder, error) ?? error
  }
}

const storeOfFile = async (
  folder: string,
  source: ResolvedSource,
  { signal }: SideOptions,
): Promise<VocabStore> => {
  const file = join(folder, FILES.store)
  const writer = new VocabWriter(file)
  try {
    await loadSource(writer, source, {
      ...{ parsers, curations: NO_CURATIONS, strict: false, signal },
      onEvent: () => undefined,
    })
    writer.finish()
  } catch (error) {
    writer.abandon()
    throw error
  }
  return new VocabStore(file)
}

/** A file as a source: as the configuration has it, but for what is said otherwise. */
const sourceOf = async (
  file: string,
  configured: ResolvedSource | undefined,
  name: string,
  { type, idPrefixes }: SideOptions,
): Promise<ResolvedSource> => {
  const known = Object.keys(parsers)
  const { entityClass = UNKNOWN_CLASS, ...rest } =
    configured ?? ({ name, type: type ?? (await guessParser(file, known)) } as const)
  return {
    ...rest,
    entityClass,
    ...{ name, path: file, file },
    ...(type === undefined ? {} : { type }),
    ...(idPrefixes === undefined ? {} : { idPrefixes: [...idPrefixes] }),
  }
}

/** Of a file that no configuration gives a class. */
const UNKNOWN_CLASS = 'concept'

/** The source of the configuration that a file is, or that is asked for by name. */
export const configuredSource = (
  config: Config | undefined,
  wanted: string | undefined,
  files: readonly string[],
): ResolvedSource | undefined =>
  config?.sources.find(({ name, file }) => (wanted === undefined ? files.includes(file) : name === wanted))
