import { canonicalPrefix, normalizeCurie } from '../../core/curie.ts'
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

/** A style whose ids need no look at each: its prefix is the product's own, and ids under it are only joined to it. */
export const idStyle = ({ prefix, template, separator }: IdStyle): IdStyle => ({
  prefix: prefix === undefined ? undefined : canonicalPrefix(prefix.trim()),
  template,
  separator,
})

/** The id a cell means; `''` for an empty cell, `undefined` for one no id can be as long as. */
export const readId = (cell: string, { prefix, template, separator }: IdStyle): Curie | undefined => {
  if (cell === '') return ''
  if (cell.length > MAX_ID_LENGTH) return undefined
  if (template !== undefined) return normalizeCurie(template.replace('{id}', () => cell))
  if (cell.includes(':')) return normalizeCurie(cell)
  if (separator !== undefined && cell.indexOf(separator) > 0)
    return normalizeCurie(cell.replace(separator, ':'))
  if (prefix === undefined) return cell
  const id = `${prefix}:${cell}`
  return isPlain(prefix, cell) ? id : normalizeCurie(id)
}

/** Local ids of Cellosaurus have more than one spelling, and two slashes would make an IRI. */
const isPlain = (prefix: string, cell: string): boolean =>
  prefix !== 'CELLOSAURUS' && cell.charCodeAt(0) !== SLASH && !prefix.includes(':')

const SLASH = 0x2f
