import { join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import type { NameFilter } from '../index/contract.ts'
import { type FuzzyIndex, openFuzzyIndex } from '../index/fuzzy/fuzzy-index.ts'
import type { NameIndex } from '../index/name-index.ts'
import type { KeyFilter, Neighbours } from '../index/vectors/contract.ts'
import type { LikeName } from '../linker/contract.ts'
import type { HeldFile } from '../io/held-file.ts'
import { holdSectionFile } from '../io/section-file.ts'
import { FILES } from './manifest.ts'
import type { NameVectors } from './name-vectors.ts'

/** Names less like a text than this are not like it. */
const LEAST_FUZZY = 0.25
const LEAST_VECTOR = 0.2

/** Names of a knowledge base that are like a text. Indexes are read when first asked. */
export class LikeNames {
  readonly #file: HeldFile
  readonly #names: NameIndex
  #fuzzy: FuzzyIndex | undefined
  #state: Promise<'none' | 'ready' | KnownError> | undefined

  readonly #vectors: NameVectors | undefined

  /**
   * @param vectors absent where the build has none
   * @throws KnownError `KB_DAMAGED`
   */
  constructor(build: string, names: NameIndex, vectors: NameVectors | undefined) {
    this.#file = holdSectionFile(join(build, FILES.fuzzy))
    this.#vectors = vectors
    this.#names = names
  }

  /**
   * Names written like the text, likest first.
   *
   * @param wordings at most so many, each with all names that are this wording
   * @throws KnownError `KB_DAMAGED`
   */
  fuzzy(text: string, wordings: number, filter?: NameFilter): readonly LikeName[] {
    this.#fuzzy ??= openFuzzyIndex(this.#file)
    const near = this.#fuzzy.search(text, wordings, this.#keyFilter(filter))
    return this.#namesOf('fuzzy', near, LEAST_FUZZY, filter)
  }

  /** Whether names of like meaning can be found, and if not although the build has vectors, why. */
  async vectorState(): Promise<'none' | 'ready' | KnownError> {
    this.#state ??=
      this.#vectors === undefined
        ? Promise.resolve('none')
        : this.#vectors.problem().then((problem) => problem ?? 'ready')
    return this.#state
  }

  /**
   * Names that mean something like the text, likest first; the same ones as with {@link fuzzy} may be among them. None
   * where {@link vectorState} is not `ready`; a model that stops while it is asked is not ready from then on.
   *
   * @throws KnownError `USAGE` after `close`
   */
  async vector(text: string, wordings: number, filter?: NameFilter): Promise<readonly LikeName[]> {
    if (this.#vectors === undefined || (await this.vectorState()) !== 'ready') return []
    try {
      const near = await this.#vectors.search(text, wordings, this.#keyFilter(filter))
      return this.#namesOf('vector', near, LEAST_VECTOR, filter)
    } catch (error) {
      if (!(error instanceof KnownError) || !error.code.startsWith('MODEL_')) throw error
      this.#state = Promise.resolve(error)
      return []
    }
  }

  async close(): Promise<void> {
    this.#file.close()
    await this.#vectors?.close()
  }

  #keyFilter(filter: NameFilter | undefined): KeyFilter | undefined {
    if (filter?.entityClass === undefined && filter?.source === undefined) return undefined
    return {
      name: `${filter.entityClass ?? ''}\t${filter.source ?? ''}`,
      accepts: (wording) => this.#names.accepts(wording, filter),
    }
  }

  #namesOf(by: LikeName['by'], near: Neighbours, least: number, filter: NameFilter | undefined): LikeName[] {
    const found: LikeName[] = []
    near.keys.forEach((wording, index) => {
      const similarity = near.similarities[index] ?? 0
      if (similarity < least) return
      for (const name of this.#names.namesOf(wording, filter)) found.push({ by, name, similarity })
    })
    return found
  }
}
