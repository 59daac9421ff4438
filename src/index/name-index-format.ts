/** `names.bin`: what the builder writes and the reader reads. Sections: `docs/kb-format.md`. */
import { LADDER_PROFILES, type LadderProfile } from '../core/text/ladder.ts'

export const NAME_INDEX_MAGIC = 'OGNAMES3'

export interface NameIndexMeta {
  readonly classes: readonly string[]
  readonly sources: readonly string[]
  readonly types: readonly string[]
}

/** In `conceptLabel`: the concept has no label. */
export const NO_LABEL = 0xffffffff

/** `nameKind`: three bits of scope, three of curation, then the number of the type, 0 for none. */
export const SCOPE_BITS = 3
export const CURATION_BITS = 3
export const TYPE_SHIFT = SCOPE_BITS + CURATION_BITS
export const MAX_TYPES = 2 ** (16 - TYPE_SHIFT) - 1

/** In the curation bits: the place of the use in {@link NAME_USES}, and the flag of a preferred name. */
export const PREFERRED = 4

/** Keys of one profile never meet those of another. The `case` key shares the seed of the general profile. */
export const seedOf = (profile: LadderProfile): number => LADDER_PROFILES.indexOf(profile)
export const CASE_SEED = 0
