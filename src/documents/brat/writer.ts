import type { DocumentRelation, Mention, TextDocument } from '../../core/document.ts'
import { offsetMapOf } from '../../core/text/code-points.ts'
import type { DocumentFilesWriter, WriteDocumentsOptions } from '../contract.ts'
import { encodable } from '../encodable.ts'
import { FileNames } from '../file-names.ts'
import { namedMentions } from '../keys.ts'
import { LossReport } from '../losses.ts'
import { nameKeyOf, NOTE } from './document-in.ts'

const LACKING = [
  'score',
  'by',
  'candidates',
  'reasons',
  'composite',
  'sections',
  'mention metadata',
  'relation metadata',
  'abbreviations',
  'rejected',
  'metadata',
  'errors',
] as const

/** brat standoff: a `.txt` and an `.ann` file for each document, offsets in code points. */
export const bratWriter = (options: WriteDocumentsOptions): DocumentFilesWriter => {
  const losses = new LossReport('brat', LACKING, options, (key) => key.startsWith(nameKeyOf('')))
  const names = new FileNames()
  return {
    files: (document) => {
      losses.lacking(document)
      const name = names.of(document.id)
      if (name !== document.id)
        losses.say(document, `the files are called "${name}", which is read back as the id`)
      const text = encodable(document.text)
      if (text !== document.text) losses.say(document, 'characters that UTF-8 has not are written as U+FFFD')
      return [
        // Readers drop a byte order mark: one that belongs to the text stands behind another.
        { name: `${name}.txt`, content: text.startsWith('\ufeff') ? `\ufeff${text}` : text },
        { name: `${name}.ann`, content: annotationsOf(document, losses) },
      ]
    },
  }
}

const annotationsOf = (document: TextDocument, losses: LossReport): string => {
  const offsets = offsetMapOf(document.text)
  const lines: string[] = []
  const ids: string[] = []
  const keys = new Map<string, string>()
  for (const { mention, key } of namedMentions(document.mentions, 'T', (own) => /^T\S+$/.test(own))) {
    if (mention.key !== undefined && !keys.has(mention.key)) keys.set(mention.key, key)
    const label = encodable(mention.class.replace(/\s/g, '_')) || '_'
    if (label !== mention.class) losses.say(document, `the class "${mention.class}" is written "${label}"`)
    const places = mention.spans.map((span) => span.map((at) => String(offsets.toCodePoints(at))).join(' '))
    lines.push(`${key}\t${label} ${places.join(';')}\t${cell(mention.text)}`)
    for (const id of mention.ids) ids.push(normalization(document, { mention, key, id }, ids.length, losses))
  }
  const relations = (document.relations ?? []).map((relation, index) => relationLine(relation, index, keys))
  if (relations.some((line) => line === undefined))
    losses.say(document, 'relations that brat cannot write were left out')
  return [...lines, ...ids, ...relations.filter((line) => line !== undefined)]
    .map((line) => `${line}\n`)
    .join('')
}

const cell = (text: string): string => encodable(text.replace(/[\t\r\n]/g, ' '))

const normalization = (
  document: TextDocument,
  { mention, key, id }: { mention: Mention; key: string; id: string },
  index: number,
  losses: LossReport,
): string => {
  const written = cell(id).replaceAll(' ', '_')
  if (written !== id) losses.say(document, `the id "${id}" is written "${written}"`)
  const label = mention.candidates?.find((candidate) => candidate.id === id)?.label
  const name = cell(mention.metadata?.[nameKeyOf(id)] ?? label ?? '')
  return `N${String(index + 1)}\tReference ${key} ${written}\t${name}`
}

/**
 * Lines that were read from brat go back as they were; other relations become `R` lines if all that they join are
 * annotations. `undefined` for the rest.
 */
const relationLine = (
  { key, type, arguments: list }: DocumentRelation,
  index: number,
  keys: ReadonlyMap<string, string>,
): string | undefined => {
  if (type === '' || /[\s:]/.test(type)) return undefined
  const note = list.at(-1)?.role === NOTE ? list.at(-1)?.ref : undefined
  const parts = (note === undefined ? list : list.slice(0, -1)).map(({ role, ref }) => ({
    role,
    ref: keys.get(ref) ?? ref,
  }))
  const isBrats = key === undefined ? type === 'Equiv' : /^[REAM#]\S*$/.test(key)
  if (parts.some(({ role, ref }) => ref === '' || /\s/.test(ref) || /[\s:]/.test(role))) return undefined
  if (!isBrats && !list.every(({ role, ref }) => role !== '' && keys.has(ref))) return undefined
  const own = isBrats ? (key ?? '*') : `R${String(index + 1)}x`
  const [first] = parts
  const hasTrigger = own.startsWith('E') && first?.role === type
  const words = (hasTrigger ? parts.slice(1) : parts).map(({ role, ref }) =>
    role === '' ? ref : `${role}:${ref}`,
  )
  const head = hasTrigger ? `${type}:${first.ref}` : type
  return [own, [head, ...words].join(' '), ...(note === undefined ? [] : [cell(note)])].join('\t')
}
