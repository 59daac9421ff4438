import { join } from 'node:path'
import type { BuildBase } from './build-base.ts'
import type { Encoder } from '../encoder/contract.ts'
import { buildFuzzyIndex } from '../index/fuzzy/fuzzy-builder.ts'
import { openNameIndex } from '../index/name-index.ts'
import type { VocabStore } from '../vocab/store.ts'
import { writeCollisions } from './collisions.ts'
import { type Curations, indexNames } from './index-names.ts'
import { indexVectors } from './index-vectors.ts'
import { FILES, type Manifest } from './manifest.ts'
import { type BuildEvent, duringStage } from './progress.ts'

export interface IndexPlan {
  /** Folder of the knowledge base: embeddings are kept there for later builds. */
  readonly kb: string
  /** Names of the sources, best ranked first. */
  readonly sources: readonly string[]
  readonly curations: Curations
  readonly encoder: Encoder | null
  /** What may be taken over. */
  readonly base: BuildBase | undefined
}

/** Writes all that is made of the store: indexes of names, of words and of vectors, and the list of collisions. */
export const writeIndexes = async (
  store: VocabStore,
  folder: string,
  { kb, sources, curations, encoder, base }: IndexPlan,
  onEvent: (event: BuildEvent) => void,
  signal?: AbortSignal,
): Promise<Pick<Manifest, 'names' | 'collisions'>> => {
  const names = await duringStage(onEvent, 'indexing names', () =>
    indexNames(store, folder, sources, curations),
  )
  const index = openNameIndex(join(folder, FILES.names))
  await duringStage(onEvent, 'indexing words', () => {
    buildFuzzyIndex(index, join(folder, FILES.fuzzy))
  })
  if (encoder !== null) {
    const onProgress = (progress: Parameters<Parameters<typeof indexVectors>[2]['onProgress']>[0]): void => {
      onEvent({ kind: 'embedding', ...progress })
    }
    const file = join(folder, FILES.vectors)
    await duringStage(onEvent, 'embedding names', () =>
      indexVectors(index, encoder, { kb, file, base, signal, onProgress }),
    )
  }
  const collisions = await duringStage(onEvent, 'looking for collisions', () =>
    writeCollisions(index, join(folder, FILES.collisions)),
  )
  return { names, collisions }
}
