import { isSurelyShort, lastSentence, type Ground } from './bracketed.ts'
import { pair, type Definition } from './pairs.ts'
import { MAX_SHORT, readShortForm } from './short-form.ts'
import { partsOf, WINDOW } from './words.ts'

// "…, abbreviated as X", "…, or X,": what leads from a long form to its short one without a bracket.
const LEADING =
  /,? (?:(?:is |are |was |were )?(?:here(?:in)?after|henceforth)?,? ?(?:abbreviated|shortened|referred to|hereafter|henceforth|hereinafter)(?: (?:here|simply|subsequently))?(?: (?:as|to|by|called|referred to as))*[:,]? ["“'‘]?)(?=\p{L})/gu
const ALTERNATIVE = /, or (?:the )?["“'‘]?(?=\p{Lu})| [-–—] (?=\p{L}{0,12}\p{Lu}\p{L}{0,12}\p{Lu})/gu
const WORD = /[^\s,;()[\]"”“]+/y
const AFTER_ALTERNATIVE = /^["”'’]?(?:[,.;:)\]]|$)/

/** Definitions that a turn of phrase makes, long form first. */
export const phrasedDefinitions = ({ text, start, end, hidden }: Ground): readonly Definition[] => {
  const found: Definition[] = []
  const section = text.slice(start, end)
  for (const [cue, strict] of [
    [LEADING, false],
    [ALTERNATIVE, true],
  ] as const) {
    for (const match of section.matchAll(cue)) {
      const cueStart = start + match.index
      const from = cueStart + match[0].length
      WORD.lastIndex = from
      const word = WORD.exec(text)?.[0] ?? ''
      const short =
        word.length > MAX_SHORT ? null : readShortForm(text, from, Math.min(end, from + word.length))
      if (short === null || !isSurelyShort(short)) continue
      if (strict && !AFTER_ALTERNATIVE.test(text.slice(short.end, Math.min(end, short.end + 2)))) continue
      const begin = lastSentence(text, Math.max(start, cueStart - WINDOW), cueStart)
      const parts = partsOf(text, begin, cueStart, hidden)
      const definition = pair(text, short, parts, { pattern: 'phrase', close: true, strict })
      if (definition !== null) found.push(definition)
    }
  }
  return found
}

const SEPARATOR = /\s?=\s?|:\s|,\s|\s(?:indicates?|denotes?|stands? for|means|is short for|are short for)\s/gu
const BEFORE = /(?:^|[\s(["“])([\p{L}\p{N}][^\s()[\]=;:,"“]*)["”]?$/u
const LONGEST = 140

/** "PS = pain severity; PI = pain interference", "CL, confidence limits.", "BP indicates blood pressure;". */
export const equations = ({ text, start, end, hidden }: Ground): readonly Definition[] => {
  const found: Definition[] = []
  const section = text.slice(start, end)
  for (const match of section.matchAll(SEPARATOR)) {
    const at = start + match.index
    const word = BEFORE.exec(text.slice(Math.max(start, at - MAX_SHORT), at))?.[1]
    if (word === undefined || !/\p{Lu}/u.test(word)) continue
    const short = readShortForm(text, at - word.length, at)
    if (short === null || short.symbols.length < 2) continue
    const from = at + match[0].length
    const to = endOfItem(text, from, Math.min(end, from + LONGEST), hidden)
    if (text.charAt(to) === '=') continue
    const weak = /^[:,]/.test(match[0])
    if (weak && !isItem(text, start, short.start, to, end)) continue
    const parts = partsOf(text, from, to, hidden)
    if (parts.length === 0 || parts.length > 3 * short.symbols.length + 2) continue
    const definition = pair(text, short, parts, { pattern: 'equation', whole: true, close: true })
    if (
      definition === null ||
      (weak && definition.strategy === 'letters-in-words' && short.symbols.length > 5)
    )
      continue
    found.push(definition)
  }
  return found
}

const endOfItem = (text: string, from: number, end: number, hidden: Ground['hidden']): number => {
  let at = from
  while (at < end && !/[;,.:=)\]\n]/.test(text.charAt(at))) at = hidden(at) ?? at + 1
  return Math.min(at, end)
}

/** Stands in a list of abbreviations: something ends before it, and something after it. */
const isItem = (text: string, start: number, from: number, to: number, end: number): boolean => {
  const before = text.slice(Math.max(start, from - 3), from).trimEnd()
  const opens = from - start < 3 || /[;.:(]$/.test(before)
  return opens && (to >= end || /[;.\n]/.test(text.charAt(to)))
}
