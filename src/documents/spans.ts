import { byPlace, type Mention, type Span, textOf } from '../core/document.ts'

/**
 * Spans as a mention has them: ascending, neither overlapping nor touching.
 *
 * @param length of the text
 * @returns `undefined` if there are none, or one is empty or not within the text
 */
export const spansWithin = (
  stated: readonly (readonly [number | undefined, number | undefined])[],
  length: number,
): readonly Span[] | undefined => {
  const spans: [number, number][] = []
  for (const [start, end] of stated) {
    if (start === undefined || end === undefined) return undefined
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start || end > length)
      return undefined
    spans.push([start, end])
  }
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const merged: [number, number][] = []
  for (const span of spans) {
    const last = merged.at(-1)
    if (last !== undefined && span[0] <= last[1]) last[1] = Math.max(last[1], span[1])
    else merged.push(span)
  }
  return merged.length === 0 ? undefined : merged
}

/** What a file says of a mention besides its place. */
export type MentionFacts = Omit<Mention, 'spans' | 'text'>

export const mentionAt = (text: string, spans: readonly Span[], facts: MentionFacts): Mention => ({
  spans,
  text: textOf(text, spans),
  ...facts,
})

/** Mentions in the order of a document. Those at one place keep theirs. */
export const inOrder = (mentions: readonly Mention[]): readonly Mention[] => mentions.toSorted(byPlace)
