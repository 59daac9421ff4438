import { elidedEnds } from './elided-ends.ts'
import { listsIn } from './lists.ts'
import type { Proposal } from './proposal.ts'
import { sharedEnds } from './shared-ends.ts'
import { sharedFirstWords } from './shared-first-words.ts'
import { sharedHeads } from './shared-heads.ts'
import { sharedLabelHeads } from './shared-label-heads.ts'
import { sharedStems } from './shared-stems.ts'

/**
 * What the coordinations of a text may say in full: "lung and breast cancer", "hepatitis B and C", "types 1 and 2
 * diabetes", "BRCA1/2/3", "IL-2, -4 and -10", "alpha- and beta-globin". All proposals of a coordination at once, in the
 * order of the text. Most are no names. Linear time.
 */
export function* expandCoordinations(text: string): Generator<readonly Proposal[]> {
  for (const list of listsIn(text)) {
    const proposals = [
      ...sharedEnds(list),
      ...elidedEnds(list, text),
      ...sharedLabelHeads(list),
      ...sharedStems(list),
      ...sharedHeads(list),
      ...sharedFirstWords(list),
    ]
    if (proposals.length > 0) yield proposals
  }
}
