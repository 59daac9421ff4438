import { answerOf } from '../../src/linker/answer.ts'
import type { LinkOptions, LinkResult } from '../../src/linker/contract.ts'
import { draftLink, type FoundLike, type LinkerParts } from '../../src/linker/link.ts'

/** What one mention by itself is answered, and nothing of its document. */
export const linkMention = (
  parts: LinkerParts,
  mention: string,
  options: LinkOptions = {},
  like?: FoundLike,
): LinkResult => answerOf(draftLink(parts, mention, options, like), options)
