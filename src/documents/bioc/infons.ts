import { canonicalPrefix } from '../../core/curie.ts'
import { PREFIX_SPELLINGS } from '../../core/curie-prefixes.ts'
import type { DocumentRelation } from '../../core/document.ts'
import { idsIn } from '../corpus-ids.ts'
import type { MentionFacts } from '../spans.ts'
import type { BioCAnnotation, BioCRelation, Infons } from './model.ts'

/** Infons of an annotation that mean something here. All others are kept as they are. */
export const MENTION_INFONS = ['type', 'identifier', 'score', 'by'] as const

/** What the infons of an annotation say of the mention. */
export const factsOf = ({ infons }: BioCAnnotation): MentionFacts => {
  const label = infons['type'] ?? ''
  const metadata: Record<string, string> = {}
  const stated = { ids: [] as string[], composite: false }
  const take = (value: string, prefix?: string): void => {
    const { ids, composite, identifier } = idsIn(value, label, prefix)
    for (const id of ids) if (!stated.ids.includes(id)) stated.ids.push(id)
    stated.composite ||= composite === true
    if (identifier !== undefined) set(metadata, 'identifier', identifier)
  }
  const score = scoreIn(infons['score'])
  for (const [key, value] of Object.entries(infons)) {
    if (key === 'type' || (key === 'by' && value !== '') || (key === 'score' && score !== undefined)) continue
    const prefix = canonicalPrefix(key)
    if (key === 'identifier') take(value)
    else if (Object.hasOwn(PREFIX_SPELLINGS, prefix)) take(value, prefix)
    else set(metadata, key, value)
  }
  const by = infons['by']
  return {
    class: label,
    ids: stated.ids,
    ...(stated.composite ? { composite: true } : {}),
    ...(score === undefined ? {} : { score }),
    ...(by === undefined || by === '' ? {} : { by: by.split(',') }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  }
}

const scoreIn = (text: string | undefined): number | undefined => {
  const score = Number(text)
  return text !== undefined && String(score) === text && score >= 0 && score <= 1 ? score : undefined
}

/** Sets a key whatever it is called. */
const set = (record: Record<string, string>, key: string, value: string): void => {
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
}

/** The type stands under `type`, or, in BC5CDR, under `relation`. */
export const relationOf = ({ id, infons, nodes }: BioCRelation): DocumentRelation => {
  const key = Object.hasOwn(infons, 'type') ? 'type' : 'relation'
  const metadata = without(infons, [key])
  return {
    ...(id === undefined ? {} : { key: id }),
    type: infons[key] ?? '',
    arguments: nodes.map(({ refid, role }) => ({ role, ref: refid })),
    ...(metadata === undefined ? {} : { metadata }),
  }
}

/** The infons but for some; `undefined` when none are left. */
export const without = (infons: Infons, keys: readonly string[]): Infons | undefined => {
  const rest = Object.entries(infons).filter(([key]) => !keys.includes(key))
  return rest.length === 0 ? undefined : Object.fromEntries(rest)
}
