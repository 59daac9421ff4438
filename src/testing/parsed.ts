import type {
  BoundParser,
  ParseContext,
  RelationType,
  SourceHeader,
  TermAddition,
} from '../parsers/contract.ts'
import type { Issue } from '../core/issue.ts'
import { emptyTerm, type Mapping, type ParsedTerm, type Synonym } from '../core/term.ts'

/** All that a parser said of one file. */
export interface Parsed {
  readonly terms: readonly ParsedTerm[]
  readonly additions: readonly TermAddition[]
  readonly mappings: readonly Mapping[]
  readonly issues: readonly Issue[]
  readonly header: SourceHeader
  readonly relations: readonly RelationType[]
  /** Of the parser. */
  readonly repeatedIds: 'flaw' | 'join'
}

export interface ParseOptions {
  readonly options?: unknown
  readonly signal?: AbortSignal
  /** Called for each issue; may throw, as `--strict` does. */
  readonly onIssue?: (issue: Issue) => void
  /** Called for each batch, before the next is asked for. */
  readonly onBatch?: () => void
}

/** What a parser said until it ended or threw. */
export interface Attempt {
  readonly parsed: Parsed
  /** `undefined` when it ended. */
  readonly error: unknown
}

export const attemptFile = async (
  parser: BoundParser,
  file: string,
  { options = {}, signal, onIssue, onBatch }: ParseOptions = {},
): Promise<Attempt> => {
  const terms: ParsedTerm[] = []
  const additions: TermAddition[] = []
  const mappings: Mapping[] = []
  const issues: Issue[] = []
  const relations: RelationType[] = []
  let header: SourceHeader = {}
  let problem: unknown
  const context: ParseContext = {
    report: (issue) => {
      issues.push(issue)
      onIssue?.(issue)
    },
    describe: (more) => {
      header = { ...header, ...more }
    },
    defineRelation: (relation) => {
      relations.push({ ...relation })
    },
    signal,
  }
  try {
    for await (const batch of parser.parse(file, options, context)) {
      for (const term of batch.terms) terms.push(term)
      for (const addition of batch.additions) additions.push(addition)
      for (const mapping of batch.mappings ?? []) mappings.push(mapping)
      onBatch?.()
    }
  } catch (error) {
    problem = error ?? new Error('threw nothing')
  }
  const { repeatedIds } = parser
  return { parsed: { terms, additions, mappings, issues, header, relations, repeatedIds }, error: problem }
}

/** As `attemptFile`, but throws what the parser threw. */
export const parseFile = async (
  parser: BoundParser,
  file: string,
  options: ParseOptions = {},
): Promise<Parsed> => {
  const { parsed, error } = await attemptFile(parser, file, options)
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('no error was thrown', { cause: error })
  return parsed
}

/**
 * The terms by id, each with all that is said of it anywhere, joined as the store joins it; relations under the CURIE
 * they stand for. Of two terms with one id the first counts, unless the parser says that they are one concept.
 */
export const joined = ({ terms, additions, relations, repeatedIds }: Parsed): Map<string, ParsedTerm> => {
  const byId = new Map<string, ParsedTerm>()
  for (const term of terms) {
    const known = byId.get(term.id)
    if (!known) byId.set(term.id, term)
    else if (repeatedIds === 'join') byId.set(term.id, joinedTerm(known, term))
  }
  for (const more of additions) {
    const term = byId.get(more.id)
    if (term) byId.set(more.id, joinedTerm(term, more))
  }
  const curies = new Map(relations.map((relation) => [relation.id, relation.curie ?? relation.id]))
  for (const [id, term] of byId) {
    const named = term.relations.map(({ predicate, object }) => ({
      predicate: curies.get(predicate) ?? predicate,
      object,
    }))
    byId.set(id, { ...term, relations: named })
  }
  return byId
}

const joinedTerm = (term: ParsedTerm, piece: TermAddition): ParsedTerm => {
  const more = { ...emptyTerm(piece.id), ...piece }
  const label = term.label ?? more.label
  const entityClass = more.entityClass ?? term.entityClass
  const otherLabel: Synonym[] =
    more.label === null || more.label === label ? [] : [{ text: more.label, scope: 'exact' }]
  return {
    ...term,
    label,
    definition: term.definition ?? more.definition,
    obsolete: term.obsolete || more.obsolete,
    ...(entityClass === undefined ? {} : { entityClass }),
    synonyms: [...more.synonyms, ...otherLabel].reduce(withSynonym, term.synonyms),
    parents: appended(term.parents, more.parents),
    relations: appended(term.relations, more.relations),
    xrefs: appended(term.xrefs, more.xrefs),
    altIds: appended(term.altIds, more.altIds),
    replacedBy: appended(term.replacedBy, more.replacedBy),
    consider: appended(term.consider, more.consider),
    subsets: appended(term.subsets, more.subsets),
  }
}

/** Flat records only: equal JSON is equal. */
const appended = <Item>(list: readonly Item[], more: readonly Item[]): readonly Item[] => {
  if (more.length === 0) return list
  const known = new Set(list.map((item) => JSON.stringify(item)))
  return [...list, ...more.filter((item) => known.size !== known.add(JSON.stringify(item)).size)]
}

/** The synonyms with one more, or, where the same was there without its type or xrefs, with that one refined. */
const withSynonym = (synonyms: readonly Synonym[], more: Synonym): readonly Synonym[] => {
  const same = synonyms.filter(
    ({ text, scope, language }) => text === more.text && scope === more.scope && language === more.language,
  )
  const match =
    same.find(({ type }) => type === more.type) ??
    (more.type === undefined ? same[0] : same.find(({ type }) => type === undefined))
  if (match === undefined) return [...synonyms, more]
  const type = match.type ?? more.type
  const xrefs = [...new Set([...(match.xrefs ?? []), ...(more.xrefs ?? [])])]
  const refined: Synonym = {
    ...match,
    ...(type === undefined ? {} : { type }),
    ...(xrefs.length === 0 ? {} : { xrefs }),
  }
  return synonyms.map((synonym) => (synonym === match ? refined : synonym))
}
