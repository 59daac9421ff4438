import type { LinkAnswer } from '../eval/link-answer.ts'
import type { GoldMention } from '../eval/link-gold.ts'
import type { LinkOptions } from '../linker/contract.ts'
import type { KnowledgeBase } from './knowledge-base.ts'

/** Links the mentions of one document, seeing nothing of what is right; an answer each. */
export type LinkPredictor = (mentions: readonly GoldMention[]) => Promise<readonly LinkAnswer[]>

export interface LinkPredictorOptions extends Pick<LinkOptions, 'stages' | 'limit' | 'explain'> {
  /** Mentions follow what the document's contexts say of abbreviations. Default true. */
  readonly abbreviations?: boolean | undefined
}

/** Links as `link --in` does: lines of one document inform one another. */
export const linkPredictor =
  (
    kb: Pick<KnowledgeBase, 'linkDocument'>,
    { abbreviations = true, ...options }: LinkPredictorOptions,
  ): LinkPredictor =>
  (mentions) =>
    kb.linkDocument(
      mentions.map(({ joined, mention, ...more }) => ({ ...more, mention: joined ?? mention })),
      abbreviations ? options : { ...options, definitions: [] },
    )
