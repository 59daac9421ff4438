import {
  endOf,
  type DocumentRelation,
  type Mention,
  startOf,
  type TextDocument,
} from '../../core/document.ts'
import { type OffsetMap, offsetMapOf } from '../../core/text/code-points.ts'
import type { DocumentWriter, WriteDocumentsOptions } from '../contract.ts'
import { idField } from '../corpus-ids.ts'
import { encodable } from '../encodable.ts'
import { LossReport } from '../losses.ts'
import { written } from './document-in.ts'

/**
 * PubTator, offsets in code points; the dialect that `pubtatorReader` reads: a discontinuous mention has its pieces in a
 * seventh column. A document that is not title and abstract is cut at its first line feed. Line breaks within the two
 * are written as blanks, so that offsets hold.
 */
export const pubtatorWriter = (options: WriteDocumentsOptions): DocumentWriter => {
  const losses = new LossReport(
    'PubTator',
    LACKING,
    options,
    (key) => key === 'identifier' || key === 'extra',
  )
  return {
    begin: () => '',
    document: (document) => {
      losses.lacking(document)
      return linesOf(document, losses)
    },
    end: () => '',
  }
}

const LACKING = [
  'score',
  'by',
  'candidates',
  'reasons',
  'key',
  'mention metadata',
  'section metadata',
  'relation metadata',
  'abbreviations',
  'rejected',
  'metadata',
  'errors',
] as const

const linesOf = (document: TextDocument, losses: LossReport): string => {
  const id = encodable(written(document.id).replaceAll('|', '_').trim())
  if (id !== document.id) losses.say(document, `the id is written "${id}"`)
  const { title, abstract } = partsOf(document)
  reportText(document, title, abstract, losses)
  const offsets = offsetMapOf(document.text)
  const rows = document.mentions.map((mention) => rowOf(document, mention, offsets, losses))
  const relations = (document.relations ?? []).map((relation) => relationRow(document, relation, losses))
  return `${[`|t|${title}`, `|a|${abstract}`, ...rows, ...relations].map((line) => id + line).join('\n')}\n\n`
}

/** Title and abstract, both without line breaks and as long as they were. */
const partsOf = (document: TextDocument): { title: string; abstract: string } => {
  const { text } = document
  const cut = cutOf(document)
  // A separator with nothing behind it would be lost.
  const end = cut + 1 >= text.length ? text.length : cut
  return { title: oneLine(text.slice(0, end)), abstract: oneLine(text.slice(end + 1)) }
}

const cutOf = ({ text, sections }: TextDocument): number => {
  const [title, abstract] = sections
  const isTitled =
    title?.name === 'title' &&
    title.start === 0 &&
    sections.length <= 2 &&
    (abstract === undefined || abstract.start === title.end + 1)
  if (isTitled) return title.end
  const lineFeed = text.indexOf('\n')
  return lineFeed === -1 ? text.length : lineFeed
}

const oneLine = (text: string): string => encodable(text.replace(/[\r\n]/g, ' '))

const reportText = (document: TextDocument, title: string, abstract: string, losses: LossReport): void => {
  const read = abstract === '' ? title : `${title}\n${abstract}`
  if (read !== document.text)
    losses.say(document, 'the text is read back with other line breaks, or characters that UTF-8 has not')
  const sections = [`title 0 ${String(title.length)}`]
  if (abstract !== '') sections.push(`abstract ${String(title.length + 1)} ${String(read.length)}`)
  const there = document.sections.map(({ name, start, end }) => `${name} ${String(start)} ${String(end)}`)
  if (there.join('\n') !== sections.join('\n'))
    losses.say(document, 'the sections are not title and abstract; read back as such')
}

const rowOf = (document: TextDocument, mention: Mention, offsets: OffsetMap, losses: LossReport): string => {
  const [start, end] = [startOf(mention), endOf(mention)]
  const there = oneLine(written(document.text.slice(start, end)))
  const label = oneLine(written(mention.class)).trim()
  if (label !== mention.class) losses.say(document, `the class "${mention.class}" is written "${label}"`)
  const field = idField({ ...mention, class: label })
  if (field === undefined)
    losses.say(document, `the ids ${mention.ids.join(', ')} of "${there}" cannot be told from one another`)
  const extra =
    mention.spans.length > 1
      ? mention.spans.map((span) => span.map((at) => String(offsets.toCodePoints(at))).join('-')).join(',')
      : mention.metadata?.['extra']
  return [
    '',
    String(offsets.toCodePoints(start)),
    String(offsets.toCodePoints(end)),
    there,
    label,
    oneLine(written(field ?? mention.ids.join(','))) || '-',
    ...(extra === undefined ? [] : [extra.replace(/[\r\n]/g, ' ')]),
  ].join('\t')
}

const relationRow = (document: TextDocument, relation: DocumentRelation, losses: LossReport): string => {
  const cells = ['', relation.type, ...relation.arguments.map(({ ref }) => ref)].map((cell) =>
    oneLine(written(cell)),
  )
  const isHeld =
    relation.key === undefined &&
    relation.arguments.every(({ role }, index) => role === `arg${String(index + 1)}`) &&
    relation.arguments.length > 0 &&
    !/^\s*\d+\s*$/.test(relation.type)
  if (!isHeld) losses.say(document, `the relation ${JSON.stringify(relation)} is not read back as it is`)
  return cells.join('\t')
}
