import { normalizeCurie } from '../core/curie.ts'
import type { Mention } from '../core/document.ts'
import type { Curie } from '../core/term.ts'

/** What the id field of an annotation states. */
export interface StatedIds {
  readonly ids: readonly Curie[]
  readonly composite?: true
  /** The field as it stands, where more than the ids stands in it: a species, a group, a part without an id. */
  readonly identifier?: string
}

/** One id of a field; `isWhole` when nothing else stood in its part of the field. */
interface Part {
  readonly id: Curie | undefined
  readonly isWhole: boolean
}

const NO_ID = /^(?:-|-1|null|none|nil)?$/i
// tmVar writes `c|SUB|T|920|G`: kind of sequence, kind of change, and what of the two.
const VARIANT = /^(?:tmvar:)?[a-z]?\|[A-Za-z]{2,}\||^rs\d+;/i

/**
 * Reads the id field of the public corpora: ids are joined by `|` or `+` where a mention names several concepts, by `,`
 * or `;` where the field offers several; `-1`, `-` and nothing are no id. Bare ids get the prefix that their shape or
 * the label tells: `D009270` → `MESH:D009270`, `672` of a gene → `NCBIGene:672`, of a species → `NCBITaxon:672`.
 *
 * @param prefix of bare ids, where the file states it
 */
export const idsIn = (field: string, label: string, prefix?: string): StatedIds => {
  const text = field.trim()
  if (NO_ID.test(text)) return { ids: [] }
  const isVariant = VARIANT.test(text)
  const parts = isVariant
    ? text.split(';').map(variantPart)
    : text.split(/[|+,;]/).map((part) => plainPart(part.trim(), label, prefix))
  const ids = [...new Set(parts.flatMap(({ id }) => id ?? []))]
  const isWhole = ids.length === parts.length && parts.every((part) => part.isWhole)
  const isComposite =
    label === 'CompositeMention' ? ids.length > 0 : ids.length > 1 && !isVariant && /[|+]/.test(text)
  return {
    ids,
    ...(isComposite ? { composite: true } : {}),
    ...(isWhole ? {} : { identifier: field }),
  }
}

/**
 * The id field for a mention, from which {@link idsIn} reads the same; `undefined` when the ids cannot be written so. It
 * is `''` for a mention without ids.
 */
export const idField = ({ ids, composite, class: label, metadata }: Mention): string | undefined => {
  const isRead = (field: string): boolean => {
    const stated = idsIn(field, label)
    const sameIds = stated.ids.length === ids.length && stated.ids.every((id, index) => id === ids[index])
    return sameIds && stated.composite === composite
  }
  const identifier = metadata?.['identifier']
  if (identifier !== undefined && isRead(identifier)) return identifier
  const joined = ids.join(composite === true ? '|' : isVariantId(ids[0]) ? ';' : ',')
  return isRead(joined) ? joined : undefined
}

const isVariantId = (id: Curie | undefined): boolean => id !== undefined && VARIANT.test(id)

const variantPart = (part: string): Part => {
  const rs = /^(?:RS#:|dbSNP:)?(?:rs)?(\d+)$/i.exec(part)
  if (rs?.[1] !== undefined) return { id: `DBSNP:rs${rs[1]}`, isWhole: !/^RS#/i.test(part) }
  return VARIANT.test(part) ? { id: part, isWhole: true } : { id: undefined, isWhole: false }
}

const plainPart = (part: string, label: string, prefix: string | undefined): Part => {
  // GNormPlus: the species of a gene.
  const species = part.indexOf('(Tax:')
  const bare = species === -1 ? part : part.slice(0, species)
  return {
    id: NO_ID.test(bare) ? undefined : prefixed(bare, label, prefix),
    isWhole: species === -1,
  }
}

const prefixed = (id: string, label: string, prefix: string | undefined): Curie => {
  // tmVar writes `RS#:12`.
  const rs = /^RS#:(\d+)$/i.exec(id)?.[1]
  if (rs !== undefined) return `DBSNP:rs${rs}`
  if (id.includes(':')) return normalizeCurie(id)
  if (prefix !== undefined) return normalizeCurie(`${prefix}:${id}`)
  if (/^\d+$/.test(id)) return `${prefixOfNumbers(label)}${id}`
  // MeSH writes six or nine digits, UMLS seven.
  if (/^[DC]\d{6}(?:\d{3})?$/.test(id)) return `MESH:${id}`
  if (/^C\d{7}$/.test(id)) return `UMLS:${id}`
  if (/^CVCL_\w+$/i.test(id)) return `CELLOSAURUS:${id.toUpperCase()}`
  return /^rs\d+$/i.test(id) ? `DBSNP:${id.toLowerCase()}` : id
}

/** What a number is an id of, by the label it stands with. */
const prefixOfNumbers = (label: string): string => {
  if (/gene|protein|familyname|domainmotif/i.test(label)) return 'NCBIGene:'
  if (/species|organism|taxon|strain|genus|livb/i.test(label)) return 'NCBITaxon:'
  return ''
}
