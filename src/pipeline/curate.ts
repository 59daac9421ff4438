import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config, ResolvedSource } from '../config/load.ts'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { SYNONYM_SCOPES } from '../core/term.ts'
import { readCommonWords } from '../curation/common-words.ts'
import { type Comparison, compareCurations } from '../curation/compare.ts'
import { type CuratableName, LabelIndex } from '../curation/label-index.ts'
import { proposeCurations, type ProposalContext } from '../curation/propose.ts'
import { type CurationLine, readCurationLines } from '../curation/read-curations.ts'
import { writeCurations } from '../curation/write-curations.ts'
import { VocabStore } from '../vocab/store.ts'
import { locateBuild } from './kb-folder.ts'
import { FILES, readManifest } from './manifest.ts'

export { conflictsError, describeConflict } from '../curation/conflicts.ts'
export { type Curation, isGenerated } from '../curation/curation.ts'
export type { Proposal } from '../curation/propose.ts'

export interface CurateOptions {
  /** Names of sources; all of the configuration that the knowledge base has when absent or empty. */
  readonly sources?: readonly string[]
  /** Of new lines, YYYY-MM-DD. */
  readonly date: string
  /** Writes the files. Default false: only says what would change. */
  readonly write?: boolean
  readonly signal?: AbortSignal
}

/** What `curate` says of one source. */
export interface CurationReport extends Omit<Comparison, 'content'> {
  readonly source: string
  /** Absolute path of its curations: as configured, else where they would be. */
  readonly file: string
  /** Whether the configuration names the file: else a build does not read it. */
  readonly configured: boolean
  readonly written: boolean
  /** Lines of people conflict: the file is not written, and a build stops at it. */
  readonly blocked: boolean
}

/**
 * Proposes curations of each source from the names in the knowledge base, and compares them with its curations file. With
 * `write`, the file gets the proposals in place of its generated lines; the lines of people stay. A file whose lines of
 * people conflict is left alone, and so is one in which nothing changes.
 *
 * @throws KnownError `USAGE`, `KB_NOT_FOUND`, `KB_DAMAGED`, `CURATION_INVALID`, `NOT_WRITABLE`, `DISK_FULL`, `ABORTED`
 */
export const curateSources = async (
  config: Config,
  options: CurateOptions,
): Promise<readonly CurationReport[]> => {
  const build = locateBuild(config.kb)
  const inBuild = (await readManifest(build)).sources.map(({ name }) => name)
  const chosen = chosenSources(config, options.sources ?? [], inBuild)
  // Before the long work: a file that cannot be read ends it.
  const lines = new Map<string, readonly CurationLine[]>()
  for (const source of chosen) lines.set(source.name, await linesOf(fileOf(config, source), options.signal))
  const store = new VocabStore(join(build, FILES.store))
  try {
    const context = { words: readCommonWords(), labels: labelsIn(store, options.signal), date: options.date }
    const reports = new Map<string, CurationReport>()
    for (const [name, names] of namesBySource(store, new Set(lines.keys()))) {
      throwIfAborted(options.signal)
      const source = chosen.find((one) => one.name === name)
      if (source) reports.set(name, curate(config, source, lines.get(name) ?? [], names, context, options))
    }
    return chosen.flatMap(({ name }) => reports.get(name) ?? [])
  } finally {
    store.close()
  }
}

const curate = (
  config: Config,
  source: ResolvedSource,
  lines: readonly CurationLine[],
  names: readonly CuratableName[],
  context: ProposalContext,
  options: CurateOptions,
): CurationReport => {
  const { content, ...comparison } = compareCurations(lines, proposeCurations(names, context), names)
  const file = fileOf(config, source)
  const isAsItShould = content?.join('\n') === lines.map(({ raw }) => raw).join('\n')
  const written = options.write === true && content !== null && !isAsItShould
  if (written) writeCurations(file, content)
  const state = { configured: source.curationsFile !== undefined, written, blocked: content === null }
  return { source: source.name, file, ...state, ...comparison }
}

/** Where the curations of a source are, or would be: `curations/<source>.jsonl` beside the configuration. */
const fileOf = (config: Config, { name, curationsFile }: ResolvedSource): string =>
  curationsFile ?? join(dirname(config.file), 'curations', `${name}.jsonl`)

const linesOf = async (file: string, signal: AbortSignal | undefined): Promise<readonly CurationLine[]> =>
  existsSync(file) ? readCurationLines(file, { signal }) : []

const chosenSources = (
  config: Config,
  names: readonly string[],
  inBuild: readonly string[],
): readonly ResolvedSource[] => {
  const configured = config.sources.map(({ name }) => name)
  for (const name of names) {
    if (!configured.includes(name)) {
      const message = `the configuration has no source "${name}".${didYouMean(name, configured)}`
      throw new KnownError('USAGE', message, `Name one of: ${configured.join(', ')}.`, {
        place: { file: config.file },
      })
    }
    if (!inBuild.includes(name)) {
      const message = `the knowledge base has no source "${name}"`
      throw new KnownError('USAGE', message, 'Run ontoground build, then curate.', {
        place: { file: config.kb },
      })
    }
  }
  return config.sources.filter(({ name }) =>
    names.length === 0 ? inBuild.includes(name) : names.includes(name),
  )
}

const labelsIn = (store: VocabStore, signal: AbortSignal | undefined): LabelIndex => {
  const labels = new LabelIndex()
  for (const names of conceptsIn(store)) {
    throwIfAborted(signal)
    for (const name of names) labels.add(name)
  }
  return labels
}

/** All names of each wanted source that has any, one source at a time. */
function* namesBySource(
  store: VocabStore,
  wanted: ReadonlySet<string>,
): Generator<readonly [source: string, names: readonly CuratableName[]]> {
  let [current, names]: [string, CuratableName[]] = ['', []]
  for (const more of conceptsIn(store)) {
    const source = more[0]?.source ?? current
    if (source !== current && names.length > 0) yield [current, names]
    if (source !== current) [current, names] = [source, []]
    if (wanted.has(source)) for (const name of more) names.push(name)
  }
  if (names.length > 0) yield [current, names]
}

/** The names of each concept; the concepts of a source stand together. */
function* conceptsIn(store: VocabStore): Generator<readonly CuratableName[]> {
  for (const { concept, names } of store.conceptNames()) {
    const { id, entityClass, source, obsolete } = concept
    yield names.map(({ text, scope }) => ({
      ...{ concept: id, entityClass, source, obsolete, text },
      scope: SYNONYM_SCOPES[scope] ?? 'related',
    }))
  }
}
