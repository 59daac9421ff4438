import type { Candidate, Reason } from '../core/candidate.ts'
import type { DefinedForm, LinkResult } from './contract.ts'

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

const LETTER = /[\p{L}\p{N}]/u

const wordAt = (text: string, word: string): number => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at > 0 && LETTER.test(text.charAt(at - 1))) continue
    const end = endOfWord(text, at + word.length)
    if (end === text.length || !LETTER.test(text.charAt(end))) return at
  }
  return -1
}

/** Past the s of a plural. */
const endOfWord = (text: string, end: number): number =>
  text.charAt(end) === 's' && !LETTER.test(text.charAt(end + 1)) ? end + 1 : end

// A definition in the text outweighs what the short form may mean elsewhere; where nothing is known of the long form, less.
const OTHER_SENSE = -3
const UNKNOWN_LONG_FORM = -1

/**
 * Puts together what the mention itself and what its long form were linked to: the long form decides, what the mention
 * alone would mean is demoted, not dropped.
 */
export const withReading = (
  own: LinkResult,
  read: LinkResult,
  reading: string,
  limit: number,
): LinkResult => {
  const known = new Set(read.candidates.map(({ id }) => id))
  const reason: Reason = {
    feature: 'definition',
    value: `the text says it is "${reading}"`,
    weight: read.nil ? UNKNOWN_LONG_FORM : OTHER_SENSE,
  }
  const others = own.candidates
    .filter(({ id }) => !known.has(id))
    .map((candidate) => demoted(candidate, reason))
  const candidates = [...read.candidates, ...others].sort((a, b) => b.score - a.score).slice(0, limit)
  const best = read.nil && !own.nil ? own : read
  const dropped = [...(read.dropped ?? []), ...(own.dropped ?? [])]
  return {
    mention: own.mention,
    reading,
    nil: best.nil,
    ...(best.nilReason === undefined ? {} : { nilReason: best.nilReason }),
    candidates,
    ...(own.dropped === undefined ? {} : { dropped }),
  }
}

const demoted = (candidate: Candidate, reason: Reason): Candidate => {
  const odds = (candidate.score / (1 - candidate.score)) * Math.exp(reason.weight)
  const score = Number.isFinite(odds) ? Math.round((odds / (1 + odds)) * 10_000) / 10_000 : candidate.score
  return {
    ...candidate,
    score,
    ...(candidate.reasons === undefined ? {} : { reasons: [...candidate.reasons, reason] }),
  }
}
