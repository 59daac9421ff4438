/** A pair of round or square brackets. */
export interface Bracket {
  /** Of the opening character. */
  readonly open: number
  /** Of the closing character; of one that is never closed, where the look-out ended. */
  readonly close: number
  readonly closed: boolean
  /** Where the innermost bracket around it opens; -1: there is none. */
  readonly within: number
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '（': '）' }
const ANY = /[()[\]（）]/g
/** How far the end of a bracket that is never closed is looked for. */
const UNCLOSED_REACH = 40
/** Deeper ones are read as text: no author nests so far. */
const MAX_DEPTH = 8

/** Brackets that open in `[start, end)`, by their opening. Linear in the text, however they nest. */
export const findBrackets = (text: string, start: number, end: number): readonly Bracket[] => {
  const found: Bracket[] = []
  const open: number[] = []
  const around = new Map<number, number>()
  for (const match of text.slice(start, end).matchAll(ANY)) {
    const at = start + match.index
    const closing = CLOSING[match[0]]
    if (closing !== undefined) {
      around.set(at, open.at(-1) ?? -1)
      open.push(at)
      if (open.length > MAX_DEPTH) open.shift()
      continue
    }
    const last = open.at(-1)
    if (last === undefined || CLOSING[text.charAt(last)] !== match[0]) {
      // "(a [b)": the square one was never closed.
      if (open.length < 2 || CLOSING[text.charAt(open.at(-2) ?? 0)] !== match[0]) continue
      open.pop()
    }
    const from = open.pop() ?? at
    found.push({ open: from, close: at, closed: true, within: around.get(from) ?? -1 })
    around.delete(from)
  }
  for (const [at, within] of around) {
    found.push({ open: at, close: Math.min(end, at + UNCLOSED_REACH), closed: false, within })
  }
  return found.sort((a, b) => a.open - b.open)
}
