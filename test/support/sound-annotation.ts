import { endOf, type Span, startOf, type TextDocument, textOf } from '../../src/core/document.ts'

/** What is wrong with an annotated document; nothing is the wish. */
export const flawsOf = (given: TextDocument, annotated: TextDocument): string[] => {
  const flaws: string[] = []
  const { text, mentions, rejected = [], abbreviations = [], errors } = annotated
  if (errors !== undefined) flaws.push(`errors: ${errors.join('; ')}`)
  if (text !== given.text) flaws.push('the text was altered')
  for (const each of [...mentions, ...rejected]) {
    if (!areSpans(each.spans, text.length)) flaws.push(`spans ${JSON.stringify(each.spans)}`)
    if (textOf(text, each.spans) !== each.text) flaws.push(`"${each.text}" is not what the spans say`)
  }
  for (const { score = 1 } of mentions) if (!(score >= 0 && score <= 1)) flaws.push(`score ${String(score)}`)
  mentions.slice(1).forEach((mention, index) => {
    const before = mentions[index]
    if (before !== undefined && startOf(before) > startOf(mention)) flaws.push('mentions out of order')
  })
  for (const { short, long, start, end, longStart, longEnd } of abbreviations) {
    if (text.slice(start, end) !== short) flaws.push(`short form "${short}"`)
    if (text.slice(longStart, longEnd) !== long) flaws.push(`long form "${long}"`)
  }
  for (const section of annotated.sections)
    for (const mention of mentions)
      if (startOf(mention) < section.end && endOf(mention) > section.end)
        flaws.push('a mention crosses a border')
  return flaws
}

const areSpans = (spans: readonly Span[], length: number): boolean =>
  spans.length > 0 &&
  spans.every(([start, end], index) => start < end && end <= length && start > (spans[index - 1]?.[1] ?? -1))
