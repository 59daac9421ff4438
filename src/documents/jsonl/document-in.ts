import type { Candidate } from '../../core/candidate.ts'
import {
  type Abbreviation,
  type DocumentRelation,
  type Mention,
  type NoMention,
  type Section,
  type TextDocument,
  textOf as textWithin,
} from '../../core/document.ts'
import { offsetMapOf } from '../../core/text/code-points.ts'
import { inOrder, mentionAt, spansWithin } from '../spans.ts'
import {
  fieldsOf,
  isFields,
  numberAt,
  objectsAt,
  stringAt,
  stringsAt,
  textsAt,
  type Fields,
} from '../json-fields.ts'

/** How an offset of a line becomes one of the text; `undefined` for what is none. */
type ToUtf16 = (offset: number) => number | undefined

/** What is wrong with a part of a document that is left out, or with the document. */
export type Complain = (message: string, repair: string) => void

/**
 * A document from an object of a JSON line.
 *
 * @returns `undefined` when it has no text; said through `complain`
 */
export const documentOf = (value: unknown, line: number, complain: Complain): TextDocument | undefined => {
  if (!isFields(value)) {
    complain('the line is no JSON object', 'Write {"id": "…", "text": "…"}.')
    return undefined
  }
  const id = stringAt(value, 'id') ?? numberAt(value, 'id')?.toString() ?? `line-${String(line)}`
  const whole = textOf(value)
  if (whole === undefined) {
    complain('neither "text" nor sections with a text', 'Write {"id": "…", "text": "…"}, each a string.')
    return undefined
  }
  const { text, pieces } = whole
  const toUtf16 = offsetsOf(value, text)
  const abbreviations = abbreviationsOf(value, toUtf16, complain)
  const context = { text, toUtf16, complain }
  const rejected = rejectedOf(value, context)
  const relations = objectsAt(value, 'relations').flatMap((relation) => relationOf(relation, complain) ?? [])
  const metadata = textsAt(value, 'metadata')
  const errors = stringsAt(value, 'errors')
  return {
    id,
    text,
    sections: pieces ?? sectionsOf(value, toUtf16, complain),
    mentions: inOrder(mentionsOf(value, context)),
    ...(abbreviations.length === 0 ? {} : { abbreviations }),
    ...(rejected.length === 0 ? {} : { rejected }),
    ...(relations.length === 0 ? {} : { relations }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(errors === undefined || errors.length === 0 ? {} : { errors }),
  }
}

/** The text, and the sections where it is made of theirs, parted by a line feed. */
const textOf = (value: Fields): { text: string; pieces?: readonly Section[] } | undefined => {
  const text = stringAt(value, 'text')
  if (text !== undefined) return { text }
  if (!Array.isArray(value['sections'])) return undefined
  const pieces: Section[] = []
  const texts: string[] = []
  let start = 0
  for (const section of value['sections']) {
    const fields = fieldsOf(section)
    const piece = stringAt(fields, 'text')
    if (piece === undefined) return undefined
    const end = start + piece.length
    pieces.push({ name: stringAt(fields, 'name') ?? '', start, end, ...metadataOf(fields) })
    texts.push(piece)
    start = end + 1
  }
  return { text: texts.join('\n'), pieces }
}

const offsetsOf = (value: Fields, text: string): ToUtf16 => {
  if (value['offsets'] === 'codepoint') return offsetMapOf(text).toUtf16
  return (offset) => (Number.isInteger(offset) && offset >= 0 && offset <= text.length ? offset : undefined)
}

const sectionsOf = (value: Fields, toUtf16: ToUtf16, complain: Complain): Section[] => {
  let last = 0
  return objectsAt(value, 'sections').flatMap((section) => {
    const [start, end] = placeOf(section, 'start', 'end', toUtf16)
    if (start === undefined || end === undefined || start < last || end < start) {
      complain(
        `section ${shown(section)} is not within the text, or not after the one before it; left out`,
        'Give "start" and "end" as offsets into "text", sections in order.',
      )
      return []
    }
    last = end
    return { name: stringAt(section, 'name') ?? '', start, end, ...metadataOf(section) }
  })
}

const SPANS_REPAIR = 'Give "start" and "end", or "spans", as offsets into "text".'

interface MentionContext {
  readonly text: string
  readonly toUtf16: ToUtf16
  readonly complain: Complain
}

const mentionsOf = (value: Fields, context: MentionContext): Mention[] =>
  objectsAt(value, 'mentions').flatMap((fields) => {
    const { text, toUtf16, complain } = context
    const spans = spansWithin(statedSpans(fields, toUtf16), text.length)
    if (spans === undefined) {
      complain(`mention ${shown(fields)} is not within the text; left out`, SPANS_REPAIR)
      return []
    }
    const mention = mentionAt(text, spans, factsOf(fields))
    const stated = stringAt(fields, 'text')
    if (stated !== undefined && stated !== mention.text)
      complain(
        `mention ${shown(fields)} says "${stated.slice(0, 60)}", the text there is "${mention.text.slice(0, 60)}"`,
        'Check its offsets, and their unit: "offsets": "codepoint" if they count code points.',
      )
    return mention
  })

const rejectedOf = (value: Fields, { text, toUtf16, complain }: MentionContext): NoMention[] =>
  objectsAt(value, 'rejected').flatMap((fields) => {
    const spans = spansWithin(statedSpans(fields, toUtf16), text.length)
    if (spans === undefined) {
      complain(`rejected ${shown(fields)} is not within the text; left out`, SPANS_REPAIR)
      return []
    }
    const [entityClass = '', by = '', reason = ''] = ['class', 'by', 'reason'].map((key) =>
      stringAt(fields, key),
    )
    return { spans, text: textWithin(text, spans), class: entityClass, by, reason }
  })

const statedSpans = (
  fields: Fields,
  toUtf16: ToUtf16,
): readonly [number | undefined, number | undefined][] => {
  const spans = fields['spans']
  if (!Array.isArray(spans)) return [placeOf(fields, 'start', 'end', toUtf16)]
  return spans.map((span: unknown) => {
    if (!Array.isArray(span) || span.length !== 2) return [undefined, undefined]
    const [start, end] = span as unknown[]
    return typeof start === 'number' && typeof end === 'number'
      ? [toUtf16(start), toUtf16(end)]
      : [undefined, undefined]
  })
}

const placeOf = (
  fields: Fields,
  from: string,
  to: string,
  toUtf16: ToUtf16,
): [start: number | undefined, end: number | undefined] => {
  const [start, end] = [numberAt(fields, from), numberAt(fields, to)]
  return [start === undefined ? undefined : toUtf16(start), end === undefined ? undefined : toUtf16(end)]
}

const factsOf = (fields: Fields): Omit<Mention, 'spans' | 'text'> => {
  const id = stringAt(fields, 'id')
  const [key, score] = [stringAt(fields, 'key'), numberAt(fields, 'score')]
  const [by, reasons] = [stringsAt(fields, 'by'), stringsAt(fields, 'reasons')]
  const candidates = Array.isArray(fields['candidates'])
    ? fields['candidates'].filter(isCandidate)
    : undefined
  return {
    class: stringAt(fields, 'class') ?? '',
    ids: stringsAt(fields, 'ids') ?? (id === undefined ? [] : [id]),
    ...(fields['composite'] === true ? { composite: true } : {}),
    ...(key === undefined ? {} : { key }),
    ...(score === undefined ? {} : { score }),
    ...(by === undefined ? {} : { by }),
    ...(candidates === undefined ? {} : { candidates }),
    ...(reasons === undefined ? {} : { reasons }),
    ...metadataOf(fields),
  }
}

/** Whether a value has what every candidate has; candidates come only from files that this tool wrote. */
const isCandidate = (value: unknown): value is Candidate =>
  isFields(value) &&
  ['id', 'class', 'source', 'method', 'matched', 'scope'].every((key) => typeof value[key] === 'string') &&
  typeof value['score'] === 'number' &&
  (typeof value['label'] === 'string' || value['label'] === null)

const abbreviationsOf = (value: Fields, toUtf16: ToUtf16, complain: Complain): Abbreviation[] =>
  objectsAt(value, 'abbreviations').flatMap((fields) => {
    const [short, long] = [stringAt(fields, 'short'), stringAt(fields, 'long')]
    const [start, end] = placeOf(fields, 'start', 'end', toUtf16)
    const [longStart, longEnd] = placeOf(fields, 'longStart', 'longEnd', toUtf16)
    if (short !== undefined && long !== undefined && start !== undefined && end !== undefined)
      if (longStart !== undefined && longEnd !== undefined)
        return { short, long, start, end, longStart, longEnd }
    complain(`abbreviation ${shown(fields)} is not whole; left out`, 'Give "short", "long" and their places.')
    return []
  })

const relationOf = (fields: Fields, complain: Complain): DocumentRelation | undefined => {
  const [type, key] = [stringAt(fields, 'type'), stringAt(fields, 'key')]
  if (type === undefined) {
    complain(`relation ${shown(fields)} has no "type"; left out`, 'Give its type and its arguments.')
    return undefined
  }
  return {
    ...(key === undefined ? {} : { key }),
    type,
    arguments: objectsAt(fields, 'arguments').map((argument) => ({
      role: stringAt(argument, 'role') ?? '',
      ref: stringAt(argument, 'ref') ?? '',
    })),
    ...metadataOf(fields),
  }
}

const metadataOf = (fields: Fields): { metadata?: Readonly<Record<string, string>> } => {
  const metadata = textsAt(fields, 'metadata')
  return metadata === undefined ? {} : { metadata }
}

const shown = (fields: Fields): string => JSON.stringify(fields).slice(0, 100)
