import { join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import type { Encoder } from '../encoder/contract.ts'
import { type EmbeddingProgress, embeddingRows, fillEmbeddingCache } from '../encoder/embedding-cache-fill.ts'
import { openEmbeddingCache } from '../encoder/embedding-cache.ts'
import type { Wordings } from '../index/contract.ts'
import { openNameIndex } from '../index/name-index.ts'
import {
  GONE,
  type VectorBackend,
  type VectorBase,
  type VectorIndexBuilder,
  type VectorIndexSettings,
} from '../index/vectors/contract.ts'
import { loadVectorBackend } from '../index/vectors/load-backend.ts'
import type { BuildBase } from './build-base.ts'
import { FILES } from './manifest.ts'

export interface IndexVectorsOptions {
  /** Folder of the knowledge base: embeddings are kept there for later builds. */
  readonly kb: string
  readonly file: string
  /** The build before: vectors of wordings that it has, too, are taken over. */
  readonly base: BuildBase | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress: (progress: EmbeddingProgress) => void
}

/**
 * Embeds what was never embedded and writes the index over the vectors of all wordings.
 *
 * @throws KnownError `MODEL_RUNTIME`, `ABORTED`, `DISK_FULL`, `NOT_WRITABLE`, and the encoder's
 */
export const indexVectors = async (
  names: Wordings,
  encoder: Encoder,
  { kb, file, base, signal, onProgress }: IndexVectorsOptions,
): Promise<void> => {
  const { id, dimensions } = encoder
  const backend = await loadVectorBackend()
  const settings = { encoder: id, dimensions, capacity: names.wordings }
  const { index, texts } = await beginIndex(backend, settings, names, base)
  const cache = openEmbeddingCache(join(kb, 'cache', `embeddings-${id}.bin`), { encoderId: id, dimensions })
  try {
    await fillEmbeddingCache(encoder, cache, texts, { signal, onProgress })
    for await (const rows of embeddingRows(encoder, cache, texts, { signal })) index.add(rows)
    index.write(file)
  } finally {
    cache.close()
  }
}

interface Begun {
  readonly index: VectorIndexBuilder
  /** What is to be added, in order. */
  readonly texts: Iterable<string>
}

/** An index that goes on from the one before, where there is one and that pays; else an empty one. */
const beginIndex = async (
  backend: VectorBackend,
  settings: VectorIndexSettings,
  names: Wordings,
  base: BuildBase | undefined,
): Promise<Begun> => {
  try {
    const before = await vectorsBefore(names, base)
    const index = before && backend.extend?.(settings, before)
    if (index !== undefined) {
      const has = new Set(before?.keys)
      return { index, texts: textsOf(names, (wording) => !has.has(wording)) }
    }
  } catch (error) {
    // Whatever is wrong with the one before, it is no reason not to make this one.
    if (!(error instanceof KnownError)) throw error
  }
  return { index: backend.build(settings), texts: textsOf(names, () => true) }
}

/** The vectors of the build before, by the wordings of this one. @throws KnownError `KB_DAMAGED`, `KB_SCHEMA` */
const vectorsBefore = async (
  names: Wordings,
  base: BuildBase | undefined,
): Promise<VectorBase | undefined> => {
  const file = await base?.intact(FILES.vectors)
  const namesFile = file && (await base?.intact(FILES.names))
  if (file === undefined || namesFile === undefined) return undefined
  const known = new Map<string, number>()
  for (let wording = 0; wording < names.wordings; wording++) known.set(names.wordingAt(wording), wording)
  const earlier = openNameIndex(namesFile)
  const keys = new Uint32Array(earlier.wordings)
  for (const at of keys.keys()) keys[at] = known.get(earlier.wordingAt(at)) ?? GONE
  return { file, keys }
}

const textsOf = (names: Wordings, wanted: (wording: number) => boolean): Iterable<string> => ({
  *[Symbol.iterator]() {
    for (let wording = 0; wording < names.wordings; wording++)
      if (wanted(wording)) yield names.wordingAt(wording)
  },
})
