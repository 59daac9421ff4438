/** Entities of the internal subset of a DTD (XML 1.0, 4.2). External ones are passed over: nothing is ever fetched. */

/** Most entities taken, and longest, UTF-16 code units. */
export const MAX_ENTITIES = 1000
export const MAX_ENTITY_LENGTH = 4096

const DECLARATION = /<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|([\w.-]+));/g

export const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/**
 * Names and values of the entities that a document type declaration declares, in its order. OWL files abbreviate IRIs
 * by entities, and entities by one another: each is resolved once, where it is declared.
 *
 * @param refuse what to do about a declaration that goes past a limit; must throw
 */
export const declaredEntities = (
  doctype: string,
  refuse: (reason: string) => never,
): ReadonlyMap<string, string> => {
  const entities = new Map<string, string>()
  for (const [, name = '', double, single] of withoutComments(doctype).matchAll(DECLARATION)) {
    if (entities.has(name) || PREDEFINED.has(name)) continue
    if (entities.size === MAX_ENTITIES) refuse(`more than ${String(MAX_ENTITIES)} entities are declared`)
    const value = resolved(double ?? single ?? '', entities)
    if (value.length > MAX_ENTITY_LENGTH)
      refuse(`the entity "${name.slice(0, 40)}" is longer than ${String(MAX_ENTITY_LENGTH)} characters`)
    entities.set(name, value)
  }
  return entities
}

const resolved = (value: string, entities: ReadonlyMap<string, string>): string =>
  value.length > MAX_ENTITY_LENGTH
    ? value
    : value.replace(
        REFERENCE,
        (
          reference: string,
          decimal: string | undefined,
          hex: string | undefined,
          name: string | undefined,
        ) => {
          if (name !== undefined) return PREDEFINED.get(name) ?? entities.get(name) ?? reference
          const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : reference
        },
      )

const withoutComments = (doctype: string): string => {
  let rest = ''
  let start = 0
  for (let open = doctype.indexOf('<!--'); open !== -1; open = doctype.indexOf('<!--', start)) {
    const close = doctype.indexOf('-->', open + 4)
    rest += doctype.slice(start, open)
    if (close === -1) return rest
    start = close + 3
  }
  return rest + doctype.slice(start)
}
