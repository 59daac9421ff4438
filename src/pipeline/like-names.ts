import { join } from 'node:path'
import { KnownError } from '../core/errors.ts'
import type { NameFilter } from '../index/contract.ts'
import { type FuzzyIndex, openFuzzyIndex } from '../index/fuzzy/fuzzy-index.ts'
import type { NameIndex } from '../index/name-index.ts'
import type { KeyFilter, Neighbours } from '../index/vectors/contract.ts'
import type { LikeName } from '../linker/contract.ts'
import { LEAST_LIKENESS } from '../linker/likeness.ts'
import type { HeldFile } from '../io/held-file.ts'
import { holdSectionFile } from '../io/section-file.ts'
import { FILES } from './manifest.ts'
import type { Nearest, NearestOptions, NameVectors } from './name-vectors.ts'

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
    return this.#namesOf('fuzzy', this.#writtenLike(text, wordings, this.#keyFilter(filter)), filter)
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
   * where {@link vectorState} is not `ready`.
   *
   * @throws KnownError `USAGE` after `close`
   */
  async vector(text: string, wordings: number, filter?: NameFilter): Promise<readonly LikeName[]> {
    const found = await this.#nearest(text, { limit: wordings, filter: this.#keyFilter(filter) })
    return found === null ? [] : this.#namesOf('vector', atLeast(LEAST_LIKENESS.vector, found.near), filter)
  }

  /**
   * Names found as by {@link fuzzy} and by {@link vector}, each with both likenesses; `null` where {@link vectorState} is
   * not `ready`.
   */
  async both(text: string, wordings: number, filter?: NameFilter): Promise<readonly LikeName[] | null> {
    const keyFilter = this.#keyFilter(filter)
    const written = this.#writtenLike(text, wordings, keyFilter)
    const found = await this.#nearest(text, { limit: wordings, filter: keyFilter, others: written.keys })
    if (found === null) return null
    const known = new Set(written.keys)
    const meant = atLeast(LEAST_LIKENESS.vector, found.near, (wording) => !known.has(wording))
    return [
      ...this.#namesOf('fuzzy', written, filter),
      ...this.#namesOf(
        'fuzzy',
        { ...meant, similarities: this.#openFuzzy().likenesses(text, meant.keys) },
        filter,
      ),
      ...this.#namesOf('vector', { ...written, similarities: found.others }, filter),
      ...this.#namesOf('vector', meant, filter),
    ]
  }

  /** A model that stops while it is asked is not ready from then on. */
  async #nearest(text: string, options: NearestOptions): Promise<Nearest | null> {
    if (this.#vectors === undefined || (await this.vectorState()) !== 'ready') return null
    try {
      return await this.#vectors.search(text, options)
    } catch (error) {
      if (!(error instanceof KnownError) || !error.code.startsWith('MODEL_')) throw error
      this.#state = Promise.resolve(error)
      return null
    }
  }

  #writtenLike(text: string, wordings: number, filter: KeyFilter | undefined): Neighbours {
    return atLeast(LEAST_LIKENESS.fuzzy, this.#openFuzzy().search(text, wordings, filter))
  }

  #openFuzzy(): FuzzyIndex {
    return (this.#fuzzy ??= openFuzzyIndex(this.#file))
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

  #namesOf(by: LikeName['by'], near: Neighbours, filter: NameFilter | undefined): LikeName[] {
    const found: LikeName[] = []
    near.keys.forEach((wording, index) => {
      const similarity = near.similarities[index] ?? 0
      if (similarity <= 0) return
      for (const name of this.#names.namesOf(wording, filter)) found.push({ by, name, similarity })
    })
    return found
  }
}

const atLeast = (
  least: number,
  { keys, similarities }: Neighbours,
  isWanted = (_key: number): boolean => true,
): Neighbours => {
  const kept = (_: number, at: number): boolean => (similarities[at] ?? 0) >= least && isWanted(keys[at] ?? 0)
  return { keys: keys.filter(kept), similarities: similarities.filter(kept) }
}
