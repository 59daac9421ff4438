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
  const found = new Map<string, { readonly term: ParsedTerm; readonly pieces: TermAddition[] }>()
  for (const term of terms) {
    const known = found.get(term.id)
    if (!known) found.set(term.id, { term, pieces: [] })
    else if (repeatedIds === 'join') known.pieces.push(term)
  }
  for (const addition of additions) found.get(addition.id)?.pieces.push(addition)
  const curies = new Map(relations.map((relation) => [relation.id, relation.curie ?? relation.id]))
  return new Map(
    Array.from(found, ([id, { term, pieces }]) => {
      const whole = pieces.length === 0 ? term : joinedTerm(term, pieces)
      const named = whole.relations.map(({ predicate, object }) => ({
        predicate: curies.get(predicate) ?? predicate,
        object,
      }))
      return [id, { ...whole, relations: named }]
    }),
  )
}

const joinedTerm = (term: ParsedTerm, additions: readonly TermAddition[]): ParsedTerm => {
  const pieces = additions.map((piece) => ({ ...emptyTerm(piece.id), ...piece }))
  const label = term.label ?? pieces.find((piece) => piece.label !== null)?.label ?? null
  const entityClass = pieces.findLast((piece) => piece.entityClass !== undefined)?.entityClass
  const synonyms = new SynonymList(term.synonyms)
  for (const piece of pieces) {
    for (const synonym of piece.synonyms) synonyms.add(synonym)
    if (piece.label !== null && piece.label !== label) synonyms.add({ text: piece.label, scope: 'exact' })
  }
  const all = <Item>(list: (of: ParsedTerm) => readonly Item[]): readonly Item[] =>
    appended(list(term), pieces.flatMap(list))
  return {
    ...term,
    label,
    definition: term.definition ?? pieces.find((piece) => piece.definition !== null)?.definition ?? null,
    obsolete: term.obsolete || pieces.some((piece) => piece.obsolete),
    ...(entityClass === undefined ? {} : { entityClass }),
    synonyms: synonyms.list,
    parents: all(({ parents }) => parents),
    relations: all(({ relations }) => relations),
    xrefs: all(({ xrefs }) => xrefs),
    altIds: all(({ altIds }) => altIds),
    replacedBy: all(({ replacedBy }) => replacedBy),
    consider: all(({ consider }) => consider),
    subsets: all(({ subsets }) => subsets),
  }
}

/** Flat records only: equal JSON is equal. */
const appended = <Item>(list: readonly Item[], more: readonly Item[]): readonly Item[] => {
  if (more.length === 0) return list
  const known = new Set(list.map((item) => JSON.stringify(item)))
  return [...list, ...more.filter((item) => known.size !== known.add(JSON.stringify(item)).size)]
}

/** Synonyms in the order they were met; the same one met again with a type or xrefs refines the first. */
class SynonymList {
  readonly list: Synonym[] = []
  /** Places in the list by text, scope and language. */
  readonly #places = new Map<string, number[]>()

  constructor(synonyms: readonly Synonym[]) {
    for (const synonym of synonyms) this.#append(synonym)
  }

  add(more: Synonym): void {
    const same = (this.#places.get(placeKey(more)) ?? []).flatMap((at) => {
      const synonym = this.list[at]
      return synonym ? [{ at, synonym }] : []
    })
    const match =
      same.find(({ synonym }) => synonym.type === more.type) ??
      (more.type === undefined ? same[0] : same.find(({ synonym }) => synonym.type === undefined))
    if (match) this.list[match.at] = refined(match.synonym, more)
    else this.#append(more)
  }

  #append(synonym: Synonym): void {
    const key = placeKey(synonym)
    const at = this.list.push(synonym) - 1
    const places = this.#places.get(key)
    if (places) places.push(at)
    else this.#places.set(key, [at])
  }
}

const placeKey = ({ text, scope, language }: Synonym): string => JSON.stringify([text, scope, language])

const refined = (known: Synonym, more: Synonym): Synonym => {
  const type = known.type ?? more.type
  const xrefs = [...new Set([...(known.xrefs ?? []), ...(more.xrefs ?? [])])]
  return {
    ...known,
    ...(type === undefined ? {} : { type }),
    ...(xrefs.length === 0 ? {} : { xrefs }),
  }
}
