import type { JudgedLink } from './link-judge.ts'
import type { GoldMention } from './link-gold.ts'
import { currentKeys, type IdResolver } from './concepts.ts'
import { SeenStrings } from './seen.ts'

/** What training data has of a mention: its string, its concept alone, or neither. */
export type SeenPart = 'string' | 'concept' | 'neither'

/** Strings and concepts of gold that something was trained on. */
export class SeenLinks {
  readonly #strings = new SeenStrings()
  readonly #concepts = new Set<string>()
  readonly #resolve: IdResolver | undefined

  constructor(resolve: IdResolver | undefined) {
    this.#resolve = resolve
  }

  add({ mention, class: entityClass = '', ids }: GoldMention): void {
    this.#strings.add({ text: mention, class: entityClass })
    for (const id of ids) for (const key of currentKeys(id, this.#resolve)) this.#concepts.add(key)
  }

  of({ gold, wanted }: Pick<JudgedLink, 'gold' | 'wanted'>): SeenPart {
    if (this.#strings.has({ text: gold.mention, class: gold.class ?? '' })) return 'string'
    return wanted.some((ids) => [...ids].some((id) => this.#concepts.has(id))) ? 'concept' : 'neither'
  }

  get size(): number {
    return this.#strings.size
  }
}
