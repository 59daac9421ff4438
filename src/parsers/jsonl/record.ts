import { z } from 'zod'
import { normalizeCurie } from '../../core/curie.ts'
import type { ParsedTerm, Relation, Synonym, Xref } from '../../core/term.ts'
import { distinct, distinctPairs, distinctSynonyms } from '../distinct.ts'

/** Longest id taken, UTF-16 code units. */
const MAX_ID_LENGTH = 1000

const id = z
  .string()
  .max(MAX_ID_LENGTH, `ids have at most ${String(MAX_ID_LENGTH)} characters`)
  .refine((text) => normalizeCurie(text) !== '', 'an id is wanted')
const text = z.string().refine((value) => value.trim() !== '', 'a text is wanted')
const ids = z.array(id)

const synonym = z.union(
  [
    text,
    z.object({
      text,
      scope: z.enum(['exact', 'narrow', 'broad', 'related']).default('exact'),
      type: z.string().min(1).optional(),
      language: z.string().min(1).optional(),
      xrefs: ids.optional(),
    }),
  ],
  'a text is wanted, or {"text", "scope"} with scope exact, narrow, broad or related',
)

const link = z.object({ predicate: z.string().min(1), object: id })

const shape = {
  id,
  label: z.string().nullish(),
  synonyms: z.array(synonym).optional(),
  definition: z.string().nullish(),
  parents: ids.optional(),
  relations: z.array(link).optional(),
  xrefs: z.array(z.union([id, link], 'an id is wanted, or {"predicate", "object"}')).optional(),
  altIds: ids.optional(),
  obsolete: z.boolean().optional(),
  replacedBy: ids.optional(),
  consider: ids.optional(),
  subsets: z.array(text).optional(),
  entityClass: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, 'use lower-case letters, digits and "_", e.g. "cell_line"')
    .optional(),
}

/** One line of the product's own JSON Lines, terse forms included. */
export const recordSchema = z.object(shape)

export type TermLine = z.infer<typeof recordSchema>

/** Keys that say something of a term. */
export const TERM_KEYS: ReadonlySet<string> = new Set(Object.keys(shape))

/** Keys `ontoground term --json` writes beside them: they say where a record came from. */
export const ORIGIN_KEYS: ReadonlySet<string> = new Set(['line', 'source', 'release'])

/** Only ids and repeats are touched; all else is as it was written. */
export const termOf = (record: TermLine, line: number): ParsedTerm => ({
  id: normalizeCurie(record.id),
  label: record.label?.trim() ? record.label : null,
  synonyms: distinctSynonyms((record.synonyms ?? []).map(synonymOf)),
  definition: record.definition?.trim() ? record.definition : null,
  parents: idsOf(record.parents),
  relations: distinctPairs((record.relations ?? []).map(linkOf)),
  xrefs: distinctPairs(
    (record.xrefs ?? []).map((xref) =>
      typeof xref === 'string'
        ? { predicate: 'oboInOwl:hasDbXref', object: normalizeCurie(xref) }
        : linkOf(xref),
    ),
  ),
  altIds: idsOf(record.altIds),
  obsolete: record.obsolete ?? false,
  replacedBy: idsOf(record.replacedBy),
  consider: idsOf(record.consider),
  subsets: distinct(record.subsets ?? []),
  ...(record.entityClass === undefined ? {} : { entityClass: record.entityClass }),
  line,
})

const idsOf = (list: readonly string[] = []): readonly string[] => distinct(list.map(normalizeCurie))

const linkOf = ({ predicate, object }: Relation & Xref): Xref => ({
  predicate,
  object: normalizeCurie(object),
})

const synonymOf = (given: NonNullable<TermLine['synonyms']>[number]): Synonym => {
  if (typeof given === 'string') return { text: given, scope: 'exact' }
  const { text: name, scope, type, language, xrefs = [] } = given
  return {
    text: name,
    scope,
    ...(type === undefined ? {} : { type }),
    ...(language === undefined ? {} : { language }),
    ...(xrefs.length === 0 ? {} : { xrefs: idsOf(xrefs) }),
  }
}
