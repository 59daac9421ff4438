/** One line of `link --in`: JSON, or a bare mention. */
export interface MentionLine {
  readonly id?: string | number
  readonly mention: string
  readonly class?: string
  /** Mentions of one document inform one another: what its text says of abbreviations counts for all. */
  readonly doc?: string
  /** The text around the mention, and where it begins in the document, in UTF-16 code units. */
  readonly context?: string
  readonly contextStart?: number
}

/** A line that cannot be answered; its id, if it has one, so that the answer can be told from the others. */
export interface RefusedLine {
  readonly id?: string | number
  readonly problem: string
}

/** Unknown fields are ignored, so that gold files can be fed as they stand. */
export const parseMention = (text: string): MentionLine | RefusedLine => {
  const line = text.trim()
  if (!line.startsWith('{')) return { mention: line }
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return { problem: `not valid JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  const {
    id,
    mention,
    class: entityClass,
    doc,
    context,
    contextStart,
  } = value as Readonly<Record<string, unknown>>
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number')
    return { problem: '"id" is neither text nor number' }
  const known = id === undefined ? {} : { id }
  if (typeof mention !== 'string') return { ...known, problem: '"mention" is missing or no text' }
  if (entityClass !== undefined && typeof entityClass !== 'string')
    return { ...known, problem: '"class" is no text' }
  return {
    ...known,
    mention,
    ...(entityClass === undefined ? {} : { class: entityClass }),
    ...(typeof doc === 'string' || typeof doc === 'number' ? { doc: String(doc) } : {}),
    ...(typeof context === 'string' ? { context } : {}),
    ...(Number.isInteger(contextStart) ? { contextStart: contextStart as number } : {}),
  }
}
