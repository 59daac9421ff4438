import type { DefinedForm } from '../linker/contract.ts'
import { findAbbreviations } from '../ner/abbreviations/find.ts'

/** A mention to link, as its document shows it. */
export interface MentionToLink extends MentionContext {
  readonly mention: string
  /** Only concepts of this entity class. */
  readonly class?: string | undefined
}

/** Text around a mention. */
export interface MentionContext {
  readonly context?: string | undefined
  /** Where the context begins in the document, UTF-16 code units. */
  readonly contextStart?: number | undefined
}

/** What contexts of mentions of one document say that short forms stand for; of several definitions the best scored. */
export const definitionsIn = (contexts: readonly MentionContext[]): readonly DefinedForm[] => {
  const best = new Map<string, DefinedForm & { readonly score: number }>()
  for (const text of textsOf(contexts)) {
    for (const { short, long, score } of findAbbreviations({ text, sections: [] })) {
      if ((best.get(short)?.score ?? 0) < score) best.set(short, { short, long, score })
    }
  }
  return [...best.values()]
}

/** The contexts of mentions of one document, those that overlap or touch as one text. */
export const textsOf = (contexts: readonly MentionContext[]): string[] => {
  const placed = contexts.flatMap(({ context, contextStart }) =>
    context === undefined || !isPlace(contextStart) ? [] : [{ text: context, start: contextStart }],
  )
  const loose = contexts.flatMap(({ context, contextStart }) =>
    context === undefined || isPlace(contextStart) ? [] : [context],
  )
  const joined: { text: string; readonly start: number }[] = []
  for (const { text, start } of placed.sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    const overlap = last === undefined ? -1 : last.start + last.text.length - start
    if (last === undefined || overlap < 0) joined.push({ text, start })
    else last.text += text.slice(overlap)
  }
  return [...new Set([...joined.map(({ text }) => text), ...loose])]
}

const isPlace = (start: number | undefined): start is number => Number.isInteger(start)
