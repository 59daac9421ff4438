import { isDigit, lettersOf } from './letters.ts'

/** A word, or what a hyphen or slash sets apart in one: what the letters of a short form begin. */
export interface WordPart {
  /** Letters that count, see `lettersOf`: as long as the part. */
  readonly letters: string
  /** UTF-16 code units of the document's text, half-open. */
  readonly start: number
  readonly end: number
  /** Joined to the part before it, without a blank. */
  readonly joined: boolean
  /** An article, preposition or conjunction: nothing that a short form need have a letter of. */
  readonly stop: boolean
  /** The number that it says, in digits: of `two`, `second`, `II`, `di`. */
  readonly number: string | null
}

const STOP = new Set(
  `a an and the of for in on to with without by from at as or nor per via into onto upon under over between among
  during within versus vs its their his her our this that these those is are was were be been which who whom while
  plus than then also both either de la le les du des der die das und et en von`.split(/\s+/),
)
const NUMBERS: ReadonlyMap<string, string> = new Map(
  [
    'one first mono single i uni',
    'two second di bi ii double dual twice',
    'three third tri iii triple',
    'four fourth tetra iv quadruple quad',
    'five fifth penta v',
    'six sixth hexa vi',
    'seven seventh hepta vii',
    'eight eighth octa viii',
    'nine ninth nona ix',
    'ten tenth deca x',
  ].flatMap((words, at) => words.split(' ').map((word): [string, string] => [word, String(at + 1)])),
)
const PART = /[\p{L}\p{N}\p{M}]+/gu
const JOINT = /^[-‐‑‒–—−/'’®™&+.,:]$/

/** Longest stretch of text before a bracket that is looked at, UTF-16 code units. */
export const WINDOW = 320

/** Parts of `text` between `start` and `end`, in order; `hidden` stretches (brackets) are passed over. */
export const partsOf = (
  text: string,
  start: number,
  end: number,
  hidden: (at: number) => number | undefined = () => undefined,
): readonly WordPart[] => {
  const parts: WordPart[] = []
  let from = start
  while (from < end) {
    let to = from
    let skipTo: number | undefined
    while (to < end && (skipTo = hidden(to)) === undefined) to++
    addParts(parts, text.slice(from, to), from)
    from = skipTo ?? to
  }
  return parts
}

const addParts = (parts: WordPart[], stretch: string, offset: number): void => {
  for (const match of stretch.matchAll(PART)) {
    const letters = lettersOf(match[0])
    const start = offset + match.index
    const before = parts.at(-1)
    const gap = before === undefined ? 0 : start - before.end
    const joined = gap === 1 && match.index > 0 && JOINT.test(stretch.charAt(match.index - 1))
    parts.push({
      letters,
      start,
      end: start + match[0].length,
      joined,
      stop: STOP.has(letters),
      number: isDigit(letters.charAt(0)) ? (/^\d+/.exec(letters)?.[0] ?? null) : (NUMBERS.get(letters) ?? null),
    })
  }
}
