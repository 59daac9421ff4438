import type { Curie } from '../core/term.ts'
import { KnownError } from '../core/errors.ts'
import { foldName } from '../curation/curation-key.ts'
import { LEARNED_TYPE } from '../curation/learned-lines.ts'
import type { KnowledgeBase, TermAnswer } from './knowledge-base.ts'

/** More names that meet one text than any source has. */
const MOST_NAMES = 1000

/** A concept that an id of gold stands for now, and the source whose curations say what it is called. */
export interface TaughtConcept {
  readonly id: Curie
  readonly source: string
}

/** What the knowledge base knows of the ids of gold and of their names; what was learned before is not counted. */
export class LearnConcepts {
  readonly #kb: Pick<KnowledgeBase, 'term' | 'query'>
  readonly #ranks: ReadonlyMap<string, number>
  readonly #concepts = new Map<string, readonly TaughtConcept[]>()
  readonly #names = new Map<Curie, ReadonlySet<string>>()

  /** @param sources that may be taught, those first that are preferred where several have a concept */
  constructor(kb: Pick<KnowledgeBase, 'term' | 'query'>, sources: readonly string[]) {
    this.#kb = kb
    this.#ranks = new Map(sources.map((source, rank) => [source, rank]))
  }

  /** Other spellings of the prefix are understood; merged and retired ids lead to what took their place. */
  conceptsOf(id: string): readonly TaughtConcept[] {
    const known = this.#concepts.get(id)
    if (known !== undefined) return known
    const found = this.#find(id)
    this.#concepts.set(id, found)
    return found
  }

  /** Whether the concept has the name on the `exact` or `case` rung, in any source. */
  has(concept: Curie, text: string): boolean {
    return this.#namesOf(concept).has(foldName(text))
  }

  /** Whether another concept in use has a name that meets the text on a rung of the ladder. */
  hasRival(concept: Curie, text: string): boolean {
    return this.#kb
      .query(text, { modes: ['normalized'], limit: MOST_NAMES })
      .some(({ id, type, obsolete }) => id !== concept && type !== LEARNED_TYPE && obsolete !== true)
  }

  #find(id: string): readonly TaughtConcept[] {
    const answer = this.#term(id)
    const inUse = answer?.records.filter(({ obsolete }) => !obsolete) ?? []
    const successors = answer?.replacedBy.flatMap((successor) => this.#term(successor)?.records ?? []) ?? []
    const best = new Map<Curie, TaughtConcept>()
    for (const { id: current, source } of inUse.length > 0 ? inUse : successors)
      if (this.#rankOf(source) < this.#rankOf(best.get(current)?.source))
        best.set(current, { id: current, source })
    return [...best.values()]
  }

  /** Past all others: not to be taught. */
  #rankOf(source = ''): number {
    return this.#ranks.get(source) ?? Infinity
  }

  #namesOf(concept: Curie): ReadonlySet<string> {
    const known = this.#names.get(concept)
    if (known !== undefined) return known
    const names = (this.#term(concept)?.records ?? []).flatMap(({ label, synonyms }) => [
      ...(label === null ? [] : [label]),
      ...synonyms.filter(({ type }) => type !== LEARNED_TYPE).map(({ text }) => text),
    ])
    const folded = new Set(names.map(foldName))
    this.#names.set(concept, folded)
    return folded
  }

  #term(id: string): TermAnswer | undefined {
    try {
      return this.#kb.term(id)
    } catch (error) {
      if (error instanceof KnownError && error.code === 'TERM_NOT_FOUND') return undefined
      throw error
    }
  }
}
