import { throwIfAborted } from '../core/errors.ts'
import type { Encoder } from './contract.ts'
import { toHalves, unitVectorOf } from './embedding-cache-half.ts'
import type { EmbeddingCache } from './embedding-cache.ts'

export interface EmbeddingProgress {
  /** Texts whose vectors are there by now. */
  readonly done: number
  readonly of: number
  /** Of these, made in this run. */
  readonly embedded: number
  /** Of these, there when it began. */
  readonly fromCache: number
  /** Texts made a second, so far; 0 before the first. */
  readonly perSecond: number
  /** Estimated from what is missing and how fast it went; undefined before the first. */
  readonly secondsLeft: number | undefined
}

export interface EmbeddingOptions {
  readonly signal?: AbortSignal | undefined
  /** After each block. */
  readonly onProgress?: ((progress: EmbeddingProgress) => void) | undefined
  /** Texts given to the encoder at once: enough for it to put those of one length together. Default 2,048. */
  readonly blockSize?: number | undefined
  /** Milliseconds from anywhere, for the estimate alone. Default: the process's own. */
  readonly now?: (() => number) | undefined
}

const BLOCK = 2048

/**
 * Makes the embeddings that a cache lacks, a block at a time, each kept as soon as it is made: stopped at any moment, it
 * goes on there the next time. Where the cache may not be written, nothing is made.
 *
 * @param texts distinct; gone through twice: first to see how many are missing
 * @throws KnownError `ABORTED`, `DISK_FULL`, `NOT_WRITABLE`, `MODEL_DAMAGED`, and the encoder's
 */
export const fillEmbeddingCache = async (
  encoder: Encoder,
  cache: EmbeddingCache,
  texts: Iterable<string>,
  options: EmbeddingOptions = {},
): Promise<EmbeddingProgress> => {
  const tell = progressOf(texts, cache, options)
  let progress = tell(0)
  for (const block of blocksOf(missingOf(texts, cache), options.blockSize ?? BLOCK)) {
    if (cache.readOnlyBecause !== undefined) break
    throwIfAborted(options.signal)
    if (cache.append(block, await encoder.embed(block, options.signal)))
      progress = tell(progress.embedded + block.length)
  }
  return progress
}

/**
 * The vectors of texts, in their order, a block at a time: from the cache, made where it lacks them. They are the same
 * numbers in both cases, those of the cache: what is built of them does not depend on what was there before.
 *
 * @yields `dimensions` numbers a text, of length one; the array is used again for the next block
 * @throws KnownError `ABORTED`, `DISK_FULL`, `NOT_WRITABLE`, `MODEL_DAMAGED`, and the encoder's
 */
export async function* embeddingRows(
  encoder: Encoder,
  cache: EmbeddingCache,
  texts: Iterable<string>,
  options: EmbeddingOptions = {},
): AsyncGenerator<Float32Array> {
  const { dimensions } = cache
  const rows = new Float32Array((options.blockSize ?? BLOCK) * dimensions)
  for (const block of blocksOf(texts, options.blockSize ?? BLOCK)) {
    throwIfAborted(options.signal)
    const missing = cache.read(block, rows)
    if (missing.length > 0) {
      const lacking = missing.map((position) => block[position] ?? '')
      const vectors = await encoder.embed(lacking, options.signal)
      cache.append(lacking, vectors)
      for (const [row, position] of missing.entries())
        rows.set(asKept(vectors.subarray(row * dimensions, (row + 1) * dimensions)), position * dimensions)
    }
    yield rows.subarray(0, block.length * dimensions)
  }
}

function* blocksOf(texts: Iterable<string>, size: number): Generator<string[]> {
  let block: string[] = []
  for (const text of texts) {
    block.push(text)
    if (block.length < size) continue
    yield block
    block = []
  }
  if (block.length > 0) yield block
}

function* missingOf(texts: Iterable<string>, cache: EmbeddingCache): Generator<string> {
  for (const text of texts) if (!cache.has(text)) yield text
}

/** What to tell after so many texts were made. Looks the texts up once. */
const progressOf = (
  texts: Iterable<string>,
  cache: EmbeddingCache,
  { onProgress, now = () => performance.now() }: EmbeddingOptions,
): ((embedded: number) => EmbeddingProgress) => {
  let of = 0
  let fromCache = 0
  for (const text of texts) {
    of++
    if (cache.has(text)) fromCache++
  }
  const begun = now()
  return (embedded) => {
    const perSecond = embedded === 0 ? 0 : embedded / Math.max(1e-3, (now() - begun) / 1000)
    const left = of - fromCache - embedded
    const secondsLeft = left === 0 ? 0 : embedded === 0 ? undefined : left / perSecond
    const progress = { done: fromCache + embedded, of, embedded, fromCache, perSecond, secondsLeft }
    onProgress?.(progress)
    return progress
  }
}

/** The vector as the cache would answer it. */
const asKept = (vector: Float32Array): Float32Array => {
  const kept = new Float32Array(vector.length)
  unitVectorOf(toHalves(vector), kept)
  return kept
}
