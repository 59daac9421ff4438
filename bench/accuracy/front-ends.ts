import type { AnnotatorOptions } from '../../src/pipeline/annotator.ts'

const LEXICAL = [{ type: 'dictionary' }, { type: 'pattern' }, { type: 'coordination' }]

/** What finds mentions, by name: names that are known, a tagger, and both. */
export const frontEnds = (
  tagger: string,
): readonly (readonly [name: string, options: AnnotatorOptions])[] => {
  const neural = { type: 'neural', options: { model: tagger } }
  return [
    ['dictionary', { recognizers: LEXICAL }],
    ['tagger', { recognizers: [neural] }],
    ['both', { recognizers: [...LEXICAL, neural] }],
  ]
}
