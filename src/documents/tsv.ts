import { endOf, type Mention, type Section, startOf, type TextDocument } from '../core/document.ts'
import { offsetMapOf } from '../core/text/code-points.ts'
import type { DocumentWriter, WriteDocumentsOptions } from './contract.ts'
import { encodable } from './encodable.ts'
import { LossReport } from './losses.ts'

const COLUMNS = [
  'doc',
  'section',
  'start',
  'end',
  'text',
  'class',
  'id',
  'label',
  'score',
  'method',
  'by',
  'spans',
] as const

const LACKING = [
  'reasons',
  'key',
  'mention metadata',
  'section metadata',
  'relations',
  'abbreviations',
  'rejected',
  'metadata',
  'errors',
] as const

/**
 * Tab-separated values, a row a mention, beneath a row of column names. `id` is the first id, or all of a composite
 * mention, joined by `|`; `label` and `method` are those of its candidate; `spans` (`0-5;10-15`) is filled for a
 * discontinuous mention only. Tabs, line breaks and other control characters in a cell become blanks, one each.
 */
export const tsvWriter = (options: WriteDocumentsOptions): DocumentWriter => {
  const losses = new LossReport('tsv', LACKING, options)
  return {
    begin: () => `${COLUMNS.join('\t')}\n`,
    document: (document) => {
      losses.lacking(document)
      return rowsOf(document, options)
    },
    end: () => '',
  }
}

const rowsOf = (document: TextDocument, { offsets = 'utf16' }: WriteDocumentsOptions): string => {
  const { text, sections, mentions, id } = document
  const to = offsets === 'codepoint' ? offsetMapOf(text).toCodePoints : (offset: number) => offset
  let section = 0
  return mentions
    .map((mention) => {
      const start = startOf(mention)
      while (section + 1 < sections.length && (sections[section + 1]?.start ?? 0) <= start) section++
      return rowOf(id, mention, sectionAt(sections[section], start), to)
    })
    .join('')
}

const sectionAt = (section: Section | undefined, place: number): string =>
  section !== undefined && section.start <= place && place < section.end ? section.name : ''

const rowOf = (doc: string, mention: Mention, section: string, to: (offset: number) => number): string => {
  const { spans, text, ids, composite, score, by, candidates } = mention
  const candidate = candidates?.find(({ id }) => id === ids[0])
  const cells: Readonly<Record<(typeof COLUMNS)[number], string>> = {
    doc,
    section,
    start: String(to(startOf(mention))),
    end: String(to(endOf(mention))),
    text,
    class: mention.class,
    id: composite === true ? ids.join('|') : (ids[0] ?? ''),
    label: candidate?.label ?? '',
    score: score === undefined ? '' : String(score),
    method: candidate?.method ?? '',
    by: by?.join(',') ?? '',
    spans: spans.length === 1 ? '' : spans.map((span) => span.map(to).join('-')).join(';'),
  }
  return `${COLUMNS.map((column) => cellOf(cells[column])).join('\t')}\n`
}

// Whatever some tool takes for the end of a line, or of a text.
const cellOf = (text: string): string => encodable(text.replace(/[\p{Cc}\u2028\u2029]/gu, ' '))
