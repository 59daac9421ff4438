import type { WhyNot } from '../pipeline/why-not.ts'
import { alignedLines, type Style } from './terminal.ts'

/** Where a concept was lost, for people. */
export const whyNotLines = (trace: WhyNot, style: Style): readonly string[] => {
  const { mention, reading, asked, concept, because, before, score, rival, near, differences = [] } = trace
  const read = reading === undefined ? '' : ` read as "${reading}"`
  const instead = concept.id === asked ? '' : `, now ${concept.id},`
  const place =
    before === undefined ? [] : [['place', `${String(before + 1)}, score ${(score ?? 0).toFixed(2)}`]]
  const other =
    rival === undefined
      ? []
      : [
          [
            before === 0 ? 'next' : 'first',
            `${rival.score.toFixed(2)}  ${rival.id}  ${rival.label ?? '–'} (${rival.method} match of "${rival.matched}")`,
          ],
        ]
  const names = near.map(({ text, by, similarity, before: liker }) => [
    'nearest',
    `"${text}" (${by}${similarity === undefined ? '' : ` ${similarity.toFixed(2)}`}${liker === undefined || liker === 0 ? '' : `, ${String(liker)} names are liker`})`,
  ])
  return [
    `${style.bold(mention)}${read}: why not ${asked}${instead} ${concept.label ?? '–'} (${concept.entityClass})?`,
    `  ${because}`,
    ...alignedLines([...place, ...other, ...names]).map((line) => `  ${line}`),
    ...(differences.length === 0 ? [] : [`  what tells it from ${rival?.id ?? ''}:`]),
    ...differences.map(({ feature, own, other: theirs, weight }) =>
      style.dim(
        `      ${weight < 0 ? '' : '+'}${weight.toFixed(2)}  ${feature}: ${own ?? 'little'}${own === theirs ? '' : ` against ${theirs ?? 'little'}`}`,
      ),
    ),
  ]
}
