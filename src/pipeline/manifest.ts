import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { KnownError } from '../core/errors.ts'
import { digestText } from '../io/digest.ts'

/** Version of the folder as a whole: which files there are and what they mean. */
export const KB_FORMAT_VERSION = 5

export const FILES = {
  manifest: 'manifest.json',
  store: 'vocab.sqlite',
  names: 'names.bin',
  dictionary: 'dictionary.bin',
  fuzzy: 'fuzzy.bin',
  vectors: 'vectors.hnsw',
  collisions: 'collisions.tsv',
} as const

const count = z.int().min(0)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const fileDigest = z.object({ sha256, bytes: count })

const manifestSource = z.object({
  name: z.string(),
  entityClass: z.string().nullable(),
  parser: z.string(),
  title: z.string().nullable(),
  release: z.string().nullable(),
  terms: count,
  synonyms: count,
  obsolete: count,
  xrefs: count,
  mappings: count,
  issues: count,
  issuesByCode: z.record(z.string(), count),
  path: z.string(),
  url: z.string().nullable(),
  license: z.string().nullable(),
  sha256,
  bytes: count,
  optionsSha256: sha256,
})

const manifestEncoder = z.object({ id: z.string(), name: z.string(), dimensions: count })

const manifestSchema = z.object({
  format: z.literal(KB_FORMAT_VERSION),
  tool: z.string(),
  code: sha256,
  id: z.string(),
  sources: z.array(manifestSource),
  names: count,
  encoder: manifestEncoder.nullable(),
  collisions: z.record(z.string(), count),
  files: z.record(z.string(), fileDigest),
  sha256,
})

/** The encoder that made the vectors of a build; `id` is a hash of all that they depend on. */
export type ManifestEncoder = Readonly<z.infer<typeof manifestEncoder>>

/** A source as it was when the build read it. `path` is as the configuration writes it. */
export type ManifestSource = Readonly<z.infer<typeof manifestSource>>

/**
 * What a build holds and what it was made from. `id` is a hash of inputs, options and versions: two builds with one id
 * are the same build. `code` is a hash of the code that built it. `names` counts distinct (concept, name) pairs, `collisions` pairs of concepts by the surest rung
 * they meet on; `encoder` is `null` where there are no vectors; `sha256` is that of the manifest itself without this field.
 */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>

/** Adds the manifest's own hash. */
export const sealManifest = (content: Omit<Manifest, 'sha256'>): Manifest => ({
  ...content,
  sha256: digestText(JSON.stringify(content)),
})

/** @throws KnownError `KB_DAMAGED`, `KB_SCHEMA` */
export const readManifest = async (build: string): Promise<Manifest> => {
  const file = join(build, FILES.manifest)
  const raw = await readJson(file)
  const format = typeof raw === 'object' && raw !== null && 'format' in raw ? raw.format : undefined
  if (format !== undefined && format !== KB_FORMAT_VERSION) throw otherFormat(file, format)
  const checked = manifestSchema.safeParse(raw)
  if (!checked.success) throw damaged(file, 'the manifest is not what a build writes', checked.error)
  const { sha256: seal, ...content } = raw as Manifest
  if (sealManifest(content).sha256 !== seal) throw damaged(file, 'the manifest was changed after the build')
  return checked.data
}

const readJson = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw damaged(file, 'the manifest is missing or no JSON', cause)
  }
}

const damaged = (file: string, message: string, cause?: unknown): KnownError =>
  new KnownError('KB_DAMAGED', message, 'Run ontoground build --full.', { place: { file }, cause })

const otherFormat = (file: string, format: unknown): KnownError =>
  new KnownError(
    'KB_SCHEMA',
    `the knowledge base has format ${String(format)}, this version reads ${String(KB_FORMAT_VERSION)}`,
    'Run ontoground build --full.',
    { place: { file } },
  )
