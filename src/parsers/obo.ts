import { z } from 'zod'
import { KnownError } from '../core/errors.ts'
import { normalizeCurie } from '../core/curie.ts'
import type { ParsedTerm } from '../core/term.ts'
import { readTextBlocks } from '../io/text-blocks.ts'
import type { ParseContext, ParsedBatch, Parser } from './contract.ts'
import { OboHeader } from './obo/header.ts'
import { IGNORED_TAGS, TERM_TAGS, TermStanza } from './obo/term-stanza.ts'
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

const IGNORED = ''
const HEADER_TAG = /^[A-Za-z][\w-]*$/

const valueStart = (line: string, from: number): number => {
  let at = from
  while (line.charCodeAt(at) === 32 || line.charCodeAt(at) === 9) at++
  return at
}

// Most lines carry one of a dozen tags. Told apart by length and first letter, they cost neither a slice nor a chain
// of comparisons, and the many that are passed over cost nothing more.
const tagsByShape = new Map<number, readonly [written: string, tag: string]>(
  [...TERM_TAGS, ...IGNORED_TAGS].map((tag) => [
    tag.length * 128 + tag.charCodeAt(0),
    [tag, IGNORED_TAGS.has(tag) ? IGNORED : tag] as const,
  ]),
)

const knownTag = (line: string, length: number): string | undefined => {
  const known = tagsByShape.get(length * 128 + line.charCodeAt(0))
  return known !== undefined && line.startsWith(known[0]) ? known[1] : undefined
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
  readonly #unknownTags = new Set<string>()
  #terms: ParsedTerm[] = []
  #stanza: TermStanza | null = null
  #typedef: Typedef | null = null
  #place: 'header' | 'term' | 'typedef' | 'other' = 'header'
  #continued = ''
  #line = 0

  constructor(file: string, context: ParseContext) {
    this.#file = file
    this.#context = context
  }

  read(text: string, firstLine: number): ParsedBatch {
    this.#line = firstLine
    for (let start = 0; start < text.length; this.#line++) {
      const newline = text.indexOf('\n', start)
      const end = text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline
      if (end > start) this.#physicalLine(text, start, end)
      start = newline + 1
    }
    return this.#takeBatch()
  }

  finish(): ParsedBatch {
    if (this.#continued !== '') this.#logicalLine(this.#continued)
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
    const joins = text.charCodeAt(end - 1) === 92 && text.charCodeAt(end - 2) !== 92
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
    if (colon <= 0 || (this.#place === 'header' && !HEADER_TAG.test(line.slice(0, colon)))) {
      this.#malformed(line)
      return
    }
    const tag = knownTag(line, colon)
    if (tag === IGNORED && this.#stanza) return
    const value = line.slice(valueStart(line, colon + 1))
    this.#take(tag === IGNORED || tag === undefined ? line.slice(0, colon) : tag, value)
  }

  #take(tag: string, value: string): void {
    if (this.#stanza) this.#stanza.take(tag, value, this.#line)
    else if (this.#typedef) takeTypedefLine(this.#typedef, tag, value)
    else this.#header.take(tag, value, this.#line, this.#context)
  }

  #openStanza(line: string): void {
    if (this.#place === 'header') this.#endHeader()
    else this.#endStanza()
    const name = /^\[(\w+)\]/.exec(line)?.[1]
    if (name === 'Term') {
      this.#place = 'term'
      this.#stanza = new TermStanza(this.#line, this.#header, this.#context, this.#unknownTags)
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
    this.#stanza = null
    this.#typedef = null
    if (typedef && typedef.id !== '') this.#context.defineRelation(typedef)
    if (!stanza || stanza.isNameless) return
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
