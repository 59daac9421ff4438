import type { Span } from '../document.ts'

/**
 * Words of a text for models and column formats; UTF-16, half-open, ascending. Every character that is no blank lies in
 * just one. The rule, so that a border of a mention nearly always is a border of a word:
 *
 * - letters and digits together are one word, with the marks that follow them (`p53`, `naïve`, `IκBα`, `2.5mg`);
 * - every other character is a word of its own, hyphens, slashes, brackets and signs too (`IL` `-` `2`,
 *   `1,2` `-` `dichloroethane`, `BRCA1` `/` `2`, `CD4` `+`), an emoji with its modifiers and joiners as one;
 * - but between digits a point or comma stays (`0.05`, `1,000`, `1,2`), and a prime after a digit (`5'`, `2′,3′`);
 * - an apostrophe begins the word after a letter (`Alzheimer` `'s`);
 * - single letters joined by points are one word with the last point (`e.g.`, `i.v.`, `U.S.`).
 */
export const wordTokens = (text: string): Span[] => Array.from(eachWordToken(text))

/** As {@link wordTokens}, one as soon as it is asked for. */
export function* eachWordToken(text: string): Generator<Span> {
  for (const { 0: word, index } of text.matchAll(WORD)) yield [index, index + word.length]
}

const WORD = new RegExp(
  [
    // e.g. i.v. U.S.A.
    String.raw`(?<![\p{L}\p{N}\p{M}])(?:\p{L}\.){2,8}(?![\p{L}\p{N}])`,
    // 3',5'- 2,2',3- 0.05 1,000 1,2 5′
    String.raw`(?<![\p{L}\p{N}])\p{Nd}+['′]?(?:,\p{Nd}+['′]?){1,12}(?=-)`,
    String.raw`(?<![\p{L}\p{N}])\p{Nd}+(?:[.,]\p{Nd}+)+[\p{L}\p{N}\p{M}]*`,
    String.raw`(?<![\p{L}\p{N}])\p{Nd}+['′](?!['′])(?=[-,\s)]|$)`,
    String.raw`[\p{L}\p{N}\p{M}]+`,
    String.raw`(?<=\p{L})['’]\p{L}{1,2}(?![\p{L}\p{N}\p{M}])`,
    // A symbol with what modifies it; two flags' letters; lone surrogates.
    String.raw`\p{Regional_Indicator}{2}`,
    String.raw`\p{Extended_Pictographic}[\p{Emoji_Modifier}\p{M}]*(?:\u200d\p{Extended_Pictographic}[\p{Emoji_Modifier}\p{M}]*)*`,
    String.raw`[^\s\p{L}\p{N}]\p{M}*`,
  ].join('|'),
  'gu',
)
