import { keyOf, type RefusedLine, textsIn, fieldsIn } from './link-lines.ts'

/** A gold mention, as a line of JSON gives it. */
export interface GoldMention {
  /** Place among the lines with something in them, from 0: predictions without ids are told by it. */
  readonly place: number
  readonly key?: string
  readonly mention: string
  /** The pieces of a mention in pieces, joined by a blank; it is what is linked. */
  readonly joined?: string
  /** What is right: any of them, unless `composite`. None: there is no such concept. */
  readonly ids: readonly string[]
  /** The ids are meant all together. */
  readonly composite: boolean
  readonly class?: string
  /** Mentions of one document inform one another. */
  readonly doc?: string
  /** The text around the mention, and where it and the mention begin in the document, in UTF-16 code units. */
  readonly context?: string
  readonly contextStart?: number
  readonly start?: number
}

/** Reads a line of gold. Unknown fields are ignored. */
export const parseGoldMention = (line: string, place: number): GoldMention | RefusedLine => {
  const read = fieldsIn(line)
  if ('problem' in read) return read
  const { fields } = read
  const { mention, ids, composite, class: entityClass, doc, context, joined, contextStart, start } = fields
  if (typeof mention !== 'string' || mention.trim() === '')
    return { problem: '"mention" is missing or no text', repair: 'Give the text of the mention.' }
  const known = textsIn(ids)
  if (known === undefined)
    return {
      problem: '"ids" is missing or no list of ids',
      repair: 'Give "ids": ["MESH:D000001"], or "ids": [] where no concept is right.',
    }
  if (composite !== undefined && composite !== null && typeof composite !== 'boolean')
    return { problem: '"composite" is neither true nor false', repair: 'Leave it out, or give true.' }
  if (entityClass !== undefined && entityClass !== null && typeof entityClass !== 'string')
    return { problem: '"class" is no text', repair: 'Give an entity class, or leave it out.' }
  return {
    place,
    mention,
    ids: [...new Set(known)],
    composite: composite === true,
    ...withText('key', keyOf(fields)),
    ...withText('joined', joined),
    ...withText('class', entityClass),
    ...withText('doc', typeof doc === 'number' ? String(doc) : doc),
    ...withText('context', context),
    ...withNumber('contextStart', contextStart),
    ...withNumber('start', start),
  }
}

const withText = <Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> =>
  typeof value === 'string' ? ({ [name]: value } as Record<Name, string>) : {}

const withNumber = <Name extends string>(name: Name, value: unknown): Partial<Record<Name, number>> =>
  Number.isSafeInteger(value) ? ({ [name]: value } as Record<Name, number>) : {}
