/** Ways to look a synonym up that need no model, most trusted first. */
export const LEXICAL_MODES = ['exact', 'normalized', 'prefix', 'fuzzy'] as const
export type LexicalMode = (typeof LEXICAL_MODES)[number]

/** All ways; `vector` finds names of like meaning. */
export const QUERY_MODES = [...LEXICAL_MODES, 'vector'] as const
export type QueryMode = (typeof QUERY_MODES)[number]
