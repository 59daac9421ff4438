/** How ordinary a word is: `everyday` words name nothing ("all", "was", "role"), whatever an ontology calls so. */
export type Ordinariness = 'everyday' | 'frequent' | 'rarer'

/** Ordinary English words, in lower case. */
export type CommonWords = ReadonlyMap<string, Ordinariness>
