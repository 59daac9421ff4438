import type { ResolvedSource } from '../config/load.ts'
import { canonicalPrefix } from '../core/curie.ts'
import { KnownError } from '../core/errors.ts'
import type { Issue } from '../core/issue.ts'
import type { Registry } from '../core/registry.ts'
import type { CurationSet } from '../curation/curation-set.ts'
import type { BoundParser, ParseContext, SourceHeader } from '../parsers/contract.ts'
import type { VocabWriter } from '../vocab/ingest.ts'
import { parserOf } from './parser-of.ts'
import { addedNames, curationIssues } from './curations.ts'
import type { BuildEvent } from './progress.ts'

export interface LoadOptions {
  readonly parsers: Registry<BoundParser>
  readonly curations: CurationSet
  readonly strict: boolean
  readonly signal?: AbortSignal | undefined
  readonly onEvent: (event: BuildEvent) => void
}

/** Past this many issues of one source only the count goes on. */
const MAX_KEPT_ISSUES = 10_000

/** Parses one source into the store. @returns how often each issue came */
export const loadSource = async (
  writer: VocabWriter,
  source: ResolvedSource,
  options: LoadOptions,
): Promise<Map<string, number>> => {
  try {
    const parser = await parserOf(source, options.parsers)
    requireOptions(parser, source)
    return await runParser(parser, writer, source, options)
  } catch (error) {
    throw error instanceof KnownError && error.place === undefined ? ofSource(error, source) : error
  }
}

const ofSource = ({ code, message, repair, cause }: KnownError, { name, file }: ResolvedSource): KnownError =>
  new KnownError(code, `source "${name}": ${message}`, repair, { place: { file }, cause })

const requireOptions = (parser: BoundParser, source: ResolvedSource): void => {
  const checked = parser.optionsSchema.safeParse(source.options ?? {})
  if (checked.success) return
  const [issue] = checked.error.issues
  const path = ['options', ...(issue?.path ?? [])].join('.')
  throw new KnownError(
    'CONFIG_INVALID',
    `${path}: ${issue?.message ?? 'not valid'}`,
    `Correct the options of the parser "${source.type}".`,
  )
}

const runParser = async (
  parser: BoundParser,
  writer: VocabWriter,
  source: ResolvedSource,
  options: LoadOptions,
): Promise<Map<string, number>> => {
  const { onEvent } = options
  const issuesByCode = new Map<string, number>()
  const pending: Issue[] = []
  let kept = 0
  const report = (issue: Issue): void => {
    if (options.strict) throw strictFailure(source, issue)
    issuesByCode.set(issue.code, (issuesByCode.get(issue.code) ?? 0) + 1)
    onEvent({ kind: 'issue', source: source.name, file: source.file, issue })
    if (kept++ < MAX_KEPT_ISSUES) pending.push(issue)
  }
  const target = writer.beginSource({ ...specOf(source), repeatedIds: parser.repeatedIds }, report)
  let header: SourceHeader = {}
  const context: ParseContext = {
    report,
    describe: (more) => {
      header = { ...header, ...more }
    },
    defineRelation: (relation) => {
      target.defineRelation(relation)
    },
    signal: options.signal,
  }
  let terms = 0
  for await (const batch of parser.parse(source.file, source.options ?? {}, context)) {
    target.add(batch.terms, batch.additions, batch.mappings)
    terms += batch.terms.length
    onEvent({ kind: 'source-progress', source: source.name, terms: target.kept })
  }
  if (terms === 0 && target.mapped === 0) throw noTerms(source)
  if (target.kept === 0 && target.mapped === 0) throw nothingKept(source, terms)
  target.add(
    [],
    addedNames(options.curations, (id) => target.has(id)),
  )
  target.end(header)
  if (options.curations.lines.length > 0) {
    for (const issue of curationIssues(options.curations, target.names(), source.curations ?? ''))
      report(issue)
  }
  for (const issue of pending) target.addIssue(issue)
  onEvent({
    kind: 'source-done',
    source: source.name,
    terms: target.kept,
    mappings: target.mapped,
    issues: kept,
  })
  return issuesByCode
}

const specOf = (source: ResolvedSource): Parameters<VocabWriter['beginSource']>[0] => ({
  name: source.name,
  entityClass: source.entityClass ?? null,
  parser: source.type,
  idPrefixes: (source.idPrefixes ?? []).map(canonicalPrefix),
  roots: source.roots ?? [],
})

const strictFailure = (source: ResolvedSource, issue: Issue): KnownError =>
  new KnownError('SOURCE_ISSUE', `${issue.message} (${issue.code}; --strict stops here)`, issue.repair, {
    place: issue.line > 0 ? { file: source.file, line: issue.line } : { file: source.file },
  })

const noTerms = (source: ResolvedSource): KnownError =>
  new KnownError(
    'SOURCE_SYNTAX',
    `no term found by the parser "${source.type}"`,
    'Check that "type" fits the file, and that the file is whole.',
    {
      place: { file: source.file },
    },
  )

const nothingKept = (source: ResolvedSource, terms: number): KnownError =>
  new KnownError(
    'CONFIG_INVALID',
    `"idPrefixes" [${(source.idPrefixes ?? []).join(', ')}] keeps none of the ${String(terms)} terms of source "${source.name}"`,
    'Correct "idPrefixes", or leave it out to keep all.',
    { place: { file: source.file } },
  )
