import type { Abbreviation, Span, TextDocument } from '../../core/document.ts'

/** Where a short form stands for what one definition says. */
export interface Occurrences {
  readonly abbreviation: Abbreviation
  /** By place, not overlapping; the definition's own is among them. UTF-16 code units, half-open. */
  readonly spans: readonly Span[]
}

const TOKEN_START = /(?<![\p{L}\p{N}\p{M}])[\p{L}\p{N}]/gu
const TOKEN_ENDS = /^(?:$|[^\p{L}\p{N}\p{M}])/u
const NUMBER_FOLLOWS = /^[-‐‑–]?\p{N}/u

/**
 * Every place where a short form stands as a word of its own, before its definition and after; written alike in case,
 * but singular or plural. A short form with several definitions means what the last one before the place said, and
 * before all of them what the first says. Part of a longer name (`COX` of `COX-2`, `LDL` of a defined `LDL-C`) is no
 * occurrence, and a single letter means something only where it is defined. In the order of `abbreviations`.
 * Linear in the text, however many there are.
 */
export const occurrencesOf = (
  { text }: Pick<TextDocument, 'text'>,
  abbreviations: readonly Abbreviation[],
): readonly Occurrences[] => {
  const byForm = new Map<string, Abbreviation[]>()
  const spansOf = new Map<Abbreviation, Span[]>(abbreviations.map((abbreviation) => [abbreviation, []]))
  for (const abbreviation of abbreviations) {
    if (/^.$/u.test(abbreviation.short)) {
      spansOf.get(abbreviation)?.push([abbreviation.start, abbreviation.end])
      continue
    }
    const form = singular(abbreviation.short)
    const same = byForm.get(form)
    if (same === undefined) byForm.set(form, [abbreviation])
    else same.push(abbreviation)
  }
  const lengths = [...new Set([...byForm.keys()].map(({ length }) => length))].sort((a, b) => b - a)
  let covered = 0
  for (const { index } of lengths.length === 0 ? [] : text.matchAll(TOKEN_START)) {
    if (index < covered) continue
    for (const length of lengths) {
      const definitions = byForm.get(text.slice(index, index + length))
      const end = definitions === undefined ? null : endOfToken(text, index + length)
      if (definitions === undefined || end === null) continue
      spansOf.get(governing(definitions, index))?.push([index, end])
      covered = end
      break
    }
  }
  return abbreviations.map((abbreviation) => ({ abbreviation, spans: spansOf.get(abbreviation) ?? [] }))
}

/** `SSRIs` → `SSRI`; `apps` stays. */
export const singular = (short: string): string =>
  /[\p{Lu}\p{N}]['’]?s$/u.test(short) ? short.replace(/['’]?s$/u, '') : short

/** Where the occurrence that is read up to `at` ends, with its s; null: the word goes on. */
const endOfToken = (text: string, at: number): number | null => {
  const rest = text.slice(at, at + 4)
  if (NUMBER_FOLLOWS.test(rest)) return null
  if (TOKEN_ENDS.test(rest)) return at
  return rest.startsWith('s') && TOKEN_ENDS.test(rest.slice(1)) ? at + 1 : null
}

/** The last definition that does not come after the place; before all of them the first. `definitions` are by place. */
const governing = (definitions: readonly Abbreviation[], at: number): Abbreviation => {
  let [low, high] = [0, definitions.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((definitions[middle]?.start ?? 0) <= at) low = middle + 1
    else high = middle
  }
  const found = definitions[Math.max(0, low - 1)]
  if (found === undefined) throw new Error('a short form without a definition')
  return found
}
