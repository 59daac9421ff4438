import { KnownError, throwIfAborted } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type {
  DownloadableSource,
  DownloadConfig,
  DownloadOptions,
  DownloadOutcome,
  DownloadReport,
  Proxies,
} from './contract.ts'
import { fetchFile, type FetchSettings } from './fetch-file.ts'
import { createHttpClient, withoutSecrets } from './http-client.ts'
import { LockFile } from './lock-file.ts'

const CONCURRENCY = 2
const DEFAULTS = {
  maxBytes: 20e9,
  connectTimeoutMs: 30_000,
  stallTimeoutMs: 60_000,
  retries: 4,
  retryDelayMs: 1000,
} as const

/** What the folders from `pipeline` upwards know of the world. */
export interface DownloadSurroundings {
  readonly proxies: Proxies
  readonly userAgent: string
  /** Name of this machine. */
  readonly host: string
  readonly now: () => Date
}

/**
 * Fetches the files of the sources, two at a time, and records what came. One that fails does not keep the others; a
 * file in place stays untouched until a whole and checked one takes its place.
 *
 * @throws KnownError `USAGE` for a name that is no source or has no url, `CONFIG_INVALID` for sources that disagree about
 * a file, `ABORTED`
 */
export const downloadFiles = async (
  config: DownloadConfig,
  options: DownloadOptions,
  surroundings: DownloadSurroundings,
): Promise<DownloadReport> => {
  const chosen = chooseSources(config, options.only)
  const groups = groupByFile(chosen, options.sha256 ?? {}, config.file)
  const lock = new LockFile(config.file)
  const outcomes = new Map<string, DownloadOutcome>()
  const client = createHttpClient(surroundings.proxies, options.connectTimeoutMs ?? DEFAULTS.connectTimeoutMs)
  const settings = {
    ...DEFAULTS,
    ...definedOf(options),
    timeoutMs: options.timeoutMs,
    client,
    ...surroundings,
    signal: options.signal ?? new AbortController().signal,
  }
  const finish = (outcome: DownloadOutcome): void => {
    outcomes.set(outcome.source, outcome)
    options.onEvent?.({ kind: 'done', outcome })
  }
  try {
    for (const source of chosen) if (source.url === undefined) finish(skipped(source))
    await inParallel(groups, async (group) => {
      if (settings.signal.aborted) return
      for (const outcome of await fetchGroup(group, lock, options, settings)) finish(outcome)
    })
  } finally {
    await client.destroy()
  }
  if (options.signal?.aborted === true) throw stopped(options.signal)
  return {
    outcomes: chosen.flatMap(({ name }) => outcomes.get(name) ?? []),
    lockFile: lock.file,
  }
}

/** Sources that read the same file: it is fetched once. */
interface FileGroup {
  readonly file: string
  readonly url: string
  readonly sha256: string | undefined
  readonly license: string | undefined
  readonly names: readonly string[]
}

const fetchGroup = async (
  group: FileGroup,
  lock: LockFile,
  { force = false, onEvent = () => undefined }: DownloadOptions,
  settings: Omit<FetchSettings, 'progress' | 'retrying'>,
): Promise<DownloadOutcome[]> => {
  const { file, names } = group
  const url = withoutSecrets(group.url)
  const source = names.join(', ')
  onEvent({ kind: 'begun', source, url })
  try {
    const recorded = lock.get(file)
    const { record, received, changed } = await fetchFile(
      { ...group, recorded, force },
      {
        ...settings,
        progress: (bytes, total) => {
          onEvent({ kind: 'progress', source, bytes, total })
        },
        retrying: (reason, waitMs) => {
          onEvent({ kind: 'retry', source, reason, waitMs })
        },
      },
    )
    if (record !== undefined && JSON.stringify(record) !== JSON.stringify(recorded))
      await lock.set(file, record)
    const status = changed ? 'fetched' : 'unchanged'
    const fetched = { status, file, received, ...(record === undefined ? {} : { record }) } as const
    return names.map((name) => ({ ...fetched, source: name }))
  } catch (error) {
    if (settings.signal.aborted) return []
    if (!(error instanceof KnownError)) throw error
    return names.map((name) => ({ status: 'failed', source: name, file, url, error }))
  }
}

const chooseSources = (
  { sources, file }: DownloadConfig,
  only: readonly string[] | undefined,
): readonly DownloadableSource[] => {
  if (only === undefined || only.length === 0) return sources
  const known = sources.map(({ name }) => name)
  for (const name of only) {
    const source = sources.find((candidate) => candidate.name === name)
    const place = { place: { file } }
    if (source === undefined) {
      const message = `no source is named "${name}".${didYouMean(name, known)}`
      throw new KnownError('USAGE', message, `There are: ${known.join(', ')}.`, place)
    }
    if (source.url === undefined) {
      const repair = `Put the file at ${source.file}, or add a "url" to the source.`
      throw new KnownError('USAGE', `the source "${name}" has no url`, repair, place)
    }
  }
  return sources.filter(({ name }) => only.includes(name))
}

const groupByFile = (
  sources: readonly DownloadableSource[],
  checksums: Readonly<Record<string, string>>,
  configFile: string,
): readonly FileGroup[] => {
  const groups = new Map<string, FileGroup>()
  for (const source of sources) {
    const { name, file, url, license } = source
    if (url === undefined) continue
    const own = Object.hasOwn(checksums, name) ? checksums[name] : source.sha256
    const sha256 = own?.toLowerCase()
    const group = groups.get(file)
    if (group && (group.url !== url || (group.sha256 ?? sha256) !== (sha256 ?? group.sha256)))
      throw disagreement([...group.names, name], file, configFile)
    groups.set(file, {
      file,
      url,
      sha256: group?.sha256 ?? sha256,
      license: group?.license ?? license,
      names: [...(group?.names ?? []), name],
    })
  }
  return [...groups.values()]
}

const disagreement = (names: readonly string[], file: string, configFile: string): KnownError =>
  new KnownError(
    'CONFIG_INVALID',
    `the sources ${names.join(', ')} name one file, ${file}, and different urls or checksums`,
    'Give each its own "path", or all the same "url".',
    { place: { file: configFile } },
  )

const skipped = ({ name, file }: DownloadableSource): DownloadOutcome => ({
  status: 'skipped',
  source: name,
  file,
  reason: 'no url is configured',
})

const stopped = (signal: AbortSignal): KnownError => {
  try {
    throwIfAborted(signal)
  } catch (cause) {
    return new KnownError(
      'ABORTED',
      'stopped on request',
      'Run the command again: it goes on where it stopped.',
      { cause },
    )
  }
  throw new Error('not aborted')
}

const definedOf = (options: DownloadOptions): Partial<typeof DEFAULTS> =>
  Object.fromEntries(
    Object.keys(DEFAULTS)
      .map((key) => [key, options[key as keyof typeof DEFAULTS]] as const)
      .filter(([, value]) => value !== undefined),
  )

const inParallel = async <Item>(
  items: readonly Item[],
  task: (item: Item) => Promise<void>,
): Promise<void> => {
  const waiting = [...items]
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await task(item)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
}
