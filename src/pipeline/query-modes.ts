/** Ways to look a synonym up, most trusted first. */
export const QUERY_MODES = ['exact', 'normalized', 'prefix', 'fuzzy'] as const
export type QueryMode = (typeof QUERY_MODES)[number]
