/** `dictionary.bin`: what the builder writes and the reader reads. Sections: `docs/kb-format.md`. */
export const DICTIONARY_MAGIC = 'OGDICT01'

/** Words of a name that are kept; what follows them is left to the ladder. */
export const LONGEST_NAME = 40
