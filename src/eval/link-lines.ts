/** A line that cannot be used. */
export interface RefusedLine {
  readonly problem: string
  /** What to do about it. */
  readonly repair: string
}

export type Fields = Readonly<Record<string, unknown>>

/** The fields of the object that a line of JSON holds. */
export const fieldsIn = (line: string): { readonly fields: Fields } | RefusedLine => {
  const repair = 'Write one JSON object a line.'
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? { fields: value } : { problem: 'not a JSON object', repair }
  } catch (error) {
    return { problem: `not valid JSON: ${error instanceof Error ? error.message : String(error)}`, repair }
  }
}

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A list of texts with something in them; `undefined`: it is none. */
export const textsIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && item.trim() !== '')
    ? (value as readonly string[])
    : undefined

/** What a line is called by its `id`. */
export const keyOf = ({ id }: Fields): string | undefined =>
  typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
