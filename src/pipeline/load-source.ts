import type { ResolvedSource } from '../config/load.ts'
import { canonicalPrefix } from '../core/curie.ts'
import { KnownError } from '../core/errors.ts'
import type { Registry } from '../core/registry.ts'
import type { CurationSet } from '../curation/curation-set.ts'
import type { BoundParser, ParseContext, SourceHeader } from '../parsers/contract.ts'
import type { VocabWriter } from '../vocab/ingest.ts'
import { parserOf } from './parser-of.ts'
import { addedNames, curationIssues } from './curations.ts'
import type { ManifestSource } from './manifest.ts'
import type { BuildEvent } from './progress.ts'
import { SourceIssues } from './source-issues.ts'

export interface LoadOptions {
  readonly parsers: Registry<BoundParser>
  readonly curations: CurationSet
  readonly strict: boolean
  readonly signal?: AbortSignal | undefined
  readonly onEvent: (event: BuildEvent) => void
}

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
  const issues = new SourceIssues(source, options.strict, onEvent)
  const { report } = issues
  const spec = { ...specOf(source), repeatedIds: parser.repeatedIds }
  const target = writer.beginSource(spec, report)
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
  writer.checkParents(spec, report)
  writer.addIssues(issues.take())
  onEvent({
    kind: 'source-done',
    source: source.name,
    terms: target.kept,
    mappings: target.mapped,
    issues: issues.count,
    reused: false,
  })
  return issues.byCode
}

/** Copies one source from the store of the build before, where it was made of the same. @returns as {@link loadSource} */
export const reuseSource = (
  writer: VocabWriter,
  source: ResolvedSource,
  before: ManifestSource,
  { strict, onEvent }: Pick<LoadOptions, 'strict' | 'onEvent'>,
): Map<string, number> => {
  const issues = new SourceIssues(source, strict, onEvent)
  const { terms, mappings, issues: kept } = writer.copySource(source.name)
  for (const issue of kept) issues.tell(issue)
  for (const [code, times] of Object.entries(before.issuesByCode))
    if (code !== 'unknown-parent') issues.add(code, times)
  writer.checkParents(specOf(source), issues.report)
  writer.addIssues(issues.take())
  onEvent({ kind: 'source-done', source: source.name, terms, mappings, issues: issues.count, reused: true })
  return issues.byCode
}

const specOf = (source: ResolvedSource): Parameters<VocabWriter['beginSource']>[0] => ({
  name: source.name,
  entityClass: source.entityClass ?? null,
  parser: source.type,
  idPrefixes: (source.idPrefixes ?? []).map(canonicalPrefix),
  roots: source.roots ?? [],
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
