/** An object of a JSON text, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or one without fields. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})

const at = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined)

export const stringAt = (fields: Fields, key: string): string | undefined => {
  const value = at(fields, key)
  return typeof value === 'string' ? value : undefined
}

export const numberAt = (fields: Fields, key: string): number | undefined => {
  const value = at(fields, key)
  return typeof value === 'number' ? value : undefined
}

export const objectsAt = (fields: Fields, key: string): readonly Fields[] => {
  const value = at(fields, key)
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** The strings of a list; `undefined` when there is no list. */
export const stringsAt = (fields: Fields, key: string): readonly string[] | undefined => {
  const value = at(fields, key)
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined
}

/** Text by key; what is no string is written as JSON, `null` left out. `undefined` when there is nothing. */
export const textsAt = (fields: Fields, key: string): Readonly<Record<string, string>> | undefined => {
  const value = at(fields, key)
  if (!isFields(value)) return undefined
  const entries = Object.entries(value).flatMap(([name, item]): [string, string][] =>
    item === null ? [] : [[name, typeof item === 'string' ? item : JSON.stringify(item)]],
  )
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}
