import fc from 'fast-check'
import { type Mention, type Span, textOf } from '../../src/core/document.ts'

/** A mention of `text` at these spans. */
export const mentionIn = (
  text: string,
  spans: readonly Span[],
  entityClass = 'disease',
  ids: readonly string[] = [],
  more: Partial<Mention> = {},
): Mention => ({ spans, text: textOf(text, spans), class: entityClass, ids, ...more })

/** The mention of the nth occurrence of `part` in `text`. */
export const mentionOf = (
  text: string,
  part: string,
  entityClass = 'disease',
  ids: readonly string[] = [],
  more: Partial<Mention> = {},
): Mention => {
  const start = text.indexOf(part)
  if (start === -1) throw new Error(`"${part}" is not in "${text}"`)
  return mentionIn(text, [[start, start + part.length]], entityClass, ids, more)
}

export const TEXT = 'abcdefghijklmnopqrstuvwxyz'.repeat(2)

const spans: fc.Arbitrary<readonly Span[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: TEXT.length }), { minLength: 2, maxLength: 4 })
  .map((places) => {
    const sorted = places.toSorted((a, b) => a - b)
    const pairs: Span[] = []
    for (let at = 0; at + 1 < sorted.length; at += 2) pairs.push([sorted[at] ?? 0, sorted[at + 1] ?? 0])
    return pairs
  })

/** Mentions of {@link TEXT}: nested, crossing, discontinuous, repeated. */
export const mentionsArbitrary: fc.Arbitrary<readonly Mention[]> = fc.array(
  fc
    .tuple(spans, fc.constantFrom('disease', 'gene', 'chemical'), fc.constantFrom('X:1', 'X:2', 'X:3', ''))
    .map(([places, name, id]) => mentionIn(TEXT, places, name, id === '' ? [] : [id])),
  { maxLength: 12 },
)
