/**
 * Which language tags are kept, and which is preferred. A tag matches a wanted one that it is, or begins with (RFC 4647,
 * basic filtering: `en` takes `en-GB`). Texts without a tag are always kept; as most are English, they rank with `en`,
 * or last where it is not wanted.
 */
export class Languages {
  readonly #wanted: readonly string[]
  readonly #untagged: number
  readonly #ranks = new Map<string, number | undefined>()

  constructor(wanted: readonly string[]) {
    this.#wanted = wanted.map((tag) => tag.toLowerCase())
    const english = this.#wanted.findIndex((tag) => tag === 'en')
    this.#untagged = english === -1 ? this.#wanted.length : english
  }

  /** 0 is best; `undefined` for a language that is not wanted. `tag` is in lower case, `''` for none. */
  rankOf(tag: string): number | undefined {
    if (tag === '') return this.#untagged
    if (this.#ranks.has(tag)) return this.#ranks.get(tag)
    const at = this.#wanted.findIndex((wanted) => tag === wanted || tag.startsWith(`${wanted}-`))
    const rank = at === -1 ? undefined : at
    if (this.#ranks.size < MAX_TAGS) this.#ranks.set(tag, rank)
    return rank
  }
}

const MAX_TAGS = 1024
