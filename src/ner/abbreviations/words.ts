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
  /** Long forms do not begin with it: "and", "the", "which". */
  readonly link: boolean
  /** The number that it says, in digits: of `two`, `second`, `II`, `di`. */
  readonly number: string | null
}

const STOP = new Set(
  `a an and the of for in on to with without by from at as or nor per via into onto upon under over between among
  during within versus vs its their his her our this that these those is are was were be been which who whom while
  plus than then also both either de la le les du des der die das und et en von`.split(/\s+/),
)
const LINKS = new Set(
  `a an and the of is are was were be been which who whom while plus than then also both either as or nor well
  their its his her our this that these those`.split(/\s+/),
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
const OPENING = /[([（]/g
const GOES_ON = /^\s*(?:,|\/|(?:and|or)\s)/
const JOINT = /^(?:[-‐‑‒–—−/®™&+.,:]|['’′][-‐‑–]?)$/

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
  for (const { index } of text.slice(start, end).matchAll(OPENING)) {
    const open = start + index
    const over = open < from ? undefined : hidden(open)
    if (over === undefined) continue
    addParts(parts, text.slice(from, open), from)
    from = Math.min(over, end)
    // "right ventricle (RV) and left ventricle": what comes after such a bracket is another thing.
    if (parts.length > 0 && GOES_ON.test(text.slice(from, from + 6))) parts.length = 0
  }
  addParts(parts, text.slice(from, end), from)
  return parts
}

const addParts = (parts: WordPart[], stretch: string, offset: number): void => {
  for (const match of stretch.matchAll(PART)) {
    const letters = lettersOf(match[0])
    const start = offset + match.index
    const before = parts.at(-1)
    const gap = before === undefined ? 0 : start - before.end
    const joined = gap < 3 && match.index >= gap && JOINT.test(stretch.slice(match.index - gap, match.index))
    parts.push({
      letters,
      start,
      end: start + match[0].length,
      joined,
      stop: STOP.has(letters),
      link: LINKS.has(letters) && match[0] === letters,
      number: isDigit(letters.charAt(0))
        ? (/^\d+/.exec(letters)?.[0] ?? null)
        : (NUMBERS.get(letters) ?? null),
    })
  }
}
