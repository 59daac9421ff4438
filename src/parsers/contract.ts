/** What a parser is: the whole duty of a source format, and all that a plug-in author needs to import. */
import type { z } from 'zod'
import type { Issue } from '../core/issue.ts'
import type { Curie, Mapping, ParsedTerm } from '../core/term.ts'

export { KnownError } from '../core/errors.ts'
export type { Issue, IssueCode } from '../core/issue.ts'
export { emptyTerm } from '../core/term.ts'
export type { Curie, Mapping, ParsedTerm, Relation, Synonym, SynonymScope, Xref } from '../core/term.ts'
export { normalizeCurie } from '../core/curie.ts'
export { readTextBlocks, type TextBlock } from '../io/text-blocks.ts'

/**
 * More about a term that stands elsewhere in the source. Its lists are appended to those of the term; a synonym met again
 * with a type or xrefs gains them; `label`, `definition` and `entityClass` count where the term has none,
 * `obsolete` when true.
 */
export type TermAddition = { readonly id: Curie; readonly line: number } & Partial<
  Omit<ParsedTerm, 'id' | 'line'>
>

/** Terms and additions in source order, some hundreds or thousands at a time. */
export interface ParsedBatch {
  readonly terms: readonly ParsedTerm[]
  /** May name terms of earlier or later batches. */
  readonly additions: readonly TermAddition[]
  /** Of mapping sets; their concepts may belong to any source. */
  readonly mappings?: readonly Mapping[]
}

/** What a source says of itself as a whole. */
export interface SourceHeader {
  /** Release as stated: `data-version`, version IRI, or date. */
  readonly release?: string
  /** The ontology's own id or title. */
  readonly title?: string
  /** Ontologies it imports; they are not followed. */
  readonly imports?: readonly string[]
}

/** A relation the source defines: the name its terms use, and the CURIE and label it stands for. */
export interface RelationType {
  readonly id: string
  readonly curie?: Curie
  readonly label?: string
}

export interface ParseContext {
  /** Counts and keeps a flaw; under `--strict` it throws, and parsing ends. */
  report(issue: Issue): void
  /** May be called as often as something new is known; later values win. */
  describe(header: SourceHeader): void
  defineRelation(relation: RelationType): void
  readonly signal?: AbortSignal | undefined
}

export interface Parser<Options> {
  /**
   * What a second term with the id of an earlier one is: a flaw (the default), or more about the same concept, joined as
   * an addition is (formats in which a concept may be said in several places, as RDF or tables of one name a row).
   */
  readonly repeatedIds?: 'flaw' | 'join'
  /** The part's own `options` in the configuration, checked before any work. */
  readonly options: z.ZodType<Options>
  /**
   * Streams a file, or for some formats a folder or a zip of several, in memory bounded by its longest record. Throws nothing but `KnownError`; flaws in the content are
   * reported and what can be kept is kept. Same file, same output.
   */
  parse(file: string, options: Options, context: ParseContext): AsyncIterable<ParsedBatch>
}

/** A parser with its options already checked: what the pipeline runs. */
export interface BoundParser {
  readonly repeatedIds: 'flaw' | 'join'
  readonly optionsSchema: z.ZodType
  parse(file: string, rawOptions: unknown, context: ParseContext): AsyncIterable<ParsedBatch>
}

/** Closes over the parser's own option type, so that a table of parsers needs no `any`. */
export const bindParser = <Options>(parser: Parser<Options>): BoundParser => ({
  repeatedIds: parser.repeatedIds ?? 'flaw',
  optionsSchema: parser.options,
  parse: (file, rawOptions, context) => parser.parse(file, parser.options.parse(rawOptions), context),
})
