import { answerOf, type Draft } from '../linker/answer.ts'
import {
  CANDIDATE_STAGES,
  type LikeName,
  type LinkOptions,
  type LinkResult,
  type Scorer,
} from '../linker/contract.ts'
import type { Disambiguator } from '../linker/disambiguation/contract.ts'
import { disambiguate } from '../linker/disambiguation/disambiguate.ts'
import { draftLink, type FoundLike } from '../linker/link.ts'
import { readingOf, withReading } from '../linker/reading.ts'
import { TextMemo } from '../core/text-memo.ts'
import type { NameLookup } from '../index/contract.ts'
import type { TermLookup } from '../vocab/contract.ts'
import type { LikeNames } from './like-names.ts'
import { definitionsIn, type MentionToLink, textsOf } from './mention-context.ts'

/** Wordings like a mention that are looked at, in each way: enough for some twenty concepts. */
export const LIKE_WORDINGS = 64

/**
 * Drafts that are remembered, twice so many at most: documents say the same again and again. One with all that is like a
 * mention has some twenty kilobytes, one of the names that meet it a few.
 */
const REMEMBERED = { like: 512, exact: 8192 }

export interface MentionLinkerParts {
  readonly names: NameLookup
  readonly terms: TermLookup
  readonly like: LikeNames
  readonly scorer: Scorer
  readonly disambiguators: readonly Disambiguator[]
  /** @throws KnownError `USAGE` once the knowledge base was closed */
  readonly requireOpen: () => void
}

/** Grounds the mentions of documents in a knowledge base. */
export class MentionLinker {
  readonly #parts: MentionLinkerParts
  readonly #like = new TextMemo<Promise<Draft>>(REMEMBERED.like)
  readonly #exact = new TextMemo<Promise<Draft>>(REMEMBERED.exact)

  constructor(parts: MentionLinkerParts) {
    this.#parts = parts
  }

  /** @throws KnownError `USAGE` after `close`, `KB_DAMAGED` when an index is needed and cannot be read */
  async linkDocument(
    mentions: readonly MentionToLink[],
    options: LinkOptions = {},
  ): Promise<readonly LinkResult[]> {
    const drafts = await this.drafts(mentions, options)
    return drafts.map((draft) => answerOf(draft, options))
  }

  /** As `linkDocument`, with all candidates and their reasons. */
  async drafts(mentions: readonly MentionToLink[], options: LinkOptions): Promise<readonly Draft[]> {
    const definitions = options.definitions ?? definitionsIn(mentions)
    const drafts = await Promise.all(
      mentions.map(({ mention, class: entityClass = options.class }) =>
        this.draft(mention, { ...options, class: entityClass, definitions }),
      ),
    )
    return this.disambiguated(drafts, textsOf(mentions))
  }

  /** All that a mention may mean by itself; of its document, `definitions` alone count. */
  async draft(mention: string, options: LinkOptions): Promise<Draft> {
    this.#parts.requireOpen()
    const reading = readingOf(mention, options.definitions ?? [])
    if (reading === null) return this.#draftText(mention, options)
    const [own, read] = await Promise.all([
      this.#draftText(mention, options),
      this.#draftText(reading, options),
    ])
    return withReading(own, read, reading)
  }

  /** Drafts of one document as its text, or the parts of it that are known, tells candidates apart. */
  disambiguated(drafts: readonly Draft[], texts: readonly string[]): readonly Draft[] {
    const isAlone = drafts.length === 1 && texts.length === 0
    return isAlone ? drafts : disambiguate(drafts, texts, this.#parts.disambiguators)
  }

  /** Names like a text, so many wordings in each way at most, and which ways were asked. */
  async likeNames(
    text: string,
    { stages = CANDIDATE_STAGES, class: entityClass }: LinkOptions,
    wordings = LIKE_WORDINGS,
  ): Promise<FoundLike> {
    const { like } = this.#parts
    const filter = { entityClass }
    const asked = { fuzzy: stages.includes('fuzzy'), vector: false }
    const fuzzy = (): readonly LikeName[] => (asked.fuzzy ? like.fuzzy(text, wordings, filter) : [])
    if (!stages.includes('vector')) return { names: fuzzy(), asked }
    const names = asked.fuzzy
      ? await like.both(text, wordings, filter)
      : await like.vector(text, wordings, filter)
    const vector = names !== null && (await like.vectorState()) === 'ready'
    return { names: names ?? fuzzy(), asked: { ...asked, vector } }
  }

  /** Remembered, unless it fails. */
  #draftText(text: string, options: LinkOptions): Promise<Draft> {
    const { class: entityClass = '', toSource = '', stages = CANDIDATE_STAGES } = options
    const memo = stages.every((stage) => stage === 'exact') ? this.#exact : this.#like
    const asked = stages.map((stage) => CANDIDATE_STAGES.indexOf(stage)).join('')
    const key = `${text}\t${entityClass}\t${toSource}\t${asked}`
    return memo.of(key, () => {
      const draft = this.#newDraft(text, options)
      draft.catch(() => {
        memo.forget(key)
      })
      return draft
    })
  }

  async #newDraft(text: string, options: LinkOptions): Promise<Draft> {
    const found = await this.likeNames(text, options)
    this.#parts.requireOpen()
    return draftLink(this.#parts, text, options, found)
  }
}
