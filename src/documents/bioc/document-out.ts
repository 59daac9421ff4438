import {
  type DocumentRelation,
  type Mention,
  type Section,
  startOf,
  type TextDocument,
} from '../../core/document.ts'
import { type OffsetMap, offsetMapOf } from '../../core/text/code-points.ts'
import { idField } from '../corpus-ids.ts'
import { namedMentions } from '../keys.ts'
import type { LossReport } from '../losses.ts'
import { type MENTION_INFONS } from './infons.ts'
import {
  type BioCAnnotation,
  type BioCDocument,
  type BioCPassage,
  gapOf,
  type Infons,
  MAX_GAP,
} from './model.ts'

/** What neither BioC format holds. */
export const LACKING = ['candidates', 'reasons', 'abbreviations', 'rejected', 'errors'] as const

/**
 * The document as BioC: a passage for each section, and for any text outside of sections that is not just a gap.
 * Annotations and relations without a name get one.
 */
export const bioCOf = (document: TextDocument, losses: LossReport): BioCDocument => {
  losses.lacking(document)
  const offsets = offsetMapOf(document.text)
  const parts = partsOf(document)
  if (parts.length !== Math.max(1, document.sections.length))
    losses.say(document, 'text outside of sections is read back as sections without a name')
  const annotations = annotationsOf(document, parts, offsets, losses)
  const passages = parts.map(({ name, start, end, metadata }, index): BioCPassage => {
    if (metadata !== undefined && Object.hasOwn(metadata, 'type'))
      losses.say(document, 'what a file said of a section as "type" gives way to its name')
    return {
      offset: offsets.toCodePoints(start),
      text: document.text.slice(start, end),
      infons: { ...metadata, ...(name === '' ? {} : { type: name }) },
      annotations: annotations[index] ?? [],
      relations: [],
      sentences: [],
      line: 0,
    }
  })
  const relations = (document.relations ?? []).map((relation, index) => relationOf(relation, index))
  return { id: document.id, infons: document.metadata ?? {}, passages, annotations: [], relations, line: 0 }
}

/** Sections, and what stands between them if a reader would not fill it in by itself; all of the text. */
const partsOf = ({ text, sections }: TextDocument): readonly Section[] => {
  const parts: Section[] = []
  let at = 0
  const between = (end: number, isLast: boolean): void => {
    const gap = text.slice(at, end)
    const isFilledIn = gap.length <= MAX_GAP && gap === gapOf(gap.length)
    if (gap !== '' && (isLast || !isFilledIn)) parts.push({ name: '', start: at, end })
  }
  for (const section of sections) {
    between(section.start, false)
    parts.push(section)
    at = section.end
  }
  between(text.length, true)
  return parts.length === 0 ? [{ name: '', start: 0, end: text.length }] : parts
}

/** Annotations of each part: they stand with the last one that begins before them. */
const annotationsOf = (
  document: TextDocument,
  parts: readonly Section[],
  offsets: OffsetMap,
  losses: LossReport,
): readonly BioCAnnotation[][] => {
  const lists: BioCAnnotation[][] = parts.map(() => [])
  let part = 0
  for (const { mention, key } of namedMentions(document.mentions, '')) {
    while (part + 1 < parts.length && (parts[part + 1]?.start ?? 0) <= startOf(mention)) part++
    lists[part]?.push({
      id: key,
      infons: infonsOf(document, mention, losses),
      locations: mention.spans.map(([start, end]) => {
        const offset = offsets.toCodePoints(start)
        return { offset, length: offsets.toCodePoints(end) - offset }
      }),
      text: mention.text,
      line: 0,
    })
  }
  return lists
}

const infonsOf = (document: TextDocument, mention: Mention, losses: LossReport): Infons => {
  const { score, by, ids, metadata = {} } = mention
  const field = idField(mention)
  if (field === undefined)
    losses.say(
      document,
      `the ids ${ids.join(', ')} of "${mention.text.slice(0, 60)}" cannot be told from one another`,
    )
  if (by?.some((name) => name.includes(',') || name === '') === true)
    losses.say(document, `the recognisers ${by.join(', ')} cannot be told from one another`)
  const identifier = field ?? ids.join(',')
  const own: Record<(typeof MENTION_INFONS)[number], string | undefined> = {
    type: mention.class,
    identifier: identifier === '' ? undefined : identifier,
    score: score === undefined ? undefined : String(score),
    by: by === undefined ? undefined : by.join(','),
  }
  const infons: [string, string][] = Object.entries(own).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  )
  for (const [key, value] of Object.entries(metadata)) {
    if (key === 'identifier' && value === identifier) continue
    if (Object.hasOwn(own, key))
      losses.say(document, `what a file said of a mention as "${key}" has no place`)
    else infons.push([key, value])
  }
  return Object.fromEntries(infons)
}

const relationOf = ({ key, type, arguments: list, metadata }: DocumentRelation, index: number) => ({
  id: key ?? `R${String(index)}`,
  infons: { ...metadata, type },
  nodes: list.map(({ role, ref }) => ({ role, refid: ref })),
})
