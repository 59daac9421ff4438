import type {
  BoundParser,
  ParseContext,
  RelationType,
  SourceHeader,
  TermAddition,
} from '../../src/parsers/contract.ts'
import type { Issue } from '../../src/core/issue.ts'
import type { ParsedTerm } from '../../src/core/term.ts'

/** All that a parser said of one file. */
export interface Parsed {
  readonly terms: readonly ParsedTerm[]
  readonly additions: readonly TermAddition[]
  readonly issues: readonly Issue[]
  readonly header: SourceHeader
  readonly relations: readonly RelationType[]
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
      terms.push(...batch.terms)
      additions.push(...batch.additions)
      onBatch?.()
    }
  } catch (error) {
    problem = error ?? new Error('threw nothing')
  }
  return { parsed: { terms, additions, issues, header, relations }, error: problem }
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

const appended = <Item>(list: readonly Item[], more: readonly Item[] | undefined): readonly Item[] =>
  more === undefined ? list : [...list, ...more]

/** The terms by id, first of an id taken, with the additions to them; relations under the CURIE they stand for. */
export const joined = ({ terms, additions, relations }: Parsed): Map<string, ParsedTerm> => {
  const byId = new Map<string, ParsedTerm>()
  for (const term of terms) if (!byId.has(term.id)) byId.set(term.id, term)
  for (const more of additions) {
    const term = byId.get(more.id)
    if (!term) continue
    byId.set(more.id, {
      ...term,
      synonyms: appended(term.synonyms, more.synonyms),
      parents: appended(term.parents, more.parents),
      relations: appended(term.relations, more.relations),
      xrefs: appended(term.xrefs, more.xrefs),
      altIds: appended(term.altIds, more.altIds),
      replacedBy: appended(term.replacedBy, more.replacedBy),
    })
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
