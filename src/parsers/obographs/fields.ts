/** Reading fields of JSON nobody has checked: what has the wrong type reads as absent. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const stringAt = (object: JsonObject, key: string): string | undefined => {
  const value = object[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const objectAt = (object: JsonObject, key: string): JsonObject => {
  const value = object[key]
  return isObject(value) ? value : {}
}

export const objectsAt = (object: JsonObject, key: string): readonly JsonObject[] => {
  const value = object[key]
  return Array.isArray(value) ? value.filter(isObject) : []
}

export const stringsAt = (object: JsonObject, key: string): readonly string[] => {
  const value = object[key]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
