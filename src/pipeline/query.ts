import type { Rung } from '../core/text/ladder.ts'
import type { Curie, SynonymScope } from '../core/term.ts'
import { rounded } from '../core/rounded.ts'
import type { Name, NameFilter, NameLookup, NameUse } from '../index/contract.ts'
import type { LikeNames } from './like-names.ts'
import { LEXICAL_MODES, type LexicalMode, QUERY_MODES, type QueryMode } from './query-modes.ts'

export interface QueryOptions<Mode extends QueryMode = LexicalMode> {
  /** Default: all, in the order of trust. */
  readonly modes?: readonly Mode[] | undefined
  readonly class?: string | undefined
  readonly source?: string | undefined
  /** At most this many hits. Default 20. */
  readonly limit?: number | undefined
}

/** A name found, and the concept it belongs to. */
export interface QueryHit {
  readonly id: Curie
  readonly label: string | null
  readonly class: string
  readonly source: string
  readonly matched: string
  readonly scope: SynonymScope
  /** Present when the source types the synonym. */
  readonly type?: string
  /** The mode that found it: the most trusted of those asked. */
  readonly mode: QueryMode
  /** The rung on which text and name meet; for prefixes, the rung compared on. Absent where they meet on none. */
  readonly rung?: Rung
  /** How like the name is to what was asked, 0–1: present with the modes that find names by likeness. */
  readonly similarity?: number
  /** Present when the concept is retired. */
  readonly obsolete?: true
  /** Present when a curation restricts the name. */
  readonly use?: Exclude<NameUse, 'all'>
}

const DEFAULT_LIMIT = 20

/** What a query looks names up with. */
export interface QueryParts {
  readonly names: NameLookup
  readonly like: LikeNames
}

/** Names that are or are written like a text: most trusted mode first, each name once. */
export const queryNames = (
  parts: QueryParts,
  text: string,
  { modes = LEXICAL_MODES, limit = DEFAULT_LIMIT, class: entityClass, source }: QueryOptions,
): QueryHit[] => {
  const filter: NameFilter = { entityClass, source }
  if (modes.length === 1 && modes[0] === 'exact')
    return parts.names
      .exact(text, filter)
      .slice(0, limit)
      .map((hit) => queryHit(hit, 'exact'))
  const found = new FoundNames(limit)
  for (const mode of LEXICAL_MODES)
    if (modes.includes(mode) && !found.isFull) found.add(mode, lexicalHits(parts, text, mode, limit, filter))
  return found.hits
}

/** As {@link queryNames}, with names of like meaning. */
export const searchNames = async (
  parts: QueryParts,
  text: string,
  { modes = QUERY_MODES, limit = DEFAULT_LIMIT, class: entityClass, source }: QueryOptions<QueryMode>,
): Promise<QueryHit[]> => {
  const filter: NameFilter = { entityClass, source }
  const found = new FoundNames(limit)
  for (const mode of QUERY_MODES) {
    if (!modes.includes(mode) || found.isFull) continue
    const hits =
      mode === 'vector'
        ? (await parts.like.vector(text, limit, filter)).map(withSimilarity)
        : lexicalHits(parts, text, mode, limit, filter)
    found.add(mode, hits)
  }
  return found.hits
}

type FoundName = Name & { readonly rung?: Rung; readonly similarity?: number }

/** Each name once, in the order in which they were found. */
class FoundNames {
  readonly #limit: number
  readonly #found = new Map<string, QueryHit>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get isFull(): boolean {
    return this.#found.size >= this.#limit
  }

  get hits(): QueryHit[] {
    return [...this.#found.values()].slice(0, this.#limit)
  }

  add(mode: QueryMode, hits: readonly FoundName[]): void {
    for (const hit of hits) {
      const key = `${String(hit.row)}\t${hit.text}`
      if (!this.#found.has(key)) this.#found.set(key, queryHit(hit, mode))
    }
  }
}

const lexicalHits = (
  { names, like }: QueryParts,
  text: string,
  mode: LexicalMode,
  limit: number,
  filter: NameFilter,
): readonly FoundName[] => {
  switch (mode) {
    case 'exact':
      return names.exact(text, filter)
    case 'normalized':
      return names.normalized(text, filter)
    case 'prefix':
      return names.prefix(text, limit, filter)
    case 'fuzzy':
      return like.fuzzy(text, limit, filter).map(withSimilarity)
  }
}

const withSimilarity = ({
  name,
  similarity,
}: {
  readonly name: Name
  readonly similarity: number
}): FoundName => ({ ...name, similarity })

const queryHit = (hit: FoundName, mode: QueryMode): QueryHit => ({
  id: hit.id,
  label: hit.label,
  class: hit.entityClass,
  source: hit.source,
  matched: hit.text,
  scope: hit.scope,
  ...(hit.type === null ? {} : { type: hit.type }),
  mode,
  ...(hit.rung === undefined ? {} : { rung: hit.rung }),
  ...(hit.similarity === undefined ? {} : { similarity: rounded(hit.similarity) }),
  ...(hit.obsolete ? { obsolete: true as const } : {}),
  ...(hit.use === 'all' ? {} : { use: hit.use }),
})
