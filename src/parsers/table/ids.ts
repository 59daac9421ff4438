import { normalizeCurie } from '../../core/curie.ts'
import type { Curie } from '../../core/term.ts'

/** How cells become ids. */
export interface IdStyle {
  /** Put before ids that have none. */
  readonly prefix?: string | undefined
  /** Holds `{id}`. */
  readonly template?: string | undefined
  /** What stands between prefix and local id where it is no colon. */
  readonly separator?: string | undefined
}

/** Longest id taken, UTF-16 code units: IRIs of thousands occur nowhere, damaged files have longer ones. */
export const MAX_ID_LENGTH = 1000

/** The id a cell means; `''` for an empty cell, `undefined` for one no id can be as long as. */
export const readId = (cell: string, { prefix, template, separator }: IdStyle): Curie | undefined => {
  if (cell === '') return ''
  if (cell.length > MAX_ID_LENGTH) return undefined
  if (template !== undefined) return normalizeCurie(template.replace('{id}', () => cell))
  if (cell.includes(':')) return normalizeCurie(cell)
  if (separator !== undefined && cell.indexOf(separator) > 0)
    return normalizeCurie(cell.replace(separator, ':'))
  return prefix === undefined ? cell : normalizeCurie(`${prefix}:${cell}`)
}
