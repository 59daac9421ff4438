import type { Config, ResolvedSource } from '../config/load.ts'
import { KnownError, throwIfAborted } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { type Comparison, compareConcepts, isUnchanged, summaryOf } from '../diff/compare.ts'
import { CHANGE_KINDS, type SourceChanges } from '../diff/contract.ts'
import { curationEffects } from '../diff/curation-effects.ts'
import type { ComparedSource } from '../diff/link-effects.ts'
import {
  changesOfAll,
  type DiffEffects,
  type DiffReport,
  type LoneSource,
  type ReleaseCounts,
  type SourceSummary,
  totalOf,
} from '../diff/report.ts'
import { type Curation, isLearned } from '../curation/curation.ts'
import { readCurations } from '../curation/read-curations.ts'
import type { SourceInfo } from '../vocab/contract.ts'
import { linkEffects } from './diff-impact.ts'
import {
  configuredSource,
  type OpenSide,
  openSide,
  sideNamed,
  type SideSpec,
  stemOfFile,
} from './diff-sides.ts'
import { StoreConcepts } from './store-concepts.ts'

export { headlines } from '../diff/headline.ts'
export type { DiffReport } from '../diff/report.ts'
export { type DiffSection, sectionsOf } from '../diff/sections.ts'

export interface DiffOptions {
  /** Builds by id are looked for here. */
  readonly kb: string
  /** Paths are relative to it. */
  readonly cwd: string
  /** Says of files what sources they are, and where the curations of sources are. */
  readonly config?: Config
  /** Compare this source only; of files: read them as this source of the configuration. */
  readonly source?: string | undefined
  /** Of files: the parser; by their content or name when absent. */
  readonly type?: string | undefined
  /** Of files: only ids with these prefixes. */
  readonly idPrefixes?: readonly string[] | undefined
  /** Curations of the one source compared, in place of those of the configuration. */
  readonly curations?: string | undefined
  /** Links whose change is asked for: JSON Lines of `link`, of `annotate`, or of gold. */
  readonly impact?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Compares two builds, two ontology files, or a file with a source of a build, concept by concept.
 *
 * @throws KnownError `USAGE`, those of the parsers, of curations and of knowledge bases, `ABORTED`
 */
export const diffReleases = async (
  oldName: string,
  newName: string,
  options: DiffOptions,
): Promise<DiffReport> => {
  const { kb, cwd } = options
  return diffSides([await sideNamed(oldName, kb, cwd), await sideNamed(newName, kb, cwd)], options)
}

/** As {@link diffReleases}, of sides found already. */
export const diffSides = async (
  specs: readonly [SideSpec, SideSpec],
  options: DiffOptions,
): Promise<DiffReport> => {
  const files = specs.flatMap((spec) => (spec.kind === 'file' ? [spec.file] : []))
  const source = files.length === 0 ? undefined : configuredSource(options.config, options.source, files)
  const name = files.length === 0 ? '' : (options.source ?? source?.name ?? nameOfFiles(specs))
  const before = await openSide(specs[0], source, name, options)
  try {
    const after = await openSide(specs[1], source, name, options)
    try {
      return await compareSides(before, after, specs, {
        ...options,
        ...(name === '' ? {} : { source: name }),
      })
    } finally {
      after.close()
    }
  } finally {
    before.close()
  }
}

/** A file beside a build is its only source; two files go by the name of the newer. */
const nameOfFiles = (specs: readonly [SideSpec, SideSpec]): string => {
  const build = specs.find((spec) => spec.kind === 'build')
  if (build === undefined) return specs[1].kind === 'file' ? stemOfFile(specs[1].file) : ''
  const names = build.manifest.sources.map((source) => source.name)
  const [only] = names
  if (only !== undefined && names.length === 1) return only
  throw new KnownError(
    'USAGE',
    'the file could be any source of the build',
    `Name it with --source: ${names.join(', ')}.`,
  )
}

interface Compared {
  readonly source: string
  readonly sides: readonly [SourceInfo, SourceInfo]
  readonly concepts: ComparedSource
  /** `null`: file and options are the same on both sides. */
  readonly comparison: Comparison | null
}

const compareSides = async (
  before: OpenSide,
  after: OpenSide,
  specs: readonly [SideSpec, SideSpec],
  options: DiffOptions,
): Promise<DiffReport> => {
  const [old, current] = [before.store.sources(), after.store.sources()]
  const wanted = chosen([...old, ...current], options.source)
  const same = unchangedSources(specs)
  const compared: Compared[] = []
  for (const info of current.filter(wanted)) {
    throwIfAborted(options.signal)
    const earlier = old.find(({ name }) => name === info.name)
    if (earlier === undefined) continue
    const concepts = {
      before: new StoreConcepts(before.store, info.name),
      after: new StoreConcepts(after.store, info.name),
    }
    const comparison = same.has(info.name) ? null : compareConcepts(concepts.before, concepts.after)
    const moves = comparison?.moves ?? null
    compared.push({ source: info.name, sides: [earlier, info], concepts: { ...concepts, moves }, comparison })
  }
  const lone = (infos: readonly SourceInfo[], others: readonly SourceInfo[]): LoneSource[] =>
    infos
      .filter((info) => wanted(info) && !others.some(({ name }) => name === info.name))
      .map((info) => ({ source: info.name, ...countsOf(info) }))
  const sources = compared.map(sourceSummary)
  return {
    old: before.side,
    new: after.side,
    summary: totalOf(sources.map(({ summary }) => summary)),
    sources,
    sourcesAdded: lone(current, old),
    sourcesRemoved: lone(old, current),
    ...changesOfAll(compared.map(({ source, comparison }) => ({ source, changes: changesIn(comparison) }))),
    effects: await effectsOf(compared, [before, after], options),
  }
}

/** Sources of which both builds read the same file with the same options and the same version of the product. */
const unchangedSources = ([old, current]: readonly [SideSpec, SideSpec]): ReadonlySet<string> => {
  if (old.kind === 'file' || current.kind === 'file') return new Set()
  if (old.manifest.tool !== current.manifest.tool) return new Set()
  const known = new Map(old.manifest.sources.map((source) => [source.name, source]))
  return new Set(
    current.manifest.sources
      .filter(({ name, sha256, optionsSha256 }) => {
        const earlier = known.get(name)
        return earlier?.sha256 === sha256 && earlier.optionsSha256 === optionsSha256
      })
      .map(({ name }) => name),
  )
}

const chosen = (
  infos: readonly SourceInfo[],
  source: string | undefined,
): ((info: SourceInfo) => boolean) => {
  if (source === undefined) return () => true
  const names = [...new Set(infos.map(({ name }) => name))]
  if (names.includes(source)) return ({ name }) => name === source
  throw new KnownError(
    'USAGE',
    `neither side has a source "${source}".${didYouMean(source, names)}`,
    `They have: ${names.join(', ')}.`,
  )
}

const NOTHING = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, []])) as unknown as SourceChanges

const changesIn = (comparison: Comparison | null): SourceChanges => comparison?.changes ?? NOTHING

const sourceSummary = ({ source, sides, comparison }: Compared): SourceSummary => ({
  source,
  compared: comparison !== null,
  before: countsOf(sides[0]),
  after: countsOf(sides[1]),
  summary: summaryOf(changesIn(comparison)),
})

const countsOf = ({ release, terms, synonyms, obsolete }: SourceInfo): ReleaseCounts => ({
  release,
  terms,
  synonyms,
  obsolete,
})

const effectsOf = async (
  compared: readonly Compared[],
  sides: readonly [OpenSide, OpenSide],
  options: DiffOptions,
): Promise<DiffEffects> => {
  const found = []
  for (const { source, comparison, concepts } of compared) {
    if (comparison === null || isUnchanged(comparison.changes)) continue
    const curations = await curationsFor(source, compared, options)
    const effects = curationEffects(curations, comparison, concepts.after)
    found.push(...effects.map((effect) => ({ source, ...effect })))
  }
  return {
    curations: found.filter(({ curation }) => !isLearned(curation)),
    learnedNames: found.filter(({ curation }) => isLearned(curation)),
    links:
      options.impact === undefined
        ? null
        : await linkEffects(
            options.impact,
            compared.map(({ concepts }) => concepts),
            sides,
            options,
          ),
  }
}

const curationsFor = async (
  source: string,
  compared: readonly Compared[],
  { curations, config, signal }: DiffOptions,
): Promise<readonly Curation[]> => {
  if (curations !== undefined && compared.length > 1)
    throw new KnownError('USAGE', 'curations of which source?', 'Name the source with --source.')
  const configured: ResolvedSource | undefined = config?.sources.find(({ name }) => name === source)
  const file = curations ?? configured?.curationsFile
  return file === undefined ? [] : readCurations(file, { signal })
}
