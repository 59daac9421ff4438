import { KnownError } from '../core/errors.ts'
import type { Curie } from '../core/term.ts'
import type { IdResolver } from '../eval/concepts.ts'
import type { KnowledgeBase } from './knowledge-base.ts'

/** The ids as the knowledge base knows them now: merged and retired ones lead to what took their place. */
export const currentIdsOf = (kb: Pick<KnowledgeBase, 'term'>): IdResolver => {
  const known = new Map<Curie, readonly Curie[] | undefined>()
  return (id) => {
    if (!known.has(id)) known.set(id, lookUp(kb, id))
    return known.get(id)
  }
}

const lookUp = (kb: Pick<KnowledgeBase, 'term'>, id: Curie): readonly Curie[] | undefined => {
  try {
    const { records, replacedBy } = kb.term(id)
    return replacedBy.length > 0 ? replacedBy : [...new Set(records.map((record) => record.id))]
  } catch (error) {
    if (error instanceof KnownError && error.code === 'TERM_NOT_FOUND') return undefined
    throw error
  }
}

/** What concepts are called. */
export const labelsOf = (kb: Pick<KnowledgeBase, 'term'> | undefined): ((id: Curie) => string | null) => {
  const known = new Map<Curie, string | null>()
  return (id) => {
    if (!known.has(id)) known.set(id, kb === undefined ? null : labelIn(kb, id))
    return known.get(id) ?? null
  }
}

const labelIn = (kb: Pick<KnowledgeBase, 'term'>, id: Curie): string | null => {
  try {
    return kb.term(id).records.find(({ label }) => label !== null)?.label ?? null
  } catch (error) {
    if (error instanceof KnownError && error.code === 'TERM_NOT_FOUND') return null
    throw error
  }
}
