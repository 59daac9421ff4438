import { endOf, type Mention, startOf, type TextDocument } from '../core/document.ts'
import { alignedLines } from './terminal.ts'

/** The mentions of a document for people to read: a heading, then a line for each. */
export const mentionTable = ({ id, mentions, rejected = [] }: TextDocument): string[] => {
  const rows = alignedLines(mentions.map(cellsOf))
  const lines = rows.flatMap((row, index) => [
    `  ${row}`,
    ...(mentions[index]?.reasons ?? []).map((reason) => `      ${reason}`),
  ])
  const refused = alignedLines(
    rejected.map(({ spans, text, class: entityClass, reason }) => [
      placeOf({ spans }),
      onOneLine(text),
      entityClass,
      reason,
    ]),
  )
  return [
    `${id}: ${String(mentions.length)} ${mentions.length === 1 ? 'mention' : 'mentions'}`,
    ...lines,
    ...(refused.length === 0 ? [] : ['  no mentions:', ...refused.map((line) => `  ${line}`)]),
  ]
}

const cellsOf = (mention: Mention): string[] => [
  placeOf(mention),
  onOneLine(mention.text),
  mention.class,
  (mention.score ?? 0).toFixed(2),
  mention.ids[0] ?? 'NIL',
  mention.candidates?.[0]?.label ?? '',
]

const placeOf = (mention: Pick<Mention, 'spans'>): string =>
  `${String(startOf(mention))}–${String(endOf(mention))}`
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ')
