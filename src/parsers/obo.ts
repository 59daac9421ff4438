import { z } from 'zod'
import { KnownError } from '../core/errors.ts'
import { normalizeCurie } from '../core/curie.ts'
import type { ParsedTerm } from '../core/term.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { ParseContext, ParsedBatch, Parser } from './contract.ts'
import { OboHeader } from './obo/header.ts'
import { IGNORED_TAGS, TERM_TAGS, TermStanza } from './obo/term-stanza.ts'
import { PlainLines } from './obo/plain-lines.ts'
import { bareValue, idValue, unescape } from './obo/values.ts'

/**
 * OBO flat files, format 1.2 and 1.4 (owlcollab.github.io/oboformat): `[Term]` stanzas become terms; `[Typedef]` gives
 * the CURIEs and labels of relations; `[Instance]` and `[Annotation]` are passed over.
 */
export const oboParser: Parser<Record<string, never>> = {
  options: z.strictObject({}),
  async *parse(file, _options, context) {
    const reader = new OboReader(file, context)
    for await (const block of readTextBlocks(file, {
      report: (issue) => {
        context.report(issue)
      },
      signal: context.signal,
    })) {
      yield reader.read(block.text, block.firstLine)
    }
    yield reader.finish()
  },
}

const HEADER_TAG = /^[A-Za-z][\w-]*$/

const valueStart = (text: string, from: number, end: number): number => {
  let at = from
  while (at < end && (text.charCodeAt(at) === BLANK || text.charCodeAt(at) === TAB)) at++
  return at
}

// Most lines carry one of a dozen tags. Told apart by length and first letter, where they stand, they cost neither a
// slice nor a chain of comparisons, and the many that are passed over cost nothing more.
const LONGEST_TAG = 24
const tagsByShape: (string | undefined)[] = Array.from({ length: (LONGEST_TAG + 1) * 128 })
for (const tag of [...TERM_TAGS, ...IGNORED_TAGS]) tagsByShape[tag.length * 128 + tag.charCodeAt(0)] = tag

const [TAB, BLANK, BACKSLASH] = [9, 32, 92]

/** The tag between `start` and `colon`, if it is one of the common ones. */
const knownTag = (text: string, start: number, colon: number): string | undefined => {
  const length = colon - start
  const tag = length > LONGEST_TAG ? undefined : tagsByShape[length * 128 + text.charCodeAt(start)]
  return tag !== undefined && text.startsWith(tag, start) ? tag : undefined
}

interface Typedef {
  id: string
  label?: string
  curie?: string
}

class OboReader {
  readonly #file: string
  readonly #context: ParseContext
  readonly #header = new OboHeader()
  readonly #lines = new PlainLines()
  readonly #stanza: TermStanza
  #terms: ParsedTerm[] = []
  #typedef: Typedef | null = null
  #place: 'header' | 'term' | 'typedef' | 'other' = 'header'
  #continued = ''
  #line = 0

  constructor(file: string, context: ParseContext) {
    this.#file = file
    this.#context = context
    this.#stanza = new TermStanza(this.#header, context)
  }

  read(text: string, firstLine: number): ParsedBatch {
    this.#line = firstLine
    this.#lines.begin(text)
    for (let start = 0; start < text.length; this.#line++) {
      const newline = text.indexOf('\n', start)
      const end = text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline
      if (end > start && !this.#commonLine(text, start, end)) this.#physicalLine(text, start, end)
      start = newline + 1
    }
    return this.#takeBatch()
  }

  finish(): ParsedBatch {
    if (this.#continued !== '') {
      // The file ends in a line that goes on: what is wrong with it stands in that line.
      this.#line--
      this.#logicalLine(this.#continued)
    }
    if (this.#place === 'header') this.#endHeader()
    this.#endStanza()
    return this.#takeBatch()
  }

  #takeBatch(): ParsedBatch {
    const terms = this.#terms
    this.#terms = []
    return { terms, additions: [] }
  }

  // A backslash at the end of a line joins it with the next; two of them are a backslash.
  #physicalLine(text: string, start: number, end: number): void {
    const joins = text.charCodeAt(end - 1) === BACKSLASH && text.charCodeAt(end - 2) !== BACKSLASH
    if (!joins && this.#continued === '') {
      this.#logicalLine(text.slice(start, end))
      return
    }
    this.#continued += text.slice(start, joins ? end - 1 : end)
    if (joins) return
    const whole = this.#continued
    this.#continued = ''
    this.#logicalLine(whole)
  }

  /** The short way for a plain line with a common tag in a term; false when the line wants a closer look. */
  #commonLine(text: string, start: number, end: number): boolean {
    if (this.#place !== 'term' || this.#continued !== '' || !this.#lines.isPlain(start, end)) return false
    const colon = text.indexOf(':', start)
    const tag = colon === -1 ? undefined : knownTag(text, start, colon)
    if (tag === undefined) return false
    if (IGNORED_TAGS.has(tag)) return true
    return this.#stanza.takePlain(tag, this.#lines, valueStart(text, colon + 1, end), end)
  }

  #logicalLine(line: string): void {
    const first = line.charCodeAt(0)
    if (first === 91) {
      this.#openStanza(line)
      return
    }
    if (first === 33 || first === 32 || first === 9) {
      const trimmed = line.trim()
      if (trimmed !== '' && first !== 33) this.#logicalLine(trimmed)
      return
    }
    if (this.#place === 'other') return
    const colon = line.indexOf(':')
    const tag = line.slice(0, Math.max(0, colon))
    if (tag === '' || (this.#place === 'header' && !HEADER_TAG.test(tag))) this.#malformed(line)
    else this.#take(tag, line.slice(valueStart(line, colon + 1, line.length)))
  }

  #take(tag: string, value: string): void {
    if (this.#place === 'term') this.#stanza.take(tag, value, this.#line)
    else if (this.#typedef) takeTypedefLine(this.#typedef, tag, value)
    else this.#header.take(tag, value, this.#line, this.#context)
  }

  #openStanza(line: string): void {
    if (this.#place === 'header') this.#endHeader()
    else this.#endStanza()
    const name = line === '[Term]' ? 'Term' : /^\[(\w+)\]/.exec(line)?.[1]
    if (name === 'Term') {
      this.#place = 'term'
      this.#stanza.begin(this.#line)
    } else if (name === 'Typedef') {
      this.#place = 'typedef'
      this.#typedef = { id: '' }
    } else {
      this.#place = 'other'
      if (name !== 'Instance' && name !== 'Annotation') this.#malformed(line)
    }
  }

  #endHeader(): void {
    this.#header.describe(this.#context)
  }

  #endStanza(): void {
    const [stanza, typedef] = [this.#stanza, this.#typedef]
    this.#typedef = null
    if (typedef && typedef.id !== '') this.#context.defineRelation(typedef)
    if (this.#place !== 'term' || stanza.isNameless) return
    if (stanza.id !== '') this.#terms.push(stanza.build())
    else {
      const message = 'a [Term] without an id was left out'
      this.#context.report({
        code: 'missing-id',
        line: stanza.line,
        message,
        repair: 'Give it an "id:" line.',
      })
    }
  }

  #malformed(line: string): void {
    const shown = line.length > 80 ? `${line.slice(0, 80)}…` : line
    if (this.#place === 'header' && this.#line <= 20) {
      throw new KnownError(
        'SOURCE_SYNTAX',
        `no OBO file: "${shown}"`,
        'Check that "type" fits the file; OBO begins with "format-version:".',
        {
          place: { file: this.#file, line: this.#line },
        },
      )
    }
    const message = `"${shown}" is neither "tag: value" nor a known [Stanza]; left out`
    this.#context.report({ code: 'malformed-line', line: this.#line, message, repair: 'Write "tag: value".' })
  }
}

const takeTypedefLine = (typedef: Typedef, tag: string, value: string): void => {
  if (tag === 'id') typedef.id = normalizeCurie(idValue(value))
  else if (tag === 'name') typedef.label = unescape(bareValue(value))
  else if (tag === 'xref') {
    const curie = normalizeCurie(idValue(value))
    if (/^[A-Z]+:\d+$/.test(curie)) typedef.curie ??= curie
  }
}
