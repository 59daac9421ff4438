import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import type { FileDigest } from '../io/digest.ts'
import type { SourceInfo } from '../vocab/contract.ts'

/** Version of the folder as a whole: which files there are and what they mean. */
export const KB_FORMAT_VERSION = 1

export const FILES = {
  manifest: 'manifest.json',
  store: 'vocab.sqlite',
  names: 'names.bin',
  collisions: 'collisions.tsv',
} as const

/** A source as it was when the build read it. */
export interface ManifestSource extends SourceInfo {
  /** As the configuration writes it. */
  readonly path: string
  readonly url: string | null
  readonly license: string | null
  readonly sha256: string
  readonly bytes: number
  /** SHA-256 of everything in the configuration that shapes the result. */
  readonly optionsSha256: string
  readonly issuesByCode: Readonly<Record<string, number>>
}

export interface Manifest {
  readonly format: number
  /** Version of ontoground that built it. */
  readonly tool: string
  /** Hash of inputs, options and versions: two builds with one id are the same build. */
  readonly id: string
  readonly sources: readonly ManifestSource[]
  /** Distinct (concept, name) pairs in the name index. */
  readonly names: number
  /** Pairs of names of different concepts of one class, by the surest rung they meet on. */
  readonly collisions: Readonly<Record<string, number>>
  readonly files: Readonly<Record<string, FileDigest>>
}

/** @throws KnownError `KB_DAMAGED`, `KB_SCHEMA` */
export const readManifest = (build: string): Manifest => {
  const file = join(build, FILES.manifest)
  let manifest: unknown
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new KnownError('KB_DAMAGED', 'the manifest is missing or no JSON', 'Run ontoground build --full.', {
      place: { file },
      cause,
    })
  }
  const format =
    typeof manifest === 'object' && manifest !== null && 'format' in manifest ? manifest.format : undefined
  if (format === KB_FORMAT_VERSION) return manifest as Manifest
  throw new KnownError(
    'KB_SCHEMA',
    `the knowledge base has format ${String(format)}, this version reads ${String(KB_FORMAT_VERSION)}`,
    'Run ontoground build --full.',
    { place: { file } },
  )
}
