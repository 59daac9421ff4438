import type { DocumentRelation, Mention, Section, Span, TextDocument } from '../../core/document.ts'
import { type OffsetMap, offsetMapOf } from '../../core/text/code-points.ts'
import type { DocumentProblem } from '../contract.ts'
import { idsIn } from '../corpus-ids.ts'
import { inOrder, mentionAt, spansWithin } from '../spans.ts'

/** The lines of one document. */
export interface PubTatorLines {
  readonly id: string
  /** Number of the first. */
  readonly line: number
  readonly parts: { readonly letter: string; readonly text: string }[]
  readonly rows: { readonly cells: readonly string[]; readonly line: number }[]
}

const NAMES: Readonly<Record<string, string>> = { t: 'title', a: 'abstract' }

export const documentOfLines = (
  { id, parts, rows }: PubTatorLines,
  report: (problem: DocumentProblem) => void,
): TextDocument => {
  const { text, sections } = textOf(parts)
  const reader = new RowReader(id, text, report)
  const mentions: Mention[] = []
  const relations: DocumentRelation[] = []
  for (const { cells, line } of rows) {
    if (isNumber(cells[1])) {
      const mention = reader.mention(cells, line)
      if (mention !== undefined) mentions.push(mention)
    } else relations.push(relationOf(cells))
  }
  return { id, text, sections, mentions: inOrder(mentions), ...(relations.length === 0 ? {} : { relations }) }
}

/** An empty last line stands for a text that is not there, and does not even part. */
const textOf = (parts: PubTatorLines['parts']): { text: string; sections: Section[] } => {
  let count = parts.length
  while (count > 1 && parts[count - 1]?.text === '') count--
  const kept = parts.slice(0, count)
  let start = 0
  const sections = kept.map(({ letter, text }) => {
    const section = { name: NAMES[letter] ?? letter, start, end: start + text.length }
    start = section.end + 1
    return section
  })
  return { text: kept.map((part) => part.text).join('\n'), sections }
}

const isNumber = (cell: string | undefined): boolean => cell !== undefined && /^\s*\d+\s*$/.test(cell)

const relationOf = ([, type = '', ...refs]: readonly string[]): DocumentRelation => ({
  type,
  arguments: refs.map((ref, index) => ({ role: `arg${String(index + 1)}`, ref })),
})

const PIECES = /^\d+-\d+(?:,\d+-\d+)+$/

class RowReader {
  readonly #id: string
  readonly #text: string
  readonly #offsets: OffsetMap
  readonly #report: (problem: DocumentProblem) => void

  constructor(id: string, text: string, report: (problem: DocumentProblem) => void) {
    this.#id = id
    this.#text = text
    this.#offsets = offsetMapOf(text)
    this.#report = report
  }

  mention(cells: readonly string[], line: number): Mention | undefined {
    const [, start, end, stated = '', label = '', field = '', ...more] = cells
    const pieces = more.length === 1 && PIECES.test(more[0] ?? '') ? more[0] : undefined
    const spans = this.#spans(pieces ?? `${String(start)}-${String(end)}`)
    if (spans === undefined) {
      const place = `${String(start)}–${String(end)}`
      const message = `"${stated.slice(0, 60)}" at ${place} is not within the text of ${String(this.#offsets.length)} code points; left out`
      this.#say(line, message, 'Count offsets from 0 in code points: title, one character, abstract.')
      return undefined
    }
    const { ids, composite, identifier } = idsIn(field, label.trim())
    const metadata = {
      ...(identifier === undefined ? {} : { identifier }),
      ...(more.length > 0 && pieces === undefined ? { extra: more.join('\t') } : {}),
    }
    const mention = mentionAt(this.#text, spans, {
      class: label.trim(),
      ids,
      ...(composite === undefined ? {} : { composite }),
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    })
    this.#compare(mention, stated, line)
    return mention
  }

  #spans(pieces: string): readonly Span[] | undefined {
    const stated = pieces.split(',').map((piece): [number | undefined, number | undefined] => {
      const [start, end] = piece.split('-')
      return [this.#offsets.toUtf16(Number(start)), this.#offsets.toUtf16(Number(end))]
    })
    return spansWithin(stated, this.#text.length)
  }

  /** The text of a row is told for readers of the file: where it differs, its offsets are doubtful, but all there is. */
  #compare(mention: Mention, stated: string, line: number): void {
    const [first, last] = [mention.spans[0], mention.spans.at(-1)]
    const there = this.#text.slice(first?.[0], last?.[1])
    if (stated === mention.text || stated === there) return
    if (stated.length === there.length && stated === written(there)) return
    const message = `the row says "${stated.slice(0, 60)}", the text at its offsets is "${there.slice(0, 60)}"; kept with these offsets`
    this.#say(line, message, 'Check the offsets: they count code points of title, one character, abstract.')
  }

  #say(line: number, message: string, repair: string): void {
    this.#report({ line, id: this.#id, message, repair })
  }
}

/** A text as it stands in a cell. */
export const written = (text: string): string => text.replace(/[\t\r\n]/g, ' ')
