import type { Abbreviation, Mention, NoMention, Section, TextDocument } from '../core/document.ts'
import { endOf, startOf } from '../core/document.ts'
import { offsetMapOf } from '../core/text/code-points.ts'
import type {
  DocumentInput,
  DocumentReader,
  DocumentWriter,
  ReadDocumentsOptions,
  WriteDocumentsOptions,
} from './contract.ts'
import { withinLimits } from './limits.ts'
import { type Line, readLines } from './lines.ts'
import { documentOf } from './jsonl/document-in.ts'

/**
 * JSON Lines: `{"id", "text"}` or `{"id", "sections": [{"name", "text"}]}` a line (the texts of sections are joined by a
 * line feed), or what {@link jsonlWriter} wrote. A line without `id` is called `line-N`.
 */
export const jsonlReader: DocumentReader = {
  async *read(input: DocumentInput, options: ReadDocumentsOptions) {
    for await (const lines of readLines(input, options))
      for (const line of lines) {
        const document = documentOnLine(line, options)
        if (document !== undefined) yield document
      }
  },
}

const documentOnLine = (
  { text, number, isBroken }: Line,
  { report }: ReadDocumentsOptions,
): TextDocument | undefined => {
  if (isBroken || text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const message = `not valid JSON: ${error instanceof Error ? error.message : String(error)}`
    report({ line: number, message: message.slice(0, 200), repair: 'Write one JSON object a line.' })
    return undefined
  }
  const place = { line: number, ...idOf(value) }
  const complain = (message: string, repair: string): void => {
    report({ ...place, message, repair })
  }
  return withinLimits(() => documentOf(value, number, complain), place, { report })
}

const idOf = (value: unknown): { id?: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? { id: value.id }
    : {}

/**
 * JSON Lines, a document each, as `docs/documents.md` shows. Holds all that a document has. With offsets in code points
 * a line says so: `"offsets": "codepoint"`.
 */
export const jsonlWriter = ({ offsets = 'utf16' }: WriteDocumentsOptions): DocumentWriter => ({
  begin: () => '',
  document: (document) => `${JSON.stringify(lineOf(document, offsets))}\n`,
  end: () => '',
})

type To = (offset: number) => number

const lineOf = (document: TextDocument, offsets: 'utf16' | 'codepoint'): object => {
  const { id, text, sections, mentions, abbreviations = [], rejected, relations, metadata } = document
  const to = offsets === 'codepoint' ? offsetMapOf(text).toCodePoints : (offset: number) => offset
  return {
    id,
    ...(offsets === 'codepoint' ? { offsets } : {}),
    sections: sections.map((section) => sectionOf(section, to)),
    text,
    mentions: mentions.map((mention) => mentionOf(mention, to)),
    abbreviations: abbreviations.map((abbreviation) => abbreviationOf(abbreviation, to)),
    ...(rejected === undefined ? {} : { rejected: rejected.map((each) => noMentionOf(each, to)) }),
    ...(relations === undefined ? {} : { relations }),
    ...(metadata === undefined ? {} : { metadata }),
    errors: document.errors ?? [],
  }
}

const sectionOf = ({ name, start, end, ...rest }: Section, to: To): object => ({
  name,
  start: to(start),
  end: to(end),
  ...rest,
})

const mentionOf = (mention: Mention, to: To): object => {
  const { spans, text, class: entityClass, ids, composite, score, by, ...rest } = mention
  return {
    start: to(startOf(mention)),
    end: to(endOf(mention)),
    spans: spans.map(([start, end]) => [to(start), to(end)]),
    text,
    class: entityClass,
    ...(score === undefined ? {} : { score }),
    ...(by === undefined ? {} : { by }),
    nil: ids.length === 0,
    id: ids[0] ?? null,
    ...(ids.length > 1 ? { ids } : {}),
    ...(composite === undefined ? {} : { composite }),
    ...rest,
  }
}

const noMentionOf = ({ spans, ...rest }: NoMention, to: To): object => ({
  start: to(startOf({ spans })),
  end: to(endOf({ spans })),
  spans: spans.map(([start, end]) => [to(start), to(end)]),
  ...rest,
})

const abbreviationOf = (abbreviation: Abbreviation, to: To): Abbreviation => ({
  ...abbreviation,
  start: to(abbreviation.start),
  end: to(abbreviation.end),
  longStart: to(abbreviation.longStart),
  longEnd: to(abbreviation.longEnd),
})
