import type { Curie } from '../../core/term.ts'

const KINDS: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/^(\d{2,7}-\d{2}-\d)$/, 'CAS'],
  [/^([0-9A-Z]{10})$/, 'UNII'],
  [/^EC ?(\d{1,3}(?:\.(?:\d{1,3}|-)){0,2}(?:\.(?:n?\d{1,4}|-))?)$/, 'EC'],
  [/^txid ?(\d{1,10})$/, 'NCBITaxon'],
]

/**
 * The id a registry number of MeSH stands for: `50-78-2` → `CAS:50-78-2`, `EC 1.1.1.1` → `EC:1.1.1.1`, `37H9VM9WZL` →
 * `UNII:37H9VM9WZL`, `txid9606` → `NCBITaxon:9606`; what follows in brackets (`58970-76-6 (bestatin)`) is a remark.
 * `null` for none (`0`), `undefined` for a number of no known kind.
 */
export const xrefOfRegistryNumber = (text: string): Curie | null | undefined => {
  const number = text.replace(/\s*\(.*$/s, '').trim()
  if (number === '' || number === '0') return null
  for (const [pattern, prefix] of KINDS) {
    const local = pattern.exec(number)?.[1]
    if (local !== undefined) return `${prefix}:${local}`
  }
  return undefined
}
