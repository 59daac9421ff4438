import { join } from 'node:path'
import type { Encoder } from '../encoder/contract.ts'
import { type EmbeddingProgress, embeddingRows, fillEmbeddingCache } from '../encoder/embedding-cache-fill.ts'
import { openEmbeddingCache } from '../encoder/embedding-cache.ts'
import type { Wordings } from '../index/contract.ts'
import { loadVectorBackend } from '../index/vectors/load-backend.ts'

export interface IndexVectorsOptions {
  /** Folder of the knowledge base: embeddings are kept there for later builds. */
  readonly kb: string
  readonly file: string
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
  { kb, file, signal, onProgress }: IndexVectorsOptions,
): Promise<void> => {
  const { id, dimensions } = encoder
  const backend = await loadVectorBackend()
  const cache = openEmbeddingCache(join(kb, 'cache', `embeddings-${id}.bin`), { encoderId: id, dimensions })
  try {
    const texts: Iterable<string> = { [Symbol.iterator]: () => textsOf(names) }
    await fillEmbeddingCache(encoder, cache, texts, { signal, onProgress })
    const index = backend.build({ encoder: id, dimensions, capacity: names.wordings })
    for await (const rows of embeddingRows(encoder, cache, texts, { signal })) index.add(rows)
    index.write(file)
  } finally {
    cache.close()
  }
}

function* textsOf(names: Wordings): Generator<string> {
  for (let wording = 0; wording < names.wordings; wording++) yield names.wordingAt(wording)
}
