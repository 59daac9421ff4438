import type { Reason } from '../core/candidate.ts'
import { type Draft, isLikely } from './answer.ts'
import type { DefinedForm } from './contract.ts'
import { withReason } from './evidence.ts'

/**
 * The mention with each short form in it written out as it is defined; `null` when there is none. Short forms are whole
 * words in the very case of the definition, or their plural.
 */
export const readingOf = (mention: string, definitions: readonly DefinedForm[]): string | null => {
  let reading = mention
  for (const { short, long } of definitions.toSorted((a, b) => b.short.length - a.short.length)) {
    // What the mention says already needs no writing out.
    if (short === '' || reading.includes(long)) continue
    const at = wordAt(reading, short)
    if (at !== -1)
      reading = reading.slice(0, at) + long + reading.slice(endOfWord(reading, at + short.length))
  }
  return reading === mention ? null : reading
}

const wordAt = (text: string, word: string): number => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (endsInWord(text, at)) continue
    if (!beginsInWord(text, endOfWord(text, at + word.length))) return at
  }
  return -1
}

/** Past the s of a plural. */
const endOfWord = (text: string, end: number): number =>
  text.charAt(end) === 's' && !beginsInWord(text, end + 1) ? end + 1 : end

// Two code units: a letter may be made of a pair.
const endsInWord = (text: string, end: number): boolean =>
  /[\p{L}\p{M}\p{N}]$/u.test(text.slice(Math.max(0, end - 2), end))
const beginsInWord = (text: string, start: number): boolean =>
  /^[\p{L}\p{M}\p{N}]/u.test(text.slice(start, start + 2))

// A definition in the text outweighs what the short form may mean elsewhere; where nothing is known of the long form, less.
const OTHER_SENSE = -3
const UNKNOWN_LONG_FORM = -1

/**
 * Puts together what the mention itself and what its long form were linked to: the long form decides, what the mention
 * alone would mean is demoted, not dropped.
 */
export const withReading = (own: Draft, read: Draft, reading: string): Draft => {
  const known = new Set(read.candidates.map(({ id }) => id))
  const reason: Reason = {
    feature: 'definition',
    value: `the text says it is "${reading}"`,
    weight: isLikely(read.candidates) ? OTHER_SENSE : UNKNOWN_LONG_FORM,
  }
  const others = own.candidates
    .filter(({ id }) => !known.has(id))
    .map((candidate) => withReason(candidate, reason))
  const candidates = [...read.candidates, ...others].sort((a, b) => b.score - a.score)
  return {
    mention: own.mention,
    reading,
    candidates,
    dropped: [...read.dropped, ...own.dropped],
    nilReason: candidates.length === 0 ? read.nilReason : 'no-candidate-is-likely',
  }
}
