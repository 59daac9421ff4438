/** One line of `link --in`: JSON, or a bare mention. */
export interface MentionLine {
  readonly id?: string | number
  readonly mention: string
  readonly class?: string
}

/** Unknown fields are ignored, so that gold files can be fed as they stand. */
export const parseMention = (text: string): MentionLine | { readonly problem: string } => {
  const line = text.trim()
  if (!line.startsWith('{')) return { mention: line }
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return { problem: `not valid JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  if (typeof value !== 'object' || value === null) return { problem: 'not a JSON object' }
  const fields = value as Readonly<Record<string, unknown>>
  const { id, mention, class: entityClass } = fields
  if (typeof mention !== 'string') return { problem: '"mention" is missing or no text' }
  if (entityClass !== undefined && typeof entityClass !== 'string') return { problem: '"class" is no text' }
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number')
    return { problem: '"id" is neither text nor number' }
  return {
    mention,
    ...(id === undefined ? {} : { id }),
    ...(entityClass === undefined ? {} : { class: entityClass }),
  }
}
