import { isObject, type JsonObject } from '../obographs/fields.ts'

/** How one column is read, whatever rows are made of. Values are trimmed; those that mean nothing are `''`. */
export interface Cells<Row> {
  /** As the configuration or the header names it, for messages. */
  readonly name: string
  /** Whether there is never more than one value unless a separator splits it. */
  readonly isSingle: boolean
  /** The first value. */
  text(row: Row): string
  /** All values, in order, each place kept: columns beside it have theirs at the same one. */
  items(row: Row, separator: string | undefined): readonly string[]
}

/** What becomes of a raw cell. */
export type Clean = (raw: string) => string

export type CellStyle = 'plain' | 'quoted' | 'rdf'

export const cleaner = (style: CellStyle, empty: readonly string[]): Clean => {
  const nothing = new Set(empty)
  const decoded = style === 'rdf' ? rdfText : trimmed
  if (nothing.size === 0) return decoded
  // Most cells are longer than any mark of emptiness: their length tells without a look-up.
  const longest = Math.max(...empty.map((mark) => mark.length))
  return (raw) => {
    const text = decoded(raw)
    return text.length <= longest && nothing.has(text) ? '' : text
  }
}

const trimmed: Clean = (raw) =>
  isInk(raw.charCodeAt(0)) && isInk(raw.charCodeAt(raw.length - 1)) ? raw : raw.trim()

const isInk = (code: number): boolean => code > 0x20 && code < 0x7f

const LITERAL = /^(["'])([\s\S]*)\1(?:@[A-Za-z0-9-]+|\^\^\S+)?$/
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f' }

/** The text of an RDF term in Turtle's notation (SPARQL 1.1 TSV results); blank nodes name nothing. */
const rdfText: Clean = (raw) => {
  const text = raw.trim()
  if (text.startsWith('_:')) return ''
  if (text.startsWith('<') && text.endsWith('>')) return text.slice(1, -1).trim()
  const literal = LITERAL.exec(text)?.[2]
  return literal === undefined ? text : unescaped(literal).trim()
}

const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replaceAll(ESCAPE, (_all: string, short?: string, long?: string, other: string = '') => {
        const code = Number.parseInt(short ?? long ?? '', 16)
        if (Number.isNaN(code)) return CONTROLS[other] ?? other
        return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
      })
    : text

const NOTHING: readonly string[] = []

/** Values of one cell: it may be split. */
const parts = (text: string, separator: string | undefined, clean: Clean): readonly string[] => {
  if (text === '') return NOTHING
  if (separator === undefined) return [text]
  const values = trimmedParts(text, separator)
  if (clean !== trimmed) for (let at = 0; at < values.length; at++) values[at] = clean(values[at] ?? '')
  return values
}

/** Blanks are found before a part is cut out: this is done for millions of synonyms. */
const trimmedParts = (text: string, separator: string): string[] => {
  const values: string[] = []
  for (let start = 0; start !== -1;) {
    const next = text.indexOf(separator, start)
    const end = next === -1 ? text.length : next
    const isNeat = end > start && isInk(text.charCodeAt(start)) && isInk(text.charCodeAt(end - 1))
    values.push(isNeat ? text.slice(start, end) : text.slice(start, end).trim())
    start = next === -1 ? -1 : next + separator.length
  }
  return values
}

/** A column of a delimited table, at a place of its rows. */
export const delimitedCells = (name: string, index: number, clean: Clean): Cells<readonly string[]> => {
  const text = (row: readonly string[]): string => {
    const raw = row[index]
    return raw === undefined || raw === '' ? '' : clean(raw)
  }
  return { name, isSingle: true, text, items: (row, separator) => parts(text(row), separator, clean) }
}

/** Lists in lists hold no values for people: deeper than this nothing is looked for. */
const MAX_DEPTH = 32

/** Told once for each thing in a column that is no text. */
export type ReportShape = (column: string, message: string) => void

/**
 * A column of JSON records: a dotted key, or several of which the first counts that a record has. A list on the way is
 * gone through: `synonyms.label` takes the `label` of each of `synonyms`.
 */
export class JsonCells implements Cells<JsonObject> {
  readonly name: string
  readonly isSingle = false
  readonly #keys: readonly (readonly [whole: string, path: readonly string[]])[]
  readonly #clean: Clean
  readonly #report: ReportShape
  /** Whether any record had the column. */
  found = false
  #told = false

  constructor(keys: readonly string[], clean: Clean, report: ReportShape) {
    this.name = keys[0] ?? ''
    this.#keys = keys.map((key) => [key, key.split('.')])
    this.#clean = clean
    this.#report = report
  }

  text(row: JsonObject): string {
    return this.items(row, undefined).find((item) => item !== '') ?? ''
  }

  items(row: JsonObject, separator: string | undefined): readonly string[] {
    for (const [whole, path] of this.#keys) {
      const values: string[] = []
      const isThere = Object.hasOwn(row, whole)
        ? this.#collect(row[whole], [], 0, values)
        : this.#collect(row, path, 0, values)
      if (!isThere) continue
      this.found = true
      return separator === undefined
        ? values
        : values.flatMap((value) => (value === '' ? [''] : parts(value, separator, this.#clean)))
    }
    return []
  }

  /** @returns whether the key is there at all */
  #collect(value: unknown, path: readonly string[], at: number, into: string[], depth = 0): boolean {
    if (value === null || value === undefined || depth > MAX_DEPTH) return false
    if (Array.isArray(value)) {
      const list: readonly unknown[] = value
      let isThere = list.length === 0
      for (const item of list) {
        if (this.#collect(item, path, at, into, depth + 1)) isThere = true
        else into.push('')
      }
      return isThere
    }
    const key = path[at]
    if (key === undefined) {
      into.push(this.#scalar(value))
      return true
    }
    if (!isObject(value) || !Object.hasOwn(value, key)) return false
    return this.#collect(value[key], path, at + 1, into, depth + 1)
  }

  #scalar(value: unknown): string {
    if (typeof value === 'string') return this.#clean(value)
    if (typeof value === 'number' || typeof value === 'boolean') return this.#clean(String(value))
    if (!this.#told) {
      this.#told = true
      const keys = isObject(value)
        ? Object.keys(value)
            .slice(0, 5)
            .map((key) => `"${key.slice(0, 40)}"`)
        : []
      this.#report(
        this.name,
        `"${this.name}" holds objects (${keys.join(', ')}) where a text or a list of texts is wanted`,
      )
    }
    return ''
  }
}
